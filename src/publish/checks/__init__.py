"""Looking before anything leaves. `CHECKS` is the one list, by stage; a check changes nothing and yields problems."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.problems import Problem


class Stage(StrEnum):
    """When a check looks, and at what: a Reading of the manuscript, a store, a finished EPUB, a PDF's Proof."""

    SOURCE = "source"
    TRANSLATION = "translation"
    ARTIFACT = "artifact"
    PREFLIGHT = "preflight"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at: its name, when, and the module that looks, which is imported when it does.

    `alone` says that it looks at no file beside a manuscript and its settings, so that what it found can be remembered.
    """

    name: str
    stage: Stage
    module: str
    alone: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the problems it can find."""
        return tuple(self._module().CODES)

    def find(self, looked_at: object) -> Iterable[Problem]:
        """Return the problems it finds."""
        found: Iterable[Problem] = self._module().find(looked_at)
        return found

    def _module(self) -> Any:  # noqa: ANN401 - a module with CODES and find
        return importlib.import_module(f"{__name__}.{self.module}")


CHECKS: tuple[Check, ...] = (
    Check("footnotes", Stage.SOURCE, "source.notes", alone=True),
    Check("headings", Stage.SOURCE, "source.headings", alone=True),
    Check("links", Stage.SOURCE, "source.links", alone=True),
    Check("pictures", Stage.SOURCE, "source.pictures"),
    Check("markup", Stage.SOURCE, "source.markup", alone=True),
    Check("signs", Stage.SOURCE, "source.signs", alone=True),
    Check("languages", Stage.SOURCE, "source.words", alone=True),
    Check("translations", Stage.TRANSLATION, "translation.stored"),
    Check("epub", Stage.ARTIFACT, "epub"),
    Check("colours", Stage.PREFLIGHT, "preflight.colours"),
    Check("drawings", Stage.PREFLIGHT, "preflight.drawings"),
    Check("edges", Stage.PREFLIGHT, "preflight.edges"),
    Check("faces", Stage.PREFLIGHT, "preflight.faces"),
    Check("pages", Stage.PREFLIGHT, "preflight.pages"),
    Check("lines", Stage.PREFLIGHT, "preflight.lines"),
    Check("standards", Stage.PREFLIGHT, "preflight.standards"),
)


def find(stage: Stage, looked_at: object) -> list[Problem]:
    """Return every problem the checks of a stage find in what is looked at."""
    return [problem for check in CHECKS if check.stage is stage for problem in check.find(looked_at)]
