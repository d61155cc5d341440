"""Editions as a plan has them: put together when something is made of them, for most of them nothing is."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import edition as editions
from publish.build import gist as gists
from publish.build import notes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publish.build.gist import Gist
    from publish.build.records import Record
    from publish.model import Edition
    from publish.problems import Place, Problem


class Text:
    """What an edition says: put together when it is asked for; what a plan has to know of it is remembered."""

    def __init__(self, compose: Callable[[], Edition], record: Record) -> None:
        self._compose, self._record = compose, record

    @functools.cached_property
    def edition(self) -> Edition:
        """The edition by itself, without the others of its publication."""
        return self._compose()

    @functools.cached_property
    def gist(self) -> Gist:
        """The gist of the edition."""
        if "gist" in self._record.known:
            return gists.read(self._record.known["gist"])
        found = gists.gist_of(self.edition)
        self._record.keep(gist=gists.written(found))
        return found

    @functools.cached_property
    def unpaired(self) -> tuple[Problem, ...]:
        """A warning for every paragraph that has no pair in the original."""
        if "unpaired" in self._record.known:
            return notes.read(self._record.known["unpaired"])
        found = tuple(editions.unpaired(self.edition))
        self._record.keep(unpaired=notes.written(found))
        return found


@dataclass(frozen=True, eq=False)
class Planned:
    """An edition that is planned: all of it but its text, which is put together when it is asked for.

    It has so many `letters` in the language of the manuscript. It reaches another process as the edition itself.
    """

    text: Text
    slug: str
    language: str
    original: str
    coverage: float
    folder: Path
    place: Place
    letters: int = 0
    siblings: tuple[str, ...] = ()
    others: tuple[Planned, ...] = ()

    @functools.cached_property
    def edition(self) -> Edition:
        """The edition, with the others it is made into one file with."""
        others = tuple(other.edition for other in self.others)
        return replace(self.text.edition, siblings=self.siblings, others=others)

    def __reduce__(self) -> tuple[Callable[[Edition], Edition], tuple[Edition]]:
        return _itself, (self.edition,)


def _itself(edition: Edition) -> Edition:
    return edition
