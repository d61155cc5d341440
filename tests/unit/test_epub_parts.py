"""The parts an EPUB is put together from: names that stay, links, pictures, scripts, contents, what is claimed."""

from __future__ import annotations

import io
import struct
import uuid
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish import edition, languages, project, source
from publish.checks import epub as checks
from publish.model import Colophon
from publish.outputs import epub
from publish.outputs.epub import (
    access,
    documents,
    fonts,
    front,
    identity,
    marking,
    navigation,
    packaging,
    pictures,
    scripts,
    targets,
)
from publish.outputs.epub.access import Survey
from publish.outputs.epub.book import SVG, Entry, relative
from publish.problems import Place, PublishError
from publish.typesetting.page_breaks import letters, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition
    from publish.settings import Settings

PLACE = Place("letter.md", 3)


@pytest.fixture
def letter(tmp_path: Path) -> Callable[[str], tuple[Edition, Settings]]:
    """Return an edition of a text, read from a file of its own."""

    def read(text: str) -> tuple[Edition, Settings]:
        file = tmp_path / "letter.md"
        file.write_text(text, encoding="utf-8")
        reading = source.read(file, "letter")
        return edition.original(reading.publication), reading.settings

    return read


def test_the_packager_is_the_release_we_know() -> None:
    import ebooklib
    from ebooklib import epub

    assert ebooklib.VERSION == packaging.VERSION
    for name in ("_write_container", "_write_opf", "_write_opf_file", "_write_items"):
        assert callable(getattr(epub.EpubWriter, name))


# --- names that stay ---------------------------------------------------------------------------------------------


def test_a_work_has_one_name_and_each_of_its_editions_another(letter: Callable[[str], Any]) -> None:
    one, settings = letter("---\ntitle: A letter\nlang: en\n---\n\nGood evening.\n")
    names = [identity.edition_urn(one, settings, tag) for tag in ("en", "pl", "ur")]
    assert len(set(names)) == 3
    assert names == [identity.edition_urn(one, settings, tag) for tag in ("en", "pl", "ur")]
    assert all(uuid.UUID(name.removeprefix("urn:uuid:")).version == 5 for name in names)


def test_a_corrected_title_keeps_the_name_and_another_slug_does_not(letter: Callable[[str], Any]) -> None:
    one, settings = letter("---\ntitle: A leter\nlang: en\npublisher: Us\n---\n\nGood evening.\n")
    corrected = replace(one, colophon=replace(one.colophon, title="A letter"))
    assert identity.work_uuid(one, settings) == identity.work_uuid(corrected, settings)
    assert identity.work_uuid(one, settings) != identity.work_uuid(replace(one, slug="another"), settings)


@pytest.mark.parametrize(
    ("given", "urn"),
    [
        ("ISBN 978-3-16-148410-0", "urn:isbn:9783161484100"),
        ("ISSN 1234-567X", "urn:issn:1234-567X"),
        ("https://example.org/7", "https://example.org/7"),
        ("issue seven", "issue seven"),
    ],
)
def test_an_identifier_is_written_as_libraries_read_it(given: str, urn: str) -> None:
    assert identity.given_urn(given) == urn


# --- links -------------------------------------------------------------------------------------------------------


def test_a_link_to_another_section_leads_to_its_file(letter: Callable[[str], Any]) -> None:
    one, settings = letter(
        "---\ntitle: A\nlang: en\n---\n\n[here](#two)\n\n## One\n\nText.\n\n## Two {#two}\n\nText.\n"
    )
    found = targets.targets_of(one, settings)
    assert found.link("#two", "text/section-00.xhtml") == "section-02.xhtml#two"
    assert found.link("#two", "text/section-02.xhtml") == "#two"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/2017/strike", "link-site-root"),
        ("other.pdf", "link-relative"),
        ("#nowhere", "link-broken"),
        ("https://", "link-address"),
        ("https://[::1", "link-address"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_with_its_line(
    target: str, code: str, letter: Callable[[str], Any]
) -> None:
    one, settings = letter(f"---\ntitle: A\nlang: en\n---\n\nText.\n\n[there]({target})\n")
    with pytest.raises(PublishError) as raised:
        targets.targets_of(one, settings)
    assert [(problem.code, problem.place.line) for problem in raised.value.problems] == [(code, 8)]


def test_a_link_without_words_is_refused_with_its_line(letter: Callable[[str], Any]) -> None:
    one, settings = letter("---\ntitle: A\nlang: en\n---\n\nText.\n\n[](https://example.org)\n")
    with pytest.raises(PublishError) as raised:
        targets.targets_of(one, settings)
    assert [(problem.code, problem.place.line) for problem in raised.value.problems] == [("link-empty", 8)]


def test_a_link_from_the_root_of_a_site_needs_the_address_of_the_site(letter: Callable[[str], Any]) -> None:
    one, settings = letter("---\ntitle: A\nlang: en\nbase-url: https://example.org\n---\n\n[there](/2017/strike)\n")
    found = targets.targets_of(one, settings)
    assert found.link("/2017/strike", "text/section-00.xhtml") == "https://example.org/2017/strike"


@given(st.text(min_size=1).map("https://example.org/".__add__))
def test_an_address_holds_nothing_an_address_cannot_hold(target: str) -> None:
    written = targets.address(target.encode("utf-8", "ignore").decode())
    assert written.isascii()
    assert not set(written) & set(' "<>\\^`{|}')


@pytest.mark.parametrize(
    ("target", "file", "written"),
    [
        ("text/a.xhtml#b", "text/c.xhtml", "a.xhtml#b"),
        ("images/a.png", "text/c.xhtml", "../images/a.png"),
        ("text/a.xhtml", "toc.ncx", "text/a.xhtml"),
        ("#b", "text/c.xhtml", "#b"),
    ],
)
def test_a_path_is_written_as_seen_from_its_document(target: str, file: str, written: str) -> None:
    assert relative(target, file) == written


def test_a_heading_that_is_a_picture_is_found_by_its_words(letter: Callable[[str], Any], tmp_path: Path) -> None:
    (tmp_path / "bus.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    one, settings = letter(
        "---\ntitle: A\nlang: en\n---\n\n## ![The *early* bus](bus.svg)\n\nText.\n\n"
        "### ![x](bus.svg){.decorative} Riders\n\nText.\n"
    )
    lines = documents.contents(one, targets.targets_of(one, settings))
    assert [(line.label, line.plain) for line in lines[1:-1]] == [
        ("The <em>early</em> bus", "The early bus"),
        ("Riders", "Riders"),
    ]
    made = checks.Made(epub.make(one, settings), PLACE, one, settings)
    assert list(checks.find(made)) == []


def test_classes_of_ours_typed_by_hand_stop_no_epub(letter: Callable[[str], Any]) -> None:
    typed = " ".join(
        f"[{name}]{{.{name}}}" for name in ("footnote", "note", "task", "done", "masthead", "call", "notes")
    )
    divisions = "".join(f"\n\n::: {name}\nIn {name}.\n:::" for name in ("footnote", "masthead", "call", "notes"))
    one, settings = letter(f"---\ntitle: A\nlang: en\n---\n\n{typed}{divisions}\n")
    made = checks.Made(epub.make(one, settings), PLACE, one, settings)
    assert list(checks.find(made)) == []


# --- pictures ----------------------------------------------------------------------------------------------------


def test_a_picture_without_words_is_refused_with_its_line(letter: Callable[[str], Any], tmp_path: Path) -> None:
    (tmp_path / "bus.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    one, settings = letter("---\ntitle: A\nlang: en\n---\n\nText.\n\n![](bus.svg)\n")
    with pytest.raises(PublishError) as raised:
        targets.targets_of(one, settings)
    assert [(problem.code, problem.place.line) for problem in raised.value.problems] == [("picture-unsaid", 8)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_png_keeps_its_pixels_and_loses_its_words() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    talking = b"\x89PNG\r\n\x1a\n" + header + chunk(b"tEXt", b"Author\0/home/rosa/bus.xcf") + body
    assert pictures.clean(talking, "image/png", PLACE) == b"\x89PNG\r\n\x1a\n" + header + body


def test_a_drawing_keeps_its_lines_and_loses_scripts_notes_and_paths() -> None:
    drawing = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape"
      i:export-filename="/home/rosa/bus.png" onload="x()" viewBox="0 0 1 1"><!-- rosa --><metadata>rosa</metadata>
      <script>x()</script><image href="https://a.example/b.png"/><path id="p" d="M0 0"/><use href="#p"/></svg>"""
    kept = pictures.clean(drawing, SVG, PLACE)
    for word in (b"rosa", b"script", b"onload", b"a.example", b"inkscape"):
        assert word not in kept
    assert b'<path id="p" d="M0 0"/><use href="#p"/>' in kept


def test_a_damaged_picture_is_a_problem_with_a_place() -> None:
    with pytest.raises(PublishError) as raised:
        pictures.clean(b"<svg", SVG, PLACE)
    assert raised.value.problems[0].place == PLACE


# --- scripts -----------------------------------------------------------------------------------------------------

SOME = st.lists(
    st.sampled_from(["good ", "evening", " ", "ਸਤ", " ਸ੍ਰੀ", "شکریہ", "، ", "12", "—", "हम "]), max_size=12
).map("".join)


def tree(body: str, lang: str) -> Any:  # noqa: ANN401 - lxml's own
    root = etree.Element("{http://www.w3.org/1999/xhtml}p", {"lang": lang})
    root.text = body
    return root


@given(SOME, st.sampled_from(["en", "pa", "ur", "hi"]))
def test_telling_scripts_apart_keeps_every_letter_and_leaves_none_unsaid(body: str, lang: str) -> None:
    root = tree(body, lang)
    marking.tell_scripts(root)
    assert "".join(root.itertext()) == body
    for slot in marking.slots(root):
        own = languages.language(slot.language).script.code
        for character in slot.text:
            assert languages.script_of(character) in {None, own, *marking.EUROPEAN}


@given(SOME)
def test_what_is_told_apart_once_is_not_told_apart_again(body: str) -> None:
    root = tree(body, "en")
    marking.tell_scripts(root)
    once = etree.tostring(root)
    marking.tell_scripts(root)
    assert etree.tostring(root) == once


def test_a_foreign_word_runs_its_own_way() -> None:
    root = tree("thank you, شکریہ indeed", "en")
    marking.tell_scripts(root)
    assert [(span.text, span.get("lang"), span.get("dir")) for span in root] == [("شکریہ", "und-Arab", "rtl")]


def test_a_subset_has_what_it_is_asked_for_and_is_the_same_twice() -> None:
    from fontTools.ttLib import TTFont

    file = fonts._file_of("Noto Serif Gurmukhi")
    assert file is not None
    characters = frozenset("ਸਤ ਸ੍ਰੀ ਅਕਾਲ")
    cut = fonts._cut(file.read_bytes(), "".join(sorted(characters)))
    assert cut == fonts._cut(file.read_bytes(), "".join(sorted(characters)))
    assert set(map(chr, TTFont(io.BytesIO(cut)).getBestCmap())) >= characters - {" "}
    assert len(cut) < len(file.read_bytes()) / 2


def test_a_subset_is_kept_by_content_and_a_damaged_one_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "cache_folder", lambda: tmp_path)
    file = fonts._file_of("Noto Serif Gurmukhi")
    assert file is not None
    font, characters = file.read_bytes(), frozenset("ਸਤ")
    made = fonts.subset(font, characters)
    (kept,) = (tmp_path / "faces").iterdir()
    assert kept.read_bytes().endswith(made)
    kept.write_bytes(kept.read_bytes()[:-1])
    assert fonts.subset(font, characters) == made


def test_a_character_no_face_has_is_named(tmp_path: Path) -> None:
    assert tmp_path
    root = tree("ਸਤ\u0a7e", "pa")  # U+0A7E is not assigned
    with pytest.raises(PublishError, match=r"U\+0A7E"):
        fonts.faces_for([root], PLACE)


def test_the_faces_of_an_edition_are_set_for_its_languages_only() -> None:
    faces = fonts.faces_for([tree("ਸਤ", "pa")], PLACE)
    style = scripts.style("en", ("en", "pa"), faces)
    assert ':lang(pa){font-family:"Noto Serif Gurmukhi",serif' in style
    assert ":lang(en)" not in style


def test_code_keeps_a_face_of_one_width_in_every_script() -> None:
    faces = fonts.faces_for([tree("ਸਤ", "pa")], PLACE)
    style = scripts.style("pa", ("pa", "en"), faces)
    assert 'code:lang(pa),pre:lang(pa){font-family:monospace,"Noto Serif Gurmukhi"}' in style
    assert "code:lang(en),pre:lang(en){font-family:monospace}" in style


# --- contents and claims -----------------------------------------------------------------------------------------


def test_contents_stand_in_each_other_as_their_headings_do() -> None:
    levels = [0, 2, 3, 3, 2, 0]
    entries = [Entry(f"e{n}", f"e{n}", f"text/a.xhtml#{n}", level) for n, level in enumerate(levels)]
    nested = etree.fromstring(navigation._nested(entries))
    assert ["".join(item.find("a").itertext()) for item in nested] == ["e0", "e1", "e4", "e5"]
    assert ["".join(item.find("a").itertext()) for item in nested[1].find("ol")] == ["e2", "e3"]


@given(st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=12))
def test_every_heading_is_in_the_contents_once_and_in_order(levels: list[int]) -> None:
    entries = [Entry(str(n), str(n), f"text/a.xhtml#{n}", level) for n, level in enumerate(levels)]
    nested = etree.fromstring(navigation._nested(entries))
    assert [link.text for link in nested.iter("a")] == [str(n) for n in range(len(levels))]


def test_the_imprint_calls_the_original_language_as_its_readers_do() -> None:
    made = edition.Edition("a", Colophon("List", lang="pl"), "pl", "en", (), 1.0, Path(), PLACE)
    assert "Język oryginału: angielski" in front.imprint(made).body


def claims(survey: Survey, publisher: str = "Us") -> dict[str, list[str]]:
    about = Colophon("A letter", publisher=publisher)
    one = edition.Edition("a", about, "en", "en", (), 1.0, Path(), PLACE)
    found: dict[str, list[str]] = {}
    for fact in access.facts_of(one, survey):
        found.setdefault(dict(fact.attributes)["property"], []).append(fact.value)
    return found


def test_nothing_is_claimed_that_is_not_there() -> None:
    bare = claims(Survey(("en",)))
    assert bare["schema:accessMode"] == ["textual"]
    assert not {"alternativeText", "pageNavigation", "structuralNavigation"} & set(bare["schema:accessibilityFeature"])
    assert "pageBreakSource" not in bare


def test_words_for_pictures_are_claimed_only_where_every_picture_has_them() -> None:
    told, untold = claims(Survey(("en",), pictures=2, told=2)), claims(Survey(("en",), pictures=2, told=1))
    assert "alternativeText" in told["schema:accessibilityFeature"]
    assert "alternativeText" not in untold["schema:accessibilityFeature"]
    assert untold["schema:accessModeSufficient"] == ["textual,visual"]
    assert "dcterms:conformsTo" not in untold


def test_what_moves_may_be_a_hazard() -> None:
    moving = claims(Survey(("en",), pictures=1, told=1, moving=True))
    assert moving["schema:accessibilityHazard"] == ["unknown"]
    assert "dcterms:conformsTo" not in moving


def test_conformance_is_claimed_in_the_exact_words_by_somebody() -> None:
    assert claims(Survey(("en",)))["dcterms:conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]
    assert claims(Survey(("en",)))["a11y:certifiedBy"] == ["Us"]
    assert "dcterms:conformsTo" not in claims(Survey(("en",)), publisher="")


@given(st.text())
def test_letters_do_not_depend_on_lines_capitals_and_soft_hyphens(text: str) -> None:
    said = letters(text)
    assert said == letters(" ".join(text).replace("\u00ad", ""))
    assert all(letter in letters(text[place_of(text, at)]) for at, letter in enumerate(said))
