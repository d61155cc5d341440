"""How many instructions builds take: `python benchmarks/instructions.py`. Slow, and the same on a busy machine.

They are counted by valgrind, which runs a program forty times slower. It counts what a process had done before it was
copied once more for the copy, so builds are made by one process here, and nobody stands by.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import engine

if TYPE_CHECKING:
    from collections.abc import Sequence

VALGRIND = (
    "valgrind",
    "--tool=cachegrind",
    "--cache-sim=no",
    "--cachegrind-out-file=/dev/null",
    "--trace-children=yes",
)
ONE = ("build", "--jobs", "1", engine.ALONE, "--incomplete")
LANGUAGES = engine.LANGUAGES[:2]


def counted(*commands: Sequence[str], folder: Path, cache: Path | None = None) -> int:
    """Run commands one after another, and return how many instructions they and all they started took."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    around = {**usual, "PYTHONHASHSEED": "0", **({"XDG_CACHE_HOME": str(cache)} if cache else {})}
    count = 0
    for command in commands:
        with tempfile.TemporaryDirectory() as name:
            watched = [*VALGRIND, f"--log-file={name}/%p", *command]
            with subprocess.Popen(
                watched, cwd=folder, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as begun:
                own = f"{begun.pid}"
            if begun.returncode:
                raise SystemExit(f"it failed: {command}")
            said = {file.name: file.read_text() for file in Path(name).iterdir()}
        count += _refs(said[own]) + sum(_refs(log) for log in said.values() if _command(log) != _command(said[own]))
    return count


def _refs(log: str) -> int:
    found = re.search(r"I +refs: +([\d,]+)", log)
    return int(found[1].replace(",", "")) if found else 0


def _command(log: str) -> str:
    """Return what a process was started as; a copy that became nothing else has that of whoever made it."""
    return log.partition("Command: ")[2].partition("\n")[0]


def say(what: str, ours: int, theirs: int) -> None:
    """Print a row of the table."""
    print(f"| {what} | {ours / theirs:.2f} | {ours / 1e9:.2f} | {theirs / 1e9:.2f} |", flush=True)


def work(text: str, folder: Path) -> None:
    """Count one work: the reading PDF alone."""
    ours, plain = engine.house(folder / "work", text, ()), folder / "plain"
    plain.mkdir()
    file = plain / "letter.md"
    file.write_text(text, encoding="utf-8")
    cache = folder / "cache-work"
    engine.build(ours.root, cache, *ONE[1:], "--output", "reading")  # what is kept for ever is kept now
    reading = counted((*engine.PUBLISH, *ONE, "--output", "reading", "--anew"), folder=ours.root, cache=cache)
    script = counted(*engine.script(file, plain, epub=False), folder=plain)
    say("reading PDF alone, against the script's PDF", reading, script)


def editions(text: str, folder: Path) -> None:
    """Count an issue in three languages: cold, unchanged, and after a sentence."""
    ours, cache = engine.house(folder / "house", text, LANGUAGES), folder / "cache-house"
    cold = counted((*engine.PUBLISH, *ONE), folder=ours.root, cache=cache)
    engine.build(ours.root, cache, *ONE[1:])
    # Nobody is on standby, and a build that does nothing leaves nobody.
    asked = [flag for flag in ONE if flag != engine.ALONE]
    nothing = counted((*engine.PUBLISH, *asked), folder=ours.root, cache=cache)
    say(
        "nothing changed, against `import click`",
        nothing,
        counted((sys.executable, "-c", "import click"), folder=folder),
    )
    engine.sentence(ours.translation("letter", LANGUAGES[0]))
    sentence = counted((*engine.PUBLISH, *ONE), folder=ours.root, cache=cache)
    say(f"one sentence of one translation, against {len(LANGUAGES) + 1} languages, cold", sentence, cold)


def main() -> None:
    """Count what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--manuscript", type=Path, default=engine.PROJECT / "source" / "night-shift" / "manuscript.md")
    text = engine.without_pictures(parser.parse_args().manuscript.read_text())
    print("| work | ratio | ours, 10⁹ | theirs, 10⁹ |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        work(text, Path(name))
        editions(text, Path(name))


if __name__ == "__main__":
    main()
