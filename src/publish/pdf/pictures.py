"""Pictures in a finished PDF: read as pixels, brought into the inks of a job, written back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name
from PIL import Image, ImageCms

from publish.pdf.colour import gray_picture

if TYPE_CHECKING:
    from publish.pdf.colour import Palette

SPACES = {"L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}


class UnreadableError(ValueError):
    """A picture is in a form this room does not read; its words say which."""


def repaint_picture(picture: pikepdf.Object, palette: Palette) -> None:
    """Bring a picture (an image XObject) into the inks of a job; UnreadableError where its form is not known.

    A stencil takes the colour it is painted with and stays as it is. A soft mask that hides nothing goes.
    """
    if picture.get(Name.Interpolate) is not None:
        del picture[Name.Interpolate]  # a press shows the pixels that are there
    if picture.get(Name.ImageMask, False):
        return
    _settle_mask(picture)
    pixels = read_picture(picture)
    painted = palette.picture(pixels)
    if painted is not pixels:
        write_picture(picture, painted)
    elif pixels.mode == "L":
        picture[Name.ColorSpace] = Name.DeviceGray


def _settle_mask(picture: pikepdf.Object) -> None:
    mask = picture.get(Name.SMask)
    if mask is None:
        return
    if mask.get(Name.Interpolate) is not None:
        del mask[Name.Interpolate]
    if gray_picture(read_picture(mask)).getextrema()[0] == 255:
        del picture[Name.SMask]


def read_picture(picture: pikepdf.Object) -> Image.Image:
    """Return the pixels of a picture in `L`, `RGB` or `CMYK`; UnreadableError where its form is not known."""
    if picture.get(Name.Filter) == Name.DCTDecode:
        # Pillow turns the inverted inks of Adobe's JPEG round, so a `/Decode` that says so is done with.
        return _plain(Image.open(io.BytesIO(picture.read_raw_bytes())))
    if not isinstance(picture, pikepdf.Stream):
        raise UnreadableError("there are no pixels")
    try:
        return _plain(pikepdf.PdfImage(picture).as_pil_image(apply_mask=False))
    except (NotImplementedError, pikepdf.PdfError, ValueError, TypeError, OSError) as error:
        raise UnreadableError(f"the pixels cannot be read: {error!s}") from None


def _plain(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode in {"1", "P"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    if image.mode not in {"L", "RGB", "CMYK"}:
        raise UnreadableError(f"the pixels are of a kind ({image.mode}) no press knows")
    profile = image.info.get("icc_profile")
    return _in_srgb(image, profile) if profile and image.mode == "RGB" else image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a photo as it was meant: telephones write Display P3, cameras Adobe RGB, and say so in the file."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(image, source, target, ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile says nothing; the picture is then read as sRGB, as a browser would
    return changed or image


def write_picture(picture: pikepdf.Object, image: Image.Image) -> None:
    """Put other pixels into a picture, without loss; its size may change, its soft mask stays."""
    picture.write(image.tobytes())
    picture[Name.ColorSpace] = SPACES[image.mode]
    picture[Name.BitsPerComponent] = 8
    picture[Name.Width], picture[Name.Height] = image.size
    for key in (Name.Decode, Name.Intent):
        if key in picture:
            del picture[key]
