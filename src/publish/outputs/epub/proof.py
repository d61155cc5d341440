"""The finished EPUB opened again: what cannot be whole is not published."""

from __future__ import annotations

import io
import posixpath
import urllib.parse
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from publish.outputs.epub.book import NCX, SVG, XHTML
from publish.outputs.epub.packaging import FOLDER
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.etree import _Element

    from publish.outputs.epub.book import Book
    from publish.problems import Place

_MARKUP = {XHTML, NCX, SVG}
_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"


def prove(data: bytes, book: Book, place: Place) -> None:
    """Raise PublishError where the archive does not hold, whole and well-formed, what was put into it."""
    faults = list(_faults(data, book))
    if faults:
        hint = "this is a fault of ours: please tell us, with the manuscript that shows it"
        raise PublishError(*(Problem(place, f"the EPUB is not whole: {fault}", hint, "epub-proof") for fault in faults))


def _faults(data: bytes, book: Book) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        held: dict[str, bytes] = {}
        for entry in entries:
            try:
                held[entry.filename.removeprefix(f"{FOLDER}/")] = archive.read(entry)
            except zipfile.BadZipFile:
                yield f"{entry.filename} is damaged"
                return
        first = entries[0]
        if (first.filename, first.compress_type) != ("mimetype", zipfile.ZIP_STORED):
            yield "it does not begin with its media type"
        names = [entry.filename for entry in entries]
        if len({name.casefold() for name in names}) != len(names):
            yield "two of its files have the same name"
    yield from _lost(held, book)
    yield from _unlisted(held, book)
    yield from _dangling(held)


def _lost(held: dict[str, bytes], book: Book) -> Iterator[str]:
    """Yield what was put in and did not come out as it was."""
    for resource in book.resources:
        if not resource.data or held.get(resource.file) != resource.data:
            yield f"{resource.file} is missing or empty"
        elif not resource.file.isascii() or " " in resource.file:
            yield f"{resource.file} has a name that not every reader can open"


def _unlisted(held: dict[str, bytes], book: Book) -> Iterator[str]:
    from lxml import etree

    package = etree.fromstring(held["content.opf"])
    listed = [str(item.get("href")) for item in package.iter(f"{_OPF}item")]
    if sorted(listed) != sorted(resource.file for resource in book.resources):
        yield "its manifest does not list what is in it"
    spine = [item.get("idref") for item in package.iter(f"{_OPF}itemref")]
    if tuple(spine) != book.spine:
        yield "its reading order is not ours"
    statements = package.find(f"{_OPF}metadata")
    if statements is None or len(statements) != len(book.facts) + 1:  # and the date it bears
        yield "some of its metadata is lost"


def _dangling(held: dict[str, bytes]) -> Iterator[str]:
    """Yield documents that are not well-formed, ids that stand twice, and references that lead nowhere."""
    from lxml import etree

    trees: dict[str, _Element] = {}
    for name in sorted(held):
        if name.endswith((".xhtml", ".ncx", ".svg")):
            try:
                trees[name] = etree.fromstring(held[name])
            except etree.XMLSyntaxError as error:
                yield f"{name} is not well-formed: {error.msg}"
    ids = {name: Counter(key for element in root.iter() if (key := element.get("id"))) for name, root in trees.items()}
    for name, found in ids.items():
        yield from (f"{name} has the id {key} twice" for key, count in sorted(found.items()) if count > 1)
    for name, root in trees.items():
        for target in _targets(root):
            if fault := _leads_nowhere(target, name, held, ids):
                yield fault


def _targets(root: _Element) -> Iterator[str]:
    for element in root.iter():
        for key in ("href", "src"):
            target = element.get(key)
            if target and not element.tag.startswith("{http://www.w3.org/2000/svg}"):
                yield target


def _leads_nowhere(target: str, name: str, held: dict[str, bytes], ids: Mapping[str, Collection[str]]) -> str:
    parts = urllib.parse.urlsplit(target)
    if parts.scheme or parts.netloc:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
    if path not in held:
        return f"{name} leads to {target}, which is not there"
    if parts.fragment and urllib.parse.unquote(parts.fragment) not in ids.get(path, ()):
        return f"{name} leads to {target}, where nothing has that name"
    return ""
