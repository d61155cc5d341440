"""Edition blocks as markup: the one writer of XHTML for print, EPUB and web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.markup.blocks import blocks as _blocks
from publish.markup.inlines import inlines as _inlines
from publish.markup.rules import Html, Notes, Pen, Rules
from publish.markup.tags import tag, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element

__all__ = ["Html", "Notes", "Rules", "tag", "text", "write", "write_inline"]


def write(blocks: Sequence[Element], rules: Rules) -> Html:
    """Return blocks as markup that is well-formed XML (1.0) and valid inside HTML's `body` alike."""
    pen = Pen(rules, rules.language, _blocks)
    body = _blocks(blocks, pen)
    return Html(body, "".join(pen.notes), len(pen.notes))


def write_inline(inlines: Sequence[Element], rules: Rules) -> Html:
    """Return inline elements as markup, for a title or a running head."""
    pen = Pen(rules, rules.language, _blocks)
    body = _inlines(pen, inlines)
    return Html(body, "".join(pen.notes), len(pen.notes))
