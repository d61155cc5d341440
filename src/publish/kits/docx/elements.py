"""The elements of WordprocessingML as they are written, by their short names: as text, made far quicker than a tree."""

from __future__ import annotations

from publish.kits.docx.parts import legal

# A carriage return would be read as the end of a line, and ends of lines in attributes as blanks.
_TEXT = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_ATTRIBUTE = (*_TEXT, ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"))


def _escaped(said: str, signs: tuple[tuple[str, str], ...]) -> str:
    # Looked for one after another they are found sooner than in a table of all.
    for sign, meant in signs:
        if sign in said:
            said = said.replace(sign, meant)
    return said


def made(tag: str, *children: str, **attributes: str) -> str:
    """Return an element with its attributes and children."""
    start = tag
    for name, value in attributes.items():
        start += f' w:{name}="{_escaped(value, _ATTRIBUTE)}"'
    inside = "".join(children)
    return f"<w:{start}>{inside}</w:{tag}>" if inside else f"<w:{start}/>"


def text(said: str) -> str:
    """Return a `w:t` that keeps its blanks; what XML 1.0 cannot hold is left out."""
    return f'<w:t xml:space="preserve">{_escaped(legal(said), _TEXT)}</w:t>'


def hidden() -> str:
    """Return what makes Word show no frame around a content control."""
    return '<w15:appearance w15:val="hidden"/>'
