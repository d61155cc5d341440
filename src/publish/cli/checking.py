"""What `check --artifacts` says: what is wrong with what was made, what is not there, and what nobody could check."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from publish.cli import saying

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.problems import Problem
    from publish.workshop.looking import Looked
    from publish.workshop.preflight import Preflight


def artifacts(looked: Iterable[Looked], *, strict: bool, pictures: bool, as_json: bool) -> tuple[list[Problem], bool]:
    """Say what is wrong with the artifacts of publications; with pictures, a report for each language is written.

    Return the problems, and whether everything there is could be checked.
    """
    from publish.workshop import looking, preflight

    done: list[Preflight] = []
    found: list[Problem] = []
    for over in preflight.look_over(looked):
        problems = looking.severely(over.problems) if strict else list(over.problems)
        saying.problems(problems, as_json=as_json)
        if pictures and over.judged:
            _report(over, as_json=as_json)
        done.append(over)
        found += problems
    if done and not any(over.judged for over in done):
        found += preflight.NOTHING_BUILT
        saying.problems(preflight.NOTHING_BUILT, as_json=as_json)
    elif not as_json:
        _say_missing(done)
    _say_unchecked(done, as_json=as_json)
    whole = all(not over.missing and not any(each.unchecked for each in over.judged) for over in done)
    return found, whole


def _report(over: Preflight, *, as_json: bool) -> None:
    from publish import project
    from publish.workshop import preflight_report

    project.write(over.report, preflight_report.report(over))
    file = project.shown(over.report)
    if as_json:
        saying.record(report=file, publication=over.slug, language=over.language)
    else:
        saying.datum(file)


def _say_missing(done: Sequence[Preflight]) -> None:
    """Say which usual outputs were not there to be looked at, languages that lack the same in one line."""
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for over in done:
        if over.missing:
            lacking[over.slug, over.missing].append(over.language)
    for (slug, outputs), tags in lacking.items():
        saying.words(f"not built, so not checked: {slug} in {', '.join(tags)}: {', '.join(outputs)}")


def _say_unchecked(done: Sequence[Preflight], *, as_json: bool) -> None:
    """Say what could not be looked at; whoever reads no complaint must not take it for a clean bill."""
    files: dict[str, list[str]] = defaultdict(list)
    for over in done:
        for each in over.judged:
            for what in each.unchecked:
                files[what].append(each.file)
    for what, where in files.items():
        if as_json:
            saying.record(not_checked=what, files=where)
        else:
            saying.words(f"not checked: {what}, in {where[0] if len(where) == 1 else saying.count(len(where), 'file')}")
