"""Drafts of an edition: HTML that is laid out, and what makes one document of the layouts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition

# Lays out HTML of an edition, and returns WeasyPrint's document, which has no type information.
Render: TypeAlias = "Callable[[str, Edition], Any]"


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that may be laid out for an edition, and how the document is made of it.

    Drafts of the same HTML make the same document, so they are known by it.
    """

    html: tuple[str, ...]
    compose: Callable[[Render], Any] = field(compare=False)


def plain(edition: Edition, html: str) -> Draft:
    """Return the draft that is one page of HTML as it is."""
    return Draft((html,), lambda render: render(html, edition))
