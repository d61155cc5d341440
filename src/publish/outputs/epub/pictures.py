"""Pictures on their way into an EPUB: found, recognised by content, freed of what tells on their maker, made small."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from publish import tree
from publish.outputs.epub import bitmaps
from publish.outputs.epub.book import SVG, Resource
from publish.problems import Problem, PublishError
from publish.typesetting.pictures import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publish.model import Edition, Element
    from publish.problems import Place

# EPUB 3.3, core media types; what can be printed is among them.
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", SVG: "svg"}

_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}


def gather(edition: Edition, elements: Iterable[tuple[Element, int]]) -> tuple[dict[str, Resource], list[Problem]]:
    """Return every picture among the elements of an edition, each with its line, by the name its manuscript calls it.

    What is wrong with them comes beside them.
    """
    found: dict[str, Resource] = {}
    problems: list[Problem] = []
    for element, line in elements:
        if element["t"] != "Image":
            continue
        place = replace(edition.place, line=line)
        source = str(element["c"][2][0])
        if "decorative" not in tree.classes_of(element) and not tree.plain_text(element["c"][1]):
            hint = "say in the square brackets what it shows, or mark it {.decorative}"
            problems.append(Problem(place, f"the picture {source} has no words", hint, "picture-unsaid"))
        if source in found:
            continue
        try:
            found[source] = _resource(edition.folder, source, len(found) + 1, place)
        except PublishError as error:
            problems += error.problems
    return found, problems


def _resource(folder: Path, source: str, number: int, place: Place) -> Resource:
    picture = read(folder, source, place)
    name = "-".join(re.findall(r"[a-z0-9]+", source.rpartition("/")[2].rpartition(".")[0].lower())) or "picture"
    data, kind = bitmaps.lean(clean(picture.data, picture.kind, place), picture.kind)
    return Resource(f"picture-{number:02}", f"images/{number:02}-{name}.{_SUFFIXES[kind]}", kind, data)


def clean(data: bytes, kind: str, place: Place) -> bytes:
    """Return a picture without words, times, places and paths in it; what is seen stays as it is."""
    try:
        if kind == "image/png":
            return _clean_png(data)
        if kind == "image/jpeg":
            return data  # `read` has left of its words only which side is up
        if kind == SVG:
            return _clean_svg(data)
        return _written_again(data)
    except (OSError, ValueError, struct.error, SyntaxError):
        hint = "open it in a drawing program and save it again"
        raise PublishError(Problem(place, "this picture is damaged", hint, "picture-damaged")) from None


def _clean_png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] in _PNG_KEPT:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def _written_again(data: bytes) -> bytes:
    """Return a GIF or WebP written again without its metadata."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        written = io.BytesIO()
        image.save(written, image.format, save_all=getattr(image, "is_animated", False), lossless=True, exif=b"")
        return written.getvalue()


_SVG_SPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace", ""}
_SVG_DROPPED = {"script", "metadata", "foreignObject"}


def _clean_svg(data: bytes) -> bytes:
    """Drop scripts, what drawing programs note for themselves (paths among it), and what leads out of the file."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    for element in list(root.iter()):
        name = etree.QName(element)
        if name.namespace not in _SVG_SPACES or name.localname in _SVG_DROPPED:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for key, value in list(element.attrib.items()):
            if not _kept(etree.QName(key), str(value)):
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _kept(name: object, value: str) -> bool:
    local, space = getattr(name, "localname", ""), getattr(name, "namespace", None) or ""
    leads_out = local == "href" and not value.startswith(("#", "data:image/"))
    return space in _SVG_SPACES and not local.startswith("on") and not leads_out
