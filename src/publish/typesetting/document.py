"""An edition as the one HTML page that is set in pages: its head, what stands before the text, and the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publish import languages, tree
from publish.markup import Notes, Rules, tag, text, write
from publish.typesetting import faces, front, last_words, pictures, runs, sharing, ties
from publish.typesetting.geometry import page_style, text_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Edition, Element, Section
    from publish.settings import Settings
    from publish.typesetting.geometry import Geometry

# A paragraph that ends so leads to what comes after it: “Dear Dan,” or “Then go on:”.
_LEADING = re.compile(r"<p((?: data-line=\"\d+\")?>(?:(?!</p>).)*[:,،])</p>", re.DOTALL)

LEAFLET = 600
"""A text of fewer words is a leaflet: it has a masthead, and neither a cover nor contents."""


def html(edition: Edition, settings: Settings, _: Geometry | None = None, ending: tuple[str, str] = ("", "")) -> str:
    """Return the HTML of an edition for print; `ending` is what closes its text, and what stands behind it."""
    leaflet = is_leaflet(edition)
    before = front.masthead(edition) if leaflet else front.matter(edition)
    after = ending[0] + (front.imprint(edition, "foot") if leaflet else "")
    body = before + tag("main", {}, _sections(edition, settings) + after) + ending[1]
    return page(edition, "leaflet" if leaflet else "pamphlet", body)


def _sections(edition: Edition, settings: Settings) -> str:
    """Return the text of an edition. It is asked for many times, and takes a while to write."""

    def write_all() -> str:
        rules = rules_of(edition, settings)
        return "".join(_section(section, rules) for section in edition.sections)

    return sharing.once("sections", (edition.sections, settings), write_all, edition.language)


def page(edition: Edition, kind: str, body: str, style: str = "") -> str:
    """Return a whole HTML page around the body of an edition; `kind` is the class by which styles know it."""
    said = {"class": kind, "data-title": edition.colophon.title}
    root = {"lang": edition.language, "dir": languages.direction(edition.language)}
    return "<!DOCTYPE html>" + tag("html", root, head(edition, style) + tag("body", said, body))


def rules_of(edition: Edition, settings: Settings) -> Rules:
    """Return how the blocks of an edition are written for print."""
    return Rules(
        edition.language,
        Notes.FOOT,
        link=lambda target: _link(target, settings.base_url),
        picture=pictures.address,
        lines=True,
    )


def is_leaflet(edition: Edition) -> bool:
    """Whether an edition is too short for a cover and contents."""

    def count() -> bool:
        words = 0
        for block in (block for section in edition.sections for block in section.blocks):
            words += len(tree.plain_text(block).split())
            if words >= LEAFLET:
                return False
        return True

    return sharing.once("leaflet", (edition.sections,), count)


def _link(target: str, base: str) -> str:
    """Return where a link leads from a printed page; one to a neighbouring file leads nowhere without a web address."""
    if target.startswith("#") or urlsplit(target).scheme:
        return target
    return f"{base}/{target.removeprefix('./')}" if base else ""


def head(edition: Edition, style: str = "") -> str:
    """Return the head of the page: what the file says of itself, and style of ours, which needs no escaping."""
    about = edition.colophon
    said = [("author", name) for name in (about.authors or (about.publisher,)) if name]
    said += [("description", about.summary), ("keywords", ", ".join(about.keywords))]
    if about.date is not None:
        said += [("dcterms.created", about.date.isoformat()), ("dcterms.modified", about.date.isoformat())]
    metas = "".join(f'<meta name="{name}" content="{text(value)}"/>' for name, value in said if value)
    content = f'<meta charset="utf-8"/><title>{text(about.title)}</title>{metas}'
    return tag("head", {}, content + (tag("style", {}, style) if style else ""))


def style(edition: Edition, geometry: Geometry, share: float = 1.0) -> str:
    """Return the style no style sheet can know before the languages and the page are known; the sheets may alter it.

    The text is set at a share of the size that suits the page.
    """
    tags = faces.languages_of(edition)
    return faces.face_style(tags, text_size(geometry) * share) + page_style(geometry, edition.language)


def _section(section: Section, rules: Rules) -> str:
    content = _LEADING.sub(r'<p class="leads"\1</p>', write(set_right(section.blocks, rules.language), rules).body)
    return tag("section", {"class": "text", "data-title": section.title or None}, content) if content else ""


def set_right(blocks: Sequence[Element], language: str) -> list[Element]:
    """Return blocks as they are set in type: runs in order, short words tied, no short word alone on a last line."""
    return last_words.kept(ties.tied(runs.in_order(blocks, language), language))
