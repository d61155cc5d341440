"""Looking before anything leaves. `CHECKS` is the one list, by stage; a check changes nothing and yields problems."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from publish.checks import epub, preflight, source, translation
from publish.checks.translation import stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from publish.problems import Problem


class Stage(StrEnum):
    """When a check looks, and at what: a Reading of the manuscript, a store, a finished EPUB, a PDF's Proof."""

    SOURCE = "source"
    TRANSLATION = "translation"
    ARTIFACT = "artifact"
    PREFLIGHT = "preflight"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: its name, when, the codes of the problems it can find, and what finds them.

    `alone` says that it looks at no file beside a manuscript and its settings, so that what it found can be remembered.
    """

    name: str
    stage: Stage
    codes: tuple[str, ...]
    find: Callable[[Any], Iterable[Problem]]
    alone: bool = False


CHECKS: tuple[Check, ...] = (
    Check("footnotes", Stage.SOURCE, source.notes.CODES, source.notes.find, alone=True),
    Check("headings", Stage.SOURCE, source.headings.CODES, source.headings.find, alone=True),
    Check("links", Stage.SOURCE, source.links.CODES, source.links.find, alone=True),
    Check("pictures", Stage.SOURCE, source.pictures.CODES, source.pictures.find),
    Check("markup", Stage.SOURCE, source.markup.CODES, source.markup.find, alone=True),
    Check("signs", Stage.SOURCE, source.signs.CODES, source.signs.find, alone=True),
    Check("languages", Stage.SOURCE, source.words.CODES, source.words.find, alone=True),
    Check("translations", Stage.TRANSLATION, translation.CODES, stored.find),
    Check("epub", Stage.ARTIFACT, epub.CODES, epub.find),
    Check("colours", Stage.PREFLIGHT, preflight.colours.CODES, preflight.colours.find),
    Check("drawings", Stage.PREFLIGHT, preflight.drawings.CODES, preflight.drawings.find),
    Check("edges", Stage.PREFLIGHT, preflight.edges.CODES, preflight.edges.find),
    Check("faces", Stage.PREFLIGHT, preflight.faces.CODES, preflight.faces.find),
    Check("pages", Stage.PREFLIGHT, preflight.pages.CODES, preflight.pages.find),
    Check("lines", Stage.PREFLIGHT, preflight.lines.CODES, preflight.lines.find),
    Check("standards", Stage.PREFLIGHT, preflight.standards.CODES, preflight.standards.find),
)


def find(stage: Stage, looked_at: object) -> list[Problem]:
    """Return every problem the checks of a stage find in what is looked at."""
    return [problem for check in CHECKS if check.stage is stage for problem in check.find(looked_at)]
