"""Looking at a kit that came back, row by row: which are taken, which are late, and what is wrong with the rest."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publish.checks import translation as check
from publish.model import JOINED
from publish.problems import Place, Problem, Severity, errors
from publish.segments import mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Rendering, Return, Row, Term, Translation


@dataclass(frozen=True, slots=True)
class Complaint:
    """A problem with one row: the number the volunteer knows it by, and what they wrote there."""

    number: int
    source: str
    target: str
    problem: Problem


@dataclass(slots=True)
class Judged:
    """What is taken of a return: texts and notes by key, texts for a source that is gone, and what is wrong."""

    said: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    late: list[Row] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0

    def complain(self, row: Row, problems: Iterable[Problem]) -> None:
        """Note problems with a row, each with the number the volunteer knows the row by."""
        for problem in problems:
            numbered = replace(problem, message=f"passage {row.number}: {problem.message}")
            self.complaints.append(Complaint(row.number, row.source, row.target, numbered))


def judge(returned: Return, translation: Translation, name: str, glossary: Sequence[Term] = ()) -> Judged:
    """Return what may be taken of a kit, matched with the segments of today by key, then by what they say."""
    by_key = {rendering.segment.key: rendering for rendering in translation.renderings}
    by_text = {rendering.segment.text: rendering for rendering in translation.renderings}
    first = _firsts(translation)
    judged = Judged()
    rows = [replace(row, number=row.number or index) for index, row in enumerate(returned.rows, start=1)]
    for row in rows:
        place = Place(name, row.line)
        rendering = by_key.get(row.key) or by_text.get(row.source)
        if rendering is None:
            _judge_late(judged, row, place)
        elif row.source in by_text and row.source != rendering.segment.text:
            judged.complain(row, [_mixed(row, place)])
        elif row.target == JOINED and rendering.segment.key in first:
            judged.complain(row, [_joined_to_nothing(place)])
        else:
            languages = returned.source or "en", returned.target
            looked = check.Looked(row, rendering.segment, *languages, place, glossary, rendering.target)
            _judge_row(judged, looked, rendering)
    for row, problem in check.find_repeated(rows, name):
        judged.complain(row, [problem])
    return judged


def _firsts(translation: Translation) -> set[str]:
    """Return the keys of the segments that begin their unit: nothing stands above them to be joined to."""
    pairs = itertools.pairwise([None, *(rendering.segment for rendering in translation.renderings)])
    return {
        own.key
        for before, own in pairs
        if own is not None and (before is None or (before.unit, before.context) != (own.unit, own.context))
    }


def _judge_row(judged: Judged, looked: check.Looked, rendering: Rendering) -> None:
    row, key = looked.row, rendering.segment.key
    meant = replace(looked, row=replace(row, target=_meant(rendering, row.target)))
    if row.note:
        judged.notes[key] = "".join(sign for sign in row.note if sign.isprintable() or sign in "\n\u200c\u200d")
    if not meant.row.target:
        judged.empty += 1
    elif meant.row.target == rendering.target and rendering.done:
        judged.unchanged += 1
    else:
        found = list(check.find(meant))
        judged.complain(row, found)
        if not errors(found):
            judged.said[key] = meant.row.target


def _meant(rendering: Rendering, target: str) -> str:
    """Return a target as it is meant beyond doubt: codes mended, letters composed (NFC), lines of a cell in one."""
    joined = re.sub("[\t\r\n]+ *", " ", target).strip(" ")
    return mended(rendering.segment.codes, unicodedata.normalize("NFC", joined))


def _judge_late(judged: Judged, row: Row, place: Place) -> None:
    """Keep a translation of what the manuscript no longer says: it is offered where something near stands now."""
    if not row.target:
        judged.empty += 1
        return
    unprintable = list(check.find_unprintable(row.target, place))
    if unprintable:
        judged.complain(row, unprintable)
        return
    if row.target != JOINED:
        judged.late.append(row)
    hint = "nothing is lost: it is kept, and offered for the passage that stands there now"
    shown = row.source if len(row.source) < 60 else row.source[:57] + "…"
    message = f"the manuscript no longer says: “{shown}”"
    judged.complain(row, [Problem(place, message, hint, "row-gone", Severity.WARNING)])


def _mixed(row: Row, place: Place) -> Problem:
    hint = "put the heading line with its number back over the passage it belongs to"
    return Problem(place, f"the number {row.key} stands over another passage than its own", hint, "row-mixed")


def _joined_to_nothing(place: Place) -> Problem:
    hint = "join a sentence only to one above it in the same paragraph"
    return Problem(place, f"{JOINED} stands there, and there is no sentence above to join it to", hint, "row-joined")
