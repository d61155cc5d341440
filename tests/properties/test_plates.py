"""Plates of a Risograph, laid over each other by pdfium."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from publish.measure import Length
from publish.pdf.colour import is_neutral
from publish.pdf.inks import colour_use
from publish.pdf.job import Job, drums
from publish.pdf.plates import INKS, Drum, blended_tints, flat_tints, picture_tints, plate, text_ink
from publish.problems import Place, PublishError
from publish.settings import Print

INK_SETS = (("black", "red"), ("black", "blue", "yellow"), ("blue", "fluorescent-pink"), ("black",))

inks = st.sampled_from(INK_SETS)
part = st.integers(0, 255).map(lambda value: value / 255)
colour = st.tuples(part, part, part)
rectangle = st.tuples(st.integers(0, 80), st.integers(0, 80), st.integers(5, 60), st.integers(5, 60))
JOB = Job("Plates", "plates", Place("manuscript.md"))


def _page(content: str) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    page.obj.TrimBox = [10, 10, 90, 90]
    page.obj.Contents = pdf.make_stream(content.encode())
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def _darkness(pdf: bytes) -> Image.Image:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        seen = opened[0].render(scale=1).to_pil().convert("L")
        return ImageChops.invert(seen)
    finally:
        opened.close()


def _print(given: tuple[str, ...]) -> Print:
    return Print(ink=given, marks=(), bleed=Length(0), slug=Length(0))


def _rectangles(painted: list[tuple[tuple[float, float, float], tuple[int, int, int, int]]]) -> str:
    return "\n".join(
        f"{red:.5f} {green:.5f} {blue:.5f} rg {x} {y} {width} {height} re f"
        for (red, green, blue), (x, y, width, height) in painted
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(colour, rectangle), min_size=1, max_size=6), inks)
def test_the_plates_laid_over_each_other_are_the_composite(
    painted: list[tuple[tuple[float, float, float], tuple[int, int, int, int]]], given_inks: tuple[str, ...]
) -> None:
    page = _page(_rectangles(painted))
    plates = [_darkness(plate(page, JOB, _print(given_inks), ink)) for ink in given_inks]
    grays = [(sum(flat_tints(rgb, given_inks).values()), place) for rgb, place in painted]
    composite = _darkness(_page_at_trim([((1 - tint,) * 3, place) for tint, place in grays]))
    whole = plates[0]
    for other in plates[1:]:
        whole = ImageChops.add(whole, other)
    assert _largest(ImageChops.difference(whole, composite)) <= 2


def _page_at_trim(painted: list[tuple[tuple[float, ...], tuple[int, int, int, int]]]) -> bytes:
    """Return a page whose trim is its paper, as a plate without bleed and slug is."""
    with pikepdf.open(io.BytesIO(_page(_rectangles(painted)))) as pdf:
        pdf.pages[0].obj.MediaBox = [10, 10, 90, 90]
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def _largest(image: Image.Image) -> int:
    return int(image.getextrema()[1])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(colour, rectangle), min_size=2, max_size=6), inks)
def test_no_place_has_two_inks(
    painted: list[tuple[tuple[float, float, float], tuple[int, int, int, int]]], given_inks: tuple[str, ...]
) -> None:
    page = _page(_rectangles(painted))
    plates = [_darkness(plate(page, JOB, _print(given_inks), ink)) for ink in given_inks]
    for at, one in enumerate(plates):
        for other in plates[at + 1 :]:
            assert _largest(ImageChops.multiply(one.point(_solid), other.point(_solid))) == 0


def _solid(value: int) -> int:
    return 255 if value > 1 else 0


@settings(deadline=None)
@given(colour, inks)
def test_a_flat_colour_lies_on_one_drum_and_a_gray_on_that_of_the_text(
    rgb: tuple[float, float, float], given_inks: tuple[str, ...]
) -> None:
    tints = flat_tints(rgb, given_inks)
    assert sum(tint > 0 for tint in tints.values()) <= 1
    assert all(0 <= tint <= 1 for tint in tints.values())
    if is_neutral(rgb):
        assert sum(tints.values()) == tints[text_ink(given_inks)]


@settings(deadline=None)
@given(colour, inks)
def test_a_step_of_a_gradient_is_never_darker_than_all_of_the_inks(
    rgb: tuple[float, float, float], given_inks: tuple[str, ...]
) -> None:
    assert sum(blended_tints(rgb, given_inks).values()) <= 1 + 1e-9


@settings(deadline=None)
@given(st.lists(colour, min_size=4, max_size=4), inks)
def test_what_a_picture_has_of_each_ink_is_never_more_than_one_whole(
    rgbs: list[tuple[float, float, float]], given_inks: tuple[str, ...]
) -> None:
    picture = Image.new("RGB", (4, 1))
    for x, rgb in enumerate(rgbs):
        picture.putpixel((x, 0), tuple(round(value * 255) for value in rgb))
    tints = picture_tints(picture, given_inks)
    assert set(tints) <= set(given_inks)
    for pixel in zip(*(tint.tobytes() for tint in tints.values()), strict=True):
        assert sum(pixel) <= 257


def test_red_goes_on_the_red_drum_and_blue_on_black_where_a_picture_has_both() -> None:
    picture = Image.new("RGB", (2, 1), (255, 0, 0))
    picture.putpixel((1, 0), (0, 0, 255))
    tints = picture_tints(picture, ("black", "red"))
    assert list(tints["red"].tobytes()) == [255, 0]
    assert tints["black"].tobytes()[0] == 0
    assert tints["black"].tobytes()[1] > 150


def test_a_gray_picture_is_on_black_and_keeps_its_place_free_on_red() -> None:
    gray = Image.linear_gradient("L")
    assert Drum("black", ("black", "red")).picture(gray) is gray
    assert Drum("red", ("black", "red")).picture(gray).getextrema() == (255, 255)


def test_text_is_on_its_drum_only() -> None:
    content = "0.8 0.1 0.1 rg 0 0 100 100 re f 0 0 0 rg 20 20 30 30 re f"
    black, red = (_darkness(plate(_page(content), JOB, _print(("black", "red")), ink)) for ink in ("black", "red"))
    # The plate is the trim: its pixel 20 from the left is the page's point 30.
    assert black.getpixel((20, 50)) == 255
    assert red.getpixel((20, 50)) == 0
    assert black.getpixel((70, 5)) == 0
    assert red.getpixel((70, 5)) == pytest.approx(0.9 * 255, abs=2)


def test_a_plate_holds_grays_alone_and_is_the_same_each_time() -> None:
    page = _page("1 0 0 rg 20 20 30 30 re f 0 0 1 RG 5 5 m 90 90 l S")
    made = plate(page, JOB, _print(("black", "red")), "red")
    assert {use.space for use in colour_use(made)} == {"DeviceGray"}
    assert made == plate(page, JOB, _print(("black", "red")), "red")


def test_an_unknown_ink_is_named_with_the_nearest_known_one() -> None:
    with pytest.raises(PublishError) as told:
        plate(_page(""), JOB, _print(("black", "reed")), "black")
    assert "red" in told.value.problems[0].hint


def test_only_a_job_in_named_inks_has_drums() -> None:
    assert drums(Print(ink=("K",))) == ()
    assert drums(Print(ink=("cmyk",))) == ()
    assert drums(Print(ink=("Black", "Medium Blue"))) == ("black", "medium-blue")
    assert {"black", "medium-blue"} <= set(INKS)
