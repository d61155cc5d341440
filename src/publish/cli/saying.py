"""What the program says: data on stdout, words on stderr, and a progress line only on a terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from publish.problems import Severity, errors, on_one_line, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from publish.problems import Problem

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_CLEAR = "\r\x1b[K"


_HUSHED: list[bool] = []


def hush() -> None:
    """Say nothing more to the user: the program was told to stop, and what breaks off now is no news."""
    _HUSHED.append(True)


def hushed() -> bool:
    """Whether the program was told to stop."""
    return bool(_HUSHED)


def words(text: str) -> None:
    """Say something to the user; whatever a terminal would obey in it is written out."""
    _say(visible(text))


def _say(text: str) -> None:
    if not _HUSHED:
        click.echo(text, err=True)


def datum(text: str, mark: str = "", colour: str = "") -> None:
    """Give out a line of data, behind a mark in a colour; whatever a terminal would obey in it is written out."""
    click.echo((f"  {click.style(mark, fg=colour)}  " if mark else "") + visible(text))


def record(**fields: Any) -> None:  # noqa: ANN401 - JSON
    """Give out one JSON object on one line."""
    datum(json.dumps(fields, ensure_ascii=False))


def problems(found: Iterable[Problem], *, as_json: bool = False) -> None:
    """Say every problem with its hint; as JSON they are data."""
    for problem in found:
        if as_json:
            datum(problem.as_json())
        else:
            _say(_coloured(problem))


def _coloured(problem: Problem) -> str:
    """Return a problem as it says itself, its severity coloured; click takes the colour out where none is wanted."""
    severity = click.style(f"{problem.severity}:", fg=_COLOURS[problem.severity], bold=True)
    place = click.style(f"{on_one_line(str(problem.place))}:", bold=True)
    return f"{place} {severity} {on_one_line(problem.message)}\n  hint: {on_one_line(problem.hint)}"


def tally(found: Collection[Problem], otherwise: str = "") -> None:
    """Say how many errors and warnings there were, or something else where there were none."""
    bad = len(errors(found))
    counts = [count(bad, "error"), count(len(found) - bad, "warning")]
    said = ", ".join(text for text in counts if not text.startswith("0 "))
    if said or otherwise:
        words(said or otherwise)


def count(number: int, noun: str) -> str:
    """Return a number and what it counts: `1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def status(text: str) -> None:
    """Say how the work goes in a line that the next one takes the place of; only on a terminal."""
    if sys.stderr.isatty():
        import shutil

        width = shutil.get_terminal_size().columns - 1
        click.echo(f"{_CLEAR}{visible(text)[:width]}", err=True, nl=False, color=True)


def clear() -> None:
    """Take the progress line away."""
    if sys.stderr.isatty():
        click.echo(_CLEAR, err=True, nl=False, color=True)


def size(number: int) -> str:
    """Return a size in bytes as people say it."""
    if number < 1000:
        return f"{number} bytes"
    return f"{number / 1000:.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
