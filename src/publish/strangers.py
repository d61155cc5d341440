"""What strangers send: zip containers and XML, opened within bounds and without following anything they point at."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.parsers import expat

from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from lxml import etree

MOST_MEMBERS = 200
LARGEST_WHOLE = 50 * 1024 * 1024
LARGEST_PART = 20 * 1024 * 1024
LARGEST_RATIO = 100
# A kit of 1,000 passages re-saved by Word has some 120,000 elements; 250,000 take lxml less than 200 MB.
MOST_ELEMENTS = 250_000
DEEPEST = 100
_ENCRYPTED = 0x1


class _RefusedError(Exception):
    """Why a piece of XML is not looked at any further."""


def xml(data: bytes, file: str, most: int = MOST_ELEMENTS) -> etree._Element:
    """Return the root of a piece of XML; PublishError where it is broken, too large, or has a document type.

    A document type is refused whatever it says: entities, XInclude and external subsets all begin with one. The
    first pass counts, to `most` elements, and builds nothing, so that four million small ones cost no memory.
    """
    from lxml import etree

    try:
        _count(data, most)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(data, parser)
    except _RefusedError as refusal:
        raise PublishError(_refused(file, str(refusal))) from None
    except (expat.ExpatError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", 0) or 0
        hint = "ask for it to be saved and sent again; a file cut short in the post looks like this"
        raise PublishError(Problem(Place(file, line), "the XML is broken", hint, "xml-broken")) from None


def _count(data: bytes, most: int) -> None:
    if len(data) > LARGEST_PART:
        raise _RefusedError(f"it holds more than {LARGEST_PART // 1024 // 1024} MB of XML")
    parser = expat.ParserCreate()
    count = depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > most or depth > DEEPEST or len(name) + len(attributes) > 1000:
            raise _RefusedError("its XML is far larger or deeper than that of a file that was handed out")

    def end(name: str) -> None:  # noqa: ARG001 # expat's own signature
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise _RefusedError("it declares a document type (DTD), which no file that was handed out does")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(data, True)  # noqa: FBT003 # expat takes no name for it


def members(data: bytes, file: str) -> dict[str, zipfile.ZipInfo]:
    """Return the members of a zip container by name, found to be within bounds; PublishError where they are not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            infos = [info for info in container.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
        raise PublishError(_refused(file, "it is no whole zip container")) from None
    names = [info.filename for info in infos]
    if len(infos) > MOST_MEMBERS:
        raise PublishError(_refused(file, f"it holds more than {MOST_MEMBERS} parts"))
    if len(set(names)) != len(names):
        raise PublishError(_refused(file, "it holds two parts of the same name"))
    if sum(info.file_size for info in infos) > LARGEST_WHOLE or any(_is_bomb(info) for info in infos):
        raise PublishError(_refused(file, "it unpacks to far more than it is"))
    if any(_leads_out(info) for info in infos):
        raise PublishError(_refused(file, "it holds a link, a path that leads out of it, or a password"))
    return dict(zip(names, infos, strict=True))


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 1024 * 1024 and info.file_size > LARGEST_RATIO * max(info.compress_size, 1)


def _leads_out(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    link = stat.S_ISLNK(info.external_attr >> 16)
    return path.is_absolute() or ".." in path.parts or link or bool(info.flag_bits & _ENCRYPTED)


def part(data: bytes, name: str, file: str) -> bytes:
    """Return one part of a zip container, at most `LARGEST_PART` bytes; PublishError where it cannot be had."""
    info = members(data, file).get(name)
    if info is None:
        raise PublishError(_refused(file, f"its part {PurePosixPath(name).name} is missing"))
    if info.file_size > LARGEST_PART:
        raise PublishError(_refused(file, f"one of its parts is larger than {LARGEST_PART // 1024 // 1024} MB"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container, container.open(info) as opened:
            return opened.read(LARGEST_PART)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError, zlib.error):
        raise PublishError(_refused(file, "it is no whole zip container")) from None


def _refused(file: str, why: str) -> Problem:
    hint = "ask for the file that was handed out, saved by Word, LibreOffice or the tool it was opened with"
    return Problem(Place(file), f"the file is not opened: {why}", hint, "unsafe")
