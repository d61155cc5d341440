"""What was handed out, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from publish.problems import Problem


@dataclass(frozen=True, slots=True)
class HandOff:
    """What was handed out: the files of each language, and what was kept from being overwritten."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()
