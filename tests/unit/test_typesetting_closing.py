"""How editions end: the back page, the other languages, and the codes that lead to them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import segno

from publish import edition, languages, source
from publish.typesetting import Geometry, closing, codes, document, engine, typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings

ROOT = Path(__file__).parents[2] / "source"
BASE = "https://nightshift.example.org"


def sample(slug: str, *siblings: str) -> tuple[Edition, Settings]:
    """Return a sample as a build with these complete languages makes it."""
    read = source.read(ROOT / slug / "manuscript.md", slug)
    return replace(edition.original(read.publication), siblings=siblings), replace(read.settings, base_url=BASE)


def pages(made: Edition, settings: Settings) -> list[str]:
    """Return the words of each page; none of them may be missing a glyph."""
    result = typeset(made, settings, Geometry(settings.print.trim))
    assert result.problems == ()
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(result.pdf)]


laying = engine._set


def words(page: Any) -> str:  # noqa: ANN401 - WeasyPrint's
    """Return the text of a page of WeasyPrint's, without its head and folio."""
    inside = [child for child in page._page_box.children if not hasattr(child, "at_keyword")]
    return " ".join(box.text for child in inside for box in child.descendants() if hasattr(box, "text"))


@pytest.mark.parametrize("address", [BASE + "/spring/pl/", "https://example.org/a/ur/"])
def test_a_code_is_drawn_as_it_is_made_with_an_empty_rim(address: str) -> None:
    made = segno.make(address, error="m", micro=False, boost_error=False)
    drawn = codes.drawn(address)
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn)
        for step in range(int(length))
    }
    wanted = {
        (x + codes.QUIET, y + codes.QUIET)
        for y, row in enumerate(made.matrix)
        for x, module in enumerate(row)
        if module
    }
    assert dark == wanted
    size = len(made.matrix) + 2 * codes.QUIET
    assert f'viewBox="0 0 {size} {size}"' in drawn


def test_a_code_leads_to_the_folder_of_a_language_under_the_base() -> None:
    assert closing.address("https://example.org/", "spring", "pa") == "https://example.org/spring/pa/"


@pytest.mark.parametrize("drawings", [3, 0])
def test_each_language_is_named_by_its_readers_in_its_own_direction(drawings: int) -> None:
    made, settings = sample("break-time", "pl", "pa", "ur")
    box = closing.box(made, settings, codes=drawings > 0)
    for tag in made.siblings:
        known = languages.language(tag)
        assert f'lang="{tag}" dir="{known.direction}">{known.autonym}</span>' in box
        assert f'href="{BASE}/break-time/{tag}/"' in box
    assert box.count("<svg") == drawings
    assert "<a " not in closing.box(made, replace(settings, base_url=""), codes=False)


def test_a_leaflet_takes_no_other_leaf_for_its_languages() -> None:
    everything = ("ar", "de", "es", "gu", "hi", "hu", "pa", "pl", "ro", "sl", "ta", "ur")
    bare, named = (pages(*sample("break-time", *siblings)) for siblings in ((), everything))
    assert (len(named) + 1) // 2 == (len(bare) + 1) // 2
    assert "Polski" in named[-1]
    assert "Polski" not in "".join(bare)


@pytest.mark.parametrize("siblings", [(), ("pl", "pa", "ur")])
def test_the_back_of_a_pamphlet_has_neither_head_nor_folio(siblings: tuple[str, ...]) -> None:
    made, settings = sample("night-shift", *siblings)
    found = pages(made, settings)
    if len(found) % 4 == 0 or siblings:
        assert not re.search(rf"^{len(found)}\s*$", found[-1], re.MULTILINE)
    assert re.search(rf"^{len(found) - 1}\s*$", found[-2], re.MULTILINE)
    assert ("Polski" in found[-1]) == bool(siblings)


def test_an_edition_of_one_language_with_nothing_to_say_on_its_back_has_no_back_page() -> None:
    made, settings = sample("night-shift")
    silent = replace(made, colophon=replace(made.colophon, summary=""))
    assert closing.back_page(silent, settings) == ""


def of_length(folder: Path, paragraphs: int) -> tuple[Edition, Settings]:
    """Return a pamphlet of so many paragraphs, with contents that name many pages, in two languages."""
    said = "The night shift begins when the last bus has gone, and ends with the first. " * 8
    parts = "\n\n".join(f"## Part {number}\n\n{said}" for number in range(paragraphs))
    manuscript = folder / "manuscript.md"
    manuscript.write_text(f"---\ntitle: Nights\nsummary: Of nights\nlang: en-GB\n---\n\n{parts}\n")
    read = source.read(manuscript, "nights")
    return replace(edition.original(read.publication), siblings=("pl", "ur")), read.settings


@pytest.mark.parametrize("paragraphs", range(12, 24, 2))
def test_a_text_ends_on_the_back_page_where_all_pages_are_taken_and_is_laid_out_once(
    paragraphs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, settings = of_length(tmp_path, paragraphs)
    geometry, layouts = Geometry(settings.print.trim), []
    monkeypatch.setattr(engine, "_set", lambda *given: layouts.append(given) or laying(*given))
    found = engine.lay_out(made, closing.draft(made, settings), geometry)
    assert len(layouts) == 1
    box = closing.box(made, settings, codes=False)
    boxed = engine.lay_out(made, document.html(made, settings, ending=(box, "")), geometry)
    alone = engine.lay_out(made, document.html(made, settings), geometry)
    if len(alone) % 4 == 0 and len(boxed) == len(alone):
        assert [words(page) for page in found] == [words(page) for page in boxed]
        assert "Polski" in words(found[-1])
        assert not any(hasattr(box, "at_keyword") for box in found[-1]._page_box.children)
    else:
        assert [words(page) for page in found] == [*(words(page) for page in alone), "Of nights"]
