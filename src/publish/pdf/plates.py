"""Plates for a Risograph: one file of grays for each drum, where black is all of its ink and white is none."""

from __future__ import annotations

import colorsys
import difflib
import functools
import hashlib
import io
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image, ImageChops

from publish.pdf.colour import converted, gray_of, gray_picture, is_gray, is_neutral, rgb_of, solid_gray
from publish.pdf.job import drums
from publish.pdf.paper import put_on_paper
from publish.pdf.press import describe, saved
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.pdf.colour import RGB, Tints
    from publish.pdf.job import Job
    from publish.settings import Print

INKS: Mapping[str, str] = {
    "black": "#000000",
    "gray": "#6f757b",
    "blue": "#0078bf",
    "medium-blue": "#3255a4",
    "federal-blue": "#3d5588",
    "teal": "#00838a",
    "turquoise": "#00aa93",
    "mint": "#82d8d5",
    "green": "#00a95c",
    "hunter-green": "#407060",
    "yellow": "#ffe800",
    "sunflower": "#ffb511",
    "gold": "#bb8b41",
    "orange": "#ff6c2f",
    "fluorescent-orange": "#ff7477",
    "red": "#ff665e",
    "bright-red": "#f15060",
    "crimson": "#e45d50",
    "burgundy": "#914e72",
    "fluorescent-pink": "#ff48b0",
    "purple": "#765ba7",
    "violet": "#9d7ad2",
    "brown": "#925f52",
}
"""How the usual inks of a Risograph look; what counts is their hue."""

_DARK = 0.3  # a colour none of whose channels is lighter looks black in print
_NEAR, _FAR = 60.0, 120.0  # degrees of hue: so far a picture's colour is wholly an ink's, and so far not at all


def plate(pages: bytes, job: Job, settings: Print, ink: str) -> bytes:
    """Return the plate of one ink made of the pages of a plain PDF: grays only, vectors and fonts kept.

    Text and grays are on the black drum (or the darkest there is), each flat colour on the one drum whose hue is
    nearest; where one ink lies, the others are left out. PublishError where an ink is not known.
    """
    inks = drums(settings)
    for given in (*inks, ink):
        _known(given, job.place)
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        put_on_paper(pdf, job, settings, Drum(ink, inks), ink)
        describe(pdf, job, "", hashlib.sha256(pages + ink.encode()).hexdigest())
        return saved(pdf, "1.6")


def _known(ink: str, place: Place) -> None:
    if ink not in INKS:
        near = difflib.get_close_matches(ink, INKS, n=1) or ["black, red, blue, green, yellow, orange …"]
        raise PublishError(Problem(place, f"there is no ink “{ink}”", f"did you mean {near[0]}?", "press-ink"))


def _hue(rgb: RGB) -> float:
    return colorsys.rgb_to_hsv(*rgb)[0] * 360


def _apart(one: float, other: float) -> float:
    """Return the angle between two hues, 0 to 180 degrees."""
    return abs((one - other + 180) % 360 - 180)


@functools.cache
def _rgb(ink: str) -> RGB:
    red, green, blue = bytes.fromhex(INKS[ink][1:])
    return red / 255, green / 255, blue / 255


def _coloured(inks: tuple[str, ...]) -> tuple[str, ...]:
    text = text_ink(inks)
    return tuple(ink for ink in inks if ink != text and ink not in {"black", "gray"})


def text_ink(inks: tuple[str, ...]) -> str:
    """Return the ink that text and grays are printed in: black, or the darkest there is."""
    return min(inks, key=lambda ink: gray_of(_rgb(ink)))


def flat_tints(rgb: RGB, inks: tuple[str, ...]) -> dict[str, float]:
    """Return how much of each ink a flat colour takes, 0 to 1: all of it on one drum."""
    tints = dict.fromkeys(inks, 0.0)
    coloured = _coloured(inks)
    if not coloured or is_neutral(rgb) or max(rgb) <= _DARK:
        tints[text_ink(inks)] = 1 - solid_gray(rgb)
    else:
        tints[min(coloured, key=lambda ink: _apart(_hue(rgb), _hue(_rgb(ink))))] = 1 - min(rgb)
    return tints


def blended_tints(rgb: RGB, inks: tuple[str, ...]) -> dict[str, float]:
    """Return how much of each ink a step of a gradient takes: its colour on one drum, its darkness on black."""
    tints = dict.fromkeys(inks, 0.0)
    coloured = _coloured(inks)
    if not coloured:
        tints[text_ink(inks)] = 1 - gray_of(rgb)
        return tints
    tints[min(coloured, key=lambda ink: _apart(_hue(rgb), _hue(_rgb(ink))))] = max(rgb) - min(rgb)
    tints[text_ink(inks)] += 1 - max(rgb)
    return tints


def picture_tints(image: Image.Image, inks: tuple[str, ...]) -> dict[str, Image.Image]:
    """Return how much of each ink the pixels of an RGB picture take: what is red in it on the red drum, and so on.

    A colour that no drum comes near is printed as the gray it looks like.
    """
    coloured = _coloured(inks)
    red, green, blue = image.split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    chroma, hues = ImageChops.subtract(lightest, darkest), image.convert("HSV").getchannel("H")
    shares = {ink: hues.point(_shares(ink, coloured)) for ink in coloured}
    tints = {ink: ImageChops.multiply(chroma, share) for ink, share in shares.items()}
    total = ImageChops.invert(gray_picture(image))
    for share in shares.values():
        total = Image.composite(ImageChops.invert(darkest), total, share)
    rest = functools.reduce(ImageChops.subtract, tints.values(), total)
    return {**tints, text_ink(inks): rest}


@functools.cache
def _shares(ink: str, coloured: tuple[str, ...]) -> list[int]:
    """Return the share of an ink in each of 256 hues."""
    shares = []
    for step in range(256):
        hue = step * 360 / 256
        nearest = min(coloured, key=lambda other: _apart(hue, _hue(_rgb(other))))
        share = (_FAR - _apart(hue, _hue(_rgb(ink)))) / (_FAR - _NEAR) if ink == nearest else 0.0
        shares.append(round(255 * min(1.0, max(0.0, share))))
    return shares


class Drum:
    """What colours become on one drum of several."""

    space = "/DeviceGray"
    group = "/DeviceGray"

    def __init__(self, ink: str, inks: tuple[str, ...]) -> None:
        self._ink = ink
        self._inks = inks

    def flat(self, rgb: RGB) -> Tints:
        """Return the gray of a flat colour on this drum."""
        return (round(1 - flat_tints(rgb, self._inks)[self._ink], 4),)

    def blend(self, rgb: RGB) -> Tints:
        """Return the gray of a step of a gradient on this drum."""
        return (round(1 - blended_tints(rgb, self._inks)[self._ink], 4),)

    def mixed(self, cmyk: Tints) -> Tints:
        """Return the gray of an author's own mix on this drum."""
        return self.flat(rgb_of(cmyk))

    def picture(self, image: Image.Image) -> Image.Image:
        """Return what of a picture is on this drum; where none of it is, it still keeps its place free."""
        if image.mode == "CMYK":
            image = converted(image, "CMYK", "RGB")
        if image.mode == "L" or is_gray(image) or not _coloured(self._inks):
            on_black = self._ink == text_ink(self._inks)
            return gray_picture(image) if on_black else Image.new("L", (1, 1), 255)
        tints = picture_tints(image, self._inks)
        return ImageChops.invert(tints[self._ink]) if self._ink in tints else Image.new("L", (1, 1), 255)
