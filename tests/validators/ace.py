"""Ace by DAISY asked about EPUBs: every violation with where it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
MODULES = ROOT / ".tools" / "node" / "node_modules"
RUNNER = Path(__file__).with_name("ace.mjs")
SECONDS = 900


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


def installed() -> bool:
    """Whether Ace and a browser for it are on this machine."""
    return (MODULES / "@daisy" / "ace-core").is_dir() and bool(chromium())


def check(files: Iterable[Path], folder: Path) -> dict[Path, list[Violation]]:
    """Return what Ace finds in each EPUB, all in one start of the browser."""
    asked = list(files)
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    command = ["node", str(RUNNER), str(MODULES), str(folder), *map(str, asked)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ran.returncode == 0, ran.stderr
    return {file: _found(folder / str(number) / "report.json") for number, file in enumerate(asked)}


def _found(report: Path) -> list[Violation]:
    said = json.loads(report.read_text(encoding="utf-8"))
    found = [_violation(about, each) for about in said["assertions"] for each in about["assertions"]]
    assert bool(found) == (said["earl:result"]["earl:outcome"] != "pass")
    return found


def _violation(about: dict[str, Any], each: dict[str, Any]) -> Violation:
    test, result = each["earl:test"], each["earl:result"]
    return Violation(
        test["dct:title"], test["earl:impact"], about["earl:testSubject"]["url"], result.get("html", "")[:300]
    )
