"""Editions in several languages, one after the other in one PDF, each on pages of its own direction and manner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish.edition import named_apart
from publish.typesetting.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.drafts import Render
    from publish.typesetting.geometry import Geometry, Typeset


def typeset_in_turn(editions: Sequence[Edition], settings: Settings, geometry: Geometry) -> Typeset:
    """Return editions set one after the other, each beginning on a page of its own; problems as for one."""
    from publish.typesetting import engine

    together, drafted = draft(editions, settings)
    return engine.set_pages(together, drafted, geometry)


def draft(editions: Sequence[Edition], settings: Settings) -> tuple[Edition, Draft]:
    """Return editions as one, and what is laid out for them; PublishError where a face is not installed."""
    from publish.typesetting import document, faces

    alone = [replace(edition, siblings=(), others=()) for edition in editions]
    first, *others = [alone[0], *map(named_apart, alone[1:])]
    together = replace(first, others=tuple(others))
    faces.require(faces.languages_of(together), first.place)

    written = [document.html(edition, settings) for edition in (first, *others)]

    def compose(render: Render) -> Any:  # noqa: ANN401 - WeasyPrint's
        laid_out = [render(html, edition) for html, edition in zip(written, (first, *others), strict=True)]
        return laid_out[0].copy([page for part in laid_out for page in part.pages])

    return together, Draft(tuple(written), compose)
