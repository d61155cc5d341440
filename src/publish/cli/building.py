"""What `build` says and in which order: files as they come, why each is made, how far the work is, what to do next."""

from __future__ import annotations

import functools
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project
from publish.build import unchanged
from publish.build.unchanged import Line, Said
from publish.cli import options, saying
from publish.problems import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from publish.build import Memory, Outcome, Progress, Standing
    from publish.problems import Problem
    from publish.project import House
    from publish.workshop.finding import Found
    from publish.workshop.handed import HandOff
    from publish.workshop.looking import Looked
    from publish.workshop.making import Prepared

    Split = tuple[Looked, str, HandOff]

SPLIT = "handoff"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build was asked for."""

    publications: tuple[Found, ...]
    languages: tuple[str, ...]
    outputs: tuple[str, ...]
    targets: tuple[str, ...]
    strict: bool
    incomplete: bool


def again(asked: Asked, *, as_json: bool) -> bool:
    """Say once more what a build said, where nothing has changed since; return whether that was so."""
    said = unchanged.find(asked)
    if said is None:
        return False
    problems = said.problems
    saying.problems(problems, as_json=as_json)
    give_out(said.lines, as_json=as_json)
    saying.tally(problems)
    if not as_json:
        say_left_out(said.left_out)
        say_all_fresh(len(said.lines))
    return True


def give_out(lines: Sequence[Line], *, as_json: bool) -> None:
    """Give out a line for each file: for programs as JSON; for people its name, on a terminal with its size."""
    if lines:
        saying.datum("\n".join(_json(line) if as_json else _line(line) for line in lines))


def _json(line: Line) -> str:
    about = {"artifact": line.output, "publication": line.publication, "language": line.language}
    size = {} if line.output == SPLIT else {"size": line.size}
    return json.dumps({**about, "file": project.shown(line.file), **size}, ensure_ascii=False)


def _line(line: Line) -> str:
    shown = project.shown(line.file)
    return f"{shown}  ({saying.size(line.size)})" if sys.stdout.isatty() else shown


def say_left_out(left_out: Sequence[tuple[str, str, float, str]]) -> None:
    """Say which languages are not made yet, and where one lies that an earlier build made."""
    by_slug: dict[str, list[str]] = {}
    for slug, language, coverage, _ in left_out:
        by_slug.setdefault(slug, []).append(f"{language} {coverage:.0%}")
    for slug, languages in by_slug.items():
        saying.words(f"{slug}: not yet complete, so left out: {', '.join(languages)} (see `publish status {slug}`)")
    for folder in (folder for *_, folder in left_out if folder):
        saying.words(f"  what lies in {folder} was made by an earlier build")


def say_all_fresh(number: int) -> None:
    """Say that there was nothing to do."""
    if number:
        said = "1 file is as it" if number == 1 else f"{number} files are as they"
        saying.words(f"Nothing has changed: {said} should be.")


class Building:
    """One run of `build` that does something."""

    def __init__(self, asked: Asked, *, as_json: bool, explain: bool, stay: Callable[[], None] | None = None) -> None:
        self.asked = asked
        self.as_json = as_json
        self.explain = explain
        self.stay = stay
        self.lines: list[Line] = []
        self.found: list[Problem] = []

    def _say(self, problems: Iterable[Problem]) -> None:
        """Say problems, each once: what is wrong with a picture is wrong with it in every output."""
        new = [problem for problem in dict.fromkeys(problems) if problem not in self.found]
        self.found += new
        saying.problems(new, as_json=self.as_json)

    def build(self, jobs: int | None, scheduler: str, *, dry_run: bool, anew: bool) -> int:
        """Make what is to be made, say it, and return the exit code."""
        from publish.build import cores

        jobs = jobs or cores()
        if not (dry_run or scheduler):
            self._make_ready()
        from publish.build import Crew, Memory, Order, finish, watched
        from publish.workshop import making

        asked = self.asked
        sources = watched.sources((found.house, found.slug) for found in asked.publications)
        order = Order(asked.languages, asked.outputs, asked.incomplete)
        saying.status(f"reading {', '.join(found.slug for found in asked.publications)}")
        memory = Memory()
        prepared = making.prepare(asked.publications, order, memory, strict=asked.strict)
        saying.clear()
        self._say(prepared.problems)
        standings = making.look_over(prepared, memory, anew=anew)
        if dry_run:
            return self._dry(prepared, standings)
        split = functools.cache(lambda: self._split(prepared, memory))
        crew = Crew(jobs, scheduler, self._progress if sys.stderr.isatty() else None, split)
        outcomes = list(self._made(standings, making.make(standings, memory, crew, anew=anew)))
        saying.clear()
        self._say_split(split())
        memory.close()
        code = self._end(prepared, outcomes)
        if code == 0 and not any(handed.problems for *_, handed in split()):
            self._write_down(prepared, memory, sources)
        finish()
        return code

    def _make_ready(self) -> None:
        """Import all that makes files, for copies of this process: workers, and the one that stays on standby."""
        from publish.build import warm

        if warm.up() and self.stay is not None:
            self.stay()

    def _dry(self, prepared: Prepared, standings: Sequence[Standing]) -> int:
        for standing in standings:
            self._explain(standing)
        due = [standing for standing in standings if standing.state != "fresh"]
        if not self.as_json:
            saying.words(f"{saying.count(len(due), 'file')} of {len(standings)} would be made.")
        saying.tally(prepared.problems)
        return int(bool(prepared.problems if self.asked.strict else errors(prepared.problems)))

    def _explain(self, standing: Standing) -> None:
        task, said = standing.task, {"fresh": "as it should be", "kept": "kept from before", "due": "to be made"}
        file, because = project.shown(task.file), "; ".join(standing.because)
        if self.as_json:
            names = {"publication": task.about.slug, "language": task.about.language, "file": file}
            saying.record(artifact=task.output, **names, state=str(standing.state), because=list(standing.because))
        else:
            saying.words(f"{file}: {said[standing.state]}" + (f" ({because})" if because else ""))

    def _progress(self, progress: Progress) -> None:
        now = [f"{task.file.name}{f' p. {page}' if page else ''}" for task, page in progress.running]
        left = progress.wanted - progress.done - len(now)
        saying.status(f"{progress.done} of {progress.wanted} made, {max(0, left)} waiting: {', '.join(now)}")

    def _made(self, standings: Sequence[Standing], outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """Give out a line for each artifact as it comes, and say what is wrong."""
        for standing, outcome in zip(standings, outcomes, strict=True):
            saying.clear()
            if self.explain:
                self._explain(standing)
            if outcome.artifact is not None:
                about, made = outcome.task.about, outcome.artifact
                self._give_out(Line(made.output, about.slug, about.language, str(made.file.absolute()), made.size))
            self._say(outcome.problems)
            if outcome.trace and options.tracing():
                saying.words(outcome.trace)
            yield outcome

    def _give_out(self, line: Line) -> None:
        self.lines.append(line)
        give_out([line], as_json=self.as_json)

    def _split(self, prepared: Prepared, memory: Memory) -> list[Split]:
        """Write the split files."""
        from publish.workshop import splitting

        languages = None if self.asked.outputs else self.asked.languages
        return list(splitting.split(prepared, memory, languages, self.asked.targets))

    def _say_split(self, split: Sequence[Split]) -> None:
        """Give out the zip of split files of each language."""
        for looked, target, handed in split:
            if handed.files:
                file = handed.files[-1]  # the zip
                self._give_out(Line(SPLIT, looked.found.slug, target, str(file.absolute()), file.stat().st_size))
            self._say(handed.problems)

    def _end(self, prepared: Prepared, outcomes: Sequence[Outcome]) -> int:
        """Say what to do next, and return the exit code."""
        saying.tally(self.found)
        if not self.as_json:
            say_left_out(_left_out(prepared))
            self._say_next(prepared, outcomes)
        if any(outcome.tool_missing for outcome in outcomes):
            return 3
        return int(bool(self.found if self.asked.strict else errors(self.found)))

    def _say_next(self, prepared: Prepared, outcomes: Sequence[Outcome]) -> None:
        """Say what to do with each kind of thing that was made."""
        made = [outcome for outcome in outcomes if outcome.artifact]
        if made and not any(outcome.made for outcome in made):
            say_all_fresh(len(self.lines))
            return
        steps = dict.fromkeys(step for outcome in made for step in _steps(outcome))
        if any(line.output == SPLIT for line in self.lines):
            steps["split files", "send a zip to whoever translates; `publish receive FILE` takes it back"] = None
        if steps:
            saying.words(f"{saying.count(len(self.lines), 'file')} made. What to do with them:")
        width = max((len(name) for name, _ in steps), default=0)
        for name, step in steps:
            saying.words(f"  {name:<{width}}  {step}")
        if made:
            _say_untranslated(prepared)

    def _write_down(self, prepared: Prepared, memory: Memory, sources: dict[str, Any]) -> None:
        """Write down what this build looked at and said, for the next in which nothing changed."""
        from pathlib import Path

        from publish.build import watched

        said = Said(tuple(self.lines), tuple(self.found), tuple(_left_out(prepared)))
        files = watched.everything(sources, memory, [Path(line.file) for line in self.lines])
        unchanged.keep(self.asked, said, files)


def _left_out(prepared: Prepared) -> list[tuple[str, str, float, str]]:
    houses = {looked.found.slug: looked.found.house for looked in prepared.looked}
    return [
        (houses[slug].typed(slug), edited.language, edited.coverage, _made_before(houses[slug], slug, edited.language))
        for slug, edited in prepared.left_out
    ]


def _made_before(house: House, slug: str, language: str) -> str:
    """Return the folder of an edition that was made once, nothing where there is none."""
    folder = house.artifact(slug, language, "", "pdf").parent
    return project.shown(folder) if any(folder.glob("*.*")) else ""


def _steps(outcome: Outcome) -> Iterator[tuple[str, str]]:
    from publish.outputs import outputs_for

    settings = outcome.task.settings
    for output in outputs_for(settings):
        if output.name == outcome.task.output:
            yield output.name, output.next_step(settings)


def _say_untranslated(prepared: Prepared) -> None:
    """Say how to have a publication translated that names no languages."""
    for looked in prepared.looked:
        if looked.reading is not None and looked.sound and not looked.reading.settings.languages:
            name = looked.found.house.typed(looked.found.slug)
            saying.words(f"To have it translated: publish handoff {name} --to pl (or any other language)")
            return
