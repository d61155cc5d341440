"""Looking at manuscripts before anything is made of them: read, and every problem of theirs found in one run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import build, checks, project, source
from publish.build import notes
from publish.build.records import Record, of_reading
from publish.problems import Place, Problem, PublishError, Severity, ToolMissingError, errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.build import Memory
    from publish.source import Reading
    from publish.workshop.finding import Found


@dataclass(frozen=True, slots=True)
class Looked:
    """A publication as it was found when looked at; no reading where it could not be read at all."""

    found: Found
    reading: Reading | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether it can be made into editions."""
        return self.reading is not None and not errors(self.problems)


def look(found: Found, *, strict: bool = False, memory: Memory | None = None) -> Looked:
    """Return a publication read, with all its problems in the order of their places; ToolMissingError without pandoc.

    Under `strict` a warning stops the work as an error does. With a memory, a text that was read is not read again.
    """
    shelf = memory.shelf if memory is not None else None
    try:
        reading = source.read(found.manuscript, found.slug, found.house.shared(), untitled=True, shelf=shelf)
    except ToolMissingError:
        raise
    except PublishError as error:
        return Looked(found, None, in_order(error.problems))
    except RecursionError:
        return Looked(found, None, (_too_deep(found),))
    problems = [*reading.problems, *_faults(reading, found, memory), *build.chosen_outputs(reading)[1]]
    problems += _twins(found)
    return Looked(found, reading, in_order(severely(problems) if strict else problems))


def _faults(reading: Reading, found: Found, memory: Memory | None) -> list[Problem]:
    """Return what the checks find; what hangs on the manuscript alone is remembered while it stays as it is."""
    record = Record(memory, found.manuscript / "faults", of_reading(reading, memory))
    known = record.known.get("faults", {})
    of_source = [check for check in checks.CHECKS if check.stage is checks.Stage.SOURCE]
    faults = {
        check.name: notes.read(known[check.name]) if check.name in known else tuple(check.find(reading))
        for check in of_source
    }
    if not known:
        record.keep(faults={check.name: notes.written(faults[check.name]) for check in of_source if check.alone})
    return [problem for found_by_one in faults.values() for problem in found_by_one]


def _twins(found: Found) -> list[Problem]:
    """Return what is wrong with a slug that is another's but for its capitals: many disks keep only one of the two."""
    slug, slugs = found.slug, found.house.slugs() if found.house.lone is None else []
    twins = [other for other in slugs if other != slug and other.casefold() == slug.casefold()]
    place = Place(project.shown(found.manuscript))
    hint = "rename the folder of one: Windows and macOS take both for the same"
    return [
        Problem(place, f"“{slug}” and “{twin}” differ in capitals only", hint, "slug-twin", Severity.WARNING)
        for twin in twins
    ]


def look_at_stores(looked: Looked, *, strict: bool = False) -> tuple[Problem, ...]:
    """Return what is wrong with the translations of a publication, language after language."""
    if looked.reading is None:
        return ()
    from publish.build import stores

    house = looked.found.house
    problems: list[Problem] = []
    terms = stores.glossary_of(house)
    for file in sorted(house.translation(looked.reading.publication.slug, "x").parent.glob("*.po")):
        try:
            found = stores.look(house, looked.reading, file.stem, terms).problems
        except PublishError as error:
            found = error.problems
        problems += in_order(severely(found) if strict else found)
    return tuple(problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of their places, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))


def severely(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with every warning made an error."""
    return [replace(problem, severity=Severity.ERROR) for problem in problems]


def _too_deep(found: Found) -> Problem:
    message = "the text is too deeply nested to read"
    hint = "look for hundreds of quote marks, brackets or list marks inside each other"
    return Problem(Place(project.shown(found.manuscript)), message, hint, "too-deep")
