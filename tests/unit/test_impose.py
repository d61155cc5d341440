"""Pages laid on sheets: where their text ends up, what is kept of the file, and what is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from publish.imposition import booklet, cover, zine
from publish.measure import PT_PER_MM, SHEET_SIZES, TRIM_SIZES, Size
from publish.pdf.contact_sheet import contact_sheet
from publish.pdf.impose import impose
from publish.problems import Place, PublishError
from publish.settings import Print

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.imposition import Plan

PLACE = Place("manuscript.md")
A5 = TRIM_SIZES["A5"]


def drawn(
    count: int,
    trim: Size = A5,
    bleed: float = 3,
    origin: tuple[float, float] = (0, 0),
    change: Callable[[pikepdf.Pdf], None] = lambda _: None,
) -> bytes:
    """Pages that say their number in the middle, filled with a grey of their own as far as the bleed."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    width, height = (trim.width + 2 * bleed) * PT_PER_MM, (trim.height + 2 * bleed) * PT_PER_MM
    x, y = origin
    rim = bleed * PT_PER_MM
    for number in range(1, count + 1):
        page = pdf.add_blank_page(page_size=(width, height))
        page.obj.MediaBox = pikepdf.Array([x, y, x + width, y + height])
        if bleed:
            page.obj.TrimBox = pikepdf.Array([x + rim, y + rim, x + width - rim, y + height - rim])
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(
            f"q {grey(number)} g {x} {y} {width} {height} re f 0 g "
            f"BT /F 20 Tf {x + width / 2} {y + height / 2} Td (p{number:03}) Tj ET Q".encode()
        )
        if bleed:
            page.obj.BleedBox = page.obj.MediaBox
    change(pdf)
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()


def grey(number: int) -> float:
    return 0.5 + number % 8 / 20


def read_from_the_left(pdf: bytes) -> bytes:
    """The same file without `Direction`, or pdfium reads its lines from the right."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.Root.ViewerPreferences
        file = io.BytesIO()
        opened.save(file)
        return file.getvalue()


def where_numbers_stand(pdf: bytes) -> dict[int, tuple[int, float, float]]:
    """For every page number printed: the side it is on, and where its text starts, in millimetres."""
    document, found = pypdfium2.PdfDocument(read_from_the_left(pdf)), {}
    for index in range(len(document)):
        text = document[index].get_textpage()
        whole = text.get_text_range()
        for at in (at for at, letter in enumerate(whole) if letter == "p"):
            left, bottom, right, top = text.get_charbox(at)
            number = int(whole[at + 1 : at + 4])
            found[number] = (index, (left + right) / 2 / PT_PER_MM, (bottom + top) / 2 / PT_PER_MM)
    return found


def colour(pdf: bytes, side: int, x: float, y: float) -> int:
    """The grey printed on a side, millimetres from its lower left corner."""
    page = pypdfium2.PdfDocument(pdf)[side]
    per_mm = 10
    picture = page.render(scale=per_mm / PT_PER_MM).to_pil().convert("L")
    value = picture.getpixel((int(x * per_mm), int(picture.height - y * per_mm)))
    assert isinstance(value, int)
    return value


def assert_every_number_stands_on_its_page(pdf: bytes, plan: Plan, count: int) -> None:
    found = where_numbers_stand(pdf)
    assert sorted(found) == list(range(1, count + 1))
    for index, (_, side) in enumerate(plan.sides):
        for placement in side.placements:
            if placement.page is None:
                continue
            on, x, y = found[placement.page]
            assert on == index
            middle = placement.trim.x + placement.trim.width / 2, placement.trim.y + placement.trim.height / 2
            # The first letter stands a little to the right of the middle, as the page reads.
            head = -1 if placement.turn else 1
            assert 0 < (x - middle[0]) * head < 4
            assert 0 < (y - middle[1]) * head < 5


@pytest.mark.parametrize("edge", ["left", "right"])
@pytest.mark.parametrize("duplex", ["short-edge", "long-edge", "manual"])
@pytest.mark.parametrize("sheet", list(SHEET_SIZES))
def test_every_page_is_printed_where_the_plan_says(sheet: str, duplex: str, edge: str) -> None:
    plan = booklet(10, Print(sheet=SHEET_SIZES[sheet], duplex=duplex), edge)
    assert_every_number_stands_on_its_page(impose(drawn(10), plan, PLACE), plan, 10)


@pytest.mark.parametrize(("bleed", "origin"), [(0, (0, 0)), (3, (-8.5, -8.5)), (5, (100, 20))])
def test_it_does_not_matter_where_a_page_has_its_origin(bleed: float, origin: tuple[float, float]) -> None:
    plan = booklet(5, Print(), "left")
    assert_every_number_stands_on_its_page(impose(drawn(5, bleed=bleed, origin=origin), plan, PLACE), plan, 5)


def test_pages_with_and_without_bleed_lie_side_by_side() -> None:
    def bare(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        page.obj.MediaBox = page.obj.TrimBox
        del page.obj.TrimBox, page.obj.BleedBox

    plan = booklet(4, Print(), "left")
    assert_every_number_stands_on_its_page(impose(drawn(4, change=bare), plan, PLACE), plan, 4)


def test_a_page_that_is_shown_turned_is_printed_as_it_is_shown() -> None:
    def lying(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.Rotate = 90

    plan = booklet(4, Print(), "left")
    pdf = impose(drawn(4, Size(210, 148), change=lying), plan, PLACE)
    _, x, y = where_numbers_stand(pdf)[1]
    middle = plan.paper.width / 2 + A5.width / 2
    assert 0 < x - middle < 5
    assert -4 < y - plan.paper.height / 2 < 0


def test_zine_and_cover_are_printed_where_the_plan_says() -> None:
    sheet = zine(7, Print(), "right", PLACE)
    assert_every_number_stands_on_its_page(impose(drawn(7, sheet.trim), sheet, PLACE), sheet, 7)
    around = cover(4, Print(binding="perfect"), "left")
    assert_every_number_stands_on_its_page(impose(drawn(4), around, PLACE), around, 4)


def test_colour_runs_over_the_cut_on_three_sides_and_never_over_the_fold() -> None:
    plan = booklet(4, Print(sheet=SHEET_SIZES["A3"]), "left")
    pdf = impose(drawn(4), plan, PLACE)
    trim, fold, middle = plan.sheets[0].front.trim, 210.0, 148.5
    back_cover, front_cover = round(grey(4) * 255), round(grey(1) * 255)
    assert colour(pdf, 0, trim.x - 2.7, middle) == pytest.approx(back_cover, abs=1)
    assert colour(pdf, 0, trim.right + 2.7, middle) == pytest.approx(front_cover, abs=1)
    assert colour(pdf, 0, trim.x + 20, trim.y - 2.7) == pytest.approx(back_cover, abs=1)
    assert colour(pdf, 0, trim.x + 20, trim.top + 2.7) == pytest.approx(back_cover, abs=1)
    assert colour(pdf, 0, trim.x - 3.3, middle) == 255
    assert colour(pdf, 0, fold - 0.3, middle) == pytest.approx(back_cover, abs=1)
    assert colour(pdf, 0, fold + 0.3, middle) == pytest.approx(front_cover, abs=1)


def test_what_a_page_has_in_its_slug_is_not_printed() -> None:
    plan = booklet(4, Print(sheet=SHEET_SIZES["A3"]), "left")
    pdf = impose(drawn(4, bleed=13), plan, PLACE)
    trim = plan.sheets[0].front.trim
    assert colour(pdf, 0, trim.x - 2.7, 148.5) < 255
    assert colour(pdf, 0, trim.x - 3.3, 148.5) == 255
    assert colour(pdf, 0, trim.x + 20, trim.top + 3.3) == 255


def test_fold_marks_are_printed_beyond_the_bleed() -> None:
    plan = booklet(4, Print(sheet=SHEET_SIZES["SRA3"]), "left")
    pdf = impose(drawn(4), plan, PLACE)
    trim = plan.sheets[0].front.trim
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=10 / PT_PER_MM).to_pil().convert("L")
    column = [picture.getpixel((x, int(picture.height - (trim.top + 4.5) * 10))) for x in range(2240, 2260)]
    assert min(column) < 200
    assert sum(value < 200 for value in column) < 5


def with_everything(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Night Shift"
    pdf.docinfo["/CreationDate"] = "D:20261101000000Z"
    pdf.Root.Lang = "ur"
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFX,
                OutputConditionIdentifier="FOGRA39",
                DestOutputProfile=pdf.make_stream(b"profile", N=4),
            )
        ]
    )
    pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]))
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


def test_title_language_and_output_intent_are_kept_and_nothing_of_single_pages_is() -> None:
    plan = booklet(4, Print(duplex="long-edge"), "right")
    data = impose(drawn(4, change=with_everything), plan, PLACE)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.docinfo["/Title"] == "Night Shift"
        assert pdf.open_metadata()["dc:title"] == "Night Shift"
        assert pdf.Root.Lang == "ur"
        (intent,) = pdf.Root.OutputIntents
        assert intent.OutputConditionIdentifier == "FOGRA39"
        assert intent.DestOutputProfile.read_bytes() == b"profile"
        assert "/Outlines" not in pdf.Root
        kinds = [item.get("/Subtype") for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        assert "/Link" not in kinds
        assert sum(item.get("/Type") == "/Page" for item in pdf.objects if isinstance(item, pikepdf.Dictionary)) == 2
        hints = pdf.Root.ViewerPreferences
        assert (hints.Direction, hints.Duplex, hints.PrintScaling) == ("/R2L", "/DuplexFlipLongEdge", "/None")
        assert hints.PickTrayByPDFSize


@pytest.mark.parametrize(
    ("duplex", "hint"),
    [("short-edge", "/DuplexFlipShortEdge"), ("long-edge", "/DuplexFlipLongEdge"), ("manual", "/Simplex")],
)
def test_the_print_dialogue_starts_with_the_right_way_of_turning(duplex: str, hint: str) -> None:
    with pikepdf.open(io.BytesIO(impose(drawn(4), booklet(4, Print(duplex=duplex), "left"), PLACE))) as pdf:
        assert hint == pdf.Root.ViewerPreferences.Duplex
    with pikepdf.open(io.BytesIO(impose(drawn(8, Size(74.25, 105)), zine(8, Print(), "left", PLACE), PLACE))) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/Simplex"


def test_boxes_say_paper_bleed_and_trim() -> None:
    with pikepdf.open(io.BytesIO(impose(drawn(4), booklet(4, Print(sheet=SHEET_SIZES["SRA3"]), "left"), PLACE))) as pdf:
        for page in pdf.pages:
            for box, width, height in ((page.mediabox, 450, 320), (page.trimbox, 296, 210), (page.bleedbox, 302, 216)):
                x, y, right, top = (float(value) / PT_PER_MM for value in box)
                assert (right - x, top - y) == pytest.approx((width, height), abs=0.01)
                assert (right + x, top + y) == pytest.approx((450, 320), abs=0.01)


def test_the_same_pages_make_the_same_bytes() -> None:
    plan = booklet(9, Print(), "left")
    assert impose(drawn(9, change=with_everything), plan, PLACE) == impose(
        drawn(9, change=with_everything), plan, PLACE
    )


def test_a_page_of_another_size_is_refused_by_number() -> None:
    def wider(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[2].obj.TrimBox

    with pytest.raises(PublishError) as raised:
        impose(drawn(4, change=wider), booklet(4, Print(), "left"), PLACE)
    (problem,) = raised.value.problems
    assert problem.code == "page-size"
    assert problem.message.startswith("page 3 is 154.0 × 216.0 mm")


def test_a_plan_for_more_pages_than_there_are_is_refused() -> None:
    with pytest.raises(PublishError, match="page 5 is to be laid on a sheet, and there are 4 pages"):
        impose(drawn(4), booklet(6, Print(), "left"), PLACE)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(PublishError, match="no PDF"):
        impose(b"Dear all,", booklet(4, Print(), "left"), PLACE)
    with pytest.raises(PublishError, match="not a PDF"):
        contact_sheet(b"Dear all,", PLACE)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_a_contact_sheet_shows_all_pages_and_twice_the_same() -> None:
    pages = drawn(14)
    picture = contact_sheet(pages, PLACE)
    assert picture == contact_sheet(pages, PLACE)
    wide, high = size_of(picture)
    _, one_row = size_of(contact_sheet(drawn(6), PLACE))
    assert high > 2.5 * one_row
    assert size_of(contact_sheet(drawn(6), PLACE))[0] == wide


def test_a_contact_sheet_of_sheets_has_front_and_back_side_by_side() -> None:
    plan = booklet(8, Print(), "left")
    pdf = impose(drawn(8), plan, PLACE)
    labelled, plain = contact_sheet(pdf, PLACE, plan), contact_sheet(pdf, PLACE)
    wide, high = size_of(labelled)
    assert 1 < wide / high < 1.6
    assert labelled != plain
