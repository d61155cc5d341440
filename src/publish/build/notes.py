"""Problems written down as JSON, to be said again when what they speak of is found as it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from publish.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable


def written(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems as JSON has them."""
    return [asdict(problem) for problem in problems]


def read(notes: Iterable[dict[str, Any]]) -> tuple[Problem, ...]:
    """Return problems that were written down."""
    return tuple(
        Problem(Place(**note["place"]), note["message"], note["hint"], note["code"], Severity(note["severity"]))
        for note in notes
    )
