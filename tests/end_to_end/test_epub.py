"""EPUBs as shops, libraries and readers meet them: two validators, two readers, and the printed pages beside them."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from lxml import etree

from publish import edition, languages, project, source, translations
from publish.checks import epub as checks
from publish.outputs import epub, reading
from publish.problems import Place
from validators import ace, epubcheck, readers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition
    from publish.settings import Settings

Element: TypeAlias = Any
"""An element of lxml, without its types."""

HOUSE = Path(__file__).parents[2]
SHARED = HOUSE.parent / "shared" / "manuscripts"
LATIN = {"en-GB", "pl", "es", "de", "hu", "ro", "sl"}

KILOBYTES = {"noto-nastaliq-urdu": 450, "noto-naskh-arabic": 165}
INDIC = 165

# One edition of each script is enough for two readers; the others differ in words only.
SHOWN = ["night-shift.en-GB", "night-shift.pl", "night-shift.pa", "night-shift.ur", "night-shift.gu", "night-shift.ta"]
SHOWN += ["night-shift.hi", "break-time.ar", "break-time.en-GB"]

OTHERS = ("break-time.en-GB", "break-time.ar", "declaration-ur.ur")


@dataclass(frozen=True)
class Book:
    """An EPUB and what it was made of."""

    file: Path
    edition: Edition
    settings: Settings

    @property
    def made(self) -> checks.Made:
        return checks.Made(self.file.read_bytes(), Place(self.file.name), self.edition, self.settings)


def editions() -> Iterator[tuple[Edition, Settings]]:
    """Yield every sample in every language it is translated into, and the texts shared with us where they lie."""
    samples = sorted((HOUSE / "source").glob("*/manuscript.md"))
    shared = [SHARED / "open-letter.md", *sorted((SHARED / "declaration").glob("*.md"))]
    for manuscript in [*samples, *(file for file in shared if file.is_file())]:
        read = source.read(manuscript, project.slug_of(manuscript), HOUSE / "source" / "publication.toml")
        yield edition.original(read.publication), read.settings
        for file in sorted((manuscript.parent / "translations").glob("*.po")):
            translation = translations.current(read.publication, file.stem, file)
            yield edition.translated(read.publication, translation), read.settings


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    folder = tmp_path_factory.mktemp("books")
    made: dict[str, Book] = {}
    for each, settings in editions():
        name = f"{each.slug}.{each.language}"
        file = folder / f"{name}.epub"
        file.write_bytes(epub.make(each, settings))
        made[name] = Book(file, each, settings)
    return made


@pytest.mark.validators
def test_epubcheck_has_nothing_to_say_about_any_of_them(books: dict[str, Book]) -> None:
    said = epubcheck.check(book.file for book in books.values())
    assert {file.name: messages for file, messages in said.items() if messages} == {}


@pytest.fixture(scope="module")
def bilingual(books: dict[str, Book], tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    """Return the newsletter in two languages, in both forms: in each direction, and half translated."""
    folder = tmp_path_factory.mktemp("bilingual")
    original = books["night-shift.en-GB"].edition
    made = []
    for tag in ("pl", "ur", "es"):
        book = books[f"night-shift.{tag}"]
        both = replace(book.edition, others=(original,))
        for form, make in (("beside", epub.make_beside), ("tap", epub.make_tap)):
            file = folder / f"night-shift.{tag}.{form}.epub"
            file.write_bytes(make(both, book.settings))
            made.append(Book(file, both, book.settings))
    return made


@pytest.fixture(scope="module")
def styled(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a leaflet of a house that has a style and a face of its own."""
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(HOUSE / "source" / "break-time", root / "source" / "break-time")
    (root / "styles").mkdir()
    style = 'body { font-family: "Noto Serif", serif }\nh2 { font-style: italic; border-top: 2px solid }\n'
    (root / "styles" / "epub.css").write_text(style)
    read = source.read(root / "source" / "break-time" / "manuscript.md", "break-time")
    own = edition.original(read.publication)
    file = root / "styled.epub"
    file.write_bytes(epub.make(own, read.settings))
    return Book(file, own, read.settings)


@pytest.mark.validators
def test_bilingual_and_styled_books_are_as_clean(bilingual: list[Book], styled: Book) -> None:
    others = [*bilingual, styled]
    said = epubcheck.check(book.file for book in others)
    assert {file.name: messages for file, messages in said.items() if messages} == {}
    assert [problem for book in others for problem in checks.find(book.made)] == []


@pytest.mark.validators
def test_epubcheck_is_really_asked(books: dict[str, Book], tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    broken.write_bytes(books["break-time.en-GB"].file.read_bytes()[:-40])
    assert epubcheck.check([broken])[broken]


@pytest.mark.validators
def test_ace_finds_no_violation(books: dict[str, Book], bilingual: list[Book], styled: Book, tmp_path: Path) -> None:
    if not ace.installed():
        pytest.skip("Ace or Chromium is not installed")
    # Ace takes seconds for each document: every script, way of writing and form is here, each kind of text once.
    names = [name for name in books if name.startswith(("night-shift", "open-letter"))]
    single = [books[name] for name in (*names, *OTHERS) if name in books]
    said = ace.check([book.file for book in (*single, *bilingual, styled)], tmp_path)
    assert {file.name: found for file, found in said.items() if found} == {}


@pytest.mark.validators
def test_ace_is_really_asked(books: dict[str, Book], tmp_path: Path) -> None:
    if not ace.installed():
        pytest.skip("Ace or Chromium is not installed")
    silent = tmp_path / "silent.epub"
    with zipfile.ZipFile(books["break-time.en-GB"].file) as whole, zipfile.ZipFile(silent, "w") as archive:
        for entry in whole.infolist():
            archive.writestr(entry, re.sub(rb' alt="[^"]*"', b"", whole.read(entry)))
    assert {found.rule for found in ace.check([silent], tmp_path)[silent]} >= {"image-alt"}


def test_our_own_checker_finds_nothing_in_any_of_them(books: dict[str, Book]) -> None:
    assert [problem for book in books.values() for problem in checks.find(book.made)] == []


def test_a_pamphlet_in_latin_script_with_pictures_and_three_scripts_stays_small(books: dict[str, Book]) -> None:
    # The face of its Urdu passage alone takes a third of it.
    sizes = {tag: books[f"night-shift.{tag}"].file.stat().st_size for tag in ("en-GB", "pl", "es")}
    assert {tag: size for tag, size in sizes.items() if size > 250_000} == {}


def test_faces_stay_small(books: dict[str, Book]) -> None:
    for book in books.values():
        with zipfile.ZipFile(book.file) as archive:
            for entry in archive.infolist():
                if "/fonts/" in entry.filename:
                    most = KILOBYTES.get(Path(entry.filename).stem, INDIC)
                    assert entry.file_size <= most * 1024, (book.file.name, entry.filename)


def test_the_parallel_texts_need_faces_for_every_other_script(books: dict[str, Book]) -> None:
    if "declaration-ta.ta" not in books:
        pytest.skip("the shared texts are not here")
    for tag in ("pa", "gu", "ta", "hi", "ur", "ar"):
        with zipfile.ZipFile(books[f"declaration-{tag}.{tag}"].file) as archive:
            assert [name for name in archive.namelist() if "/fonts/" in name], tag


def letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


@pytest.mark.validators
def test_every_page_begins_with_the_letters_it_has_in_print(books: dict[str, Book], tmp_path: Path) -> None:
    matched = 0
    for name, book in books.items():
        if book.edition.language not in LATIN:
            continue
        pdf = tmp_path / "reading.pdf"
        pdf.write_bytes(reading.make(book.edition, book.settings))
        ran = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
        printed = [letters(page) for page in ran.stdout.split("\f")[:-1]]
        text, starts, listed = marked(book.file)
        assert listed == len(printed), name
        for number, start in starts.items():
            begins = latin_only(text[start : start + 30])
            # Above the text stand the running head, and on a leaflet's first page the title.
            assert begins in printed[number - 1][: 100 + 30 + (500 if number == 1 else 0)], (name, number)
            matched += 1
    assert matched > 20


def latin_only(text: str) -> str:
    """Return letters up to the first of another script, whose order in a PDF's text is not ours to hold."""
    for index, character in enumerate(text):
        if languages.script_of(character) not in {"Latn", None}:
            return text[:index]
    return text


def marked(file: Path) -> tuple[str, dict[int, int], int]:
    """Return the letters of an EPUB's sections, where in them each page begins, and how many pages are listed."""
    text: list[str] = []
    starts: dict[int, int] = {}
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if "/text/section-" in name:
                body = etree.fromstring(archive.read(name)).find("{*}body")
                gather(body, text, starts)
        listed = archive.read("EPUB/toc.ncx").count(b"<pageTarget")
    return "".join(text), starts, listed


def gather(element: Element, text: list[str], starts: dict[int, int]) -> None:
    if {"masthead", "call", "notes"} & set((element.get("class") or "").split()):
        return
    if element.get("role") == "doc-pagebreak":
        starts[int(element.get("id").rpartition("-")[2])] = sum(map(len, text))
    text.append(letters(element.text or ""))
    for child in element:
        gather(child, text, starts)
        text.append(letters(child.tail or ""))


@pytest.fixture(scope="module")
def seen(books: dict[str, Book], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """What two readers say of the books, all in one start of the browser."""
    if not ace.installed():
        pytest.skip("the readers or Chromium are not installed")
    names = [name for name in SHOWN if name in books]
    steps = [
        ["go", "EPUB/text/section-01.xhtml"],
        ["direction"],
        ["faces"],
        ["go", "EPUB/text/section-02.xhtml"],
        ["note"],
    ]
    jobs = [{"epub": str(books[name].file), "reader": "foliate", "steps": steps} for name in names]
    jobs += [{"epub": str(books[name].file), "reader": "epubjs"} for name in names]
    said = readers.read(jobs, tmp_path_factory.mktemp("readers"))
    return {(Path(each["epub"]).stem, each["reader"]): each for each in said}


@pytest.mark.validators
def test_two_readers_agree_on_contents_pages_and_direction(seen: dict[tuple[str, str], dict[str, Any]]) -> None:
    names = {name for name, _ in seen}
    assert names
    for name in names:
        one, other = seen[name, "foliate"], seen[name, "epubjs"]
        for what in ("direction", "contents", "pages", "landmarks"):
            assert one[what] == other[what], (name, what)
        assert one["faults"] == other["faults"] == []


@pytest.mark.validators
def test_a_reader_finds_its_way(seen: dict[tuple[str, str], dict[str, Any]], books: dict[str, Book]) -> None:
    for (name, reader), said in seen.items():
        if reader != "foliate":
            continue
        way = languages.direction(books[name].edition.language)
        place, direction, faces, *_ = said["steps"]
        assert said["direction"] == direction == way
        assert said["landmarks"] == ["cover", "toc", "bodymatter", "colophon"]
        assert said["pages"] == [str(number) for number in range(1, len(said["pages"]) + 1)]
        assert place["page"] in said["pages"]
        if languages.language(books[name].edition.language).script.code != "Latn":
            assert "loaded" in {status for _, status in faces}, name


@pytest.mark.validators
def test_a_note_pops_up(seen: dict[tuple[str, str], dict[str, Any]]) -> None:
    opened = {name: said["steps"][-1] for (name, reader), said in seen.items() if reader == "foliate"}
    for name, note in opened.items():
        if name.startswith("night-shift"):
            assert note == {"href": "EPUB/text/section-02.xhtml#_note-2", "type": "footnote"}


MAKE = """
import hashlib, sys
from pathlib import Path
from publish import edition, source
from publish.outputs import epub
read = source.read(Path(sys.argv[1]), "night-shift")
print(hashlib.sha256(epub.make(edition.original(read.publication), read.settings)).hexdigest())
"""


def test_the_same_bytes_come_out_in_another_zone_with_another_seed_from_another_folder(tmp_path: Path) -> None:
    manuscript = tmp_path / "a" / "manuscript.md"
    shutil.copytree(HOUSE / "source" / "break-time", manuscript.parent)
    made = set()
    for zone, seed, folder in (("UTC", "0", tmp_path), ("Asia/Kolkata", "7", manuscript.parent)):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        ran = subprocess.run(
            [sys.executable, "-c", MAKE, str(manuscript)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        made.add(ran.stdout.strip())
    assert len(made) == 1


def package_of(book: Book) -> str:
    with zipfile.ZipFile(io.BytesIO(book.file.read_bytes())) as archive:
        return archive.read("EPUB/content.opf").decode()


def test_a_translation_names_its_original_and_has_a_name_of_its_own(books: dict[str, Book]) -> None:
    original, translated = package_of(books["night-shift.en-GB"]), package_of(books["night-shift.pl"])
    urn = original.partition('id="edition-id">')[2].partition("<")[0]
    assert urn.startswith("urn:uuid:")
    assert f'<meta property="schema:translationOfWork">{urn}</meta>' in translated
    assert "translationOfWork" not in original
    assert urn not in translated.partition('id="edition-id">')[2].partition("<")[0]


def test_the_series_and_the_place_in_it_are_told(books: dict[str, Book]) -> None:
    package = package_of(books["night-shift.en-GB"])
    assert '<meta id="series" property="belongs-to-collection">The Night Shift</meta>' in package
    assert '<meta refines="#series" property="group-position">7</meta>' in package
