"""An XLIFF 2 file that came back to what its segments say, by their ids and never by their position."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from publish import strangers
from publish.kits.xliff import names, rules
from publish.kits.xliff.inline import said_in
from publish.kits.xliff.names import MATCHES, METADATA, local
from publish.kits.xliff.rules.fault import core
from publish.kits.xliff.writing import NOTE, STALE
from publish.model import Return, Row
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MOST_SAID = 5
_OURS = {"context", "author", "stale", "publish"}


def read(data: bytes, file: str) -> Return:
    """Return what came back in XLIFF 2; PublishError where it is unsafe, broken, invalid or no kit.

    What is wrong with the codes of a single target does not make the file invalid here: the checks of the row say it.
    """
    root = strangers.xml(data, file, names.MOST_ELEMENTS)
    faults = [fault for fault in itertools.islice(rules.find(root), 1000) if not fault.of_row]
    if faults:
        hint = "let the tool that saved it check and repair it, or hand the section out again"
        message = "this is not valid XLIFF: {says}"
        raise PublishError(
            *(
                Problem(Place(file, fault.line), message.format(says=fault.says), hint, "xliff-invalid")
                for fault in faults[:_MOST_SAID]
            )
        )
    facts = _facts(root)
    if not facts.get("publication"):
        raise names.unmarked(file)
    return Return(
        name=facts["publication"],
        section=facts.get("section", ""),
        source=facts.get("source", "") or str(root.get("srcLang", "")),
        target=facts.get("target", "") or str(root.get("trgLang", "")),
        version=facts.get("version", ""),
        rows=tuple(row for unit in core(root, "unit") for row in _rows(unit)),
    )


def _facts(root: etree._Element) -> dict[str, str]:
    """Return what the file belongs to: by its metadata, or by the note where a tool dropped these."""
    for group in root.iter(f"{{{METADATA}}}metaGroup"):
        if group.get("category") == "publish":
            return {meta.get("type", ""): meta.text or "" for meta in group}
    notes = (names.facts_in(note.text or "") for note in core(root, "note"))
    return next((facts for facts in notes if facts), {})


def _rows(unit: etree._Element) -> Iterator[Row]:
    segments = list(core(unit, "segment"))
    notes: dict[str, list[str]] = {}
    for whose, text in _notes(unit):
        notes.setdefault(whose, []).append(text)
    proposed = {match.get("ref"): match for match in unit.iter(f"{{{MATCHES}}}match")}
    for place, segment in enumerate(segments):
        key = segment.get("id", "")
        key = key if names.KEY.fullmatch(key) else ""
        own = [*(notes.get("", []) if place == 0 else []), *(notes.get(key, []) if key else [])]
        sides = {local(side): side for side in segment}
        source, target = names.line(said_in(sides["source"])), names.line(said_in(sides.get("target")))
        if segment.get("subState") == STALE and target in {"", _said(proposed.get(f"#{key}"))}:
            target = ""
        yield Row(key, source, target, " ".join(own), names.line_of(segment))


def _notes(unit: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the notes that are not ours: the key they belong to ("" where a tool does not say), and their text."""
    for note in core(unit, "note"):
        if note.get("category") not in _OURS and (note.text or "").strip():
            whose = note.get("id", "").removeprefix("note-") if note.get("category") == NOTE else ""
            yield whose, names.line(note.text or "")


def _said(match: etree._Element | None) -> str:
    """Return what a match candidate says, as plain text with its codes."""
    sides = match if match is not None else ()
    return names.line(next((said_in(side) for side in sides if local(side) == "target"), ""))
