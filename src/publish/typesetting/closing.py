"""How an edition ends: its back page without head or folio, and the other languages it can be read in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish import languages
from publish.markup import tag, text
from publish.typesetting import document, making_up
from publish.typesetting.codes import drawn
from publish.typesetting.drafts import Draft
from publish.typesetting.ending import BACK, CLOSING

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.drafts import Render

_LEAF = 2
"""A leaflet is a leaf: its pages come in twos."""

_FEW = 8
"""More codes than this are drawn smaller."""


def draft(edition: Edition, settings: Settings) -> Draft:
    """Return an edition with its ending, to be laid out.

    A pamphlet has a back page of its own where that takes up a page that would be blank; else what belongs there closes
    the text, if the last page has room for it. A leaflet names its other languages where there is room, with codes
    if that is enough, and takes no other leaf for them.
    """
    if not document.is_leaflet(edition):
        return _pamphlet(edition, settings)
    boxes, without = _boxes(edition, settings), document.html(edition, settings)

    def compose(render: Render) -> Any:  # noqa: ANN401 - WeasyPrint's
        bare = render(without, edition)
        tried = (render(closed, edition) for closed in boxes)
        return next((found for found in tried if _leaves(found) <= _leaves(bare)), bare)

    return Draft((without, *boxes), compose)


def _leaves(laid_out: Any) -> int:  # noqa: ANN401 - WeasyPrint's
    return -(-len(laid_out.pages) // _LEAF)


def _boxes(edition: Edition, settings: Settings) -> tuple[str, ...]:
    """Return a leaflet with its other languages at the end: with codes, and without; nothing where it has none."""
    return tuple(document.html(edition, settings, ending=(closed, "")) for closed in _closings(edition, settings, ""))


def _closings(edition: Edition, settings: Settings, kind: str) -> tuple[str, ...]:
    """Return the box of the other languages as it may close a text, the best first; nothing where there are none."""
    kinds = (True, False) if settings.base_url else (False,)
    return tuple(box(edition, settings, kind, codes=codes) for codes in kinds) if edition.siblings else ()


def _pamphlet(edition: Edition, settings: Settings) -> Draft:
    behind = back_page(edition, settings)
    closings = _closings(edition, settings, CLOSING) if behind else ()
    html = document.html(edition, settings, ending=("".join(closings), behind))

    def compose(render: Render) -> Any:  # noqa: ANN401 - WeasyPrint's
        found = render(html, edition)
        return _bare(found) if making_up.ending(found).last else found

    return Draft((html,), compose)


def _bare(laid_out: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a document whose last page, the back of the whole, has neither head nor folio."""
    last = laid_out.pages[-1]._page_box  # noqa: SLF001 - WeasyPrint has no other way to a page's boxes
    last.children = tuple(child for child in last.children if not hasattr(child, "at_keyword"))
    return laid_out


def back_page(edition: Edition, settings: Settings) -> str:
    """Return the back page: what the edition is about, its other languages, whose it is; nothing where that is all."""
    about = edition.colophon
    summary = tag("p", {"class": "blurb"}, text(about.summary)) if about.summary else ""
    others = box(edition, settings, codes=bool(settings.base_url)) if edition.siblings else ""
    said = "".join(tag("p", {}, text(line)) for line in (about.publisher, *about.contact) if line)
    foot = tag("div", {"class": "back-foot"}, said) if said else ""
    end = tag("div", {"class": "back-end"}, others + foot) if others or foot else ""
    return tag("section", {"class": BACK}, summary + end) if summary or others else ""


def box(edition: Edition, settings: Settings, kind: str = "", *, codes: bool) -> str:
    """Return the box that names the other languages, each as it is called by those who read it; with codes if asked.

    It bears one more class, its `kind`.
    """
    said = languages.words(edition.language)["read-in"]
    rows = "".join(_language(edition, settings.base_url, tongue, codes=codes) for tongue in edition.siblings)
    base = settings.base_url.partition("://")[2]
    where = tag("p", {"class": "where"}, tag("span", {"dir": "ltr"}, text(base))) if base else ""
    many = " many" if len(edition.siblings) > _FEW else ""
    classes = (f"languages coded{many}" if codes else "languages", kind)
    title = tag("p", {"class": "languages-title"}, text(said))
    return tag("aside", {"class": " ".join(filter(None, classes))}, title + tag("ul", {}, rows) + where)


def address(base: str, slug: str, language: str) -> str:
    """Return where an edition stands on the web: the folder of its language, as `dist/` has it under the base."""
    return f"{base.rstrip('/')}/{slug}/{language}/"


def _language(edition: Edition, base: str, language: str, *, codes: bool) -> str:
    known = languages.language(language)
    name = tag("span", {"class": "name", "lang": language, "dir": known.direction}, text(known.autonym))
    if not base:
        return tag("li", {}, name)
    where = address(base, edition.slug, language)
    code = drawn(where) if codes else ""
    return tag("li", {}, tag("a", {"href": where}, code + name))
