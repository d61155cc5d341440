"""Text with codes as runs of a Word document: the codes small and coloured, what they stand for shown by its look."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages
from publish.kits.docx.elements import made, text
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Code

_LOOKS = {
    "emphasis": (("i", {}), ("iCs", {})),
    "strong": (("b", {}), ("bCs", {})),
    "underline": (("u", {"val": "single"}),),
    "struck": (("strike", {}),),
    "superscript": (("vertAlign", {"val": "superscript"}),),
    "subscript": (("vertAlign", {"val": "subscript"}),),
    "small-caps": (("smallCaps", {}),),
}
# The order ECMA-376 (17.3.2.28, CT_RPr) wants them in.
_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "smallCaps", "strike", "noProof", "u", "vertAlign", "rtl", "lang")
_SIGNS = re.compile("([\u00ad\u2011])")
_LRM = "\u200e"


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a run, in the look its character style gives it (`""`: none)."""

    language: str
    style: str = ""

    def properties(self, looks: Sequence[tuple[str, dict[str, str]]] = (), style: str = "") -> str:
        """Return the `w:rPr` of a run in this voice; complex scripts (bidi, cs) have properties of their own."""
        named = tuple((tag, tuple(attributes.items())) for tag, attributes in looks)
        return _properties(self.language, style or self.style, named)


@functools.lru_cache(maxsize=512)
def _properties(language: str, style: str, looks: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> str:
    known = languages.language(language)
    face = known.sans
    found = {
        "rStyle": made("rStyle", val=style) if style else None,
        "rFonts": made("rFonts", ascii=face, hAnsi=face, cs=face) if known.script.code != "Latn" else None,
        "rtl": made("rtl") if known.direction == "rtl" else None,
        "lang": made("lang", val=language, bidi=language),
        **{tag: made(tag, **dict(attributes)) for tag, attributes in looks},
    }
    ordered = sorted(found.items(), key=lambda entry: _ORDER.index(entry[0]))
    return made("rPr", *(element for _, element in ordered if element is not None))


def runs(said: str, codes: Sequence[Code], voice: Voice) -> Iterator[str]:
    """Yield a text with codes as runs."""
    known = {code.number: code for code in codes}
    open_codes: list[int] = []
    end = 0
    for match in CODE.finditer(said):
        yield from _plain(said[end : match.start()], open_codes, known, voice)
        end = match.end()
        number = int(match[2])
        if match[1]:
            open_codes = [other for other in open_codes if other != number]
        yield _code(match[0], known.get(number), voice)
        if not match[1] and not match[3]:
            open_codes.append(number)
    yield from _plain(said[end:], open_codes, known, voice)


def _plain(said: str, open_codes: list[int], known: dict[int, Code], voice: Voice) -> Iterator[str]:
    if not said:
        return
    kinds = [known[number].kind for number in open_codes if number in known]
    looks = [look for kind in dict.fromkeys(kinds) for look in _LOOKS.get(kind, ())]
    style = "KitLink" if "link" in kinds and not voice.style else ""
    yield made("r", voice.properties(looks, style), *_letters(said))


def _letters(said: str) -> Iterator[str]:
    """Yield a text as Word wants it: soft and no-break hyphens are elements of their own (17.3.3.29, 17.3.3.18)."""
    for piece in _SIGNS.split(said):
        if piece == "\u00ad":
            yield made("softHyphen")
        elif piece == "\u2011":
            yield made("noBreakHyphen")
        elif piece:
            yield text(piece)


def _code(mark: str, code: Code | None, voice: Voice) -> str:
    """Return a code as a run that reads from left to right in any line, so that `{/1}` never looks like `{1/}`."""
    looks = _LOOKS["superscript"] if code is not None and code.kind == "note" else ()
    rtl = languages.direction(voice.language) == "rtl"
    return made("r", Voice("en", "KitCode").properties(looks), text(f"{_LRM}{mark}{_LRM}" if rtl else mark))
