"""The pictures of an edition: from its own folder, of kinds and sizes that can be printed, with nothing private."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from publish.problems import Place

# RFC 2606: a host that never exists, so an address of a picture means the same on every machine and in every file.
ORIGIN = "https://edition.invalid/"
LARGEST = 40 * 1024 * 1024
MOST_PIXELS = 100_000_000
MOST_SHAPES = 100_000
KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes into a file: its media type, its bytes, and its proportion (width by height; 0 unknown)."""

    kind: str
    data: bytes
    proportion: float


def address(path: str) -> str:
    """Return the address under which a picture of the edition's folder is asked for."""
    return path if urlsplit(path).scheme else ORIGIN + quote(path)


def path_of(url: str) -> str:
    """Return the path an address of ours stands for; any other address as it is."""
    return unquote(url.removeprefix(ORIGIN)) if url.startswith(ORIGIN) else url


def read(folder: Path, path: str, place: Place) -> Picture:
    """Return a picture of an edition's folder; PublishError where it lies outside, is missing or cannot be printed."""
    if urlsplit(path).scheme or path.startswith("//"):
        hint = "save the picture beside the manuscript and write its path"
        raise PublishError(Problem(place, f"the picture “{path}” is not in the folder", hint, "picture-outside"))
    # Pandoc writes a blank or a letter outside ASCII as its percent code, as CommonMark has it.
    file = (folder / unquote(path).replace("\0", "\ufffd")).resolve()
    if not file.is_relative_to(folder.resolve()):
        hint = "put the picture into the folder of the manuscript; links that lead out of it are not followed"
        raise PublishError(Problem(place, f"the picture “{path}” is outside the folder", hint, "picture-outside"))
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        hint = f"save it as one of {', '.join(sorted(KINDS))}"
        raise PublishError(Problem(place, f"the picture “{path}” has a kind we cannot print", hint, "picture-kind"))
    return _checked(kind, _bytes(file, path, place), path, place)


def _bytes(file: Path, path: str, place: Place) -> bytes:
    try:
        if file.stat().st_size <= LARGEST:
            return file.read_bytes()
    except OSError:
        hint = "check the spelling, and that the file lies where the manuscript says"
        raise PublishError(Problem(place, f"there is no picture “{path}”", hint, "picture-missing")) from None
    hint = "save a smaller copy: 300 pixels for each inch it is printed wide are enough"
    raise PublishError(
        Problem(place, f"the picture “{path}” is larger than {LARGEST >> 20} MB", hint, "picture-too-large")
    )


def _checked(kind: str, data: bytes, path: str, place: Place) -> Picture:
    try:
        if kind == KINDS[".svg"] and (asked := _asked_for(data)):
            raise PublishError(_not_whole(path, asked, place))
        proportion = _drawn(data) if kind == KINDS[".svg"] else _seen(data)
        data = _eight_bits(data) if kind == KINDS[".png"] and data[24:25] == b"\x10" else data
    except (OSError, ValueError, SyntaxError, LookupError):  # the last for an encoding nobody knows
        message = f"the picture “{path}” is damaged, or is not what its name says, or has too many pixels"
        hint = "open it in a picture program and save it again, at most 100 million pixels large"
        raise PublishError(Problem(place, message, hint, "picture-unreadable")) from None
    return Picture(kind, without_private(data) if kind == KINDS[".jpg"] else data, proportion)


def _not_whole(path: str, asked: str, place: Place) -> Problem:
    shown = asked if len(asked) < 80 else asked[:77] + "…"
    message = f"the drawing “{path}” asks for another file, “{shown}”, and would look different without it"
    hint = "embed pictures in the drawing and turn its text into paths, then save it again as plain SVG"
    return Problem(place, message, hint, "picture-outside")


# What a drawing may ask for elsewhere: in its styles, in the instructions before it, in its references.
_STYLED = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+(?:url\()?\s*["']?([^"';)]*)""", re.IGNORECASE)
_SHEET = re.compile(rb"<\?xml-stylesheet[^>]*?href\s*=\s*[\"']([^\"']*)")
_OWN = re.compile(r"\s*(?:#|$|data:(?!image/svg))", re.IGNORECASE)


def _asked_for(data: bytes) -> str:
    """Return the first other file a drawing asks for, as it says it; nothing where it is whole in itself."""
    from xml.etree import ElementTree

    sheets = (found[1].decode(errors="replace") for found in _SHEET.finditer(data))
    asked = itertools.chain(sheets, _references(ElementTree.fromstring(data)))  # noqa: S314 - as below
    return next((one for one in asked if not _OWN.match(one)), "")


def _references(root: Element) -> Iterator[str]:
    for part in root.iter():
        kind = str(part.tag).rpartition("}")[2]
        styled = [part.text or ""] if kind == "style" else []
        for name, value in part.items():
            if name.rpartition("}")[2] == "href" and kind != "a":
                yield value
            elif "url(" in value.lower():
                styled.append(value)
        for text in styled:
            yield from (found[1] or found[2] or "" for found in _STYLED.finditer(text))


_LENGTHS = (
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "stroke-width",
)
_MEASURES = frozenset((*_LENGTHS, "viewBox", "d", "points", "transform"))
# A number no PDF can hold: WeasyPrint gives up on the whole file when it meets one.
_ENDLESS = re.compile(r"(?<![a-z])(?:nan|inf(?:inity)?)(?![a-z])|e\+?[0-9]{2,}|(?<![.0-9])[0-9]{16}", re.IGNORECASE)


def _drawn(data: bytes) -> float:
    """Return the proportion a vector picture gives itself."""
    from xml.etree import ElementTree

    # expat refuses entities that multiply (CVE-2013-0340) since 2.4, and fetches nothing.
    root = ElementTree.fromstring(data)  # noqa: S314 - as said above
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError(root.tag)
    if any(_ENDLESS.search(value) for part in root.iter() for name, value in part.items() if name in _MEASURES):
        raise ValueError(root.tag)
    if _shapes(root) > MOST_SHAPES:
        raise ValueError(root.tag)
    box = re.findall(r"[-+0-9.e]+", root.get("viewBox", ""))
    width, height = (float(box[2]), float(box[3])) if len(box) == 4 else (0.0, 0.0)
    return width / height if height else 0.0


_NAMED = re.compile(r"url\(\s*[\"']?#([^\"')]+)")


def _shapes(root: Element) -> int:
    """Return how many shapes are drawn, each `use` counted as all it repeats; endless for one that repeats itself."""
    by_id = {part.get("id"): part for part in root.iter() if part.get("id")}
    counted: dict[Element, int] = {}

    def count(part: Element, above: frozenset[Element]) -> int:
        if part in above or len(above) > 200:
            return MOST_SHAPES + 1
        if part not in counted:
            href = part.get("href") or part.get("{http://www.w3.org/1999/xlink}href") or ""
            repeated = by_id.get(href.removeprefix("#")) if part.tag.endswith("}use") else None
            inner = [*part, *([repeated] if repeated is not None else [])]
            # Masks and patterns are drawn for what names them, but are not counted: only a ring of them is refused.
            named = (by_id.get(name) for value in part.attrib.values() for name in _NAMED.findall(value))
            if any(count(one, above | {part}) > MOST_SHAPES for one in named if one is not None):
                return MOST_SHAPES + 1
            counted[part] = min(1 + sum(count(child, above | {part}) for child in inner), MOST_SHAPES + 1)
        return counted[part]

    return count(root, frozenset())


def _seen(data: bytes) -> float:
    """Return the proportion of a picture made of pixels."""
    from PIL import Image

    # Pillow warns of too many pixels at a number of its own, and of harmless faults in what a camera wrote.
    with warnings.catch_warnings(action="ignore"), _whole():
        try:
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValueError(picture.size)
                picture.load()
                return picture.width / picture.height
        except Image.DecompressionBombError:
            raise ValueError from None


def _eight_bits(data: bytes) -> bytes:
    """Return a PNG of 16 bits a colour with 8: WeasyPrint writes it into the PDF as if it had 8 anyway."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        # Pillow reads colours with 8 bits by itself, and greys with all 16.
        grey = picture.mode.startswith("I")
        plain = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L") if grey else picture
        written = io.BytesIO()
        plain.save(written, "PNG", icc_profile=picture.info.get("icc_profile"))
    return written.getvalue()


@contextlib.contextmanager
def _whole() -> Iterator[None]:
    """Have a picture that breaks off in the middle refused: WeasyPrint tells Pillow to fill it up with grey."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def without_private(data: bytes) -> bytes:
    """Return a JPEG without what a camera or a program wrote about its making (Exif, XMP, IPTC, comments).

    Colour profiles and the turn of the picture stay: of Exif, only its Orientation is kept. No pixel is touched.
    """
    kept, at, turned = [data[:2]], 2, b""
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        marker = data[at + 1]
        if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            turned = turned or _orientation(data)
        elif marker in _KEPT_MARKERS or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at:end])
        at = end
    return b"".join([kept[0], turned, *kept[1:], data[at:]])


# JFIF, the colour profile, and Adobe's word on how colours are stored.
_KEPT_MARKERS = {0xE0, 0xE2, 0xEE}


def _orientation(data: bytes) -> bytes:
    from PIL import ExifTags, Image

    with Image.open(io.BytesIO(data)) as picture:
        turn = picture.getexif().get(ExifTags.Base.Orientation, 1)
    if turn == 1:
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    written = exif.tobytes()
    return b"\xff\xe1" + (len(written) + 2).to_bytes(2, "big") + written
