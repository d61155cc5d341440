"""Every corner of a PDF a colour can hide in."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from publish.pdf.colour import FourColour, OneColour
from publish.pdf.inks import SeeThrough, Use, colour_use, may_show_through, see_through
from publish.pdf.plates import Drum
from publish.pdf.repaint import Repaint
from publish.problems import Place, PublishError

RED = b"1 0 0 rg 0 0 9 9 re f"


def _pdf() -> pikepdf.Pdf:
    """Return a PDF whose one page hides red in a form, a pattern, a glyph, a mask, a gradient and a group."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    inner = pdf.make_stream(RED, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form = pdf.make_stream(b"/Inner Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Inner=inner))
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    mask = pdf.make_stream(b"0.5 0.5 0.5 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    tile = pdf.make_stream(RED, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9)
    tile.Resources = Dictionary()
    glyph = pdf.make_stream(b"9 0 d0 1 0 0 rg 0 0 9 9 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 9, 9],
        FontMatrix=[1, 0, 0, 1, 0, 0],
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=[9],
        Resources=Dictionary(),
    )
    ramp = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    gradient = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 0], Function=ramp)
    profile = pdf.make_stream(b"", N=3)
    page.Resources = Dictionary(
        XObject=Dictionary(Form=form),
        Pattern=Dictionary(Tile=tile),
        Shading=Dictionary(Ramp=gradient),
        Font=Dictionary(Three=pdf.make_indirect(font)),
        ColorSpace=Dictionary(Seen=Array([Name.ICCBased, profile])),
        ExtGState=Dictionary(
            Fading=Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=mask, BC=[0.0, 0.0, 0.0]))
        ),
    )
    page.Contents = pdf.make_stream(
        b"/Span <</MCID 0>> BDC q /Form Do Q EMC q /Fading gs 0 0 5 5 re f Q /Pattern cs /Tile scn 0 0 9 9 re f "
        b"/Seen cs 0 0 9 9 re f 1 0 0 sc 0 0 9 9 re f /Ramp sh BT /Three 9 Tf (a) Tj ET 1 0 0 RG 0 0 m 9 9 l S"
    )
    return pdf


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def _repainted(pdf: pikepdf.Pdf) -> bytes:
    work = Repaint(pdf, FourColour(), Place("manuscript.md"))
    for page in pdf.pages:
        page.obj.Contents = pdf.make_stream(work.content(page))
    work.finish()
    return _bytes(pdf)


def test_red_is_found_wherever_it_hides() -> None:
    found = {(use.space, use.what) for use in colour_use(_bytes(_pdf()))}
    assert found == {
        ("DeviceRGB", "fill"),
        ("DeviceRGB", "stroke"),
        ("DeviceRGB", "gradient"),
        ("DeviceRGB", "group"),
        ("DeviceRGB", "mask"),
        ("ICCBased 3", "fill"),
    }


def test_red_becomes_ink_wherever_it_hides() -> None:
    found = {(use.space, use.what) for use in colour_use(_repainted(_pdf()))}
    assert found == {
        ("DeviceCMYK", "fill"),
        ("DeviceCMYK", "stroke"),
        ("DeviceCMYK", "gradient"),
        ("DeviceCMYK", "group"),
        ("DeviceGray", "mask"),
    }


def test_a_mask_keeps_how_much_it_shows_and_tags_go() -> None:
    pdf = _pdf()
    _repainted(pdf)
    mask = pdf.pages[0].obj.Resources.ExtGState.Fading.SMask
    assert mask.G.read_bytes().startswith(b"0.5 g")
    assert list(mask.BC) == [0]
    assert b"BDC" not in pdf.pages[0].obj.Contents.read_bytes()
    assert "/ColorSpace" not in pdf.pages[0].obj.Resources


def test_a_colour_space_alone_sets_its_first_colour() -> None:
    content = _content("/DeviceRGB cs 0 0 9 9 re f /DeviceCMYK CS 0 0 m 9 9 l S")
    assert content.split()[10:] == b"0 0 0 1 k 0 0 9 9 re f 0 0 0 1 K 0 0 m 9 9 l S".split()


def test_a_colour_space_lasts_until_its_state_is_left() -> None:
    content = _content("q /DeviceRGB cs Q 0.5 sc 0 0 9 9 re f")
    assert content.split()[-8:] == b"0 0 0 0.5 k 0 0 9 9 re f".split()[-8:]


def _content(drawn: str) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    page.obj.Contents = pdf.make_stream(drawn.encode())
    return Repaint(pdf, FourColour(), Place("manuscript.md")).content(page)


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ("/Spot cs 1 scn 0 0 9 9 re f", "the colour space Spot"),
        ("/DeviceRGB cs 1 0 scn 0 0 9 9 re f", "a rgb colour with 2 parts"),
        ("BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI", "inside the text of the page"),
    ],
)
def test_what_cannot_be_brought_into_ink_is_refused_with_its_reason(drawn: str, why: str) -> None:
    with pytest.raises(PublishError, match="cannot be brought into printing inks") as told:
        _content(drawn)
    assert why in told.value.problems[0].message


def _cmyk_jpeg(colour: tuple[int, int, int, int]) -> pikepdf.Pdf:
    """Return a page with a JPEG in four inks as WeasyPrint puts it: inverted by Adobe's custom, and said to be so."""
    data = io.BytesIO()
    Image.new("CMYK", (8, 8), colour).save(data, "JPEG", quality=100)
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    picture = pdf.make_stream(
        data.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=8,
        Height=8,
        Filter=Name.DCTDecode,
        ColorSpace=Name.DeviceCMYK,
        BitsPerComponent=8,
    )
    with Image.open(data) as opened:
        if opened.info.get("adobe"):
            picture.Decode = [1, 0] * 4
    page.Resources = Dictionary(XObject=Dictionary(Photo=picture))
    page.Contents = pdf.make_stream(b"/Photo Do")
    return pdf


def test_a_photo_in_four_inks_is_held_to_300_percent() -> None:
    pdf = _cmyk_jpeg((255, 255, 255, 255))
    _repainted(pdf)
    picture = pdf.pages[0].obj.Resources.XObject.Photo
    assert sum(picture.read_bytes()[:4]) <= 765
    assert picture.read_bytes()[3] >= 254


def test_the_ink_of_a_photo_is_weighed() -> None:
    (use,) = colour_use(_bytes(_cmyk_jpeg((255, 255, 255, 102))))
    assert (use.space, use.what, use.name) == ("DeviceCMYK", "picture", "Photo")
    assert use.ink == pytest.approx(3.4, abs=0.05)


def test_a_picture_that_cannot_be_read_is_named_as_its_author_names_it() -> None:
    pdf = _cmyk_jpeg((0, 0, 0, 0))
    photo = pdf.pages[0].obj.Resources.XObject.Photo
    photo.write(b"\0")
    asked_at = Place("manuscript.md", 9)
    work = Repaint(pdf, FourColour(), Place("manuscript.md"), {"Photo": ("images/yard.jpg", asked_at)})
    with pytest.raises(PublishError, match=r"“images/yard\.jpg”") as told:
        work.content(pdf.pages[0])
    assert told.value.problems[0].place == asked_at


def test_a_photo_in_cyan_is_not_its_opposite() -> None:
    pdf = _cmyk_jpeg((255, 0, 0, 0))
    work = Repaint(pdf, OneColour(), Place("manuscript.md"))
    work.content(pdf.pages[0])
    gray = pdf.pages[0].obj.Resources.XObject.Photo.read_bytes()[0]
    assert 110 <= gray <= 190  # cyan is as light as a middle gray; red, its opposite, and paper are not


def test_see_through_things_are_told_with_their_page() -> None:
    pdf = _pdf()
    pdf.pages[0].obj.Resources.ExtGState.Pale = Dictionary(ca=0.25, BM=Name.Multiply)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/Pale gs 0 0 9 9 re f")
    assert see_through(_bytes(pdf)) == (
        SeeThrough(1, "something of 25% opacity"),
        SeeThrough(1, "the blend mode Multiply"),
    )


@pytest.mark.parametrize(
    ("state", "mixes"),
    [
        ({"/ca": 1, "/CA": 1, "/BM": Name.Normal, "/SMask": Name("/None")}, False),
        ({"/ca": 0.5}, True),
        ({"/CA": 0.99}, True),
        ({"/BM": Name.Screen}, True),
        ({"/SMask": Dictionary(S=Name.Luminosity)}, True),
    ],
)
def test_a_file_in_which_all_is_solid_need_not_be_followed(state: dict[str, object], *, mixes: bool) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    assert not may_show_through(pdf)
    page.Resources = Dictionary(ExtGState=Dictionary(Mine=Dictionary(state)))
    assert may_show_through(pdf) == mixes


def test_the_ink_of_a_flat_colour_is_added_up() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    page.Contents = pdf.make_stream(b"1 0.9 0.9 0.8 k 0 0 9 9 re f")
    assert colour_use(_bytes(pdf)) == (Use(1, "DeviceCMYK", "fill", ink=3.6),)


def test_black_that_nobody_set_is_no_ink_on_a_coloured_drum() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    page.obj.Contents = pdf.make_stream(b"0 0 9 9 re f")
    assert Repaint(pdf, Drum("red", ("black", "red")), Place("manuscript.md")).content(page).startswith(b"1 g")


def test_a_picture_inside_the_text_of_a_page_is_found() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100)).obj
    page.Contents = pdf.make_stream(b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI")
    assert colour_use(_bytes(pdf)) == (Use(1, "DeviceRGB", "picture"),)


def test_a_stencil_inside_the_text_of_a_page_takes_the_colour_it_is_painted_with() -> None:
    assert b"/IM true" in _content("1 0 0 rg BI /W 1 /H 1 /BPC 1 /IM true ID a EI")
