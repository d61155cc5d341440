"""A kit as a text file: every passage quoted, and under it the place for the translation.

A passage begins with a heading line that bears its number and its key (`### 12 · 1a2b3c4d · …`); the lines with `>` in
front are the source and what is to be known of it; all else up to the next heading is the translation. A line that
begins with `??` is a proposal nobody has looked at, one that begins with `!!` a note to the editor.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from publish import languages
from publish.model import JOINED, Return, Row, State
from publish.problems import Place, Problem, PublishError
from publish.segments import difference, marked_difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Code, Kit, Proposal, Rendering, Segment

PROPOSAL, NOTE = "??", "!!"

_MARK = re.compile(r"<!-- publish-kit ([^>\n]*?) ?-->")
_PAIR = re.compile(r'(\w+)="([^"]*)"')
_HEADING = re.compile(r"#{1,6}[ \t]*(\d+)[^\n]*?\b([0-9a-f]{8})\b")
_BARE = re.compile(r"[*_]{0,4}[ \t]{0,4}(\d{1,5})[ \t]*·[ \t]*([0-9a-f]{8})\b")
_SOURCE = re.compile(r">[ \t]*[^ \t(]")
_QUOTE = re.compile(r"^>[ \t]?")
_PROPOSED = re.compile(r"[?？؟]{2,}")
_NOTED = re.compile(r"[!！¡]{2,}[ \t]*")
_SPECIAL = re.compile(rf"[\\>#]|[?？؟]{{2}}|[!！¡]{{2}}|{_BARE.pattern}")
_BLANKS = " \t"


def write(kit: Kit) -> bytes:
    """Return a kit as a Markdown file."""
    said = languages.words(kit.target)
    lines = [*_head(kit, said)]
    for number, rendering in enumerate(kit.renderings, start=1):
        proposal = kit.proposed(rendering.segment.key) if not rendering.target else None
        lines += _passage(number, rendering, said, proposal)
    return ("\n".join(lines) + "\n").encode()


def _head(kit: Kit, said: Mapping[str, str]) -> list[str]:
    facts = {
        "publication": kit.name,
        "section": kit.section,
        "source": kit.source,
        "target": kit.target,
        "version": kit.version,
    }
    mark = " ".join(f'{key}="{value}"' for key, value in facts.items())
    count = said["handoff-words"].format(count=kit.words)
    names = f"{languages.language(kit.source).autonym} → {languages.language(kit.target).autonym}"
    how = said["handoff-how"].format(note=NOTE).strip().split("\n")
    how += ["", said["handoff-join"].format(mark=JOINED)]
    if kit.proposals or any(rendering.state is State.STALE for rendering in kit.renderings):
        how += ["", said["handoff-check"].format(proposal=PROPOSAL)]
    title = [f"<!-- publish-kit {mark} -->", "", f"# {kit.heading or kit.title}", "", f"{names} · {count}", ""]
    return [*title, *how, "", *_glossary(kit, said)]


def _glossary(kit: Kit, said: Mapping[str, str]) -> list[str]:
    """Return the terms that stand in the section, and how the house says them."""
    terms = [term for term in kit.glossary if term.target]
    lines = [f"- {term.source} = {term.target}{f' ({term.note})' if term.note else ''}" for term in terms]
    return [f"**{said['handoff-glossary']}**", "", *lines, ""] if lines else []


def _passage(number: int, rendering: Rendering, said: Mapping[str, str], proposal: Proposal | None = None) -> list[str]:
    segment = rendering.segment
    context = said.get(f"context-{segment.context}", segment.context)
    lines = [f"### {number} · {segment.key} · {context}", "", f"> {segment.text}"]
    about = [_legend(code) for code in segment.codes if code.shown or code.kind in _LOOKS]
    reasons = (*_previous(rendering, said), *_origin(proposal, segment, said))
    for note in filter(None, (" · ".join(about), segment.note, *reasons)):
        lines += [">", f"> ({note})"]
    offered = [f"{PROPOSAL} {proposal.target}"] if proposal is not None else []
    return [*lines, "", *(offered or _target(rendering)), *_note(rendering), ""]


# What a code does to the words in it, shown rather than named, so that it needs no translation.
_LOOKS = {
    "emphasis": "*…*",
    "strong": "**…**",
    "underline": "_…_",
    "struck": "~~…~~",
    "superscript": "x²",
    "subscript": "x₂",
    "small-caps": "Aᴀ",
    "break": "↵",
    "task": "☐",
}


def _legend(code: Code) -> str:
    mark = f"{{{code.number}}}…{{/{code.number}}}" if code.paired else f"{{{code.number}/}}"
    return f"{mark} = {code.shown or _LOOKS[code.kind]}"


def _previous(rendering: Rendering, said: Mapping[str, str]) -> list[str]:
    if rendering.state is not State.STALE:
        return []
    return [
        f"{PROPOSAL} = {said['handoff-proposal']}: {said['handoff-stale']}",
        f"{said['kit-previous']}: {rendering.previous}",
        *_changes(rendering.previous, rendering.segment.text),
    ]


def _changes(old: str, new: str) -> list[str]:
    """Return what changed between two sources, word by word; nothing where they are the same."""
    pieces = difference(old, new)
    return [f"± {marked_difference(pieces)}"] if len(pieces) > 1 else []


def _origin(proposal: Proposal | None, segment: Segment, said: Mapping[str, str]) -> list[str]:
    """Return what a proposal of the memory was made for, and how near it is."""
    if proposal is None:
        return []
    about = f"{PROPOSAL} = {said['handoff-proposal']}: {proposal.score} %"
    where = f"{about}, {proposal.origin}" if proposal.origin else about
    return [where, *_changes(proposal.source, segment.text)]


def _target(rendering: Rendering) -> list[str]:
    target = f"\\{rendering.target}" if _SPECIAL.match(rendering.target) else rendering.target
    return [f"{PROPOSAL} {rendering.target}" if rendering.state is State.STALE else target]


def _note(rendering: Rendering) -> list[str]:
    return [f"{NOTE} {line}" for line in rendering.note.split("\n") if line.strip()]


def knows(data: bytes) -> bool:
    """Whether a file is a kit of this form."""
    return b"<!-- publish-kit " in data[:4096] or _HEADING.search(data[:65536].decode("utf-8", "replace")) is not None


def read(data: bytes, file: str) -> Return:
    """Return what came back in a Markdown kit; PublishError where it is not UTF-8 or bears no mark of a kit."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(file, data[: error.start].count(b"\n") + 1)
        hint = "ask for it to be saved as UTF-8 (Encoding: Unicode UTF-8), or for a form such as Word"
        raise PublishError(Problem(place, "this is not UTF-8 text", hint, "not-utf8")) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = _MARK.search(text)
    if mark is None:
        hint = "the first line of the file says what it belongs to; copy it back from the file that was handed out"
        raise PublishError(Problem(Place(file, 1), "the file does not say what it belongs to", hint, "kit-unmarked"))
    facts = dict(_PAIR.findall(mark[1]))
    return Return(
        name=facts.get("publication", ""),
        section=facts.get("section", ""),
        source=facts.get("source", ""),
        target=facts.get("target", ""),
        version=facts.get("version", ""),
        rows=tuple(_rows(_unquoted(text.split("\n")))),
    )


def _heading(line: str) -> re.Match[str] | None:
    """Return the number and the key of a passage from the line over it, whose `#` an editor may have taken away."""
    return _HEADING.match(line) or _BARE.match(line)


def _unquoted(lines: list[str]) -> list[str]:
    """Return lines without the `>` that a mail program put before each of them when it answered."""
    bare = [_QUOTE.sub("", line) for line in lines]
    return lines if any(map(_heading, lines)) or not any(map(_heading, bare)) else bare


def _rows(lines: list[str]) -> Iterator[Row]:
    """Yield a row for each passage: it begins with its heading, or with its source where somebody took that out."""
    starts = [number for number in range(len(lines)) if _heading(lines[number]) or _is_orphan(lines, number)]
    for start, end in itertools.pairwise([*starts, len(lines)]):
        heading = _heading(lines[start])
        if heading is not None:
            yield _row(heading[2], lines[start + 1 : end], start + 1, int(heading[1]))
        else:
            yield _row("", lines[start:end], start + 1, 0)


def _is_orphan(lines: list[str], number: int) -> bool:
    """Whether a source begins on a line whose heading is gone; what is known of a source stands in brackets."""
    if not _SOURCE.match(lines[number]) or (number and lines[number - 1].startswith(">")):
        return False
    above = next((above for above in reversed(lines[:number]) if above.strip()), "")
    return not _heading(above)


_WRAPPED = range(40, 81)
"""How long a line is that a mail program may have broken a longer one into."""


def _said(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return what was written above or below a proposal, and what may be either its end or a translation.

    Somebody who writes their own leaves a proposal and its mark standing; none of it is theirs.
    """
    said: list[str] = []
    left: list[str] = []
    above = ""  # the proposal's line right above
    for line in lines:
        if _PROPOSED.match(line):
            above = line
        elif line and len(above) in _WRAPPED:
            left.append(line)
            above = line
        else:
            said += [line] if line else []
            above = ""
    return said, left


def _row(key: str, lines: list[str], line: int, number: int) -> Row:
    quoted = [text[1:].strip(_BLANKS) for text in lines if text.startswith(">")]
    source = quoted[: quoted.index("")] if "" in quoted else quoted
    own = [text.strip(_BLANKS) for text in lines if not text.startswith(">")]
    notes = [_NOTED.sub("", text, count=1) for text in own if _NOTED.match(text)]
    texts = [text for text in own if not _NOTED.match(text)]
    said, left = _said(texts)
    target = " ".join(said)
    offered = _PROPOSED.sub("", " ".join(filter(None, texts)), count=1).strip(_BLANKS) if not target else ""
    notes += left if not target else []
    if target.startswith("\\") and _SPECIAL.match(target[1:]):
        target = target[1:]
    return Row(key, " ".join(source), target, " ".join(notes), line, number, offered)
