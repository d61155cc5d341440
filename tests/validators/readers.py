"""EPUBs opened in two readers that know nothing of us, foliate-js and epub.js, in headless Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validators.ace import ROOT, chromium

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = Path(__file__).parent / "reader" / "read.mjs"
SECONDS = 600


def read(jobs: Sequence[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Return what the readers say of each job: an EPUB, a reader, and steps to take in it (see `reader/read.mjs`)."""
    asked = folder / "jobs.json"
    given = {"browser": chromium(), "modules": str(ROOT / ".tools" / "node"), "jobs": list(jobs)}
    asked.write_text(json.dumps(given), encoding="utf-8")
    ran = subprocess.run(
        ["node", str(SCRIPT), str(asked)], capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]
