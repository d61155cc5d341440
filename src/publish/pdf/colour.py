"""Colour for the press: what a screen colour becomes in ink, after FOGRA39, and never more ink than paper can take."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Protocol, TypeAlias

from PIL import Image, ImageChops, ImageCms, ImageMath

from publish.languages import styles_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

RGB: TypeAlias = tuple[float, float, float]
Tints: TypeAlias = tuple[float, ...]
"""The operands of a colour operator, 0 to 1: one is DeviceGray (1 is paper), four are DeviceCMYK (1 is ink)."""

MOST_INK = 3.0
"""Total area coverage: more than 300 % does not dry and sets off (FOGRA39, ISO 12647-2 asks for no more than 330 %)."""

# A difference between channels that the eye takes for gray: warm and cold blacks of drawings, JPEG noise.
NEUTRAL = 8

NEARLY_BLACK = 0.14
"""The darkest grays, up to #242424: on paper nobody tells them from black."""

_EXACT = 4


class Palette(Protocol):
    """What colours become: the way of one kind of printing."""

    space: str
    """The device colour space everything ends in, as PDF names it."""
    group: str
    """The space see-through things are mixed in."""

    def flat(self, rgb: RGB) -> Tints:
        """Return what a letter, rule or area of one colour becomes."""

    def blend(self, rgb: RGB) -> Tints:
        """Return what one step of a gradient becomes; neighbouring colours stay neighbours."""

    def mixed(self, cmyk: Tints) -> Tints:
        """Return what an author's own mix of four inks becomes."""

    def picture(self, image: Image.Image) -> Image.Image:
        """Return a picture in `L` or `CMYK`."""


def profile_bytes() -> bytes:
    """Return the ICC profile of the printing condition FOGRA39."""
    return (styles_folder() / "profiles" / "FOGRA39L_coated.icc").read_bytes()


@functools.cache
def _profile(name: str) -> ImageCms.ImageCmsProfile:
    if name == "CMYK":
        return ImageCms.getOpenProfile(str(styles_folder() / "profiles" / "FOGRA39L_coated.icc"))
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB" if name == "RGB" else "LAB"))


@functools.cache
def _transform(source: str, target: str) -> ImageCms.ImageCmsTransform:
    """Relative colorimetric with black-point compensation: the colours stay, the shadows keep their drawing."""
    return ImageCms.buildTransform(
        _profile(source),
        _profile(target),
        source,
        target,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def converted(image: Image.Image, source: str, target: str) -> Image.Image:
    """Return a picture in another mode through the profiles; both of `RGB`, `CMYK`, `LAB`."""
    result = ImageCms.applyTransform(image, _transform(source, target))
    if result is None:  # only where the change is made in place, which it is not
        raise ValueError(target)
    return result


def heaviest(image: Image.Image) -> float:
    """Return the most ink any pixel of a CMYK picture takes, 1 for each ink."""

    def total(given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Pillow's picture arithmetic
        return given["c"] + given["m"] + given["y"] + given["k"]

    return float(ImageMath.lambda_eval(total, **dict(zip("cmyk", image.split(), strict=True))).getextrema()[1]) / 255


def limited(image: Image.Image) -> Image.Image:
    """Return a CMYK picture with no pixel over 300 %: cyan, magenta and yellow give way, black stays."""
    most = round(MOST_INK * 255)
    if heaviest(image) * 255 <= most:
        return image
    bands = dict(zip("cmyk", image.split(), strict=True))
    parts = [ImageMath.lambda_eval(_lowered(name, most), **bands).convert("L") for name in "cmy"]
    return Image.merge("CMYK", (*parts, image.getchannel("K")))


def _lowered(name: str, most: int) -> Callable[[Mapping[str, Any]], Any]:
    def lower(given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Pillow's picture arithmetic
        coloured = given["c"] + given["m"] + given["y"]
        allowed = given["min"](coloured, most - given["k"])
        return given[name] * allowed / given["max"](coloured, 1)

    return lower


def is_neutral(rgb: RGB) -> bool:
    """Whether the eye takes a colour for black, white or a gray."""
    return (max(rgb) - min(rgb)) * 255 <= NEUTRAL + 1e-6


def is_gray(image: Image.Image) -> bool:
    """Whether an RGB picture holds nothing but grays."""
    red, green, blue = image.split()
    pairs = ((red, green), (green, blue), (red, blue))
    return all(_highest(ImageChops.difference(one, other)) <= NEUTRAL for one, other in pairs)


def _highest(band: Image.Image) -> float:
    low_high = band.getextrema()
    highest = low_high[1]
    return highest if isinstance(highest, int | float) else highest[1]


@functools.cache
def _grays() -> list[int]:
    """Return the sRGB gray (IEC 61966-2-1) of each lightness L* (CIE 1976) in 255 steps."""
    grays = []
    for step in range(256):
        lightness = step / 255 * 100
        luminance = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3
        encoded = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
        grays.append(round(encoded * 255))
    return grays


def gray_picture(image: Image.Image) -> Image.Image:
    """Return a picture in grays as light as its colours look."""
    if image.mode == "L":
        return image
    if image.mode == "RGB" and is_gray(image):
        return image.convert("L")
    return converted(image, image.mode, "LAB").getchannel("L").point(_grays())


@functools.cache
def _pixel(rgb: tuple[int, int, int], target: str) -> tuple[int, ...]:
    dot = Image.new("RGB", (1, 1), rgb)
    changed = gray_picture(dot) if target == "L" else limited(converted(dot, "RGB", target))
    value = changed.getpixel((0, 0))
    return tuple(int(part) for part in value) if isinstance(value, tuple) else (int(value or 0),)


def _bytes(rgb: RGB) -> tuple[int, int, int]:
    red, green, blue = (min(255, max(0, round(part * 255))) for part in rgb)
    return red, green, blue


def gray_of(rgb: RGB) -> float:
    """Return the gray that is as light as a colour looks, 0 (black) to 1."""
    return sum(rgb) / 3 if is_neutral(rgb) else _pixel(_bytes(rgb), "L")[0] / 255


def solid_gray(rgb: RGB) -> float:
    """Return the gray of a letter or area; what is all but black is black, for a tint of 91 % has screened edges."""
    level = gray_of(rgb)
    return 0.0 if level <= NEARLY_BLACK else level


def rgb_of(cmyk: Tints) -> RGB:
    """Return how a mix of four inks looks; ink on black alone is a gray."""
    if max(cmyk[:3]) == 0:
        return (1 - cmyk[3], 1 - cmyk[3], 1 - cmyk[3])
    cyan, magenta, yellow, black = (min(255, max(0, round(part * 255))) for part in cmyk)
    seen = converted(Image.new("CMYK", (1, 1), (cyan, magenta, yellow, black)), "CMYK", "RGB").getpixel((0, 0))
    red, green, blue = seen if isinstance(seen, tuple) else (0, 0, 0)
    return red / 255, green / 255, blue / 255


class FourColour:
    """Cyan, magenta, yellow and black; what looks black or gray is printed on black alone."""

    space = "/DeviceCMYK"
    group = "/DeviceCMYK"

    def flat(self, rgb: RGB) -> Tints:
        """Return four tints; a gray is on black alone, so that text has no coloured seams."""
        return (0, 0, 0, round(1 - solid_gray(rgb), _EXACT)) if is_neutral(rgb) else self.blend(rgb)

    def blend(self, rgb: RGB) -> Tints:
        """Return four tints through the profile."""
        return tuple(round(part / 255, _EXACT) for part in _pixel(_bytes(rgb), "CMYK"))

    def mixed(self, cmyk: Tints) -> Tints:
        """Return the mix as it is, or with less colour where it is over 300 %."""
        coloured, allowed = sum(cmyk[:3]), MOST_INK - cmyk[3]
        share = min(1.0, allowed / coloured) if coloured else 1.0
        # Cut, not rounded: four parts rounded up would be over the limit again.
        return (*(int(part * share * 10**_EXACT + 1e-9) / 10**_EXACT for part in cmyk[:3]), round(cmyk[3], _EXACT))

    def picture(self, image: Image.Image) -> Image.Image:
        """Return a gray picture in grays, any other in four colours and within 300 %."""
        if image.mode == "CMYK":
            return limited(image)
        if image.mode == "L" or is_gray(image):
            return gray_picture(image)
        return limited(converted(image, "RGB", "CMYK"))


class OneColour:
    """Black alone: every colour becomes the gray that is as light."""

    space = "/DeviceGray"
    group = "/DeviceCMYK"  # that of the output intent: in grays, registration colour would have nothing to be mixed in

    def flat(self, rgb: RGB) -> Tints:
        """Return the gray of a colour."""
        return (round(solid_gray(rgb), _EXACT),)

    def blend(self, rgb: RGB) -> Tints:
        """Return the gray of a step."""
        return (round(gray_of(rgb), _EXACT),)

    def mixed(self, cmyk: Tints) -> Tints:
        """Return the gray of a mix."""
        return self.flat(rgb_of(cmyk))

    def picture(self, image: Image.Image) -> Image.Image:
        """Return the picture in grays."""
        return gray_picture(image)


class Luminosity(OneColour):
    """The grays of a soft mask: no ink, but how much of it shows (ISO 32000-1, 11.5.3)."""

    group = "/DeviceGray"

    def flat(self, rgb: RGB) -> Tints:
        """Return the luminosity as PDF reckons it (ISO 32000-1, 10.3.2)."""
        return (round(0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2], _EXACT),)

    def blend(self, rgb: RGB) -> Tints:
        """Return the same."""
        return self.flat(rgb)
