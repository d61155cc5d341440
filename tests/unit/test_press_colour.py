"""What screen colours become in ink."""

from __future__ import annotations

import io
import itertools

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from publish.pdf.colour import FourColour, Luminosity, OneColour, limited
from publish.pdf.gradients import repaint_shading
from publish.pdf.pictures import UnreadableError, read_picture, repaint_picture
from publish.pdf.spaces import Space, space_of

part = st.integers(0, 255).map(lambda value: value / 255)
share = st.floats(0, 1).map(lambda value: round(value, 4))


@settings(deadline=None)
@given(st.tuples(part, part, part))
def test_no_screen_colour_becomes_more_than_300_percent_of_ink(rgb: tuple[float, float, float]) -> None:
    assert sum(FourColour().flat(rgb)) <= 3.0
    assert sum(FourColour().blend(rgb)) <= 3.0


@settings(deadline=None)
@given(st.tuples(share, share, share, share))
def test_an_authors_mix_is_kept_where_it_can_be_and_keeps_its_black_where_not(
    cmyk: tuple[float, float, float, float],
) -> None:
    mixed = FourColour().mixed(cmyk)
    assert sum(mixed) <= 3.0 + 1e-9
    assert mixed[3] == cmyk[3]
    if sum(cmyk) <= 3.0:
        assert mixed == pytest.approx(cmyk, abs=1.1e-4)


@settings(deadline=None)
@given(part)
def test_a_gray_is_printed_on_black_alone(level: float) -> None:
    cyan, magenta, yellow, black = FourColour().flat((level, level, level))
    assert (cyan, magenta, yellow) == (0, 0, 0)
    assert black == pytest.approx(1 - level, abs=1e-4) or (black == 1 and level <= 0.14)


def test_the_black_of_a_drawing_is_solid_though_it_is_a_little_blue() -> None:
    assert FourColour().flat((0x17 / 255, 0x16 / 255, 0x1C / 255)) == (0, 0, 0, 1)
    assert OneColour().flat((0x17 / 255, 0x16 / 255, 0x1C / 255)) == (0,)


def test_colours_go_through_the_profile() -> None:
    cyan, magenta, yellow, black = FourColour().flat((1, 0, 0))
    assert magenta > 0.9
    assert yellow > 0.9
    assert cyan < 0.1
    assert black < 0.1


def test_one_colour_prints_a_colour_as_light_as_it_looks() -> None:
    yellow, red, blue = (OneColour().flat(rgb)[0] for rgb in ((1, 1, 0), (1, 0, 0), (0, 0, 1)))
    assert yellow > red > blue > 0


def test_a_soft_mask_is_not_ink_and_keeps_its_darkest_grays() -> None:
    assert Luminosity().flat((0.1, 0.1, 0.1)) == (0.1,)


def test_white_stays_paper() -> None:
    assert FourColour().flat((1, 1, 1)) == (0, 0, 0, 0)
    assert OneColour().flat((1, 1, 1)) == (1,)


def _pixels(image: Image.Image) -> set[tuple[int, ...]]:
    data, size = image.tobytes(), len(image.getbands())
    return {tuple(data[at : at + size]) for at in range(0, len(data), size)}


def test_a_picture_over_300_percent_gives_way_in_its_colours_alone() -> None:
    picture = limited(Image.new("CMYK", (4, 4), (255, 230, 220, 200)))
    ((cyan, magenta, yellow, black),) = _pixels(picture)
    assert black == 200
    assert 758 <= cyan + magenta + yellow + black <= 765
    assert cyan > magenta > yellow


def test_the_shadows_of_a_photo_stay_within_300_percent() -> None:
    ramp = Image.linear_gradient("L").point(lambda value: value // 6)
    photo = Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.ROTATE_90), Image.new("L", (256, 256), 20)))
    printed = FourColour().picture(photo)
    assert printed.mode == "CMYK"
    assert max(map(sum, _pixels(printed))) <= 765


def test_a_gray_photo_saved_in_colour_is_printed_on_black() -> None:
    ramp = Image.linear_gradient("L")
    printed = FourColour().picture(Image.merge("RGB", (ramp, ramp, ramp)))
    assert printed.mode == "L"
    assert printed.tobytes() == ramp.tobytes()


def _jpeg(pdf: pikepdf.Pdf, image: Image.Image, **saved: object) -> pikepdf.Stream:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95, **saved)
    return pdf.make_stream(
        data.getvalue(),
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        Filter=pikepdf.Name.DCTDecode,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
    )


def test_the_profile_a_photo_brings_along_is_heard() -> None:
    pdf = pikepdf.new()
    photo = Image.new("RGB", (16, 16), (150, 60, 30))
    known = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # With red and green exchanged in the profile, what is stored as red was meant as green.
    exchanged = known.replace(b"rXYZ", b"____", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"____", b"gXYZ", 1)
    seen = [read_picture(_jpeg(pdf, photo, icc_profile=profile)).getpixel((8, 8)) for profile in (known, exchanged)]
    assert seen == [pytest.approx((150, 60, 30), abs=4), pytest.approx((60, 150, 30), abs=12)]
    assert read_picture(_jpeg(pdf, photo, icc_profile=b"none")).getpixel((8, 8)) == pytest.approx((150, 60, 30), abs=4)


def test_a_soft_mask_that_hides_nothing_goes_and_one_that_does_stays() -> None:
    for level, kept in ((255, False), (120, True)):
        pdf = pikepdf.new()
        picture = _jpeg(pdf, Image.new("RGB", (8, 8), (200, 30, 30)))
        picture.SMask = _jpeg(pdf, Image.new("L", (8, 8), level))
        picture.SMask.ColorSpace = pikepdf.Name.DeviceGray
        picture.Interpolate = True
        repaint_picture(picture, FourColour())
        assert ("/SMask" in picture) is kept
        assert picture.ColorSpace == pikepdf.Name.DeviceCMYK
        assert "/Interpolate" not in picture
        assert len(picture.read_bytes()) == 8 * 8 * 4


def test_a_picture_whose_values_are_turned_round_is_read_as_it_looks() -> None:
    pdf = pikepdf.new()
    picture = pdf.make_stream(bytes(3), Width=1, Height=1, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8)
    picture.Subtype = pikepdf.Name.Image
    picture.Decode = [1, 0, 1, 0, 1, 0]
    repaint_picture(picture, FourColour())
    assert picture.read_bytes() == b"\xff"
    assert "/Decode" not in picture


def test_a_picture_with_too_few_pixels_is_refused() -> None:
    pdf = pikepdf.new()
    picture = pdf.make_stream(bytes(3), Width=9, Height=9, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8)
    picture.Subtype = pikepdf.Name.Image
    with pytest.raises(UnreadableError, match="the pixels cannot be read"):
        repaint_picture(picture, FourColour())


def _gradient(first: list[float], last: list[float]) -> tuple[pikepdf.Pdf, pikepdf.Object]:
    pdf = pikepdf.new()
    function = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=first, C1=last, N=1)
    whole = pikepdf.Dictionary(FunctionType=3, Domain=[0, 1], Bounds=[], Encode=[0, 1], Functions=[function])
    shading = pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 1, 0], Function=whole)
    repaint_shading(pdf, shading, Space("rgb"), FourColour())
    return pdf, shading


def _samples(shading: pikepdf.Object) -> list[tuple[float, ...]]:
    data = shading.Function.Functions[0].read_bytes()
    values = [int.from_bytes(data[at : at + 2], "big") / 65535 for at in range(0, len(data), 2)]
    return [tuple(values[at : at + 4]) for at in range(0, len(values), 4)]


def test_a_gradient_between_grays_stays_on_black() -> None:
    _, shading = _gradient([0, 0, 0], [1, 1, 1])
    assert all(sample[:3] == (0, 0, 0) for sample in _samples(shading))
    assert _samples(shading)[-1] == (0, 0, 0, 0)


def test_a_gradient_has_no_jump_where_it_passes_through_gray_and_no_step_over_300_percent() -> None:
    _, shading = _gradient([1, 0, 0], [0, 0, 0])
    samples = _samples(shading)
    assert shading.ColorSpace == pikepdf.Name.DeviceCMYK
    assert max(map(sum, samples)) <= 3.0
    jumps = [max(abs(a - b) for a, b in zip(*pair, strict=True)) for pair in itertools.pairwise(samples)]
    assert max(jumps) < 0.2


def test_registration_colour_is_known_and_other_spot_colours_are_refused() -> None:
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[1], N=1)

    def spot(name: str) -> pikepdf.Array:
        return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name(name), pikepdf.Name.DeviceGray, tint])

    assert space_of(spot("/All"), pikepdf.Dictionary()).kind == "all"
    with pytest.raises(ValueError, match="Separation"):
        space_of(spot("/Orange"), pikepdf.Dictionary())
    with pytest.raises(ValueError, match="nowhere"):
        space_of(pikepdf.Name("/nowhere"), pikepdf.Dictionary())


def test_a_lab_colour_looks_the_same_in_rgb() -> None:
    red = Space("lab").seen((53.24, 80.09, 67.2))
    assert red == pytest.approx((1, 0, 0), abs=0.02)
    assert Space("lab").seen((100, 0, 0)) == pytest.approx((1, 1, 1), abs=0.01)
