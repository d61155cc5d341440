"""The one look of the pages the workshop makes for people: a single HTML file that needs no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.markup import tag, text

if TYPE_CHECKING:
    from collections.abc import Iterable

_STYLE = """
:root { color-scheme: light; --ink: #22211f; --soft: #6b675f; --line: #d9d5cc; --paper: #fbfaf7;
  --red: #b3261e; --amber: #8a5a00; --good: #2f6f4f; --fresh: #8fbfa3 }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.5rem 4rem; color: var(--ink); background: var(--paper);
  font: 1rem/LEADING SANS }
h1 { margin: 0 0 .3rem; font-size: 1.8rem; line-height: 1.25 }
h2 { margin: 3rem 0 .2rem; font-size: 1.2rem; line-height: 1.35 }
p { margin: .4rem 0 } .soft { color: var(--soft) } code { font-size: .88em }
del { color: var(--red) } ins { color: var(--good); text-decoration-thickness: 2px }
@media print { body { max-width: none; padding: 0; background: #fff } }
"""


_NASTALIQ = "2.1"
"""Nastaliq hangs its words from the upper right, so its lines need twice the room."""


def faces(language: str) -> str:
    """Return the faces a page sets a language in, its own first, as CSS lists them."""
    return ", ".join([*(f'"{face}"' for face in languages.sans_stack(language)[:3]), "system-ui", "sans-serif"])


def _leading(language: str) -> str:
    return _NASTALIQ if languages.language(language).family == languages.NASTALIQ else "1.55"


def sheet(title: str, parts: Iterable[str], style: str, language: str = "en") -> bytes:
    """Return a page of HTML in a language, set in its direction and its faces; the same parts give the same bytes."""
    sheets = (_STYLE + style).replace("SANS", faces(language)).replace("LEADING", _leading(language))
    head = '<meta charset="utf-8"/><meta name="viewport" content="width=device-width"/>'
    head += f"<title>{text(title)}</title><style>{sheets}</style>"
    facts = {"lang": language, "dir": languages.direction(language)}
    return ("<!DOCTYPE html>" + tag("html", facts, tag("head", {}, head) + tag("body", {}, "".join(parts)))).encode()
