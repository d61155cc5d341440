"""The Word document as a package: our own template, what it says of itself, and the same bytes every time."""

from __future__ import annotations

import functools
import io
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.opc import pkgwriter
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from lxml import etree

from publish import languages
from publish.kits.docx import parts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docx.document import Document as Opened
    from docx.opc.package import OpcPackage

_MAIN = "word/document.xml"
_PAGE = b"<w:sectPr>"
"""Where the body of the template ends: what is said of its pages stands last."""

_TYPES = "[Content_Types].xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def opened(body: str) -> Opened:
    """Return a new document that says this, of our template: no author, no clock and no thumbnail (and so no Exif)."""
    members = _template(languages.styles_folder() / "kits" / "docx")
    # It is put in before anything is read: moving elements from one tree into another takes longer than making them.
    said = members[_MAIN].replace(_PAGE, body.encode() + _PAGE, 1)
    return Document(io.BytesIO(_zipped({**members, _MAIN: said}, zipfile.ZIP_STORED)))


@functools.cache
def _template(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def closed(document: Opened, facts: Mapping[str, str]) -> bytes:
    """Return a document as bytes, with what it belongs to among its properties."""
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, _properties(facts), package)
    package.relate_to(part, _PROPERTIES)
    return _zipped(_members(package))


def _members(package: OpcPackage) -> dict[str, bytes]:
    """Return the files of a package by their names, as python-docx saves them; it would also deflate them."""
    held = package.parts
    members = {PACKAGE_URI.rels_uri.membername: package.rels.xml}
    for part in held:
        members[part.partname.membername] = part.blob
        if part.rels:
            members[part.partname.rels_uri.membername] = part.rels.xml
    types = pkgwriter._ContentTypesItem.from_parts(held)  # type: ignore[no-untyped-call]  # noqa: SLF001 # python-docx has neither types nor a door for it
    return {**members, _TYPES: types.blob}


def _properties(facts: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{parts.CUSTOM}}}Properties", nsmap={None: parts.CUSTOM, "vt": parts.VALUES})  # type: ignore[dict-item] # the stubs know no default namespace
    for number, (name, value) in enumerate(facts.items(), start=2):  # 0 and 1 are taken by the format itself
        about = {"fmtid": _FORMAT, "pid": str(number), "name": f"publish-{name}"}
        entry = etree.SubElement(root, f"{{{parts.CUSTOM}}}property", about)
        etree.SubElement(entry, f"{{{parts.VALUES}}}lpwstr").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zipped(members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name in sorted(members, key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = how, 0o644 << 16, 3
            container.writestr(entry, members[name])
    return buffer.getvalue()
