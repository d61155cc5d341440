"""Every construct of the sample newsletter, through every form there and back, as PDF and EPUB of the same skeleton."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from lxml import etree

from publish import edition, languages, project, source, translations, tree
from publish.kits import KITS, Form, kits_of
from publish.model import Rendering, State
from publish.outputs import epub, reading
from publish.problems import errors
from publish.workshop import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Kit
    from publish.project import House
    from publish.source import Reading

SAMPLE = Path(__file__).parents[2] / "source" / "night-shift"
SIGNS = {"pl": "ąćęłńóśźżabdefghi", "ur": "ابپتٹثجچحخدڈذرزسش"}
FORMS = pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
LANGUAGES = pytest.mark.parametrize("language", SIGNS)
# Codes, addresses, and what looks like either stay as they are.
KEPT = re.compile(r"\{[^}]*\}|[^\s{}]*(?:[@/]|\.org)[^\s{}]*|[A-Za-z]+")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    folder = tmp_path / "house" / "source" / "night-shift"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("translations", "handoffs.toml"))
    monkeypatch.chdir(tmp_path / "house")
    return project.House(tmp_path / "house")


def reading_of(house: House) -> Reading:
    return source.read(house.manuscript("night-shift"), "night-shift", house.shared())


def say(text: str, language: str) -> str:
    """Say a text in letters of the language, its codes, addresses, numbers and signs left where they are."""

    def letters(match: re.Match[str]) -> str:
        if not match[0].isalpha():
            return match[0]
        return "".join(SIGNS[language][ord(sign) % 16] for sign in match[0])

    return KEPT.sub(letters, text)


def translated(house: House, language: str) -> list[Kit]:
    """Return the kits of a language as a volunteer leaves them, all of them said."""
    publication = reading_of(house).publication
    current = translations.current(publication, language, house.translation("night-shift", language))
    return [
        replace(kit, renderings=tuple(Rendering(r.segment, say(r.segment.text, language)) for r in kit.renderings))
        for kit in kits_of(publication, current)
    ]


def done(kit: Kit) -> Kit:
    return replace(kit, renderings=tuple(replace(r, state=State.TRANSLATED) for r in kit.renderings))


def take_in(house: House, folder: Path, language: str) -> Edition:
    receipt = receiving.receive(house, [folder])
    assert receipt.problems == ()
    assert errors(problem for kit in receipt.kits for problem in kit.problems) == ()
    publication = reading_of(house).publication
    current = translations.current(publication, language, house.translation("night-shift", language))
    assert current.coverage == 1
    return edition.translated(publication, current)


def through(house: House, folder: Path, language: str, form: Form) -> Edition:
    """Send every section out in a form, take all of it back, and return the edition."""
    folder.mkdir()
    for kit in translated(house, language):
        (folder / f"{kit.number:02d}.{form.suffix}").write_bytes(form.write(done(kit)))
    return take_in(house, folder, language)


def skeleton(made: Edition) -> list[Any]:
    """Return an edition's elements without its words: kinds, names, classes, addresses, in order."""
    return [_bone(element) for element in tree.walk(edition.blocks_of(made)) if element["t"] not in _WORDS]


_WORDS = {"Str", "Space", "SoftBreak"}


def _bone(element: Any) -> tuple[str, ...]:  # noqa: ANN401 - an element of pandoc's
    if element["t"] in {"Link", "Image"}:
        return element["t"], element["c"][2][0]
    if element["t"] == "Header":
        return "Header", str(element["c"][0]), element["c"][1][0]
    return (element["t"],)


def saying(made: Edition) -> str:
    return "\n".join(tree.plain_text(block["c"]) for block in edition.blocks_of(made) if block["t"] == "Para")


def structure(data: bytes) -> Counter[str]:
    """Return how often each kind of element stands in the structure of a PDF.

    Spans follow the lines; paragraphs and divisions are also those of the back page, which depends on the room left.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return Counter(name for name in _roles(pdf.Root.StructTreeRoot) if name not in _NOT_OF_THE_TEXT)


_NOT_OF_THE_TEXT = {"/Span", "/Link", "/P", "/Div", "/Sect"}


def _roles(element: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf's objects have no types
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)
            yield from _roles(kid)


def documents(data: bytes) -> dict[str, list[str]]:
    """Return the elements of every document of an EPUB, in order; spans are of single words, and do not count."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = {name: book.read(name) for name in book.namelist() if re.search(r"\d.*\.xhtml$", name)}
    return {name: [tag for tag in _tags(text) if tag != "span"] for name, text in texts.items()}


def _tags(text: bytes) -> list[str]:
    return [etree.QName(element).localname for element in etree.fromstring(text).iter(tag=etree.Element)]


@FORMS
@LANGUAGES
def test_every_form_brings_the_sample_back_with_its_skeleton(
    house: House, tmp_path: Path, form: Form, language: str
) -> None:
    made = through(house, tmp_path / "back", language, form)
    assert skeleton(made) == skeleton(edition.original(reading_of(house).publication))
    said = saying(made)
    assert said == say_all(house, language)
    assert len(said) > 5_000


def say_all(house: House, language: str) -> str:
    """Return what the edition has to say, from the segments themselves and no form."""
    publication = reading_of(house).publication
    renderings = tuple(Rendering(s, say(s.text, language), State.TRANSLATED) for s in publication.segments)
    return saying(edition.translated(publication, translations.Translation(publication.slug, language, renderings)))


@LANGUAGES
def test_the_sample_becomes_a_pdf_and_an_epub_of_the_same_skeleton(house: House, tmp_path: Path, language: str) -> None:
    made = through(house, tmp_path / "back", language, KITS[1])
    settings, own = reading_of(house).settings, edition.original(reading_of(house).publication)
    assert structure(reading.make(made, settings)) == structure(reading.make(own, settings))
    book = epub.make(made, settings)
    assert documents(book) == documents(epub.make(own, settings))
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        package = next(opened.read(name).decode() for name in opened.namelist() if name.endswith(".opf"))
    assert f">{language}</dc:language>" in package
    assert ('page-progression-direction="rtl"' in package) == (languages.direction(language) == "rtl")


@pytest.mark.validators
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("kind", ["docx:MS Word 2007 XML", "odt"], ids=["docx", "odt"])
@LANGUAGES
def test_the_sample_saved_again_by_libreoffice_comes_back_whole(
    house: House, tmp_path: Path, language: str, kind: str
) -> None:
    form = next(form for form in KITS if form.name == "docx")
    (tmp_path / "out").mkdir()
    for kit in translated(house, language):
        (tmp_path / "out" / f"{kit.number:02d}.docx").write_bytes(form.write(done(kit)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = sorted(map(str, (tmp_path / "out").iterdir()))
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "saved"), *files]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    made = take_in(house, tmp_path / "saved", language)
    assert skeleton(made) == skeleton(edition.original(reading_of(house).publication))
    assert saying(made) == say_all(house, language)
