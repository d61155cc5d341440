"""Looking at what was made before it leaves: every artifact that lies in dist, and nothing is built for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import build, checks, project
from publish.checks import preflight
from publish.checks.epub import Made
from publish.edition import unpaired
from publish.outputs import outputs_for
from publish.problems import Place, Problem, PublishError, Severity
from publish.typesetting import sharing
from publish.workshop import left_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from publish.build import Task
    from publish.checks.preflight import Proof
    from publish.pdf.validator import Verdict
    from publish.typesetting.layout_faults import Layout
    from publish.workshop.looking import Looked

_SHEETS = ("booklet", "cover")
_PAGES = ("reading", "press", "plate-", "booklet")
"""Outputs that show the pages of the edition as they are laid out once; the first that is there is judged for all."""

_LINES = "how its lines fall, for it is two booklets in one: look at the booklet of either language"
_JAVA = "PDF/A-3a and PDF/UA-1 (veraPDF needs Java and libjaxb-java; see `publish doctor`)"
_GHOSTSCRIPT = "ink where colours lie over each other (Ghostscript is not there; see `publish doctor`)"

NOTHING_BUILT = (Problem(Place("dist"), "nothing has been built yet", "build it: publish build", "artifact-missing"),)


@dataclass(frozen=True, slots=True)
class Judged:
    """One artifact that was looked at: what it is, what is wrong with it, and what nobody could look at.

    There is no proof of an EPUB, and none of a file that cannot be read; no task of what nothing would make any more.
    """

    lies: Path
    task: Task | None
    problems: tuple[Problem, ...]
    proof: Proof | None = None
    unchecked: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its file, as one would type it."""
        return project.shown(self.lies)


@dataclass(frozen=True, slots=True)
class Preflight:
    """One language of a publication: what was looked at, which usual outputs are not there, where its report goes."""

    slug: str
    language: str
    judged: tuple[Judged, ...]
    missing: tuple[str, ...]
    report: Path

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with its artifacts."""
        return tuple(dict.fromkeys(problem for each in self.judged for problem in each.problems))


def look_over(looked: Iterable[Looked]) -> Iterator[Preflight]:
    """Yield what is wrong with the artifacts of publications, language after language; a broken manuscript has none."""
    from publish.pdf import validator

    editions = [edition for each in looked for edition in _editions(each)]
    # One start of Java for all files: it takes longer than the looking.
    read = [task.file for edition in editions for task in edition.made if task.output == "reading"]
    verdicts = validator.verapdf(read) if read else ()
    for edition in editions:
        judged = (*_judged(edition, verdicts), *_left_over(edition))
        yield Preflight(edition.slug, edition.language, judged, edition.missing, edition.report)


@dataclass(frozen=True, slots=True)
class _Edition:
    """The artifacts of one language that are there, the usual ones that are not, and what they are made of.

    `left` are EPUBs that lie there and cannot be compared with what they were made of, for the reason `unread` says.
    """

    slug: str
    language: str
    made: tuple[Task, ...]
    missing: tuple[str, ...]
    sources: tuple[Path, ...]
    report: Path
    left: tuple[Path, ...] = ()
    unread: str = ""


def _editions(looked: Looked) -> Iterator[_Edition]:
    planned = list(_planned(looked))
    yield from planned
    house, slug = looked.found.house, looked.found.slug
    known = {task.file for edition in planned for task in edition.made}
    left: dict[str, list[Path]] = defaultdict(list)
    for language, file in left_over.find(house, slug, known):
        left[language].append(file)
    for language, files in left.items():
        unread = f"no translation into {language} can be read" if looked.sound else "the manuscript has errors"
        report = house.artifact(slug, language, "preflight", "html")
        yield _Edition(slug, language, (), (), (), report, tuple(files), unread)


def _left_over(edition: _Edition) -> Iterator[Judged]:
    for file in edition.left:
        unchecked = f"whether it says what was written ({edition.unread})"
        yield Judged(file, None, left_over.look_at(file), unchecked=(unchecked,))


def _planned(looked: Looked) -> Iterator[_Edition]:
    if looked.reading is None or not looked.sound:
        return
    house, slug = looked.found.house, looked.found.slug
    every = tuple(output.name for output in outputs_for(looked.reading.settings))
    usual = {output.name for output in build.chosen_outputs(looked.reading)[0]}
    # Also what was made of a translation that is not complete, by whoever asked for that.
    tasks = build.plan(house, looked.reading, build.Order(outputs=every, incomplete=True)).tasks
    for language in dict.fromkeys(task.about.language for task in tasks):
        own = [task for task in tasks if task.about.language == language]
        made = tuple(task for task in own if task.file.is_file())
        ready = own[0].about.coverage >= 1
        missing = tuple(task.output for task in own if ready and task not in made and task.output in usual)
        sources = (looked.found.manuscript, house.shared(), house.translation(slug, language))
        report = house.artifact(slug, language, "preflight", "html")
        yield _Edition(slug, language, made, missing, sources, report)


def _judged(edition: _Edition, verdicts: Sequence[Verdict] | None) -> Iterator[Judged]:
    """Yield what is wrong with the artifacts of one edition; its layout is judged once, on the first that shows it."""
    found = (next((task for task in edition.made if task.output.startswith(kind)), None) for kind in _PAGES)
    first = next(filter(None, found), None)
    with sharing.together():
        for task in edition.made:
            layout, unlaid = _layout(task, first=task is first)
            judged = _look_at(task, layout, verdicts)
            yield replace(judged, problems=(*_stale(task, edition.sources), *unlaid, *judged.problems))


def _layout(task: Task, *, first: bool) -> tuple[Layout | None, tuple[Problem, ...]]:
    """Return how the pages fall that a file is made of, and why that cannot be said; faults are told once only."""
    own = next(output.lay_out for output in outputs_for(task.settings) if output.name == task.output)
    told = first or own is not None
    if not told and task.output not in _SHEETS:
        return None, ()
    try:
        layout = (own or preflight.lay_out)(task.edition, task.settings)
    except PublishError as error:
        return None, error.problems if told else ()
    return (layout if told else replace(layout, faults=())), ()


def _look_at(task: Task, layout: Layout | None, verdicts: Sequence[Verdict] | None) -> Judged:
    place = Place(project.shown(task.file))
    try:
        data = project.read_bytes(task.file, largest=1 << 30)
        if task.file.suffix == ".epub":
            made = Made(data, place, task.edition, task.settings)
            pairless = unpaired(task.edition) if task.edition.others else ()
            return Judged(task.file, task, (*checks.find(checks.Stage.ARTIFACT, made), *pairless))
        if task.file.suffix != ".pdf":
            return Judged(task.file, task, (), unchecked=("what is in it",))
        proof = preflight.lay(data, place, task.output, task.edition, task.settings, layout)
        proof, unchecked = _asked(proof, task, verdicts)
        return Judged(task.file, task, tuple(checks.find(checks.Stage.PREFLIGHT, proof)), proof, unchecked)
    except PublishError as error:
        return Judged(task.file, task, error.problems)


def _asked(proof: Proof, task: Task, verdicts: Sequence[Verdict] | None) -> tuple[Proof, tuple[str, ...]]:
    """Return a proof with what the programs say that are there, and what could not be looked at without the others."""
    from publish.pdf import separations

    unchecked: tuple[str, ...] = ()
    if task.output == "reading" and verdicts is None:
        unchecked = (_JAVA,)
    elif task.output == "reading" and verdicts is not None:
        broken = [failure for verdict in verdicts if verdict.file == task.file for failure in verdict.failures]
        proof = replace(proof, failures=tuple(broken))
    if task.output == "tete-beche":
        unchecked = (_LINES,)
    if task.output == "press":
        heavy = separations.heavy_ink(proof.pdf, proof.pages)
        unchecked = (_GHOSTSCRIPT,) if heavy is None else ()
        proof = replace(proof, heavy=heavy)
    return proof, unchecked


def _stale(task: Task, sources: Iterable[Path]) -> tuple[Problem, ...]:
    """Return a warning where an artifact is older than what it is made of: all else is said of another text."""
    made = task.file.stat().st_mtime
    newer = next((file for file in sources if file.is_file() and file.stat().st_mtime > made), None)
    if newer is None:
        return ()
    message = f"it is older than {project.shown(newer)}, and may not say what that says now"
    return (Problem(Place(project.shown(task.file)), message, "build it again", "artifact-stale", Severity.WARNING),)
