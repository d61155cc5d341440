"""Looking at a kit that came back, row by row: which are taken, which are late, and what is wrong with the rest."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publish.checks import translation as check
from publish.kits import mark_of, seen_in
from publish.model import JOINED, State
from publish.problems import Place, Problem, Severity, errors
from publish.segments import mended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
    """What is taken of a return: texts and notes by key, texts for a source that is gone, and what is wrong.

    `held` is what is whole, and would take the place of a translation the volunteer has not seen.
    """

    said: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
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


def judge(
    returned: Return, translation: Translation, name: str, glossary: Sequence[Term] = (), *, take: bool = False
) -> Judged:
    """Return what may be taken of a kit, matched with the segments of today by key, then by what they say.

    A translation that was reviewed, or that is newer than the kit, is not replaced unless one says to `take`.
    """
    rows = [replace(row, number=row.number or index) for index, row in enumerate(returned.rows, start=1)]
    judged = Judged()
    matched = _matched(rows, translation)
    seen = None if take else seen_in(returned.version)
    misplaced = _misplaced(translation, seen)
    for row, rendering in matched:
        place = Place(name, row.line)
        if rendering is None:
            _judge_late(judged, row, place)
        elif problem := misplaced(row, rendering, place):
            judged.complain(row, [problem])
        else:
            languages = returned.source or "en", returned.target
            looked = check.Looked(row, rendering.segment, *languages, place, glossary, rendering.target)
            _judge_row(judged, looked, rendering, seen)
            judged.complain(row, _left_marked(row, rendering, returned.version, place))
    for row, problem in check.find_repeated(rows, name):
        judged.complain(row, [problem])
    _hold_together(judged, translation)
    for row, rendering in matched:
        if rendering is not None and rendering.segment.key in judged.held:
            judged.complain(row, [_kept(rendering, Place(name, row.line))])
    return judged


def _matched(rows: Sequence[Row], translation: Translation) -> list[tuple[Row, Rendering | None]]:
    """Return each row with the rendering it is meant for: by its key, then by what it says."""
    by_key = {rendering.segment.key: rendering for rendering in translation.renderings}
    by_text = {rendering.segment.text: rendering for rendering in translation.renderings}
    return [(row, by_key.get(row.key) or by_text.get(row.source)) for row in rows]


_SIGNS = re.compile(r"[\W_]+")


def _letters(text: str) -> str:
    """Return a text without what programs change in it by themselves: quotes, blanks, hyphens."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _misplaced(
    translation: Translation, seen: frozenset[str] | None
) -> Callable[[Row, Rendering, Place], Problem | None]:
    """Return what tells whether what was written in a row stands where it does not belong."""
    first = _firsts(translation)
    texts = {rendering.segment.text for rendering in translation.renderings}

    def told(row: Row, rendering: Rendering, place: Place) -> Problem | None:
        if row.source in texts and row.source != rendering.segment.text:
            return _mixed(row, place)
        if _is_written_over(row, rendering, seen):
            return _written_over(row, place)
        if row.target == JOINED and rendering.segment.key in first:
            return _joined_to_nothing(place)
        return None

    return told


def _is_written_over(row: Row, rendering: Rendering, seen: frozenset[str] | None) -> bool:
    """Whether somebody wrote in the place of the source, and nothing new in that of the translation."""
    target = _meant(rendering, row.target)
    if not row.source or (target and not _is_unchanged(rendering, target, seen)):
        return False
    return _letters(row.source) != _letters(rendering.segment.text)


def _firsts(translation: Translation) -> set[str]:
    """Return the keys of the segments that begin their unit: nothing stands above them to be joined to."""
    pairs = itertools.pairwise([None, *(rendering.segment for rendering in translation.renderings)])
    return {
        own.key
        for before, own in pairs
        if own is not None and (before is None or (before.unit, before.context) != (own.unit, own.context))
    }


def _judge_row(judged: Judged, looked: check.Looked, rendering: Rendering, seen: frozenset[str] | None) -> None:
    row, key = looked.row, rendering.segment.key
    meant = replace(looked, row=replace(row, target=_meant(rendering, row.target)))
    if row.note:
        judged.notes[key] = "".join(sign for sign in row.note if sign.isprintable() or sign in "\n\u200c\u200d")
    if not meant.row.target:
        judged.empty += 1
    elif _is_unchanged(rendering, meant.row.target, seen):
        judged.unchanged += 1
    else:
        found = list(check.find(meant))
        judged.complain(row, found)
        if not errors(found):
            place = judged.held if _is_newer(rendering, seen) else judged.said
            place[key] = meant.row.target


def _left_marked(row: Row, rendering: Rendering, version: str, place: Place) -> Iterator[Problem]:
    """Yield a problem where somebody worked on a proposal and left the mark that says nobody has."""
    stood = mark_of(rendering.segment.key, row.offered) in seen_in(version)
    if row.offered and rendering.state is State.STALE and not stood:
        hint = "take the mark of the proposal away (?? or fuzzy), and receive the file again"
        message = f"“{_shown(row.offered)}” is still marked as a proposal, so it is not taken"
        yield Problem(place, message, hint, "row-marked", Severity.WARNING)


def _is_unchanged(rendering: Rendering, target: str, seen: frozenset[str] | None) -> bool:
    """Whether a row says what stands there, or what stood in the kit when it went out and is better said since."""
    if not rendering.done:
        return False
    return target == rendering.target or (seen is not None and mark_of(rendering.segment.key, target) in seen)


def _is_newer(rendering: Rendering, seen: frozenset[str] | None) -> bool:
    """Whether what stands there was reviewed, or was not in the kit when it went out."""
    if seen is None or not rendering.done:
        return False
    return rendering.state is State.REVIEWED or mark_of(rendering.segment.key, rendering.target) not in seen


def _hold_together(judged: Judged, translation: Translation) -> None:
    """Hold every sentence that was said together with one that is held: they are taken together or not at all."""
    for group in _groups(judged, translation) if judged.held else ():
        if any(key in judged.held for key in group):
            judged.held |= {key: judged.said.pop(key) for key in group if key in judged.said}


def _groups(judged: Judged, translation: Translation) -> Iterator[list[str]]:
    """Yield the keys of what came back, each sentence with those joined to it."""
    group: list[str] = []
    back = {**judged.said, **judged.held}
    for rendering in translation.renderings:
        key = rendering.segment.key
        if back.get(key) != JOINED:
            yield group
            group = []
        if key in back:
            group.append(key)
    yield group


def _kept(rendering: Rendering, place: Place) -> Problem:
    hint = f"choose with `publish keep`, or receive the file again with --take (passage {rendering.segment.key})"
    reviewed = rendering.state is State.REVIEWED
    why = "was reviewed" if reviewed else "is newer than the file"
    message = f"the translation that stands there {why}: it stays, and this one is kept beside it"
    return Problem(place, message, hint, "row-kept", Severity.WARNING)


def _meant(rendering: Rendering, target: str) -> str:
    """Return a target as it is meant beyond doubt: codes mended, letters composed (NFC), lines of a cell in one."""
    joined = re.sub("[\t\r\n]+ *", " ", target).strip(" ")
    return mended(rendering.segment.codes, unicodedata.normalize("NFC", joined))


def _judge_late(judged: Judged, row: Row, place: Place) -> None:
    """Keep a translation of what the manuscript no longer says: it is offered where something near stands now."""
    if not row.target and row.source and not row.key:
        judged.complain(row, [_written_over(row, place)])
        return
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
    message = f"the manuscript no longer says: “{_shown(row.source)}”"
    judged.complain(row, [Problem(place, message, hint, "row-gone", Severity.WARNING)])


def _shown(text: str) -> str:
    return text if len(text) < 60 else text[:57] + "…"


def _written_over(row: Row, place: Place) -> Problem:
    hint = "write it in the place of the translation, and receive the file again"
    return Problem(place, f"“{_shown(row.source)}” stands in the place of the source", hint, "row-source")


def _mixed(row: Row, place: Place) -> Problem:
    hint = "put the heading line with its number back over the passage it belongs to"
    return Problem(place, f"the number {row.key} stands over another passage than its own", hint, "row-mixed")


def _joined_to_nothing(place: Place) -> Problem:
    hint = "join a sentence only to one above it in the same paragraph"
    return Problem(place, f"{JOINED} stands there, and there is no sentence above to join it to", hint, "row-joined")
