"""Pictures made of pixels, as an EPUB needs them: no larger than a screen, packed tight, and looking as they did."""

from __future__ import annotations

import functools
import io
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

LONGEST = 1600
"""Pixels along the longer edge: more than a telephone or an e-reader shows across, and enough to look closer once."""

PNG, JPEG = "image/png", "image/jpeg"

# How far a picture of fewer colours may be off (root mean square, of 255) for nobody to see it.
_UNSEEN = 1.8
_PALETTES = (32, 64, 128, 256)
_GREYS = 15  # steps from black to white: with four bits, the rims of letters are as smooth as before
_QUALITY = 88
_PHOTOGRAPH = 3
"""A picture that is a photograph packs so many times better as a JPEG; a drawing does not, and would show it."""

_COMMON_GAMMA = 1 / 2.2


@functools.lru_cache(maxsize=8)  # the languages of a publication show the same pictures
def lean(data: bytes, kind: str) -> tuple[bytes, str]:
    """Return a PNG or JPEG made small, with its media type; any other, and one that would grow, as it is.

    A JPEG that is small enough is never packed again, for each packing loses a little.
    """
    from PIL import Image

    if kind not in {PNG, JPEG}:
        return data, kind
    with Image.open(io.BytesIO(data)) as picture:
        large = max(picture.size) > LONGEST
        if (kind == JPEG and not large) or _delicate(picture):
            return data, kind
        ready = _smaller(_upright(picture)) if large else picture
        profile = picture.info.get("icc_profile")
        made = (_jpeg(ready, profile), JPEG) if kind == JPEG else _packed(ready, profile)
    return made if len(made[0]) < len(data) else (data, kind)


def drawn(picture: Image) -> tuple[bytes, str]:
    """Return a picture just painted as a PNG of few colours where nobody sees a difference, else as a JPEG."""
    grey = _grey(picture)
    if grey is not None:
        return _png(grey, None), PNG
    for colours in _PALETTES:
        flat = _flat(picture, colours)
        if _off(picture, flat) <= _UNSEEN:
            return _png(flat, None), PNG
    return _jpeg(picture, None), JPEG


def _grey(picture: Image) -> Image | None:
    """Return a picture of greys only in sixteen of them, black and white as they are: that needs no search.

    None where it has other colours, or where a tint of an area would change.
    """
    from PIL import Image

    colours: Any = picture.getcolors(256)
    if colours is None or any(red != green or green != blue for _, (red, green, blue) in colours):
        return None
    off = sum(count * (value - _shade(_step(value))) ** 2 for count, (value, _, _) in colours)
    if math.sqrt(off / (picture.width * picture.height)) > _UNSEEN / 3:
        return None
    steps = picture.getchannel(0).point([_step(value) for value in range(256)])
    flat = Image.frombytes("P", picture.size, steps.tobytes())
    flat.putpalette([_shade(step) for step in range(_GREYS + 1) for _ in range(3)])
    return flat


def _step(value: int) -> int:
    return (value * _GREYS + 127) // 255


def _shade(step: int) -> int:
    return step * 255 // _GREYS


def _flat(picture: Image, colours: int) -> Image:
    from PIL import Image

    return picture.quantize(colours, dither=Image.Dither.NONE)


def _off(picture: Image, other: Image) -> float:
    """Return by how much a picture differs from another, in the channel where it differs most."""
    from PIL import ImageChops, ImageStat

    return float(max(ImageStat.Stat(ImageChops.difference(picture, other.convert(picture.mode))).rms))


def _delicate(picture: Image) -> bool:
    """Whether a picture cannot be written again as it is: one that moves, inks of a press, a gamma of its own."""
    gamma = picture.info.get("gamma", _COMMON_GAMMA)
    own = abs(gamma - _COMMON_GAMMA) > 0.01 and "icc_profile" not in picture.info
    return getattr(picture, "is_animated", False) or picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"} or own


def _upright(picture: Image) -> Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def _smaller(picture: Image) -> Image:
    """Return a picture as large as a screen shows it. What shines through is mixed in before, or its rim turns dark."""
    from PIL import Image

    clear = picture.mode in {"LA", "RGBA"} or "transparency" in picture.info
    plain = picture.convert("RGBA" if clear else "L" if picture.mode in {"1", "L"} else "RGB")
    share = LONGEST / max(picture.size)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    mixed = plain.convert("RGBa") if clear else plain
    sized = mixed.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return sized.convert("RGBA") if clear else sized


def _packed(picture: Image, profile: bytes | None) -> tuple[bytes, str]:
    """Return a picture as its smallest PNG, no pixel changed; as a JPEG where it is a photograph."""
    smallest = min(_pngs(picture, profile), key=len)
    if picture.mode not in {"L", "RGB"} or "transparency" in picture.info or picture.getcolors(256):
        return smallest, PNG
    photograph = _jpeg(picture, profile)
    return (photograph, JPEG) if len(photograph) * _PHOTOGRAPH < len(smallest) else (smallest, PNG)


def _pngs(picture: Image, profile: bytes | None) -> Iterator[bytes]:
    """Yield a picture as PNG in the ways that may be smallest."""
    yield _png(picture, profile)
    # Pillow packs greys by the difference to their neighbours, which is worst for a screen of dots; a palette as it is.
    if picture.mode == "L" and profile is None and "transparency" not in picture.info:
        yield _png(picture.convert("P"), profile, bits=8)
    if picture.mode == "RGB" and "transparency" not in picture.info and picture.getcolors(256):
        flat = _flat(picture, 256)
        if _off(picture, flat) == 0:
            yield _png(flat, profile)


def _png(picture: Image, profile: bytes | None, **more: Any) -> bytes:  # noqa: ANN401 - what Pillow's writer takes
    written = io.BytesIO()
    clear = {"transparency": picture.info["transparency"]} if "transparency" in picture.info else {}
    bare = picture.copy()
    bare.info = {}
    bare.save(written, "PNG", optimize=True, icc_profile=profile, **clear, **more)
    return written.getvalue()


def _jpeg(picture: Image, profile: bytes | None) -> bytes:
    written = io.BytesIO()
    bare = picture.copy()
    bare.info = {}
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile)
    return written.getvalue()
