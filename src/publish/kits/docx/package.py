"""The Word document as a package: our own template, what it says of itself, and the same bytes every time."""

from __future__ import annotations

import functools
import io
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from publish import languages
from publish.kits.docx import parts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docx.document import Document as Opened

_TYPES = "[Content_Types].xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def opened() -> Opened:
    """Return a new document made from our template, which has no author, no clock and no thumbnail (and so no Exif)."""
    return Document(io.BytesIO(_template(languages.styles_folder() / "kits" / "docx")))


@functools.cache
def _template(folder: Path) -> bytes:
    members = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return _zipped(members)


def closed(document: Opened, facts: Mapping[str, str]) -> bytes:
    """Return a document as bytes, with what it belongs to among its properties."""
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, _properties(facts), package)
    package.relate_to(part, _PROPERTIES)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as saved:
        return _zipped({name: saved.read(name) for name in saved.namelist()})


def _properties(facts: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{parts.CUSTOM}}}Properties", nsmap={None: parts.CUSTOM, "vt": parts.VALUES})  # type: ignore[dict-item] # the stubs know no default namespace
    for number, (name, value) in enumerate(facts.items(), start=2):  # 0 and 1 are taken by the format itself
        about = {"fmtid": _FORMAT, "pid": str(number), "name": f"publish-{name}"}
        entry = etree.SubElement(root, f"{{{parts.CUSTOM}}}property", about)
        etree.SubElement(entry, f"{{{parts.VALUES}}}lpwstr").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name in sorted(members, key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            container.writestr(entry, members[name])
    return buffer.getvalue()
