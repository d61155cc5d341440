"""The store of record, `<lang>.po`: readable by every PO tool, friendly to git.

One entry a segment, in reading order: `msgctxt` is its key, `msgid` the source, `msgstr` the translation. A stale one
is `fuzzy` with the source it was made for as its previous `msgid`; one that was looked over has the flag `reviewed`;
what is gone from the manuscript is kept as obsolete. The translator's comment is the note; a line of it that begins
with `??` is what else came back, for the editor to choose. No time, no line number, no wrapping: only what changed
makes a difference.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import __version__, project
from publish.model import Rendering, Segment, State
from publish.problems import Place, Problem, PublishError
from publish.segments import key_of
from publish.translations import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import polib

    from publish.model import Publication, Translation
    from publish.translations.plain import Entry


def read(file: Path) -> tuple[Rendering, ...]:
    """Return the renderings a store holds, obsolete ones last; PublishError where it is no PO file."""
    text = project.read_text(file)
    as_we_write = plain.entries(text)
    entries = _read_by_polib(text, file) if as_we_write is None else as_we_write
    place = Place(project.shown(file))
    if twice := list(_twice(entries, place)):
        raise PublishError(*twice)
    return tuple(_rendering(entry, place) for entry in sorted(entries, key=lambda entry: bool(entry.obsolete)))


def _read_by_polib(text: str, file: Path) -> list[polib.POEntry]:
    import polib

    problems = list(open_ends(text, project.shown(file)))
    if problems:
        raise PublishError(*problems)
    try:
        return list(polib.pofile(_Lines(unescaped(text)), encoding="utf-8"))
    except (OSError, ValueError, UnicodeError, IndexError) as error:
        raise PublishError(_broken(file, error)) from None


def _twice(entries: Iterable[polib.POEntry | Entry], place: Place) -> Iterator[Problem]:
    """Yield a problem for each passage that stands in a store twice with different translations: one would be lost."""
    said: dict[tuple[str, str], str] = {}
    for entry in entries:
        key = (entry.msgctxt or "", entry.msgid)
        if not entry.obsolete and said.setdefault(key, entry.msgstr) != entry.msgstr:
            hint = "keep the better one of the two and take the other entry out"
            message = f"the passage “{entry.msgid[:60]}” stands there twice, with different translations"
            yield Problem(Place(place.file, entry.linenum or 0), message, hint, "po")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The text of a store as polib takes it: never for the name of a file, and with a line for each newline only."""

    text: str

    def splitlines(self) -> list[str]:
        """Return the lines; what else Unicode breaks lines at (U+2028, U+0085 …) is part of a text."""
        return self.text.split("\n")


_OCTAL = re.compile(r"(?<!\\)((?:\\\\)*)((?:\\[23][0-7]{2})+)")


def unescaped(text: str) -> str:
    """Return the text of a PO file without letters written as their bytes (`msgcat --escape`), which polib leaves."""
    return _OCTAL.sub(_letters, text) if "\\2" in text or "\\3" in text else text


def _letters(match: re.Match[str]) -> str:
    said = bytes(int(octal, 8) for octal in match[2].split("\\")[1:])
    return match[1] + said.decode("utf-8", "replace")


_STRING = re.compile(r'\s*(?:(?:#~\|?|#\|)\s*)?(?:msg[a-z_]+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*"\s*')
_COMMENT = re.compile(r'\s*(?:$|#(?![~|])|#[~|]\|?\s*(?!msg|"|\s))')
_CONFLICT = re.compile(r"<{7} |={7}$|>{7} ")


def open_ends(text: str, file: str) -> Iterator[Problem]:
    """Yield the lines that are neither comments nor whole strings, which polib would cut short in silence."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _CONFLICT.match(line):
            hint = "choose one of the two, and take out the lines of <<<<<<<, ======= and >>>>>>>"
            yield Problem(Place(file, number), "two versions were merged and nobody has chosen yet", hint, "po")
        elif not _COMMENT.match(line) and not _STRING.fullmatch(line):
            hint = 'end the text with a quotation mark, and write one inside of it as \\"'
            yield Problem(Place(file, number), "a text in the translation file does not end", hint, "po")


def _broken(file: Path, error: Exception) -> Problem:
    said = str(error).partition("(line ")
    line = int("".join(filter(str.isdigit, said[2].split(")")[0])) or 0)
    hint = "open it in a PO editor such as Poedit, which shows the place, or take the last good version back"
    return Problem(Place(project.shown(file), line), "the translation file cannot be read", hint, "po")


def _rendering(entry: polib.POEntry | Entry, place: Place) -> Rendering:
    segment = Segment(entry.msgctxt or "", entry.msgid, (), Place(place.file, entry.linenum or 0))
    note, returned = _noted(entry.tcomment or "")
    return Rendering(segment, entry.msgstr, _state(entry), note, entry.previous_msgid or "", returned)


_RETURNED = "?? "
_LIKE_IT = re.compile(r"\\*\?\? ")


def _noted(comment: str) -> tuple[str, tuple[str, ...]]:
    """Return the note of a comment, and what it holds of other translations."""
    lines = comment.split("\n")
    returned = tuple(line.removeprefix(_RETURNED) for line in lines if line.startswith(_RETURNED))
    note = [line[1:] if _LIKE_IT.match(line) else line for line in lines if not line.startswith(_RETURNED)]
    return "\n".join(note), returned


def _note(rendering: Rendering) -> str:
    lines = rendering.note.split("\n") if rendering.note else []
    note = [f"\\{line}" if _LIKE_IT.match(line) else line for line in lines]
    return "\n".join([*note, *(_RETURNED + text for text in rendering.returned)])


def _state(entry: polib.POEntry | Entry) -> State:
    if not entry.msgstr:
        return State.UNTRANSLATED
    if "fuzzy" in entry.flags:
        return State.STALE
    return State.REVIEWED if "reviewed" in entry.flags else State.TRANSLATED


def write(translation: Translation, publication: Publication) -> bytes:
    """Return the store of a translation as bytes."""
    import polib

    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": publication.slug,
        # Who and when, git knows; msgfmt only wants to see that the fields are there.
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": translation.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"publish {__version__.rpartition('.')[0]}",
    }
    headings = {
        segment.key: section.title or section.key for section in publication.sections for segment in section.segments
    }
    for rendering in translation.renderings:
        file.append(_entry(rendering, _comment(rendering.segment, headings)))
    for rendering in _distinct(map(_settled, translation.obsolete)):
        file.append(_entry(rendering, "", obsolete=True))
    return (str(file).rstrip("\n") + "\n").encode()


def _comment(segment: Segment, headings: dict[str, str]) -> str:
    lines = [f"{headings[segment.key]} — {segment.context}"]
    lines += [f"note: {segment.note}"] if segment.note else []
    lines += [f"{_mark(code.number, paired=code.paired)}: {code.kind} {code.shown}".rstrip() for code in segment.codes]
    return "\n".join(lines)


def _mark(number: int, *, paired: bool) -> str:
    return f"{{{number}}}…{{/{number}}}" if paired else f"{{{number}/}}"


def _entry(rendering: Rendering, comment: str, *, obsolete: bool = False) -> polib.POEntry:
    import polib

    flags = {State.STALE: ["fuzzy"], State.REVIEWED: ["reviewed"]}.get(rendering.state, [])
    return polib.POEntry(
        msgctxt=rendering.segment.key,
        msgid=rendering.segment.text,
        msgstr=rendering.target,
        comment=comment,
        tcomment=_note(rendering),
        flags=flags,
        previous_msgid=rendering.previous or None,
        obsolete=obsolete,
    )


def _settled(rendering: Rendering) -> Rendering:
    """Return an obsolete rendering under the source it was made for: PO keeps no previous source of what is gone."""
    if not rendering.previous:
        return rendering
    segment = replace(rendering.segment, key=key_of(rendering.previous), text=rendering.previous)
    return replace(rendering, segment=segment, state=State.TRANSLATED, previous="")


def _distinct(renderings: Iterable[Rendering]) -> Iterator[Rendering]:
    """Yield what is obsolete, each under a key of its own: PO allows an obsolete entry no twin."""
    often: Counter[tuple[str, str]] = Counter()
    for rendering in renderings:
        said = (rendering.segment.text, rendering.target)
        often[said] += 1
        if often[said] == 1 and (rendering.target or rendering.returned):
            yield rendering
