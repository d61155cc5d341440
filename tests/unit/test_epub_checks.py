"""The EPUB checker: silent on sound books, and not to be fooled by any of the faults sown here."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pytest

from publish import edition, source
from publish.checks import epub as checks
from publish.outputs import epub
from publish.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable

Files: TypeAlias = "dict[str, bytes]"
Fault: TypeAlias = "Callable[[Files], object]"

MANUSCRIPT = """---
title: The early bus
subtitle: A letter
lang: en
date: 2026-11-01
author: Rosa Quill
publisher: The Night Shift Collective
summary: Who rides at five.
---

Good evening, and [ਸਤ ਸ੍ਰੀ ਅਕਾਲ]{{lang=pa}} to all. See [the table](#table).[^who]

![](rule.svg){{.decorative}}

## Riders {{#riders}}

Everybody on the early bus is tired, and nobody says so.

![A bus, seen from behind.](bus.svg "The early bus.")

::: {{lang=ur}}
ہمیں لکھیے۔
:::

{mornings}

## The table {{#table}}

### By stop

| Stop | Riders |
|:-----|-------:|
| Yard |     12 |

[^who]: All eleven of us, and the driver.
""".format(
    # Enough of them to fill more than a page, so that a page begins within a paragraph.
    mornings=" ".join(f"On morning {number} the bus came late and left full." for number in range(1, 81))
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z"/></svg>'

OPENING, RIDERS, TABLE = (f"EPUB/text/section-{number:02}.xhtml" for number in range(3))
PACKAGE, CONTENTS, NCX = "EPUB/content.opf", "EPUB/text/contents.xhtml", "EPUB/toc.ncx"
COVER, IMPRINT, SCRIPTS = "EPUB/text/cover.xhtml", "EPUB/text/imprint.xhtml", "EPUB/styles/scripts.css"
NASTALIQ = "EPUB/fonts/noto-nastaliq-urdu.ttf"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> checks.Made:
    folder = tmp_path_factory.mktemp("bus")
    (folder / "rule.svg").write_text(SVG, encoding="utf-8")
    (folder / "bus.svg").write_text(SVG, encoding="utf-8")
    (folder / "bus.md").write_text(MANUSCRIPT, encoding="utf-8")
    reading = source.read(folder / "bus.md", "bus")
    original = edition.original(reading.publication)
    return checks.Made(epub.make(original, reading.settings), Place("bus.epub"), original, reading.settings)


def packed(files: Files, stamp: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)) -> bytes:
    """Return files as an EPUB, the first of them unpacked as the format wants."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            archive.writestr(zipfile.ZipInfo(name, stamp), data, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return target.getvalue()


def unpacked(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def found(made: checks.Made, data: bytes) -> set[str]:
    return {problem.code for problem in checks.find(checks.Made(data, made.place, made.edition, made.settings))}


def swap(name: str, old: str, new: str, files: Files) -> None:
    """Change a file; a fault that changes nothing would prove nothing."""
    changed = re.sub(old, new, files[name].decode(), count=1, flags=re.DOTALL)
    assert changed != files[name].decode()
    files[name] = changed.encode()


def everywhere(old: str, new: str, files: Files) -> None:
    before = dict(files)
    for name in files:
        if name.endswith(".xhtml"):
            files[name] = re.sub(old, new, files[name].decode()).encode()
    assert files != before


def drop(name: str, files: Files) -> None:
    del files[name]


def add(name: str, data: bytes, files: Files) -> None:
    files[name] = data


def mimetype_last(files: Files) -> None:
    files["mimetype"] = files.pop("mimetype")


SOWN: list[tuple[str, str, Fault]] = [
    # What neither EPUBCheck nor Ace sees.
    ("a pop-up is dead", "epub-note", partial(swap, OPENING, ' epub:type="noteref"', "")),
    ("the Urdu runs from the left", "epub-direction", partial(swap, RIDERS, ' dir="rtl"', "")),
    ("nothing says which passage is Punjabi", "epub-script-unmarked", partial(swap, OPENING, ' (xml:)?lang="pa"', "")),
    ("all languages of passages are gone", "epub-script-unmarked", partial(everywhere, ' (?:xml:)?lang="(pa|ur)"', "")),
    ("a picture that means something is silent", "epub-alt", partial(swap, RIDERS, 'alt="[^"]+"', 'alt=""')),
    ("it claims words for pictures that have none", "epub-untrue", partial(swap, RIDERS, 'alt="[^"]+"', 'alt=""')),
    ("a paragraph is lost", "epub-text", partial(swap, RIDERS, "<p>Everybody.*?</p>", "")),
    ("a word is lost", "epub-text", partial(swap, RIDERS, "nobody", "")),
    ("a note is lost", "epub-text", partial(swap, OPENING, "All eleven of us, and the driver", "Some")),
    ("a caption is not the one", "epub-pages-print", partial(swap, RIDERS, "The early bus.</fig", "A bus.</fig")),
    ("a page begins a word too late", "epub-pages-print", partial(swap, OPENING, "(<span [^>]*pagebreak[^>]*/>)", "")),
    ("a face lacks what it is there for", "epub-fonts", partial(add, NASTALIQ, b"not a font")),
    ("a language is set in no face", "epub-fonts", partial(swap, SCRIPTS, r":lang\(ur\)\{font-family:[^;]*;", "")),
    ("a face is a WOFF2", "epub-fonts", partial(swap, PACKAGE, "font/ttf", "font/woff2")),
    ("Apple is told not to use the faces", "epub-fonts", partial(swap, PACKAGE, 'fonts">true', 'fonts">false')),
    ("the identifier is random", "epub-identity", partial(swap, PACKAGE, "(urn:uuid:[^<]{14})5", r"\g<1>4")),
    (
        "a language of the text is not named",
        "epub-language",
        partial(swap, PACKAGE, "<dc:language>pa</dc:language>", ""),
    ),
    ("a language is named that is not there", "epub-language", partial(swap, PACKAGE, ">pa</dc:lang", ">fr</dc:lang")),
    (
        "the book says it is in another language",
        "epub-language",
        partial(swap, RIDERS, 'lang="en" xml', 'lang="de" xml'),
    ),
    (
        "the pages are turned the wrong way",
        "epub-direction",
        partial(swap, PACKAGE, 'direction="ltr"', 'direction="rtl"'),
    ),
    ("a document runs the wrong way", "epub-direction", partial(swap, TABLE, 'dir="ltr"', 'dir="rtl"')),
    ("a chapter is empty", "epub-empty", partial(swap, TABLE, "<body.*</body>", "<body><p> </p></body>")),
    ("a level of heading is left out", "epub-heading", partial(swap, TABLE, "<h3(.*?)</h3>", r"<h4\1</h4>")),
    ("a heading has no words", "epub-heading", partial(swap, TABLE, "By stop", "")),
    ("nobody hears what the columns are", "epub-table", partial(swap, TABLE, ' scope="col"', "")),
    ("nobody is told what Rosa did", "epub-people", partial(swap, PACKAGE, "<meta[^>]*>aut</meta>", "")),
    ("Rosa is not named", "epub-people", partial(swap, PACKAGE, "Rosa Quill", "Somebody")),
    (
        "the summary is in another script",
        "epub-access",
        partial(swap, PACKAGE, "(Summary[^>]*>)[^<]+", r"\1ہمیں لکھیے"),
    ),
    (
        "it claims to have nothing to see",
        "epub-untrue",
        partial(swap, PACKAGE, '<meta[^>]*accessMode">visual</meta>', ""),
    ),
    ("text is grey whatever the page", "epub-colour", partial(swap, SCRIPTS, "$", "p{color:#aaa}")),
    ("links hide", "epub-colour", partial(swap, SCRIPTS, "$", "a{text-decoration:none}")),
    ("the file tells when it was made", "epub-clock", lambda _: (2026, 11, 1, 12, 0, 0)),
    ("a name is not ASCII", "epub-names", partial(add, "EPUB/images/größe.svg", SVG.encode())),
    ("two names differ in capitals", "epub-names", partial(add, "EPUB/Toc.ncx", b"<ncx/>")),
    (
        "a picture is fetched from elsewhere",
        "epub-remote",
        partial(swap, RIDERS, 'src="[^"]+"', 'src="https://a.example/b.png"'),
    ),
    (
        "a style fetches from elsewhere",
        "epub-remote",
        partial(swap, SCRIPTS, r'url\("\.\./', 'url("https://a.example/'),
    ),
    ("there is a script", "epub-script", partial(swap, RIDERS, "</head>", "<script>1</script></head>")),
    (
        "a document is named after its file",
        "epub-title",
        partial(swap, RIDERS, "<title>.*?</title>", "<title>ch1.xhtml</title>"),
    ),
    # What a validator may see too; here it is said with a hint.
    ("the list of pages lacks one", "epub-pages", partial(swap, CONTENTS, "(page-list.*?<ol>)<li>.*?</li>", r"\1")),
    ("a page is not told to those who listen", "epub-pages", partial(everywhere, 'aria-label="Page 3"', "")),
    (
        "nothing says whose pages they are",
        "epub-pages",
        partial(swap, PACKAGE, "<meta[^>]*pageBreakSource.*?</meta>", ""),
    ),
    (
        "older readers have other contents",
        "epub-ncx",
        partial(swap, NCX, "section-02.xhtml#table", "section-01.xhtml#riders"),
    ),
    (
        "a chapter is not in the contents",
        "epub-contents",
        partial(swap, CONTENTS, '<li><a href="section-01.*?</li>', ""),
    ),
    ("the contents are out of order", "epub-contents", partial(swap, CONTENTS, "section-00.xhtml", "imprint.xhtml")),
    ("a landmark is missing", "epub-landmarks", partial(swap, CONTENTS, ' epub:type="bodymatter"', "")),
    ("a link leads nowhere", "epub-link", partial(swap, OPENING, "section-02.xhtml#table", "section-02.xhtml#tables")),
    ("a link has no words", "epub-link", partial(swap, OPENING, ">the table</a>", "></a>")),
    ("an id stands twice", "epub-id", partial(swap, TABLE, 'id="by-stop"', 'id="table"')),
    ("a call holds more than its number", "epub-note", partial(swap, OPENING, ">1</a>", "><sup>1</sup></a>")),
    (
        "the way back stands last",
        "epub-note",
        partial(swap, OPENING, "(<p>)(<a [^>]*backlink.*?</a>)(.*?)</p>", r"\1\3\2</p>"),
    ),
    ("a note has no way back", "epub-note", partial(swap, OPENING, "<a [^>]*backlink.*?</a>", "")),
    ("conformance is said in other words", "epub-access", partial(swap, PACKAGE, "WCAG 2.1 Level AA", "WCAG 2.1 AA")),
    ("hazards are not spoken of", "epub-access", partial(swap, PACKAGE, "<meta[^>]*Hazard.*?</meta>", "")),
    ("the package has no language", "epub-language", partial(swap, PACKAGE, ' xml:lang="en"', "")),
    ("there is no cover", "epub-cover", partial(swap, PACKAGE, ' properties="cover-image"', "")),
    ("a document is broken", "epub-markup", partial(swap, RIDERS, "</section>", "")),
    ("a file is missing", "epub-manifest", partial(drop, "EPUB/styles/epub.css")),
    ("a file is not listed", "epub-manifest", partial(add, "EPUB/notes.txt", b"left over")),
    ("a file is empty", "epub-manifest", partial(add, "EPUB/images/cover.png", b"")),
    ("the media type is not first", "epub-archive", mimetype_last),
    ("the title is empty", "epub-identity", partial(swap, PACKAGE, "The early bus</dc:title>", "</dc:title>")),
]


def test_a_sound_book_is_not_complained_about(made: checks.Made) -> None:
    assert not list(checks.find(made))


def test_packing_a_book_again_for_these_tests_is_no_fault(made: checks.Made) -> None:
    assert not found(made, packed(unpacked(made.data)))


@pytest.mark.parametrize(("code", "sow"), [sown[1:] for sown in SOWN], ids=[sown[0] for sown in SOWN])
def test_a_sown_fault_is_found(code: str, sow: Fault, made: checks.Made) -> None:
    files = unpacked(made.data)
    stamp = sow(files)
    assert code in found(made, packed(files, stamp) if isinstance(stamp, tuple) else packed(files))


def test_every_code_belongs_to_a_fault_that_is_sown() -> None:
    assert {code for _, code, _ in SOWN} == set(checks.CODES)


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18), b"not a book"], ids=["empty", "no files", "words"])
def test_what_is_no_book_is_a_problem_and_no_traceback(data: bytes) -> None:
    problems = list(checks.find(checks.Made(data, Place("bus.epub"))))
    assert [problem.code for problem in problems] == ["epub-archive"]


def test_a_book_is_looked_at_without_its_edition_too(made: checks.Made) -> None:
    assert not list(checks.find(checks.Made(made.data, made.place)))
    files = unpacked(made.data)
    swap(RIDERS, 'alt="[^"]+"', 'alt=""', files)
    assert {problem.code for problem in checks.find(checks.Made(packed(files), made.place))} == {
        "epub-alt",
        "epub-untrue",
    }
