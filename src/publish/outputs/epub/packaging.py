"""The only door to EbookLib: a book of raw items becomes the bytes of an EPUB, the same bytes every time."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from publish.outputs.epub.book import NCX
from publish.outputs.epub.metadata import IDENTIFIER, XML_LANG

if TYPE_CHECKING:
    from publish.outputs.epub.book import Book, Fact

VERSION = (0, 20, 0)
"""The release whose private methods we build on; a test says so when another one is installed."""

FOLDER = "EPUB"
_NCX_ID = "ncx"  # EbookLib writes `toc="ncx"` on every spine
_STAMP = (1980, 1, 1, 0, 0, 0)  # the zip format knows no earlier time
_REGULAR_FILE = 0o100644 << 16
_PREFIXES = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_APPLE = "META-INF/com.apple.ibooks.display-options.xml"
_APPLE_OPTIONS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<display_options><platform name="*">'
    '<option name="specified-fonts">{fonts}</option></platform></display_options>\n'
)


def pack(book: Book, modified: datetime.date | None) -> bytes:
    """Return the bytes of the package; `modified` is the date it bears (EPUB 3.3 wants one), never the clock's."""
    from ebooklib import epub

    package = epub.EpubBook()
    package.FOLDER_NAME = FOLDER
    package.IDENTIFIER_ID = IDENTIFIER
    package.language = book.language
    package.set_direction(book.direction)
    package.metadata = _metadata(book)
    for resource in book.resources:
        item = epub.EpubItem(resource.key, resource.file, resource.media_type, resource.data)
        item.properties = list(resource.properties)
        package.add_item(item)
    package.add_item(_apple(book))
    package.spine = list(book.spine)
    return _written(package, modified)


def _apple(book: Book) -> Any:  # noqa: ANN401 - EbookLib has no types
    """Return the file by which Apple's reader is told whether the fonts in the package are meant."""
    from ebooklib import epub

    fonts = "true" if any(resource.media_type.startswith("font/") for resource in book.resources) else "false"
    written = _APPLE_OPTIONS.format(fonts=fonts).encode()
    return epub.EpubItem("apple", _APPLE, "application/xml", written, manifest=False)


def _metadata(book: Book) -> dict[Any, dict[str, list[tuple[str, dict[str, str]]]]]:
    """Return facts in the shape EbookLib keeps them: by namespace, by name, in order."""
    from ebooklib.epub import NAMESPACES

    core: dict[str, list[tuple[str, dict[str, str]]]] = {}
    others: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for fact in book.facts:
        name = fact.name.removeprefix("dc:")
        kept = others if name == fact.name else core
        kept.setdefault(name, []).append(_statement(fact))
    return {NAMESPACES["DC"]: core, None: others}


def _statement(fact: Fact) -> tuple[str, dict[str, str]]:
    """Return a fact's value and attributes without control characters, which no XML can hold."""
    clean = {key: _printable(value) for key, value in fact.attributes}
    return _printable(fact.value), clean


def _printable(value: str) -> str:
    return "".join(character for character in value if character >= " " and not "\ud800" <= character <= "\udfff")


def _written(package: Any, modified: datetime.date | None) -> bytes:  # noqa: ANN401 - EbookLib has no types
    from ebooklib import epub

    class Writer(epub.EpubWriter):  # type: ignore[misc] # EbookLib has no types
        """EbookLib's writer with the language on the package, and a zip without clock and machine."""

        def write(self) -> None:
            self.out = _StillZip(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()
            self.out.close()

        def _write_opf_file(self, root: Any) -> None:  # noqa: ANN401 - an lxml element
            root.set(XML_LANG, self.book.language)
            root.set("prefix", _PREFIXES)
            super()._write_opf_file(root)

    target = io.BytesIO()
    day = modified or datetime.date(*_STAMP[:3])
    moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    writer = Writer(target, package, {"mtime": moment, "package_direction": True, "epub3_pages": False})
    writer.process()
    writer.write()
    return target.getvalue()


class _StillZip(zipfile.ZipFile):
    """A zip archive whose entries bear no time, no user and no machine."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,  # noqa: ANN401 - as zipfile has it
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        entry = zipfile.ZipInfo(name, _STAMP)
        entry.create_system = 3  # Unix, wherever it is made
        entry.external_attr = _REGULAR_FILE
        entry.compress_type = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(entry, data, entry.compress_type, compresslevel or self.compresslevel)


def ncx_item() -> tuple[str, str, str]:
    """Return id, path and media type of the NCX, as EbookLib's spine expects it."""
    return _NCX_ID, "toc.ncx", NCX
