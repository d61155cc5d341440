"""WeasyPrint itself: style sheets, pictures, layout, and the PDF it writes."""

from __future__ import annotations

import contextlib
import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish import languages
from publish.problems import Place, Problem, PublishError
from publish.typesetting import (
    document,
    drawn,
    faults,
    known_drawings,
    known_pages,
    loading,
    making_up,
    own_sheets,
    pictures,
    sharing,
)
from publish.typesetting.drafts import Draft, plain
from publish.typesetting.geometry import Typeset, page_style
from publish.typesetting.text_layer import text_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition
    from publish.typesetting.geometry import Geometry
    from publish.typesetting.known_drawings import Drawings

weasyprint: Any = loading.load()

_LEAF = 2
"""A leaflet is a leaf: two pages. One that takes a line or two more is set a little smaller."""

_SMALLER = (0.98, 0.96, 0.94, 0.92, 0.9)


class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc] # WeasyPrint has no type information
    """What may be fetched while pages are set: pictures of the edition's folder, and nothing else in the world."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(allowed_protocols=("data",))
        self.edition = edition
        self.problems: list[Problem] = []

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401 - WeasyPrint's
        """Return a picture; one that is refused is left out of the page and noted as a problem."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = pictures.path_of(url)
        try:
            picture = pictures.read(self.edition.folder, path, faults.place_of_picture(self.edition, path))
        except PublishError as error:
            self.problems += error.problems
            raise
        return weasyprint.urls.URLFetcherResponse(url, picture.data, {"Content-Type": picture.kind})


class _NoFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc] # WeasyPrint has no type information
    """A style sheet of ours is whole in itself: it fetches nothing."""

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401, ARG002 - WeasyPrint's
        raise ValueError(url)


@functools.cache
def _fonts() -> Any:  # noqa: ANN401 - WeasyPrint's
    return weasyprint.text.fonts.FontConfiguration()


@functools.cache
def _sheet(name: str, content: str) -> tuple[Any, dict[str, Any], tuple[Problem, ...]]:
    return _parsed(name, content)


@functools.lru_cache(maxsize=8)  # as many as are asked for again while an edition is made
def _own_sheet(content: str) -> tuple[Any, dict[str, Any], tuple[Problem, ...]]:
    return _parsed("", content)


def _parsed(name: str, content: str) -> tuple[Any, dict[str, Any], tuple[Problem, ...]]:
    """Return a style sheet parsed, its counter styles, and what of it is not understood."""
    counters: dict[str, Any] = {}
    with faults.listening() as said:
        sheet = weasyprint.CSS(
            string=content, font_config=_fonts(), counter_style=counters, url_fetcher=_NoFetcher(), base_url=None
        )
    return sheet, counters, tuple(faults.ignored_styles(name, said))


def _read_sheet(name: str) -> str:
    file = languages.styles_folder() / name
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        problem = Problem(
            Place(f"styles/{name}"), "there is no such style sheet", "install publish again", "style-missing"
        )
        raise PublishError(problem) from None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Pages laid out and not yet drawn, with what was said and refused on the way."""

    document: Any
    ignored: tuple[Problem, ...]
    said: tuple[str, ...]
    fetcher: Fetcher

    @property
    def refused(self) -> tuple[Problem, ...]:
        """What was not fetched; what stands inside a drawing (SVG) is asked for only when that is drawn."""
        return tuple(dict.fromkeys(self.fetcher.problems))


def set_pages(edition: Edition, html: str | Draft, geometry: Geometry) -> Typeset:
    """Return the HTML of an edition set in pages, with every problem met on the way."""
    draft = plain(edition, html) if isinstance(html, str) else html
    key = (*_key(edition, draft, geometry), geometry.tagged, geometry.variant)
    return sharing.pages(key, lambda: _drawn(edition, _laid_out(edition, draft, geometry), geometry))


def _drawn(edition: Edition, laid: _Layout, geometry: Geometry, known: Drawings | None = None) -> Typeset:
    """Return pages drawn, but for those whose drawing is known."""
    known = known or known_drawings.of(laid.document)
    layers = text_layer() if geometry.tagged else contextlib.nullcontext()
    # The one place where what WeasyPrint writes is changed; `publish.pdf.access` then works on the bytes.
    with faults.listening() as said, layers:
        made = known.made if known.wanted else None
        pages = drawn.pages(laid.document.pages, known.get, made)
        # A copy has fonts of its own, so drawing leaves the layout as it was: what is drawn next has the same bytes.
        document_ = laid.document.copy(pages)
        pdf = document_.write_pdf(**_options(geometry))
    heard = [*laid.said, *said]
    problems = [
        *laid.ignored,
        *laid.refused,
        *faults.unloaded_pictures(edition, heard, laid.refused),
        *faults.missing_glyphs(edition, heard),
        *faults.fallback_faces(edition, _characters(document_)),
    ]
    return Typeset(pdf, len(document_.pages), tuple(problems))


def lay_out(edition: Edition, html: str | Draft, geometry: Geometry) -> list[Any]:
    """Return the pages of an edition laid out and not drawn, as WeasyPrint's, for whoever asks where things stand."""
    laid = _laid_out(edition, plain(edition, html) if isinstance(html, str) else html, geometry)
    if laid.refused:
        raise PublishError(*laid.refused)
    return list(laid.document.pages)


def _key(edition: Edition, draft: Draft, geometry: Geometry) -> tuple[str, ...]:
    """Return everything a layout is made of; neither tags nor variants move a word."""
    return (str(edition.folder), *draft.html, document.style(edition, geometry), *geometry.sheets)


def _laid_out(edition: Edition, draft: Draft, geometry: Geometry) -> _Layout:
    return sharing.layout(_key(edition, draft, geometry), lambda: _composed(edition, draft, geometry))


def _composed(edition: Edition, draft: Draft, geometry: Geometry) -> _Layout:
    fetcher = Fetcher(edition)
    with faults.listening() as said:
        composed = draft.compose(lambda html, own: _rendered(html, own, geometry, fetcher))
    ignored = tuple(problem for _, _, problems in _sheets(edition, geometry) for problem in problems)
    return _Layout(composed, ignored, tuple(said), fetcher)


def _rendered(html: str, edition: Edition, geometry: Geometry, fetcher: Fetcher) -> Any:  # noqa: ANN401 - WeasyPrint's
    rendered = _set(html, edition, geometry, fetcher)
    if len(rendered.pages) != _LEAF + 1 or geometry.size or not document.is_leaflet(edition):
        return rendered
    smaller = (_set(html, edition, geometry, fetcher, share) for share in _SMALLER)
    return next((fitting for fitting in smaller if len(fitting.pages) <= _LEAF), rendered)


def _set(html: str, edition: Edition, geometry: Geometry, fetcher: Fetcher, share: float = 1.0) -> Any:  # noqa: ANN401 - WeasyPrint's
    sheets = _sheets(edition, geometry, share)
    source = weasyprint.HTML(string=html, base_url=pictures.ORIGIN, url_fetcher=fetcher)
    sheet_texts = (text for name in geometry.sheets for text in _contents(edition, name))
    # What is declared for elements is seen in their styles: a language more in the text changes none of the others.
    looks = (page_style(geometry, edition.language), *sheet_texts)
    with known_pages.recalled(looks) as known:
        making_up.begin(source, known)
        return source.render(
            font_config=_fonts(),
            counter_style=_counters(sheets),
            stylesheets=[sheet for sheet, _, _ in sheets],
            **_options(geometry),
        )


def _sheets(
    edition: Edition, geometry: Geometry, share: float = 1.0
) -> list[tuple[Any, dict[str, Any], tuple[Problem, ...]]]:
    # The edition's own style comes first, so that every sheet can alter it.
    own = _own_sheet(document.style(edition, geometry, share))
    return [own, *(_sheet(name, content) for name in geometry.sheets for content in _contents(edition, name))]


def _contents(edition: Edition, name: str) -> Iterator[str]:
    """Yield our style sheet of a name, and over it the house's own."""
    ours = _read_sheet(name)
    yield ours
    if own := own_sheets.read(edition, name, ours):
        yield own


def _counters(sheets: list[tuple[Any, dict[str, Any], tuple[Problem, ...]]]) -> Any:  # noqa: ANN401 - WeasyPrint's
    counters = weasyprint.css.counters.CounterStyle()
    for _, own, _ in sheets:
        counters.update(own)
    return counters


def _options(geometry: Geometry) -> dict[str, Any]:
    # Hints are what HTML itself says of looks: without them a list goes on at 1 after an interruption.
    return {"pdf_variant": geometry.variant or None, "pdf_tags": geometry.tagged, "presentational_hints": True}


def _characters(laid_out: Any) -> dict[str, str]:  # noqa: ANN401 - WeasyPrint's
    """Return the families a written document holds, each with the characters it was used for.

    A font's `to_unicode` (glyph to text) is filled as glyphs are drawn, so nothing that is on a page is left out.
    """
    found: dict[str, str] = defaultdict(str)
    for font in laid_out.fonts.values():
        found[font.family] += "".join(font.to_unicode.values())
    return dict(found)
