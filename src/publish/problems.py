"""What can be wrong, where it is, and what to do about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


# What a terminal obeys instead of showing it, and what turns the text around: no name or word of a text's may do that.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return a text with every sign that a terminal would obey written out as JSON does it."""
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def on_one_line(text: str) -> str:
    """Return a text as it is said on one line: what a terminal would obey is written out, and so are line breaks."""
    return visible(text).replace("\n", "\\u000a")


class Severity(StrEnum):
    """How bad a problem is: an error stops the work it concerns, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file as the user typed or would type it, and a line counted from 1 (0: the whole file)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Return `file:line`, the form editors can jump to."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: where, what is wrong, what to do, and a stable code to silence or look up."""

    place: Place
    message: str
    hint: str
    code: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the two lines a user reads."""
        said = [on_one_line(text) for text in (f"{self.place}: {self.severity}: {self.message}", self.hint)]
        return "\n  hint: ".join(said)

    def as_json(self) -> str:
        """Return one JSON object on one line: severity, code, file, line, message, hint."""
        record = {
            "severity": str(self.severity),
            "code": self.code,
            "file": self.place.file,
            "line": self.place.line,
            "message": self.message,
            "hint": self.hint,
        }
        return visible(json.dumps(record, ensure_ascii=False))


class PublishError(Exception):
    """All the problems that stopped a piece of work; the only exception this project raises on purpose."""

    def __init__(self, *problems: Problem) -> None:
        """Take one or more problems."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ToolMissingError(PublishError):
    """A program or library this work needs is not on this machine (exit code 3)."""


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those problems that stop the work."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)
