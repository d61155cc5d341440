"""The style that gives each language of an edition its face, its size beside Latin, and room between its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.outputs.epub.fonts import files_by_face
from publish.outputs.epub.marking import EUROPEAN
from publish.typesetting.faces import manner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publish.outputs.epub.book import Resource

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TIGHTER = 0.82
"""Headings are short, so their lines may stand this much closer than those of the text."""


def style(language: str, tags: Sequence[str], faces: Iterable[Resource]) -> str:
    """Return the style sheet of an edition: its faces, then a rule for each language that is in it."""
    files = files_by_face(faces)
    return (
        "/* Faces and lines for the scripts of this edition. */\n"
        + _declared(files.items())
        + "".join(_rules(tag, language, files) for tag in tags)
    )


def declared(faces: Mapping[str, Resource]) -> str:
    """Return the rules that make faces in the package known by their names."""
    return _declared((face, resource.file) for face, resource in faces.items())


def _declared(files: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'@font-face{{font-family:"{face}";font-weight:normal;font-style:normal;src:url("../{file}")}}\n'
        for face, file in files
    )


def _rules(tag: str, own: str, files: Iterable[str]) -> str:
    known = languages.language(tag)
    if known.script.code in EUROPEAN:
        # A Latin passage in another script's text is set in the reader's own face again.
        foreign = languages.language(own).script.code not in EUROPEAN
        return f":lang({tag}){{font-family:serif;line-height:1.5}}\n{_code(tag, '')}" if foreign else ""
    how = manner(tag)
    stack = ",".join(f'"{face}"' for face in (known.serif,) if face in files)
    headings = ",".join(f"{name}:lang({tag})" for name in _HEADINGS)
    slant = f"em:lang({tag}),cite:lang({tag}),i:lang({tag}){{font-style:normal;font-weight:bold}}\n"
    return (
        f":lang({tag}){{font-family:{stack + ',' if stack else ''}serif;line-height:{how.leading};"
        "letter-spacing:normal;hyphens:manual;-webkit-hyphens:manual}\n"
        f"{headings}{{line-height:{round(how.leading * _TIGHTER, 2)};font-style:normal}}\n"
        # A word of it within a line of another script must not push the lines apart.
        f"span:lang({tag}){{line-height:1}}\n" + _code(tag, stack) + ("" if how.slanted else slant) + _scaled(tag, own)
    )


def _code(tag: str, stack: str) -> str:
    """Return the rule that keeps code in a face of one width, and has the script's own for its words in it."""
    return f"code:lang({tag}),pre:lang({tag}){{font-family:monospace{',' + stack if stack else ''}}}\n"


def _scaled(tag: str, own: str) -> str:
    """Return the rules that make a passage look as large as the text around it, and its words among others too."""
    if tag == own:
        return ""
    here, there = manner(own), manner(tag)
    passage, word = round(there.size / here.size, 3), round(there.inline / here.inline, 3)
    return f'[lang="{tag}"]{{font-size:{passage}em}}\nspan[lang="{tag}"]{{font-size:{word}em}}\n'
