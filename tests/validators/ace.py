"""Ace by DAISY asked about EPUBs: every violation with where it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / ".tools" / "node" / "node_modules" / ".bin" / "ace-cli"
SECONDS = 300


@dataclass(frozen=True)
class Violation:
    """One thing Ace finds: which rule, how bad, in which document, the markup it is about."""

    rule: str
    impact: str
    document: str
    markup: str


def chromium() -> str:
    """Return the path of the browser Ace and the readers run in, empty where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def check(file: Path, folder: Path) -> list[Violation]:
    """Return what Ace finds in an EPUB. It exits with 0 whatever it finds, so its report is read."""
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    command = [str(PROGRAM), "-f", "-s", "-o", str(folder), str(file)]
    subprocess.run(command, env=environment, capture_output=True, check=True, timeout=SECONDS)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    found = [_violation(about, each) for about in report["assertions"] for each in about["assertions"]]
    assert bool(found) == (report["earl:result"]["earl:outcome"] != "pass")
    return found


def _violation(about: dict[str, Any], each: dict[str, Any]) -> Violation:
    test, result = each["earl:test"], each["earl:result"]
    return Violation(
        test["dct:title"], test["earl:impact"], about["earl:testSubject"]["url"], result.get("html", "")[:300]
    )
