"""Which faces a language is set in, how large and how far apart its lines are, and whether its faces are here."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages, tree
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.model import Edition


@dataclass(frozen=True, slots=True)
class Manner:
    """How a script is set: distance of lines, size beside Latin text, whether lines are made even and words divided.

    `inline` is its size among words of another script; `slanted` says whether it has italics: scripts without them
    stress by another face.
    """

    leading: float
    size: float = 1.0
    inline: float = 1.0
    justified: bool = False
    hyphenated: bool = False
    slanted: bool = False


_EUROPEAN = Manner(1.42, justified=True, hyphenated=True, slanted=True)

# Indic words are long and Pyphen puts a Latin hyphen into them, so their lines stay ragged (Tamil ran in rivers).
# Arabic script is made even by the spaces alone, which its short words take well.
_MANNERS = {
    "Latn": _EUROPEAN,
    "Grek": _EUROPEAN,
    "Cyrl": _EUROPEAN,
    "Deva": Manner(1.62, 1.02),
    "Beng": Manner(1.62, 1.04),
    "Guru": Manner(1.62, 1.02),
    "Gujr": Manner(1.62, 1.04),
    "Taml": Manner(1.62, 0.93, inline=0.9),
    "Arab": Manner(1.72, 1.14, inline=1.08, justified=True),
    "Hebr": Manner(1.5, 1.06, inline=1.04, justified=True),
}
# Nastaliq climbs: its words need half as much room again, and stand smaller among others or they meet the line above.
_NASTALIQ = Manner(2.2, 1.06, inline=0.76, justified=True)


def manner(tag: str) -> Manner:
    """Return how text in a language is set."""
    known = languages.language(tag)
    return _NASTALIQ if known.family == languages.NASTALIQ else _MANNERS[known.script.code]


def languages_of(edition: Edition) -> tuple[str, ...]:
    """Return the languages that occur in an edition and in those it stands together with, its own first."""
    passages = (tag for section in edition.sections for tag in _passages(section.blocks))
    beside = (tag for other in edition.others for tag in languages_of(other))
    return tuple(
        dict.fromkeys(tag for tag in (edition.language, *passages, edition.original, *beside, *edition.siblings) if tag)
    )


def _passages(blocks: object) -> tuple[str, ...]:
    """Return the languages marked in some blocks. They are asked for many times while an edition is made."""
    known = _PASSAGES.get(id(blocks))
    if known is None or known[0] is not blocks:
        while len(_PASSAGES) >= _MOST_PASSAGES:
            _PASSAGES.pop(next(iter(_PASSAGES)))
        found = tuple(dict.fromkeys(tree.value_of(element, "lang") for element in tree.walk(blocks, tree.LEAVES)))
        known = _PASSAGES[id(blocks)] = (blocks, found)
    return known[1]


_MOST_PASSAGES = 100
# By the identity of the blocks, which are held so that no others can have it; values do not change.
_PASSAGES: dict[int, tuple[object, tuple[str, ...]]] = {}


def face_style(tags: Iterable[str], size: float) -> str:
    """Return the style that gives each language its faces; the first is that of the edition, set at `size` points."""
    own, *others = tags
    base = manner(own)
    rules = [_rule(own, base), *(_rule(tag, base) for tag in others)]
    # The figures of Nastaliq are too heavy for folios; those of the Latin face stand with every script.
    figures, text_figures = _stack(languages.sans_stack("en")), _stack(languages.serif_stack("en"))
    root = f"font-size:{round(size * base.size, 3)}pt;--figures:{figures};--text-figures:{text_figures}"
    return f":root{{{root}}}" + "".join(rules)


def _rule(tag: str, base: Manner) -> str:
    """Return the style of a language in an edition that is set in the manner `base`."""
    how = manner(tag)
    variables = {
        "serif": _stack(languages.serif_stack(tag)),
        "sans": sans(tag),
        "mono": _stack(languages.mono_stack(tag)),
        "leading": str(how.leading),
        "align": "justify" if how.justified else "start",
        "slant": "italic" if how.slanted else "normal",
        "hyphens": "auto" if how.hyphenated else "manual",
        "scale": f"{round(how.size / base.size, 3)}em",
        "inline": f"{round(how.inline / base.size, 3) if how is not base else 1}em",
    }
    said = "".join(f"--{name}:{value};" for name, value in variables.items())
    return f":lang({tag}){{{said}}}" + ("" if how.slanted else _stress(tag))


def sans(tag: str) -> str:
    """Return the faces of headings, captions and what is small; figures of Nastaliq are too heavy there."""
    own = languages.sans_stack(tag)
    return _stack((*languages.sans_stack("en")[:1], *own) if own[0] == languages.NASTALIQ else own)


def _stress(tag: str) -> str:
    """Return the style of what is stressed in a script without italics: the face of the other kind.

    Nastaliq has one kind of face; beside it stands Naskh, which its typographers stress with.
    """
    naskh = languages.language(tag).family == languages.NASTALIQ
    serif = languages.serif_stack("ar") if naskh else languages.serif_stack(tag)
    other = serif if naskh else languages.sans_stack(tag)
    stressed = f"em:lang({tag})"
    return f"{stressed}{{font-family:{_stack(other)}}}{_WITHOUT_SERIFS} {stressed}{{font-family:{_stack(serif)}}}"


# Where a text is set without serifs anyway.
_WITHOUT_SERIFS = ":is(blockquote,table,figcaption,.box,.pullquote,h1,h2,h3,h4)"


def _stack(faces: Iterable[str]) -> str:
    return ",".join(f'"{face}"' for face in dict.fromkeys(faces))


def require(tags: Iterable[str], place: Place) -> None:
    """Refuse to set a language whose faces are not installed: PublishError, naming the package that has them."""
    wanted = {(face, tag) for tag in tags for face in (languages.language(tag).serif, languages.language(tag).sans)}
    missing = sorted((face, tag) for face, tag in wanted if not installed(face))
    if missing:
        raise PublishError(*(_missing(face, tag, place) for face, tag in missing))


def _missing(face: str, tag: str, place: Place) -> Problem:
    known = languages.language(tag)
    return Problem(
        place,
        f"the face {face}, which {known.english} is set in, is not installed",
        f"install it with: sudo apt-get install {known.script.package}",
        "face-missing",
    )


@functools.cache
def installed(face: str) -> bool:
    """Whether fontconfig finds a face under its own name, and not another in its place."""
    from publish.typesetting import loading

    loading.load()
    from weasyprint.text.ffi import ffi, fontconfig

    found = ffi.new("FcChar8 **")
    result = ffi.new("FcResult *")
    pattern = fontconfig.FcPatternCreate()
    config = fontconfig.FcInitLoadConfigAndFonts()
    fontconfig.FcPatternAddString(pattern, b"family", face.encode())
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    match = fontconfig.FcFontMatch(config, pattern, result)
    try:
        known = match != ffi.NULL and fontconfig.FcPatternGetString(match, b"family", 0, found) == 0
        return bool(known and ffi.string(found[0]).decode() == face)
    finally:
        fontconfig.FcPatternDestroy(match)
        fontconfig.FcPatternDestroy(pattern)
        fontconfig.FcConfigDestroy(config)
