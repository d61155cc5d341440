"""A kit as a Word document: a table, a row a passage, opened by Word, LibreOffice, Google Docs and telephones.

The columns are number, source, translation and note. What a row is stands in it three times: as small letters under its
number, as the tag of the locked content control around its source, and as the name of a bookmark in its translation.
So rows may be sorted, deleted, added or merged, and any one column may be lost. What LibreOffice saves as OpenDocument
(.odt) is read as well.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.model import Kit, Return


def write(kit: Kit) -> bytes:
    """Return a kit as a Word document."""
    from publish.kits.docx import writing

    return writing.write(kit)


_OPENDOCUMENT = b"application/vnd.oasis.opendocument.text"
_MIMETYPE = 200
"""How many bytes the name of a type may have."""


def knows(data: bytes) -> bool:
    """Whether a file is a Word document, or one saved as OpenDocument; whether it is a kit is for `read` to say."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = container.namelist()
            said = container.getinfo("mimetype") if "mimetype" in names else None
            if said is not None and said.file_size < _MIMETYPE and not said.flag_bits & 1:
                return container.read(said).strip().startswith(_OPENDOCUMENT)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error):
        return False
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


def read(data: bytes, file: str) -> Return:
    """Return what came back in a Word or OpenDocument file; PublishError where it is unsafe or no kit."""
    from publish.kits.docx import reading

    return reading.read(data, file)
