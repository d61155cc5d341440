"""What is painted on a page: where it stands, what of it shows, and how it is read from the operators."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name

from publish.pdf.inspection import inspect
from publish.pdf.seen import Kind, grown, meets, shared
from publish.problems import Place

if TYPE_CHECKING:
    from publish.pdf.seen import Page, Painted

HELVETICA = pikepdf.Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=65, Widths=pikepdf.Array([600, 500])
)
sides = st.floats(-500, 500, allow_nan=False)
boxes = st.tuples(sides, sides, st.floats(1, 300), st.floats(1, 300)).map(
    lambda it: (it[0], it[1], it[0] + it[2], it[1] + it[3])
)


def page(operators: str, **resources: Any) -> Page:  # noqa: ANN401 - resources of a PDF
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 600))
    held = {f"/{kind}": pikepdf.Dictionary({f"/{name}": made(pdf) if callable(made) else made})
            for kind, (name, made) in resources.items()}  # fmt: skip
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(held)
    pdf.pages[0].obj.Contents = pdf.make_stream(operators.encode())
    file = io.BytesIO()
    pdf.save(file)
    return inspect(file.getvalue(), Place("case.pdf")).pages[0]


def painted(operators: str, **resources: Any) -> Painted:  # noqa: ANN401 - dictionaries of pikepdf
    (one,) = page(operators, **resources).painted
    return one


def form(operators: str, box: list[float], matrix: list[float]) -> Any:  # noqa: ANN401 - made with the file it is in
    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        return pdf.make_stream(
            operators.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=pikepdf.Array(box),
            Matrix=pikepdf.Array(matrix),
        )  # fmt: skip

    return make


def test_an_area_stands_where_the_matrix_puts_it_and_shows_where_it_is_not_cut_off() -> None:
    area = painted("q 2 0 0 2 10 20 cm 0 0 30 40 re W n 5 5 100 10 re f Q")
    assert area.kind is Kind.FILL
    assert area.whole == pytest.approx((20, 30, 220, 50))
    assert area.box == pytest.approx((20, 30, 70, 50))


def test_what_is_saved_comes_back() -> None:
    things = page("q 1 0 0 rg 5 w Q 0 0 50 50 re f 0 0 m 100 0 l S").painted
    assert [(thing.space, thing.width) for thing in things] == [("DeviceGray", -1), ("DeviceGray", 1)]


def test_a_form_is_followed_with_its_matrix_and_cut_at_its_box() -> None:
    thing = painted("/Form Do", XObject=("Form", form("0 0 200 10 re f", [0, 0, 50, 50], [1, 0, 0, 1, 100, 100])))
    assert thing.box == pytest.approx((100, 100, 150, 110))


def test_a_form_that_paints_itself_comes_to_an_end() -> None:
    assert page("/Form Do", XObject=("Form", form("/Form Do 0 0 9 9 re f", [0, 0, 9, 9], [1, 0, 0, 1, 0, 0]))).painted


@pytest.mark.parametrize(("operators", "space", "ink"), [
    ("0 0 0 1 k", "DeviceCMYK", 1), ("1 0.5 0.25 0.75 k", "DeviceCMYK", 2.5), ("1 g", "DeviceGray", 0),
    ("/DeviceCMYK cs 0.5 0.5 0 0 scn", "DeviceCMYK", 1), ("1 1 1 rg", "DeviceRGB", 0), ("0 1 0 rg", "DeviceRGB", -1),
])  # fmt: skip
def test_a_colour_has_a_space_and_an_amount_of_ink(operators: str, space: str, ink: float) -> None:
    thing = painted(f"{operators} 0 0 50 50 re f")
    assert (thing.space, thing.ink) == (space, ink)


def test_what_cannot_be_seen_is_not_painted() -> None:
    clear = pikepdf.Dictionary(Type=Name.ExtGState, ca=0)
    assert page("/Clear gs 0 0 50 50 re f", ExtGState=("Clear", clear)).painted == ()
    assert page("0 0 5 5 re W n 100 100 50 50 re f").painted == ()
    assert page("BT 3 Tr /Face 10 Tf (A) Tj ET", Font=("Face", HELVETICA)).painted == ()


def test_text_is_as_wide_as_its_face_says_and_its_last_blank_takes_no_room() -> None:
    text = painted("BT /Face 10 Tf 50 100 Td [(AB) -1000 (A)] TJ ET", Font=("Face", HELVETICA))
    assert text.box[0] == pytest.approx(50)
    assert text.box[2] == pytest.approx(50 + 6 + 5 + 10 + 6)
    assert text.face is not None
    assert not text.face.embedded


def test_a_picture_has_the_density_it_is_shown_at() -> None:
    image = lambda pdf: pdf.make_stream(  # noqa: E731 - made with the file it is in
        bytes(100 * 50), Type=Name.XObject, Subtype=Name.Image, Width=100, Height=50, ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )  # fmt: skip
    assert painted("0 72 -72 0 100 0 cm /Photo Do", XObject=("Photo", image)).density == pytest.approx(50)
    assert painted("q 36 0 0 18 0 0 cm /Photo Do Q", XObject=("Photo", image)).density == pytest.approx(200)


@given(boxes, boxes)
def test_boxes_that_meet_share_room_and_others_none(one: Any, other: Any) -> None:  # noqa: ANN401 - hypothesis
    common = shared(one, other)
    room = (common[2] - common[0]) * (common[3] - common[1])
    assert (room > 0) == meets(one, other)
    assert shared(one, grown(one, 1)) == one
