"""From a manuscript of this house to sheets on the printer's tray."""

from __future__ import annotations

import functools
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from publish import edition, source
from publish.measure import PT_PER_MM, SHEET_SIZES
from publish.outputs import booklet, cover, zine
from publish.problems import PublishError

if TYPE_CHECKING:
    from types import ModuleType

    from publish.model import Edition
    from publish.settings import Settings

HOUSE = Path(__file__).parents[2] / "source"


def read(slug: str, language: str = "") -> tuple[Edition, Settings]:
    reading = source.read(HOUSE / slug / "manuscript.md", slug, HOUSE / "publication.toml")
    original = edition.original(reading.publication)
    return replace(original, language=language or original.language), reading.settings


@functools.cache
def made(output: ModuleType, slug: str, language: str = "") -> bytes:
    sheets: bytes = output.make(*read(slug, language))
    return sheets


def printed(settings: Settings, **changes: object) -> Settings:
    return replace(settings, print=replace(settings.print, **changes))  # type: ignore[arg-type] # a test names the settings it changes


def where(pdf: bytes, words: str) -> tuple[int, float, float]:
    """The side some words are printed on, and where they start, in millimetres."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        # pdfium reads the lines of a right-to-left file from the right, Latin ones too.
        del opened.Root.ViewerPreferences
        file = io.BytesIO()
        opened.save(file)
    document = pypdfium2.PdfDocument(file.getvalue())
    for index in range(len(document)):
        text = document[index].get_textpage()
        if found := text.search(words).get_next():
            left, bottom, _, _ = text.get_charbox(found[0])
            return index, left / PT_PER_MM, bottom / PT_PER_MM
    raise AssertionError(words)


@pytest.mark.parametrize(("language", "right_half"), [("", True), ("ur", False)])
def test_the_front_cover_opens_on_the_side_its_readers_expect(language: str, right_half: bool) -> None:  # noqa: FBT001 - a parameter of the test
    sheets = made(booklet, "night-shift", language)
    side, x, _ = where(sheets, "A newsletter by people")
    assert side == 0
    with pikepdf.open(io.BytesIO(sheets)) as pdf:
        assert len(pdf.pages) % 2 == 0
        width = float(pdf.pages[0].mediabox[2]) / PT_PER_MM
        assert width == pytest.approx(297, abs=0.01)
        assert (x > width / 2) is right_half
        assert pdf.Root.ViewerPreferences.Direction == ("/L2R" if right_half else "/R2L")


@pytest.mark.parametrize("output", [booklet, zine, cover])
def test_the_same_manuscript_makes_the_same_sheets(output: ModuleType) -> None:
    assert output.make(*read("break-time")) == made(output, "break-time")


@pytest.mark.parametrize("output", [booklet, zine, cover])
def test_no_sheet_says_where_it_was_made(output: ModuleType) -> None:
    with pikepdf.open(io.BytesIO(made(output, "break-time"))) as pdf:
        file = io.BytesIO()
        pdf.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    assert str(HOUSE.parent).encode() not in file.getvalue()


def test_a_zine_has_its_front_cover_at_the_lower_corner_away_from_the_binding_edge() -> None:
    _, x, y = where(made(zine, "break-time"), "Your break is")
    assert x > 297 * 3 / 4
    assert y < 105
    _, x, y = where(zine.make(*read("break-time", "ar")), "Your break is")
    assert x < 297 / 4
    assert y < 105


def test_a_text_too_long_for_a_zine_says_how_many_pages_it_fills() -> None:
    with pytest.raises(PublishError, match="a one-sheet zine has 8 pages, and this text fills"):
        zine.make(*read("night-shift"))


def test_cover_and_block_share_the_pages_out_between_them() -> None:
    text, settings = read("night-shift")
    apart = printed(settings, cover="separate", binding="perfect", sheet=SHEET_SIZES["A3"])
    block, around = booklet.make(text, apart), cover.make(text, apart)
    assert where(around, "A newsletter by people")[0] == 0
    with pytest.raises(AssertionError):
        where(block, "A newsletter by people")
    with pikepdf.open(io.BytesIO(block)) as inner, pikepdf.open(io.BytesIO(made(booklet, "night-shift"))) as whole:
        assert len(whole.pages) - len(inner.pages) == 2


def test_a_cover_around_nothing_is_refused() -> None:
    text, settings = read("break-time")
    with pytest.raises(PublishError) as raised:
        booklet.make(text, printed(settings, cover="separate"))
    assert raised.value.problems[0].code == "block-empty"


@pytest.mark.validators
@pytest.mark.skipif(not shutil.which("qpdf") or not shutil.which("pdffonts"), reason="needs qpdf and poppler")
@pytest.mark.parametrize("output", [booklet, cover])
def test_sheets_are_sound_and_bring_their_fonts(output: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "sheets.pdf"
    file.write_bytes(made(output, "night-shift"))
    assert subprocess.run(["qpdf", "--check", file], capture_output=True, check=False).returncode == 0
    fonts = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert fonts
    # The columns are counted from the end, because names of fonts may have blanks: emb sub uni object ID.
    assert {line.split()[-5] for line in fonts} == {"yes"}


def test_a_blank_side_is_no_empty_stream() -> None:
    # Ghostscript takes a stream of no bytes for an error, and so do printers made of it.
    with pikepdf.open(io.BytesIO(made(booklet, "break-time"))) as pdf:
        contents = [page.Contents.read_bytes() for page in pdf.pages]
    assert len(contents) == 2
    assert b"/P1 Do" in contents[0]
    assert b"Do" not in contents[1]
    assert contents[1].strip()


def test_the_next_step_names_the_paper_and_the_way_of_turning() -> None:
    _, settings = read("break-time")
    on_a3 = printed(settings, sheet=SHEET_SIZES["A3"], duplex="long-edge")
    assert "A3" in booklet.next_step(on_a3)
    assert "long edge" in booklet.next_step(on_a3)
    assert "cut" in zine.next_step(on_a3)
    assert "crease" in cover.next_step(on_a3)
