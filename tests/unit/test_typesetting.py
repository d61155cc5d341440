"""Typesetting: what stands on the pages, what may be fetched for them, and what is said when something is amiss."""

from __future__ import annotations

import datetime
import io
import re
import struct
import time
import zlib
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from publish import languages, pandoc, tree
from publish.measure import TRIM_SIZES, Length, Size
from publish.model import Colophon, Edition, Section
from publish.problems import Place, PublishError
from publish.settings import Settings
from publish.source import positions
from publish.typesetting import (
    Geometry,
    Typeset,
    document,
    engine,
    faces,
    facing,
    faults,
    front,
    geometry,
    pictures,
    typeset,
)

if TYPE_CHECKING:
    from pathlib import Path

SHEETS = ("house.css", "pamphlet.css")
LONG = "Words upon words. " * 250


def edition(folder: Path, markdown: str, language: str = "en", **about: object) -> Edition:
    """Return an edition of a Markdown text, one section for each `##`."""
    sections: list[tuple[str, str, list[tree.Element]]] = [("opening", "", [])]
    for block in tree.soften(positions.settle(pandoc.read_markdown(markdown, Place("letter.md")))):
        if block["t"] == "Header" and block["c"][0] == 2:
            key = tree.attr_of(block)[0]
            sections.append((key, tree.plain_text(block["c"][2]), []))
        sections[-1][2].append(block)
    made = tuple(Section(key, title, tuple(blocks)) for key, title, blocks in sections)
    colophon = Colophon(**{"title": "Letter", "lang": language, **about})  # type: ignore[arg-type] # a test names the fields it needs
    return Edition("letter", colophon, language, language, made, 1.0, folder, Place("letter.md"))


def set_pages(made: Edition, pages: Geometry | None = None) -> Typeset:
    return typeset(made, Settings(made.colophon), pages or Geometry())


def html(made: Edition) -> str:
    return document.html(made, Settings(made.colophon), Geometry())


def codes(result: Typeset) -> list[str]:
    return [problem.code for problem in result.problems]


def words_of(result: Typeset) -> list[str]:
    """Return the text of each page, as pdfium reads it."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(result.pdf)
    return [page.get_textpage().get_text_range().replace("\u00a0", " ") for page in pages]


def baselines(result: Typeset) -> list[float]:
    """Return where the lines of the first page stand, from the top down, in CSS pixels."""
    import pikepdf

    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        set_at = [given for given, operator in pikepdf.parse_content_stream(pdf.pages[0]) if str(operator) == "Tm"]
        return sorted({round(float(given[5]), 1) for given in set_at})


def test_a_bookmark_says_the_words_of_a_picture_that_is_a_heading(tmp_path: Path) -> None:
    import pypdfium2

    (tmp_path / "tap.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    made = edition(tmp_path, "## ![The tap](tap.svg)\n\nText.\n\n## ![A rule](tap.svg){.decorative} The van\n\nText.\n")
    marks = [mark.get_title() for mark in pypdfium2.PdfDocument(set_pages(made).pdf).get_toc()]
    assert marks == ["The tap", "The van"]


# ── Pages ────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(TRIM_SIZES))
def test_margins_and_measure_make_up_the_page(name: str) -> None:
    pages = Geometry(TRIM_SIZES[name])
    room = geometry.margins(pages)
    measure = pages.trim.width - room.inner - room.outer
    assert room.inner < room.outer
    assert min(room.inner, room.outer) >= 10
    assert 40 <= measure / (geometry.text_size(pages) * 0.512 / 2.8346) <= 66


def test_the_inner_margin_is_at_the_spine_whichever_way_the_text_runs() -> None:
    for language in ("en", "ur"):
        style = geometry.page_style(Geometry(), language)
        room = geometry.margins(Geometry())
        assert f"@page :left{{margin-right:{room.inner}mm;margin-left:{room.outer}mm}}" in style
        assert f"@page :right{{margin-left:{room.inner}mm;margin-right:{room.outer}mm}}" in style


def test_the_title_heads_the_verso_and_the_section_the_recto() -> None:
    assert "text:left{@top-left{content:string(title)}" in geometry.page_style(Geometry(), "pl")
    assert "text:right{@top-right{content:string(title)}" in geometry.page_style(Geometry(), "ar")


def test_bleed_is_added_around_the_trim_size(tmp_path: Path) -> None:
    import pypdfium2

    pages = Geometry(Size(148, 210), bleed=Length(3))
    page = pypdfium2.PdfDocument(set_pages(edition(tmp_path, "Text."), pages).pdf)[0]
    assert page.get_width() == pytest.approx(Length(154).pt, abs=0.1)
    assert page.get_height() == pytest.approx(Length(216).pt, abs=0.1)


def test_a_pamphlet_has_cover_contents_imprint_and_true_page_numbers(tmp_path: Path) -> None:
    markdown = "".join(f"## Part {name} {{#{name}}}\n\n{LONG}\n\n" for name in "abcd")
    made = edition(tmp_path, markdown, publisher="The Collective", issue="7", licence="CC BY")
    pages = words_of(set_pages(made))
    assert "Letter" in pages[0]
    assert "Issue 7" in pages[0]
    assert "Published by The Collective" in pages[1]
    numbers = {name: int(number) for name, number in re.findall(r"Part (\w)[ .]+(\d+)", pages[1])}
    assert sorted(numbers) == list("abcd")
    for name, number in numbers.items():
        assert f"Part {name}" in pages[number - 1]
        assert f"Part {name}" not in pages[number - 2].partition("Words")[2]


def test_many_sections_get_a_page_of_contents_and_stay_true(tmp_path: Path) -> None:
    markdown = "".join(f"## Article {number} {{#n{number}}}\n\n{LONG[:400]}\n\n" for number in range(1, 31))
    pages = words_of(set_pages(edition(tmp_path, markdown)))
    listed = dict(re.findall(r"Article (\d+)[ .]+(\d+)", pages[2]))
    assert len(listed) == 30
    assert all(f"Article {name}" in pages[int(number) - 1] for name, number in listed.items())


def test_a_short_text_is_a_leaflet_without_cover_or_contents(tmp_path: Path) -> None:
    result = set_pages(edition(tmp_path, "## A\n\nx\n\n## B\n\ny\n\n## C\n\nz\n", publisher="The Collective"))
    assert result.pages == 1
    assert "Letter" in words_of(result)[0]
    assert "Contents" not in words_of(result)[0]


def test_a_note_stands_on_the_page_of_its_call(tmp_path: Path) -> None:
    made = edition(tmp_path, f"{LONG}\n\nHere[^n] it is.\n\n[^n]: Known by its foot.\n")
    (page,) = [page for page in words_of(set_pages(made)) if "Known by its foot" in page]
    assert "it is." in page


def test_no_word_is_divided_but_where_it_may_be(tmp_path: Path) -> None:
    # Somewhere among these the word in the middle is what no longer fits on the line.
    text = "".join(f"*{'i' * room} and then `IDLENESS` and __SHOUTING__ again*\n\n" for room in range(1, 40))
    said = "".join(words_of(set_pages(edition(tmp_path, text), Geometry(Size(70, 150)))))
    assert said.count("IDLENESS") == said.replace("‐\r\n", "").count("SHOUTING") == 39


def test_an_address_longer_than_its_line_is_divided_inside_an_emphasis_too(tmp_path: Path) -> None:
    address = "https://example.org/" + "abcdefgh" * 12
    said = "".join(words_of(set_pages(edition(tmp_path, f"Look at *{address}* for more.\n"), Geometry(Size(70, 150)))))
    assert address in "".join(said.replace("‐", "").split())
    widths = [line for line in said.split() if "abcdefgh" in line]
    assert max(map(len, widths)) < 60


@pytest.mark.parametrize(("tag", "word"), [("en", "mew"), ("ar", "كلمة")])
def test_a_second_paragraph_of_a_note_is_indented_where_its_line_begins(tmp_path: Path, tag: str, word: str) -> None:
    import pypdfium2

    text = f"{word}[^1]\n\n[^1]: {word}\n\n    {word}\n"
    page = pypdfium2.PdfDocument(set_pages(edition(tmp_path, text, tag)).pdf)[0].get_textpage()
    boxes = [page.get_charbox(at) for at in range(page.count_chars()) if page.get_text_range(at, 1) in word]
    foot = min(bottom for _, bottom, _, _ in boxes)
    last = [box for box in boxes if box[1] < foot + 6]
    before = min(box[0] for box in last) - min(box[0] for box in boxes)
    behind = max(box[2] for box in boxes) - max(box[2] for box in last)
    assert (before if tag == "en" else behind) > 5


@pytest.mark.parametrize(("tag", "end"), [("en", "word."), ("en", "word?"), ("hi", "word।")])
def test_the_number_of_a_note_never_begins_a_line(tmp_path: Path, tag: str, end: str) -> None:
    # Somewhere among these the number is what no longer fits on the line.
    rooms = range(1, 40)
    text = "".join(f"{'i' * room} the long words are {end}[^{room}] More\n\n[^{room}]: Why.\n\n" for room in rooms)
    said = "".join(words_of(set_pages(edition(tmp_path, text, tag), Geometry(Size(60, 150)))))
    assert said.count("Why.") == len(rooms)
    assert not re.findall(r"\n\d+(?![\d\u2002])", said)


def test_a_list_keeps_its_numbers_after_an_interruption(tmp_path: Path) -> None:
    text = "".join(words_of(set_pages(edition(tmp_path, "1. one\n2. two\n\nBetween.\n\n3. three\n"))))
    assert sorted(re.findall(r"\d\.", text)) == ["1.", "2.", "3."]


def test_an_unfinished_edition_says_so_in_the_language_of_its_readers(tmp_path: Path) -> None:
    made = replace(edition(tmp_path, "Text."), language="pl", coverage=0.629)
    text = html(made)
    assert "62" in text
    assert "angielski" in text
    assert "incomplete" not in html(replace(made, coverage=1.0))


def test_no_line_parts_a_date(tmp_path: Path) -> None:
    written = html(edition(tmp_path, "Text.", date=datetime.date(2026, 11, 1), publisher="Us"))
    assert "Us · 1\u00a0November\u00a02026" in written


def test_names_are_joined_as_the_language_joins_them() -> None:
    assert front.joined("en", ("Asha",)) == "Asha"
    assert front.joined("en", ("Asha", "Tomek", "Zofia")) == "Asha, Tomek and Zofia"


def test_a_link_to_a_neighbouring_file_needs_a_web_address(tmp_path: Path) -> None:
    made = edition(tmp_path, "[a](other.html) [b](https://example.org/x) [c](#d)\n")
    assert "edition.invalid" not in html(made)
    assert '<a href="https://example.org/x">' in html(made)
    settings = Settings(made.colophon, base_url="https://example.org")
    assert '<a href="https://example.org/other.html">' in document.html(made, settings, Geometry())


# ── The same bytes ───────────────────────────────────────────


def test_the_same_edition_gives_the_same_bytes_at_any_time_and_in_any_folder(tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    made = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.svg").write_text(picture)
        _photograph(tmp_path / name / "b.jpg")
        text = "Text[^n] ਪੰਜਾਬੀ.\n\n![a](a.svg)\n\n![b](b.jpg)\n\n[^n]: Note.\n"
        made.append(set_pages(edition(tmp_path / name, text, date=datetime.date(2026, 11, 1))))
        time.sleep(1.1)  # the clock of a PDF counts seconds
    assert made[0] == made[1]
    assert made[0].problems == ()
    assert str(tmp_path).encode() not in made[0].pdf


# ── Faces ────────────────────────────────────────────────────


@pytest.mark.parametrize("tag", sorted(languages.LANGUAGES))
def test_every_language_is_set_in_its_own_face_with_a_latin_one_beside_it(tag: str) -> None:
    style = faces.face_style([tag], 9.5)
    assert f'--serif:"{languages.language(tag).serif}",' in style
    assert '"Noto Serif"' in style
    assert not re.search(r"[:,](serif|sans-serif|monospace)[,;]", style)


@pytest.mark.parametrize("tag", ["pa", "gu", "ta", "hi", "ur", "ar", "he"])
def test_no_latin_hyphen_is_put_into_a_script_that_has_none(tag: str) -> None:
    assert "--hyphens:manual" in faces.face_style([tag], 9.5)


@pytest.mark.parametrize("tag", ["en", "pl", "pa", "gu", "ta", "hi", "ur", "ar"])
def test_a_page_holds_no_face_but_the_declared_ones(tmp_path: Path, tag: str) -> None:
    result = set_pages(edition(tmp_path, f"## {languages.language(tag).autonym} 1234\n\n- “Latin”, *x* `code`\n", tag))
    assert result.problems == ()


@pytest.mark.parametrize(
    ("tag", "said"), [("en", "word"), ("pa", "ਸ਼ਬਦ"), ("ta", "சொல்"), ("hi", "शब्द"), ("ur", "لفظ"), ("ar", "كلمة")]
)
def test_a_word_in_another_face_leaves_its_line_where_it_is(tmp_path: Path, tag: str, said: str) -> None:
    plain = " ".join([said] * 30)
    text = f"{plain} *{said}* {plain} `{said}` {plain} **{said}** {plain} [NSC]{{.smallcaps}} {plain} 2026 {plain}"
    lines = baselines(set_pages(edition(tmp_path, text, tag)))[1:]  # below the title
    between = [below - above for above, below in pairwise(lines)]
    assert len(between) > 4
    assert max(between) - min(between) < 0.2


def test_the_head_of_a_facing_page_is_set_in_its_own_face(tmp_path: Path) -> None:
    style = facing.spread_style(edition(tmp_path, "Text."), "ur", Geometry())
    assert f"@top-right{{content:string(beside);font-family:{faces.sans('ur')}}}" in style
    assert languages.NASTALIQ in faces.sans("ur")


@pytest.mark.parametrize("sheets", [SHEETS, (*SHEETS, "large-print.css")])
def test_a_word_of_nastaliq_keeps_clear_of_the_line_above(tmp_path: Path, sheets: tuple[str, ...]) -> None:
    pages = Geometry(sheets=sheets, size=17 if len(sheets) > len(SHEETS) else 0)
    text = f"{'gap ' * 30} [شکریہ]{{lang=ur}} {'gap ' * 30}"
    alike = set_pages(edition(tmp_path, text.replace("شکریہ", "gap")), pages)
    assert bands(set_pages(edition(tmp_path, text), pages)) == bands(alike)


def bands(result: Typeset) -> int:
    """Return into how many bands white rows part the ink of the first page."""
    import pypdfium2

    seen = pypdfium2.PdfDocument(result.pdf)[0].render(scale=6, grayscale=True).to_pil()
    inked = [seen.crop((0, row, seen.width, row + 1)).getextrema()[0] < 128 for row in range(seen.height)]
    return sum(below and not above for above, below in pairwise(inked))


def test_the_cells_of_a_row_stand_on_one_line(tmp_path: Path) -> None:
    table = "| قطار | 40 |\n|---|--:|\n| قطار | 40 |\n| قطار | – |\n"
    assert len(baselines(set_pages(edition(tmp_path, table, "ur")))) == 4  # with the title


def test_a_face_that_is_not_installed_is_an_error_that_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "installed", lambda face: "Gurmukhi" not in face)
    with pytest.raises(PublishError) as caught:
        faces.require(["en", "pa"], Place("letter.md"))
    assert {problem.code for problem in caught.value.problems} == {"face-missing"}
    assert "Noto Sans Gurmukhi" in caught.value.problems[0].message
    assert "fonts-noto-core" in caught.value.problems[0].hint


def test_fontconfig_knows_a_face_by_its_own_name_only() -> None:
    assert faces.installed("Noto Serif")
    assert not faces.installed("No Such Face")


def test_a_passage_in_another_language_is_found_and_has_a_style(tmp_path: Path) -> None:
    made = edition(tmp_path, "Text [ਪੰ]{lang=pa}.\n\n::: {lang=ur}\nاردو\n:::\n")
    assert faces.languages_of(made) == ("en", "pa", "ur")
    assert ":lang(ur){" in document.style(made, Geometry())


# ── What goes wrong ──────────────────────────────────────────


def test_a_character_without_a_face_is_named_with_its_line(tmp_path: Path) -> None:
    (problem,) = set_pages(edition(tmp_path, "First.\n\n- Second \U0010fffd here.\n")).problems
    assert problem.code == "glyph-missing"
    assert problem.place == Place("letter.md", 3)
    assert "U+10FFFD" in problem.message


def test_a_face_nobody_asked_for_is_named_with_a_character_and_its_line(tmp_path: Path) -> None:
    made = edition(tmp_path, "First.\n\nSecond.\n\nThird ✂.\n")
    problems = faults.fallback_faces(made, {"Noto Serif": "abc", "Somebody’s Sans": " ✂d"})
    assert [(problem.code, problem.place.line) for problem in problems] == [("fallback-font", 3), ("fallback-font", 5)]
    assert "Somebody’s Sans" in problems[1].message
    assert "U+2702" in problems[1].message


def test_a_fallback_face_is_seen_in_the_finished_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "declared_families", lambda: frozenset({"Noto Serif"}))
    result = set_pages(edition(tmp_path, "Text `code`.\n"))
    assert "fallback-font" in codes(result)
    assert any("Noto Sans Mono" in problem.message for problem in result.problems)


def test_a_style_that_is_not_understood_is_a_warning_that_names_its_sheet() -> None:
    _, _, problems = engine._sheet("own.css", "p { colour: red }")
    assert [problem.place.file for problem in problems] == ["styles/own.css"]
    assert problems[0].severity == "warning"


@pytest.mark.parametrize("sheet", SHEETS)
def test_our_own_styles_are_understood_to_the_last_rule(sheet: str) -> None:
    content = (languages.styles_folder() / sheet).read_text(encoding="utf-8")
    assert engine._sheet(sheet, content)[2] == ()


@pytest.mark.parametrize("sheet", SHEETS)
def test_our_own_styles_name_no_face(sheet: str) -> None:
    content = (languages.styles_folder() / sheet).read_text(encoding="utf-8")
    declared = re.findall(r"font-family:\s*([^;]+);", content) + re.findall(r"font:[^;]*?([^\s;]+);", content)
    assert set(declared) <= {"var(--serif)", "var(--sans)", "var(--mono)", "var(--figures)", "var(--text-figures)"}


# ── Pictures ─────────────────────────────────────────────────


def _photograph(file: Path, *, turn: int = 1) -> None:
    from PIL import ExifTags, Image

    image = Image.linear_gradient("L").resize((64, 32)).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    exif[ExifTags.Base.Make] = "Camera of Rosa"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    image.save(file, exif=exif, comment=b"taken at work")


def _claiming(png: bytes, side: int) -> bytes:
    """Return a PNG whose header claims another size."""
    header = png[12:16] + struct.pack(">II", side, side) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("missing.png", "picture-missing"),
        ("../outside.png", "picture-outside"),
        ("/etc/hostname.png", "picture-outside"),
        ("link.png", "picture-outside"),
        ("https://example.org/a.png", "picture-outside"),
        ("file:///etc/passwd", "picture-outside"),
        ("text.txt", "picture-kind"),
        ("broken.png", "picture-unreadable"),
        ("broken.svg", "picture-unreadable"),
        ("cut.png", "picture-unreadable"),
        ("huge.png", "picture-unreadable"),
    ],
)
def test_only_pictures_of_the_folder_are_read(tmp_path: Path, path: str, code: str) -> None:
    from PIL import Image

    folder = tmp_path / "house"
    folder.mkdir()
    Image.new("L", (2, 2)).save(tmp_path / "outside.png")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    for name in ("text.txt", "broken.png", "broken.svg"):
        (folder / name).write_text("<not a picture")
    Image.effect_noise((64, 64), 9).save(folder / "whole.png")
    (folder / "cut.png").write_bytes((folder / "whole.png").read_bytes()[:900])
    (folder / "huge.png").write_bytes(_claiming((folder / "whole.png").read_bytes(), 20_000))
    made = edition(folder, f"Text.\n\n![What it shows]({path})\n")
    (problem,) = set_pages(made).problems
    assert problem.code == code
    assert problem.place == Place("letter.md", 3)


def test_a_picture_that_asks_for_the_world_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / "spy.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="http://127.0.0.1:9/a.png"/>'
        '<image href="file:///etc/passwd"/></svg>'
    )
    result = set_pages(edition(tmp_path, "![spy](spy.svg)\n"))
    assert set(codes(result)) == {"picture-outside"}


def test_what_a_camera_wrote_does_not_leave(tmp_path: Path) -> None:
    from PIL import Image

    _photograph(tmp_path / "plain.jpg")
    _photograph(tmp_path / "turned.jpg", turn=6)
    for name, turn in (("plain.jpg", None), ("turned.jpg", 6)):
        before = (tmp_path / name).read_bytes()
        after = pictures.read(tmp_path, name, Place("letter.md")).data
        (tmp_path / f"after-{name}").write_bytes(after)
        assert b"Camera of Rosa" in before
        assert b"Camera of Rosa" not in after
        assert b"taken at work" not in after
        with Image.open(tmp_path / name) as one, Image.open(tmp_path / f"after-{name}") as other:
            assert one.tobytes() == other.tobytes()
            assert other.getexif().get(0x0112) == turn


def test_a_tall_cover_picture_fills_the_cover_and_a_wide_one_stands_under_the_title(tmp_path: Path) -> None:
    for name, box in (("tall.svg", "0 0 148 210"), ("wide.svg", "0 0 210 148")):
        (tmp_path / name).write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>')
    assert 'class="cover filled"' in html(edition(tmp_path, LONG * 3, cover="tall.svg"))
    assert 'class="cover banded"' in html(edition(tmp_path, LONG * 3, cover="wide.svg"))
    assert 'class="cover drawn"' in html(edition(tmp_path, LONG * 3))


@pytest.mark.parametrize("levels", [3, 9])
def test_a_drawing_that_repeats_itself_without_end_is_refused(tmp_path: Path, levels: int) -> None:
    groups = "".join(
        f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>"
        if n
        else '<g id="g0"><rect width="1" height="1"/></g>'
        for n in range(levels)
    )
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs>{groups}</defs></svg>'
    (tmp_path / "bomb.svg").write_text(drawing, encoding="utf-8")
    place = Place("a.md", 3)
    if levels == 3:
        assert pictures.read(tmp_path, "bomb.svg", place)
    else:
        with pytest.raises(PublishError):
            pictures.read(tmp_path, "bomb.svg", place)
