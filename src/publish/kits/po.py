"""A kit as a PO file, for Poedit, OmegaT, Lokalize and Weblate.

An entry a passage: `msgctxt` is its key, the extracted comments say what it is and what its codes stand for, the
translator's comment is the note to the editor. A stale one is `fuzzy` with its earlier source (`#|`); whatever comes
back fuzzy was not confirmed. What the file belongs to stands in the header, and once more in the comment above it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import __version__, languages
from publish.memory import occurs
from publish.model import Return, Row, State
from publish.problems import Place, Problem, PublishError
from publish.segments import CODE
from publish.translations.store import open_ends, unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polib

    from publish.model import Code, Kit, Rendering

# A section of a thousand sentences has some 12,000 lines; polib's time grows with the square of an entry's.
LARGEST = 2 * 1024 * 1024
MOST_LINES = 40_000
_FACTS = ("publication", "section", "source", "target", "version")
_MARK = "publish-kit"
_PAIR = re.compile(r'(\w+)="([^"\n]*)"')
_CHARSET = re.compile(r"charset=([\w.:-]+)", re.IGNORECASE)
_ENTRY = re.compile(rb'^msgid[ \t]+"', re.MULTILINE)
# str.splitlines, which polib reads with, also cuts at these; no editor writes them on purpose.
_OTHER_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = " \t"


def write(kit: Kit) -> bytes:
    """Return a kit as a PO file."""
    import polib

    facts = dict(zip(_FACTS, (kit.name, kit.section, kit.source, kit.target, kit.version), strict=True))
    file = polib.POFile(wrapwidth=0)
    file.header = f"{_MARK} " + " ".join(f'{name}="{value}"' for name, value in facts.items())
    file.metadata = {
        "Project-Id-Version": f"{kit.name} {kit.section}",
        **dict.fromkeys(("PO-Revision-Date", "Last-Translator", "Language-Team"), ""),  # no clock, no name; msgfmt asks
        "Language": kit.target.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"publish {__version__.rpartition('.')[0]}",
        "X-Source-Language": kit.source,
        **{f"X-Publish-{name.title()}": value for name, value in facts.items()},
    }
    said = languages.words(kit.target)
    file.extend([_entry(rendering, kit, said) for rendering in kit.renderings])
    return (str(file).rstrip("\n") + "\n").encode()


def _entry(rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> polib.POEntry:
    import polib

    before, target = _offered(rendering, kit)
    return polib.POEntry(
        msgctxt=rendering.segment.key,
        msgid=rendering.segment.text,
        msgstr=target or rendering.target,
        comment="\n".join(_about(rendering, kit, said)),
        tcomment=rendering.note,
        flags=["fuzzy"] if target else [],
        previous_msgid=(before or None) if target else None,
    )


def _offered(rendering: Rendering, kit: Kit) -> tuple[str, str]:
    """Return what is proposed and not confirmed, after the text it was said for."""
    if rendering.state is State.STALE:
        return rendering.previous, rendering.target
    proposal = kit.proposed(rendering.segment.key) if rendering.state is State.UNTRANSLATED else None
    return ("", "") if proposal is None or rendering.target else (proposal.source, proposal.target)


def _about(rendering: Rendering, kit: Kit, said: Mapping[str, str]) -> list[str]:
    segment = rendering.segment
    context = said.get(f"context-{segment.context}", segment.context)
    stale = [f"{said['handoff-proposal']}: {said['handoff-stale']}"] if rendering.state is State.STALE else []
    legend = [_legend(code) for code in segment.codes]
    text = CODE.sub("", segment.text)
    terms = [f"{term.source} = {term.target}" for term in kit.glossary if term.target and occurs(term.source, text)]
    glossary = [f"{said['handoff-glossary']}: {' · '.join(terms)}"] if terms else []
    return [f"{kit.heading or kit.title} · {context}", *filter(None, [segment.note]), *legend, *glossary, *stale]


def _legend(code: Code) -> str:
    mark = f"{{{code.number}}}…{{/{code.number}}}" if code.paired else f"{{{code.number}/}}"
    return f"{mark} = {' '.join((code.shown or code.kind).split())}"


def knows(data: bytes) -> bool:
    """Whether a file is a PO file; whether it is a kit is for `read` to say."""
    start = data[:65536]
    return b"\0" not in start and not start.lstrip().startswith(b"<") and _ENTRY.search(start) is not None


def read(data: bytes, file: str) -> Return:
    """Return what came back in a PO file; PublishError where it is broken, not in UTF-8, or no kit."""
    import polib

    text = _text(data, file)
    if problems := list(open_ends(text, file)):
        raise PublishError(*problems)
    try:
        entries = polib.pofile(unescaped(text))
    except (OSError, ValueError, UnicodeError, IndexError) as error:
        line = int("".join(re.findall(r"\(line (\d+)\)", str(error))[:1]) or 0)
        hint = "open it in a PO editor such as Poedit, which shows the place, and save it again"
        raise PublishError(Problem(Place(file, line), "the PO file cannot be read", hint, "po")) from None
    named = {name.lower().removeprefix("x-publish-"): value for name, value in entries.metadata.items()}
    facts = {**dict(_PAIR.findall(entries.header)), **{name: named[name] for name in _FACTS if name in named}}
    if not facts.get("publication"):
        hint = "its header says what it belongs to (X-Publish-…); copy that back from the file that was handed out"
        raise PublishError(Problem(Place(file, 1), "the file does not say what it belongs to", hint, "kit-unmarked"))
    return Return(
        name=facts["publication"],
        section=facts.get("section", ""),
        source=facts.get("source", ""),
        target=facts.get("target", ""),
        version=facts.get("version", ""),
        rows=tuple(_row(entry) for entry in entries if not entry.obsolete),
    )


def _text(data: bytes, file: str) -> str:
    """Return a PO file as text; only UTF-8 is taken, whatever else its header says it is."""
    hint = "ask for it to be saved as UTF-8 (in Poedit: Translation, Properties, Charset)"
    if len(data) > LARGEST or data.count(b"\n") > MOST_LINES:
        why = "the PO file is far larger than one that was handed out"
        raise PublishError(Problem(Place(file), why, "ask for the file itself", "too-large"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PublishError(Problem(Place(file, line), "this is not UTF-8 text", hint, "not-utf8")) from None
    charset = _CHARSET.search(text[:65536])
    if charset is not None and charset[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        line = text[: charset.start()].count("\n") + 1
        message = f"the file says that it is in {charset[1][:40]}, not in UTF-8"
        raise PublishError(Problem(Place(file, line), message, hint, "not-utf8"))
    return _OTHER_BREAKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")) + "\n"


def _row(entry: polib.POEntry) -> Row:
    target, offered = ("", entry.msgstr) if "fuzzy" in entry.flags else (entry.msgstr, "")
    said = entry.msgctxt or "", entry.msgid, _line(target), _line(entry.tcomment)
    return Row(*said, entry.linenum or 0, offered=_line(offered))


def _line(text: str) -> str:
    """Return a text as one line: a line break somebody typed counts as a blank."""
    return " ".join(line.strip(_BLANKS) for line in text.split("\n") if line.strip(_BLANKS))
