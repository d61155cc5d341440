"""Pictures on their way to a screen: smaller, never larger, and to the eye the same."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageStat

from publish.outputs.epub import bitmaps

if TYPE_CHECKING:
    from collections.abc import Callable

PNG, JPEG = bitmaps.PNG, bitmaps.JPEG
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(picture: Image.Image, kind: str = PNG, **more: Any) -> bytes:  # noqa: ANN401 - what Pillow's writers take
    written = io.BytesIO()
    picture.save(written, kind.partition("/")[2], **more)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def photograph(size: tuple[int, int]) -> Image.Image:
    """Return soft colours with the grain of a film: what no PNG packs well."""
    grain = random.Random(7)  # noqa: S311 - it is a picture
    rough = Image.frombytes("RGB", (40, 30), grain.randbytes(40 * 30 * 3)).resize(size, Image.Resampling.BICUBIC)
    film = Image.frombytes("L", size, grain.randbytes(size[0] * size[1])).point(lambda value: value // 24)
    return ImageChops.add(rough, Image.merge("RGB", (film, film, film)))


def drawing(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    picture = Image.new(mode, size, "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4), fill="black")
    return picture


def off(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).rms)


def test_a_large_picture_is_drawn_as_large_as_a_screen_in_its_own_colours() -> None:
    large = photograph((2400, 1200))
    data, kind = bitmaps.lean(saved(large, JPEG, quality=95, icc_profile=SRGB), JPEG)
    small = opened(data)
    assert (kind, small.size, small.mode) == (JPEG, (bitmaps.LONGEST, bitmaps.LONGEST // 2), "RGB")
    assert small.info["icc_profile"] == SRGB
    assert off(small, large.resize(small.size, Image.Resampling.LANCZOS)) < 6


def test_a_small_jpeg_is_not_packed_again() -> None:
    data = saved(photograph((300, 200)), JPEG, quality=95)
    assert bitmaps.lean(data, JPEG) == (data, JPEG)


def test_a_turned_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data, _ = bitmaps.lean(saved(photograph((2400, 1200)), JPEG, quality=95, exif=exif), JPEG)
    small = opened(data)
    assert small.size == (bitmaps.LONGEST // 2, bitmaps.LONGEST)
    assert 0x0112 not in small.getexif()


def dots() -> Image.Image:
    """Return greys as a screen of dots shows them."""
    dot = drawing((9, 9), "L")
    picture = Image.new("L", (900, 900))
    for at in range(10000):
        picture.paste(dot.point(lambda value, at=at: value * (at % 97) // 97), (at % 100 * 9, at // 100 * 9))
    return picture


@pytest.mark.parametrize(
    ("make", "mode"),
    [(dots, "L"), (lambda: drawing((500, 400)), "RGB"), (lambda: drawing((500, 400), "1"), "1")],
    ids=["dots", "colours", "line art"],
)
def test_a_drawing_keeps_every_pixel(make: Callable[[], Image.Image], mode: str) -> None:
    picture = make()
    before = saved(picture, compress_level=1)
    data, kind = bitmaps.lean(before, PNG)
    assert kind == PNG
    assert len(data) < len(before)
    assert ImageChops.difference(opened(data).convert(mode), picture).getbbox() is None


def test_what_shines_through_still_does_and_has_no_dark_rim() -> None:
    picture = Image.new("RGBA", (2000, 2000), (0, 0, 0, 0))
    picture.paste((250, 200, 0, 255), (501, 501, 1501, 1501))
    data, kind = bitmaps.lean(saved(picture), PNG)
    small = opened(data).convert("RGBA")
    assert (kind, small.size) == (PNG, (bitmaps.LONGEST, bitmaps.LONGEST))
    assert small.getpixel((5, 5))[3] == 0
    assert small.getpixel((800, 800)) == (250, 200, 0, 255)
    seen = [small.getpixel((at, 800)) for at in range(380, 420)]
    assert all(red > 200 and green > 160 for red, green, _, clear in seen if clear > 20)


def test_one_clear_colour_stays_clear() -> None:
    picture = Image.new("P", (64, 64), 1)
    picture.putpalette([255, 255, 255, 0, 90, 0])
    picture.paste(0, (8, 8, 40, 40))
    data, _ = bitmaps.lean(saved(picture, transparency=0, compress_level=0), PNG)
    clear = opened(data).convert("RGBA")
    assert [clear.getpixel(spot) for spot in ((9, 9), (50, 50))] == [(255, 255, 255, 0), (0, 90, 0, 255)]


def test_a_photograph_saved_as_png_becomes_a_jpeg_in_the_same_colours() -> None:
    picture = photograph((600, 400)).filter(ImageFilter.GaussianBlur(1))
    data, kind = bitmaps.lean(saved(picture, icc_profile=SRGB), PNG)
    assert kind == JPEG
    assert opened(data).info["icc_profile"] == SRGB
    assert off(opened(data), picture) < 6


def test_inks_and_moving_pictures_stay_as_they_are() -> None:
    inks = saved(photograph((2000, 1500)).convert("CMYK"), JPEG, quality=95)
    assert bitmaps.lean(inks, JPEG) == (inks, JPEG)
    moving = saved(drawing((50, 50)), save_all=True, append_images=[Image.new("RGB", (50, 50), "red")])
    assert bitmaps.lean(moving, PNG) == (moving, PNG)


def test_a_painted_cover_is_flat_or_a_photograph() -> None:
    flat = drawing((600, 800))
    data, kind = bitmaps.drawn(flat)
    assert kind == PNG
    assert off(opened(data).convert("RGB"), flat) < 2
    assert bitmaps.drawn(photograph((600, 800)))[1] == JPEG


def test_a_painted_cover_in_black_keeps_its_white_its_black_and_its_tints() -> None:
    large = drawing((1600, 1600)).resize((400, 400), Image.Resampling.LANCZOS)
    data, kind = bitmaps.drawn(large)
    assert (kind, opened(data).mode) == (PNG, "P")
    assert off(opened(data).convert("RGB"), large) < 0.6
    assert {(0, 0, 0), (255, 255, 255)} <= {colour for _, colour in opened(data).convert("RGB").getcolors()}
    large.paste((229, 229, 229), (0, 0, 200, 200))
    assert opened(bitmaps.drawn(large)[0]).convert("RGB").getpixel((5, 5)) == (229, 229, 229)


def test_the_same_bytes_come_out_twice() -> None:
    data = saved(photograph((2000, 1000)))
    assert bitmaps.lean.__wrapped__(data, PNG) == bitmaps.lean.__wrapped__(data, PNG)
