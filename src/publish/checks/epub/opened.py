"""An EPUB opened to be looked at: its files, its package, its documents as trees."""

from __future__ import annotations

import io
import posixpath
import urllib.parse
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from publish.model import Edition
    from publish.problems import Place
    from publish.settings import Settings

X = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"

LARGEST = 200 * 1024 * 1024
"""More than this unpacked is no pamphlet."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished EPUB: its bytes, where it lies, and, where they are known, what it was made of."""

    data: bytes
    place: Place
    edition: Edition | None = None
    settings: Settings | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An EPUB opened. `files` are named as seen from the package document, as its manifest names them."""

    made: Made
    entries: tuple[zipfile.ZipInfo, ...]
    files: Mapping[str, bytes]
    package: _Element
    trees: Mapping[str, _Element]
    outside: Mapping[str, bytes]

    def problem(self, code: str, message: str, hint: str) -> Problem:
        """Return a problem of this file."""
        return Problem(self.made.place, message, hint, code)

    @property
    def language(self) -> str:
        """The language of the edition, as the package says it."""
        return self.package.get(XML_LANG, "") or next(iter(self.values("dc:language")), "")

    @property
    def items(self) -> list[_Element]:
        """The entries of the manifest."""
        return list(self.package.iter(f"{OPF}item"))

    @property
    def spine(self) -> list[str]:
        """The documents in reading order."""
        named = {item.get("id"): item.get("href", "") for item in self.items}
        return [named.get(ref.get("idref"), "") for ref in self.package.iter(f"{OPF}itemref")]

    @property
    def documents(self) -> dict[str, _Element]:
        """The documents of the spine that could be read, in reading order."""
        return {name: self.trees[name] for name in self.spine if name in self.trees}

    @property
    def navigation(self) -> tuple[str, _Element | None]:
        """The navigation document and its name."""
        name = next((i.get("href", "") for i in self.items if "nav" in i.get("properties", "").split()), "")
        return name, self.trees.get(name)

    def values(self, name: str) -> list[str]:
        """Return every value of a Dublin Core element (`dc:title`) or of a `meta` property."""
        if name.startswith("dc:"):
            return [element.text or "" for element in self.package.iter(f"{DC}{name[3:]}")]
        metas = self.package.iter(f"{OPF}meta")
        return [element.text or "" for element in metas if element.get("property") == name]


def open_book(made: Made) -> tuple[Opened | None, list[Problem]]:
    """Return an EPUB opened, and what is wrong with it as a file; None where there is nothing to look at."""
    from lxml import etree

    hint = "make it again, and copy it whole"
    try:
        with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                return None, [Problem(made.place, "the EPUB is too large to be a pamphlet", hint, "epub-archive")]
            entries = tuple(archive.infolist())
            held = {entry.filename: archive.read(entry) for entry in entries}
        container = _parsed(held["META-INF/container.xml"])
        root = next(container.iter(_CONTAINER)).get("full-path", "")
        package = _parsed(held[root])
    except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError, RuntimeError, ValueError):
        return None, [Problem(made.place, "this cannot be opened as an EPUB", hint, "epub-archive")]
    folder = posixpath.dirname(root) + "/" if "/" in root else ""
    files = {name.removeprefix(folder): data for name, data in held.items() if name.startswith(folder)}
    outside = {name: data for name, data in held.items() if not name.startswith(folder)}
    trees, problems = _trees(made, files)
    return Opened(made, entries, files, package, trees, outside), problems


def _parsed(data: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    etree.strip_tags(root, etree.Entity)  # so that everything in the tree has a name
    return root


def _trees(made: Made, files: Mapping[str, bytes]) -> tuple[dict[str, _Element], list[Problem]]:
    from lxml import etree

    trees: dict[str, _Element] = {}
    problems: list[Problem] = []
    for name, data in files.items():
        if not name.endswith((".xhtml", ".ncx", ".svg")):
            continue
        try:
            trees[name] = _parsed(data)
        except etree.XMLSyntaxError as error:
            hint = "make it again; if it stays, please tell us, with the manuscript that shows it"
            problems.append(Problem(made.place, f"{name} is not well-formed: {error.msg}", hint, "epub-markup"))
    return trees, problems


def kinds(element: _Element) -> set[str]:
    """Return what an element is for readers: its `epub:type` and its ARIA roles, in one set."""
    roles = {role.removeprefix("doc-") for role in element.get("role", "").split()}
    return roles | set(element.get(EPUB_TYPE, "").split())


def all_text(element: _Element) -> str:
    """Return all text in an element."""
    return "".join(str(part) for part in element.itertext())


def told(element: _Element) -> bool:
    """Whether there is something to read or hear in an element: text, or a picture with words."""
    return bool(all_text(element).strip() or any(image.get("alt") for image in element.iter(f"{X}img")))


def target_of(name: str, reference: str) -> tuple[str, str]:
    """Return the file and the fragment a reference in a document leads to; the file is empty for what leads out."""
    parts = urllib.parse.urlsplit(reference)
    if parts.scheme or parts.netloc:
        return "", ""
    path = urllib.parse.unquote(parts.path)
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    return file, urllib.parse.unquote(parts.fragment)


def spoken(root: _Element, outer: str = "") -> Iterator[tuple[str, str]]:
    """Yield all text of a tree in reading order, each piece with the language it is said to be in."""
    language = root.get("lang") or outer
    if root.text:
        yield root.text, language
    for child in root:
        yield from spoken(child, language)
        if child.tail:
            yield child.tail, language
