"""Styles that pages have in common, computed once.

WeasyPrint computes the styles of every page and of its 18 parts (boxes in the margins, the area of notes) anew, for
each page is of a type of its own: it has a number. Where the same rules hold for two pages, so do the same styles.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

# WeasyPrint's type of a page, its styles, and what finds the style of an element; it has no type information.
PageType: TypeAlias = Any
Style: TypeAlias = Any
StyleFor: TypeAlias = Any


@dataclass(slots=True)
class _Known:
    """What the rules for pages of a document select, and the styles of the pages computed so far, by their parts."""

    selectors: tuple[Any, ...]
    styles: dict[Hashable, dict[str | None, Style]] = field(default_factory=dict)


def share() -> None:
    """Have pages that the same rules hold for share their styles; done once. It is no public name of WeasyPrint 70."""
    import weasyprint.layout.page as pages

    if not is_shared():
        pages.set_page_type_computed_styles = _sharing(pages.set_page_type_computed_styles)


def is_shared() -> bool:
    """Whether pages share their styles."""
    import weasyprint.layout.page as pages

    return hasattr(pages.set_page_type_computed_styles, "shared")


def _sharing(compute: Callable[[PageType, Any, StyleFor], None]) -> Callable[[PageType, Any, StyleFor], None]:
    """Return what gives a page its styles, computed by `compute` for the first page of each kind only."""

    @functools.wraps(compute)
    def set_page_type_computed_styles(page_type: PageType, html: Any, style_for: StyleFor) -> None:  # noqa: ANN401 - WeasyPrint's
        known = _known(style_for)
        # Lengths may be shares of the first page, whose size is not known before it is laid out.
        sizes = tuple(style_for.initial_page_sizes.values())
        match = style_for._page_type_match  # noqa: SLF001 - there is no public way in
        key = (sizes, *(match(selector, page_type) for selector in known.selectors))
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        if key not in known.styles:
            # What was found for the pages before is used no more, but would be gone through.
            cascaded.clear()
            compute(page_type, html, style_for)
            parts = {None, *(part for _, part in cascaded)}
            known.styles[key] = {part: computed[page_type, part] for part in parts}
        computed.update({(page_type, part): style for part, style in known.styles[key].items()})

    set_page_type_computed_styles.shared = True  # type: ignore[attr-defined] # so that it is done once
    return set_page_type_computed_styles


def _known(style_for: StyleFor) -> _Known:
    """Return what is known of a document's pages; it goes when their styles go."""
    if not hasattr(style_for, "known_of_pages"):
        rules = (rule for sheet, _, _ in style_for._sheets for rule in sheet.page_rules)  # noqa: SLF001 - as above
        selectors = (selector for _, selected, _ in rules for _, _, selector in selected)
        style_for.known_of_pages = _Known(tuple(dict.fromkeys(selectors)))
    found: _Known = style_for.known_of_pages
    return found
