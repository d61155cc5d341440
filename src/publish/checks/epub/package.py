"""What is looked at in the package: the archive, the manifest, and whether the metadata is true."""

from __future__ import annotations

import re
import uuid
import zipfile
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.epub.opened import DC, EPUB_TYPE, OPF, XML_LANG, X, kinds, target_of, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from publish.checks.epub.opened import Opened
    from publish.problems import Problem

_AGAIN = "make it again; if it stays, please tell us, with the manuscript that shows it"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_CSS_REMOTE = re.compile(rb"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//""", re.IGNORECASE)
_FIRST = (1980, 1, 1, 0, 0, 0)
_FONTS = ("font/", "application/font", "application/vnd.ms-opentype", "application/x-font")

# EPUB Accessibility 1.1, §4.2.2: the words a library looks for.
_CONFORMS = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level (A|AA|AAA)")
_ACCESS = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")


def archive(book: Opened) -> Iterator[Problem]:
    """Yield what is wrong with the file as an archive: its first entry, the names in it, the times it tells."""
    first = book.entries[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        yield book.problem("epub-archive", "the EPUB does not begin with its media type, unpacked", _AGAIN)
    elif book.outside.get("mimetype") != b"application/epub+zip":
        yield book.problem("epub-archive", "the EPUB names another media type than its own", _AGAIN)
    names = [entry.filename for entry in book.entries]
    if len({name.casefold() for name in names}) < len(names):
        yield book.problem("epub-names", "two files have the same name but for capitals", _AGAIN)
    for name in names:
        if not _SAFE.fullmatch(name):
            yield book.problem("epub-names", f"not every reader can open a file named {name}", "use a-z, 0-9 and -")
    if any(entry.date_time != _FIRST for entry in book.entries):
        yield book.problem("epub-clock", "the EPUB tells when and where it was packed", _AGAIN)


def manifest(book: Opened) -> Iterator[Problem]:
    """Yield where the manifest and the files are not the same, and what a reader would have to fetch or run."""
    listed = [item.get("href", "") for item in book.items]
    held = {name for name in book.files if not name.endswith(".opf")}
    for name in sorted(set(listed) - held):
        remote = bool(_REMOTE.match(name))
        code = "epub-remote" if remote else "epub-manifest"
        yield book.problem(code, f"{name} is listed but not in the EPUB", _AGAIN)
    for name in sorted(held - set(listed)):
        yield book.problem("epub-manifest", f"{name} is in the EPUB but not listed", _AGAIN)
    for name in sorted(held & set(listed)):
        if not book.files[name]:
            yield book.problem("epub-manifest", f"{name} is empty", _AGAIN)
    if not any("cover-image" in item.get("properties", "").split() for item in book.items):
        yield book.problem("epub-cover", "no picture is named as the cover", _AGAIN)


def remote(book: Opened) -> Iterator[Problem]:
    """Yield what would be fetched from elsewhere, and scripts: an EPUB that leaves is whole and still."""
    for name, root in book.trees.items():
        for element in root.iter():
            fetched = element.get("src") or (element.get("href") if element.tag == f"{X}link" else None)
            if fetched and _REMOTE.match(fetched):
                yield book.problem("epub-remote", f"{name} fetches {fetched}", "save it beside the manuscript")
            if element.tag.rpartition("}")[2] == "script":
                yield book.problem("epub-script", f"{name} holds a script", "take it out: many readers refuse it")
    for name, data in book.files.items():
        if name.endswith(".css") and _CSS_REMOTE.search(data):
            yield book.problem("epub-remote", f"{name} fetches something from elsewhere", "save it with the styles")


def identity(book: Opened) -> Iterator[Problem]:
    """Yield where the book does not say which it is: title, date, and a name that stays the same."""
    if not [*filter(str.strip, book.values("dc:title")[:1])]:
        yield book.problem("epub-identity", "the EPUB has no title", "give the manuscript a title")
    if not book.values("dcterms:modified"):
        yield book.problem("epub-identity", "the EPUB bears no date", _AGAIN)
    key = book.package.get("unique-identifier")
    own = next((e.text or "" for e in book.package.iter(f"{DC}identifier") if e.get("id") == key), "")
    if not own:
        yield book.problem("epub-identity", "the EPUB has no identifier", _AGAIN)
    elif own.startswith("urn:uuid:") and _random(own):
        yield book.problem("epub-identity", "the identifier is another at every build", "use one made of the work")
    made = book.made.edition
    if made and made.language != made.original and not book.values("schema:translationOfWork"):
        yield book.problem("epub-identity", "the translation does not name the original", _AGAIN)


def _random(urn: str) -> bool:
    try:
        return uuid.UUID(urn.removeprefix("urn:uuid:")).version != 5
    except ValueError:
        return True


def people(book: Opened) -> Iterator[Problem]:
    """Yield who is named in the edition and missing in the metadata, and who has no role."""
    roles = {
        (meta.get("refines") or "").removeprefix("#"): meta.text or ""
        for meta in book.package.iter(f"{OPF}meta")
        if meta.get("property") == "role"
    }
    for kind in ("creator", "contributor"):
        for element in book.package.iter(f"{DC}{kind}"):
            if not roles.get(element.get("id", "")):
                yield book.problem("epub-people", f"nothing says what {element.text} did", _AGAIN)
    about = book.made.edition.colophon if book.made.edition else None
    named = [*book.values("dc:creator"), *book.values("dc:contributor")]
    for name in (*about.authors, *about.translator) if about else ():
        if name and name not in named:
            yield book.problem("epub-people", f"{name} is not named in the metadata", _AGAIN)


def tongues(book: Opened) -> Iterator[Problem]:
    """Yield where the package is silent or wrong about languages and the direction of reading."""
    own = book.package.get(XML_LANG, "")
    listed = book.values("dc:language")
    edition = book.made.edition
    if not own or not listed or listed[0] != own or (edition and edition.language != own):
        yield book.problem("epub-language", "the package does not say its language", _AGAIN)
        return
    used = {e.get("lang", "") for root in book.documents.values() for e in root.iter()}
    used = {tag for tag in used if tag and not tag.startswith("und")}
    for tag in sorted(used - set(listed)):
        yield book.problem("epub-language", f"the metadata is silent about text in {tag}", _AGAIN)
    for tag in sorted(set(listed) - used):
        yield book.problem("epub-language", f"the metadata promises text in {tag}", _AGAIN)
    way = languages.direction(own)
    spine = next(book.package.iter(f"{OPF}spine"), None)
    if spine is None or spine.get("page-progression-direction", "ltr") != way:
        yield book.problem("epub-direction", f"the pages are not turned {way}", _AGAIN)
    title = next(book.package.iter(f"{DC}title"), None)
    if title is not None and way == "rtl" and (title.get("dir") or book.package.get("dir")) != way:
        yield book.problem("epub-direction", "the title does not run from right to left", _AGAIN)


def access(book: Opened) -> Iterator[Problem]:
    """Yield what the accessibility metadata does not say, and what it says and is not so."""
    for name in _ACCESS:
        if not book.values(f"schema:{name}"):
            yield book.problem("epub-access", f"the metadata does not say schema:{name}", _AGAIN)
    for claim in book.values("dcterms:conformsTo"):
        if not _CONFORMS.fullmatch(claim):
            hint = "write it exactly: EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
            yield book.problem("epub-access", f"“{claim}” is not how conformance is said", hint)
    features, modes = set(book.values("schema:accessibilityFeature")), set(book.values("schema:accessMode"))
    for claim, true in _truths(book).items():
        if claim in features and not true:
            yield book.problem("epub-untrue", f"the metadata claims {claim}, and it is not so", _AGAIN)
    if bool(_meant(book)) != ("visual" in modes):
        yield book.problem("epub-untrue", "the metadata is wrong about whether there is something to see", _AGAIN)


def summary(book: Opened) -> Iterator[Problem]:
    """Yield where the summary for those who choose by access is in another script than the text."""
    own = languages.language(book.language).script.code
    said = " ".join(book.values("schema:accessibilitySummary"))
    if said and own not in {languages.script_of(character) for character in said}:
        yield book.problem("epub-access", "the accessibility summary is in another language than the text", _AGAIN)


def _meant(book: Opened) -> list[_Element]:
    """Return the pictures that are more than ornament."""
    images = (image for root in book.documents.values() for image in root.iter(f"{X}img"))
    return [image for image in images if image.get("role") != "presentation"]


def _truths(book: Opened) -> dict[str, bool]:
    """Return what of the accessibility features is so."""
    meant = _meant(book)
    marks = [e for root in book.documents.values() for e in root.iter() if "pagebreak" in kinds(e)]
    _, navigation = book.navigation
    lists = {nav.get(EPUB_TYPE) for nav in navigation.iter(f"{X}nav")} if navigation is not None else set()
    headings = any(True for root in book.documents.values() for level in "123456" for _ in root.iter(f"{X}h{level}"))
    return {
        "alternativeText": bool(meant) and all((image.get("alt") or "").strip() for image in meant),
        "pageBreakMarkers": bool(marks),
        "pageNavigation": "page-list" in lists,
        "printPageNumbers": bool(marks),
        "tableOfContents": "toc" in lists,
        "structuralNavigation": headings,
    }


def pages_source(book: Opened) -> Iterator[Problem]:
    """Yield where page numbers are given and nothing says whose they are."""
    marked = any("pagebreak" in kinds(element) for root in book.documents.values() for element in root.iter())
    if marked and not book.values("pageBreakSource") and not book.values("dc:source"):
        yield book.problem("epub-pages", "nothing says of which edition the page numbers are", _AGAIN)


def switches(book: Opened) -> Iterator[Problem]:
    """Yield where an EPUB with fonts does not ask Apple's reader to use them; it asks twice, in two places."""
    if not any(item.get("media-type", "").startswith(_FONTS) for item in book.items):
        return
    options = book.outside.get("META-INF/com.apple.ibooks.display-options.xml", b"")
    if b'"specified-fonts">true' not in options or "true" not in book.values("ibooks:specified-fonts"):
        yield book.problem("epub-fonts", "Apple's reader is not told to use the fonts in the EPUB", _AGAIN)


def references(book: Opened) -> Iterator[Problem]:
    """Yield links and pictures that lead nowhere."""
    ids = {name: {element.get("id") for element in root.iter()} for name, root in book.trees.items()}
    for name, root in book.trees.items():
        for element in root.iter(f"{X}a", f"{X}img", f"{X}link"):
            reference = element.get("href") or element.get("src") or ""
            file, fragment = target_of(name, reference)
            if element.tag == f"{X}a" and not told(element):
                yield book.problem("epub-link", f"{name}: the link to “{reference}” has no words", _AGAIN)
            elif not reference or (file and file not in book.files):
                yield book.problem("epub-link", f"{name}: “{reference}” leads nowhere", _AGAIN)
            elif fragment and fragment not in ids.get(file, set()):
                yield book.problem("epub-link", f"{name}: nothing is called “{reference}”", _AGAIN)
