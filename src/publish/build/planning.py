"""The plan: which artifacts an order asks for, and what stands against making them."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from publish import project
from publish.build import texts
from publish.build.planned import Planned
from publish.model import Edition
from publish.outputs import Company, outputs_for
from publish.problems import Place, Problem, PublishError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publish.build.standing import Memory
    from publish.model import Translation
    from publish.outputs import Output
    from publish.project import House
    from publish.settings import Settings
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: languages and outputs by name (none named: all that are ready, all that are usual)."""

    languages: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One artifact to be made: what edition it is about, its settings, the name of the output, the file it goes into.

    `written` tells when the text of the edition was last written (nanoseconds): its manuscript, or its translation.
    """

    about: Edition | Planned
    settings: Settings
    output: str
    file: Path
    written: int = 0

    @property
    def edition(self) -> Edition:
        """The edition itself, put together now if it was only planned."""
        return self.about.edition if isinstance(self.about, Planned) else self.about


@dataclass(frozen=True, slots=True)
class Edited:
    """A language of a publication, how far its translation has come, and what is wrong with its store.

    There is no edition where it is not to be made.
    """

    language: str
    coverage: float
    edition: Planned | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The artifacts to be made, in order, what is wrong with the order, and the languages left out for now."""

    tasks: tuple[Task, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Edited, ...] = ()


def plan(house: House, reading: Reading, order: Order, memory: Memory | None = None) -> Plan:
    """Return what an order comes to for one publication."""
    outputs, problems = chosen_outputs(reading, order.outputs)
    editions, more = _editions(house, reading, order, memory)
    complete = _complete(house, reading, order, editions, memory)
    made = [edited.edition for edited in editions if edited.edition is not None]
    written = {own.language: _written(house, own) for own in made}
    tasks = [
        Task(
            together,
            reading.settings,
            output.name,
            house.artifact(own.slug, own.language, output.infix, output.suffix),
            written[own.language],
        )
        for own in made
        for output in outputs
        if (together := in_company(own, complete, output.company)) is not None
    ]
    left_out = tuple(edited for edited in editions if edited.edition is None)
    said = (*problems, *more, *_alone(order, made, outputs, tasks), *_unpaired(tasks))
    return Plan(tuple(tasks), said, left_out)


def _unpaired(tasks: Iterable[Task]) -> Iterator[Problem]:
    """Yield a warning for every paragraph without a pair in an EPUB of two languages, once for all such EPUBs."""
    beside = {task.about.language: task.about for task in tasks if task.about.others and _is_epub(task)}
    return (problem for own in beside.values() if isinstance(own, Planned) for problem in own.text.unpaired)


def _is_epub(task: Task) -> bool:
    return task.file.suffix == ".epub"


def _written(house: House, own: Planned) -> int:
    translation = house.translation(own.slug, own.language)
    manuscript = house.lone or house.manuscript(own.slug)
    try:
        return (manuscript if own.language == own.original else translation).stat().st_mtime_ns
    except OSError:  # it is gone again
        return 0


def _complete(
    house: House, reading: Reading, order: Order, editions: Sequence[Edited], memory: Memory | None
) -> list[Planned]:
    """Return every edition that may be published, the original first, whether it was asked for or not."""
    known = {edited.language: edited for edited in editions}
    # What is wrong with a store of another language is said when that language is asked for.
    others, _ = _editions(house, reading, Order(), memory, known) if order.languages else (editions, [])
    return [edited.edition for edited in others if edited.edition is not None and edited.coverage >= 1]


_Kind = TypeVar("_Kind", Edition, Planned)


def in_company(own: _Kind, complete: Sequence[_Kind], company: Company) -> _Kind | None:
    """Return an edition with the others an output makes into one file with it; None where it is not made of this one.

    It also knows the other languages the publication can be had in.
    """
    others = tuple(other for other in complete if other.language != own.language)
    known = replace(own, siblings=tuple(other.language for other in others))
    if company is Company.NONE:
        return known
    translation = own.language != own.original
    if company is Company.ORIGINAL:
        return replace(known, others=others[:1]) if translation else None
    return replace(known, others=others) if others and not translation else None


_MADE_OF = {
    Company.ORIGINAL: "sets a translation beside its original, and no translation was asked for",
    Company.ALL: "is made with the original and its complete translations, and there are not both",
}


def _alone(
    order: Order, made: Sequence[Planned], outputs: Sequence[Output], tasks: Sequence[Task]
) -> Iterator[Problem]:
    """Yield a problem for every output that was named, and that no edition asked for can be made into."""
    planned = {task.output for task in tasks}
    for output in outputs if made else ():
        if output.name in order.outputs and output.name not in planned:
            message = f"the output “{output.name}” {_MADE_OF[output.company]}"
            hint = f"`publish status {made[0].slug}` shows which translations are complete"
            yield Problem(made[0].place, message, hint, "edition-alone")


def chosen_outputs(reading: Reading, named: Sequence[str] = ()) -> tuple[list[Output], list[Problem]]:
    """Return the outputs named, or those the settings name, or the usual ones; names nobody knows are problems."""
    asked = tuple(named) or reading.settings.outputs
    known = {output.name: output for output in outputs_for(reading.settings)}
    if not asked:
        return [output for output in known.values() if output.default], []
    unknown = [name for name in asked if name not in known]
    place = replace(reading.publication.place, line=_line_of(reading.text, "outputs:"))
    return [known[name] for name in dict.fromkeys(asked) if name in known], [
        _no_output(name, list(known), place) for name in unknown
    ]


def _no_output(name: str, known: Sequence[str], place: Place) -> Problem:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(known)
    return Problem(place, f"there is no output “{name}”", hint, "output-unknown")


def _line_of(text: str, start: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(start)), 1)


def languages_of(house: House, reading: Reading) -> list[str]:
    """Return the languages a publication can be had in: its own, and those it has a translation for."""
    own = reading.publication.colophon.lang
    stored = sorted(file.stem for file in house.translation(reading.publication.slug, own).parent.glob("*.po"))
    others = [tag for tag in reading.settings.languages if tag in stored]
    if house.lone is None:
        others += [tag for tag in stored if tag not in others]
    return [own, *(tag for tag in others if tag != own)]


def _editions(
    house: House,
    reading: Reading,
    order: Order,
    memory: Memory | None = None,
    known: Mapping[str, Edited] | None = None,
) -> tuple[list[Edited], list[Problem]]:
    """Return the languages of an order, but for what is known of one, and what is wrong with their stores."""
    editions: list[Edited] = []
    problems: list[Problem] = []
    for language in dict.fromkeys(order.languages or languages_of(house, reading)):
        try:
            edited = (known or {}).get(language) or _edition(house, reading, language, order, memory)
            editions.append(edited)
            problems += edited.problems
        except PublishError as error:
            problems += error.problems
    return editions, problems


def _edition(house: House, reading: Reading, language: str, order: Order, memory: Memory | None) -> Edited:
    """Return one language; PublishError where its store is broken, or it was asked for by name and is not ready."""
    if language == reading.publication.colophon.lang:
        return Edited(language, 1.0, texts.original(house, reading, memory))
    file = house.translation(reading.publication.slug, language)
    if not file.is_file():
        raise PublishError(_no_translation(house, reading, language))
    found = texts.translated(house, reading, language, memory)
    coverage = found.planned.coverage
    if coverage >= 1 or order.incomplete:
        said = _as_warnings(found.problems) if order.incomplete else found.problems
        return Edited(language, coverage, found.planned, said)
    if order.languages:
        raise PublishError(*found.problems, _not_complete(house, found.translation(), file))
    return Edited(language, coverage, None, found.problems)


def _as_warnings(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems as warnings: the edition is made without those passages, as it was asked for."""
    return tuple(replace(problem, severity=Severity.WARNING) for problem in problems)


def typed(house: House, slug: str) -> str:
    """Return a publication as it would be typed: its slug in a house, else its file."""
    return slug if house.lone is None else project.shown(house.lone)


def _no_translation(house: House, reading: Reading, language: str) -> Problem:
    name = typed(house, reading.publication.slug)
    hint = f"hand it out with `publish handoff {name} --to {language}`, then `publish receive` what comes back"
    return Problem(reading.publication.place, f"there is no translation into {language}", hint, "translation-missing")


def _not_complete(house: House, translation: Translation, file: Path) -> Problem:
    count = sum(not rendering.done for rendering in translation.renderings)
    missing = "1 segment is" if count == 1 else f"{count} segments are"
    message = f"the translation into {translation.language} is not complete: {missing} missing or stale"
    hint = (
        f"`publish status {typed(house, translation.publication)}` shows where; "
        "`--incomplete` makes the edition all the same, and says so to its readers"
    )
    return Problem(Place(project.shown(file)), message, hint, "translation-incomplete")


def collisions(tasks: Iterable[Task]) -> list[Problem]:
    """Return a problem for every file that two tasks would write: two manuscripts went by one name."""
    tasks = list(tasks)
    count = Counter(task.file for task in tasks)
    twice = dict.fromkeys(task.about.place for task in tasks if count[task.file] > 1)
    hint = "build them one after another, and move what is made away between"
    message = "another manuscript of this build has the same name, and would be written over"
    return [Problem(place, message, hint, "same-name") for place in list(twice)[1:]]
