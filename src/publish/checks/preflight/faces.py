"""Faces in a finished file: all there, all chosen, and with a glyph for every character."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.preflight.proof import refused
from publish.pdf.seen import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Finding, Proof
    from publish.pdf.seen import Page, Painted

CODES = ("font-unembedded", "fallback-font", "glyph-missing")


def find(proof: Proof) -> Iterator[Finding]:
    """Yield what would be another face, or no letter at all, on another machine and on paper."""
    for page in proof.pages:
        texts = [thing for thing in page.painted if thing.kind is Kind.TEXT and thing.face is not None]
        yield from _missing(proof, page, texts)
        for name, group in itertools.groupby(sorted(texts, key=_name), _name):
            yield from _face(proof, page, name, list(group))


def _name(text: Painted) -> str:
    return text.face.name if text.face is not None else ""


def _face(proof: Proof, page: Page, name: str, texts: list[Painted]) -> Iterator[Finding]:
    face = texts[0].face
    if face is None:
        return
    boxes = [text.box for text in texts]
    if not face.embedded:
        message = f"the face {name} is not in the file, and another would be put in its place"
        hint = "use a face whose licence lets it be embedded, and build again"
        yield refused(proof, page.number, "font-unembedded", (message, hint), boxes)
    elif not _declared(face.family):
        message = f"text is set in {face.family}, which is no face of this house: its own lack these characters"
        hint = "write the boxed characters in another way, or install the face of their script (`publish doctor`)"
        yield refused(proof, page.number, "fallback-font", (message, hint), boxes)


@functools.cache
def _declared(family: str) -> bool:
    known = {_plain(declared) for declared in languages.declared_families()}
    name = _plain(family)
    # A file may name no family, only a face: `Noto-Serif-Bold`.
    return name in known or any(
        re.fullmatch(one + r"(regular|bold|italic|semi|medium|light|black)*", name) for one in known
    )


def _plain(family: str) -> str:
    return re.sub(r"[^a-z0-9]", "", family.lower())


def _missing(proof: Proof, page: Page, texts: list[Painted]) -> Iterator[Finding]:
    lacking = [text for text in texts if text.missing]
    if not lacking:
        return
    characters = list(dict.fromkeys(character for text in lacking for character in text.missing))
    more = f" and {len(characters) - 1} others" if len(characters) > 1 else ""
    message = f"{_described(characters[0])}{more} has no glyph: an empty box is printed in its place"
    hint = "write it in another way, or install a face that has it (`publish doctor`)"
    yield refused(proof, page.number, "glyph-missing", (message, hint), (text.box for text in lacking))


def _described(character: str) -> str:
    return f"the character “{character}” (U+{ord(character):04X}, {unicodedata.name(character, 'unnamed')})"
