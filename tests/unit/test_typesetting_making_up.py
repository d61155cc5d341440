"""Making up pages: pictures that fill them, titles in even lines, lines of full length, what stays with what."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
import weasyprint

from publish.problems import Place, PublishError
from publish.settings import Settings
from publish.typesetting import Geometry, document, engine, filling, ground, lines, page_breaks, pictures
from publish.typesetting.geometry import text_size
from unit.test_typesetting import LONG, edition, set_pages, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Edition

WORDS = "Words upon words and one more word. "
PARAGRAPH = WORDS * 6 + "\n\n"
PICTURE = '![What it shows](a.svg "The caption.")\n\n'


def pages_of(made: Edition) -> list[Any]:
    return engine.lay_out(made, document.html(made, Settings(made.colophon)), Geometry())


def illustrated(folder: Path, markdown: str) -> Edition:
    (folder / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90mm" height="60mm">'
        '<rect width="90" height="60"/></svg>'
    )
    return edition(folder, markdown + "\n\n" + LONG)


def read(page: Any) -> str:  # noqa: ANN401 - WeasyPrint's
    """Return what stands on a page from top to bottom, a picture as a star."""
    root = page._page_box.children[0]
    boxes = [box for box in root.descendants() if hasattr(box, "text") or hasattr(box, "replacement")]
    return "".join(getattr(box, "text", "*") for box in boxes)


@pytest.mark.parametrize("before", range(3, 9))
def test_no_page_has_a_hole_over_a_picture_between_paragraphs(tmp_path: Path, before: int) -> None:
    made = illustrated(tmp_path, "## One\n\n" + PARAGRAPH * before + PICTURE + PARAGRAPH * 6)
    pages = [page for page in pages_of(made) if "Words" in read(page)]
    assert sum("*" in read(page) for page in pages) == 1
    assert all(filling.hole(page._page_box) <= filling.HOLE for page in pages[:-1])


@pytest.mark.parametrize("before", range(3, 9))
def test_a_picture_never_leaves_its_heading(tmp_path: Path, before: int) -> None:
    text = "## One\n\n" + PARAGRAPH * before + f"### Two\n\n{PICTURE}### Three\n\n" + PARAGRAPH * 4
    whole = "".join(map(read, pages_of(illustrated(tmp_path, text))))
    assert "Two*" in whole.replace("\n", "")
    assert whole.index("Two") < whole.index("*") < whole.index("Three")


@pytest.mark.parametrize("before", range(4, 10))
def test_a_table_never_stands_before_what_leads_to_it(tmp_path: Path, before: int) -> None:
    rows = "".join(f"| row {number} | {number} |\n" for number in range(14))
    text = "## One\n\n" + PARAGRAPH * before + f"Look at this table.\n\n| A | B |\n|---|---|\n{rows}\n" + PARAGRAPH * 4
    whole = "".join(map(read, pages_of(illustrated(tmp_path, text))))
    assert whole.index("Look at this table.") < whole.index("row 0")


@pytest.mark.parametrize("before", range(3, 9))
def test_the_manuscripts_order_and_the_beginnings_of_pages_outlive_a_picture_that_moves(
    tmp_path: Path, before: int
) -> None:
    numbered = "".join(f"Number {number}. {PARAGRAPH}" for number in range(before))
    after = "".join(f"Number {number}. {PARAGRAPH}" for number in range(before, before + 5))
    made = illustrated(tmp_path, f"## One\n\n{numbered}{PICTURE}{after}")
    printed = page_breaks.read_pages(pages_of(made), Place("letter.md"))
    letters = page_breaks.letters(f"Number {before - 1}.")
    assert printed.text.index(letters) < printed.text.index(page_breaks.PICTURE) < printed.text.index("thecaption.")
    inside = [start for start in printed.starts if start >= 0]
    assert inside == sorted(inside)
    assert len(set(inside)) == len(inside)


def test_a_page_made_up_is_the_same_twice(tmp_path: Path) -> None:
    made = illustrated(tmp_path, "## One\n\n" + PARAGRAPH * 5 + PICTURE + PARAGRAPH * 6)
    assert set_pages(made) == set_pages(made)


def test_a_title_that_turns_over_has_lines_of_about_one_length(tmp_path: Path) -> None:
    title = "What eleven of us did when the water ran out and nobody came to mend it"
    (page, *_) = [page for page in pages_of(edition(tmp_path, f"## {title}\n\n{LONG}")) if "eleven" in read(page)]
    boxes = page._page_box.descendants()
    (heading,) = [box for box in boxes if box.element_tag == "h2" and type(box).__name__ == "BlockBox"]
    widths = [line.children[0].width for line in heading.children]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_a_text_that_fits_but_for_its_last_blank_is_not_broken_after_one_word() -> None:
    import weasyprint
    from weasyprint.layout import inline

    lines.mend()

    def rows(split: Any, width: float) -> list[str]:  # noqa: ANN401 - WeasyPrint's
        current, inline.split_first_line = inline.split_first_line, split
        try:
            said = f"<div style='font:12px Noto Sans;width:{width}px'>One two three: <em>wonderful</em></div>"
            boxes = weasyprint.HTML(string=said).render().pages[0]._page_box.descendants()
            return [read_line(box) for box in boxes if type(box).__name__ == "LineBox"]
        finally:
            inline.split_first_line = current

    widths = [60 + step / 2 for step in range(80)]
    mended, plain = inline.split_first_line, inspect.unwrap(inline.split_first_line)
    # When WeasyPrint needs this no more, `lines` can go.
    assert any(rows(plain, width)[0] == "One" and rows(mended, width)[0] == "One two three:" for width in widths)


def read_line(line: Any) -> str:  # noqa: ANN401 - WeasyPrint's
    return "".join(box.text for box in line.descendants() if hasattr(box, "text")).strip()


@pytest.mark.parametrize("count", range(5, 9))
def test_a_salutation_stands_with_its_letter(tmp_path: Path, count: int) -> None:
    for extra in range(6):
        made = edition(tmp_path, PARAGRAPH * count + WORDS * extra + f"\n\nDear Dan,\n\n{LONG}")
        (page,) = [read(page) for page in pages_of(made) if "Dear Dan," in read(page)]
        assert page.partition("Dear Dan,")[2].strip()


def test_a_leaflet_that_takes_a_line_more_than_its_leaf_is_set_smaller(tmp_path: Path) -> None:
    sizes: dict[int, list[float]] = {}
    for count in range(9, 20):
        made = edition(tmp_path, ("One.\n\nTwo.\n\nThree.\n\n" + "Some words. " * 6 + "\n\n") * count)
        pages = pages_of(made)
        style = next(box.style for box in pages[0]._page_box.descendants() if box.element_tag == "p")
        sizes.setdefault(len(pages), []).append(style["font_size"] * 0.75 / text_size(Geometry()))
    assert 0.89 < min(sizes[2]) < max(sizes[2]) == pytest.approx(1)
    assert sizes[3] == pytest.approx([1] * len(sizes[3]))


# ── The ground of a cover ────────────────────────────────────


def drawing(shapes: str) -> pictures.Picture:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 30">{shapes}</svg>'.encode()
    return pictures.Picture(pictures.KINDS[".svg"], data, 2 / 3)


@pytest.mark.parametrize(
    ("shapes", "light"),
    [
        ("", True),
        ('<rect width="20" height="30" fill="#f8ecd0"/>', True),
        ('<rect width="100%" height="100%" fill="white"/>', True),
        ('<rect width="20" height="30" fill="#17161c"/>', False),
        ('<rect width="20" height="30"/>', False),
        ('<rect width="2" height="3" fill="white"/>', False),
        ('<path d="M0 0H20V30" fill="white"/>', False),
        ('<rect width="20" height="30" fill="url(#sky)"/>', False),
    ],
)
def test_a_drawing_is_light_where_its_ground_is(shapes: str, *, light: bool) -> None:
    assert ground.is_light(drawing(shapes)) is light


@pytest.mark.parametrize(("head", "foot", "light"), [(250, 10, True), (40, 250, False), (120, 120, False)])
def test_a_photograph_is_light_where_its_upper_part_is(tmp_path: Path, head: int, foot: int, *, light: bool) -> None:
    from PIL import Image

    image = Image.new("L", (60, 90), foot)
    image.paste(head, (0, 0, 60, 60))
    image.save(tmp_path / "a.png")
    assert ground.is_light(pictures.read(tmp_path, "a.png", Place("letter.md"))) is light
    cover = document.html(edition(tmp_path, LONG * 3, cover="a.png"), Settings(edition(tmp_path, "x").colophon))
    assert f'class="cover {"filled" if light else "under"}"' in cover


# ── A house's own sheets ─────────────────────────────────────


def house(folder: Path, sheet: str, content: bytes) -> Edition:
    (folder / "source" / "letter").mkdir(parents=True)
    (folder / "source" / "publication.toml").write_text("")
    (folder / "styles").mkdir()
    (folder / "styles" / sheet).write_bytes(content)
    return edition(folder / "source" / "letter", "## One\n\nSeen.\n")


def test_a_house_lays_its_own_sheet_over_ours(tmp_path: Path) -> None:
    made = house(tmp_path, "pamphlet.css", b"h2 { display: none }")
    result = set_pages(made)
    assert result.problems == ()
    assert "Seen." in words_of(result)[0]
    assert "One" not in words_of(result)[0]


def test_a_copy_of_our_sheet_changes_nothing(tmp_path: Path) -> None:
    from publish import languages

    ours = (languages.styles_folder() / "pamphlet.css").read_bytes()
    assert set_pages(house(tmp_path, "pamphlet.css", ours)).pdf == set_pages(edition(tmp_path, "## One\n\nSeen.\n")).pdf


def test_what_is_not_understood_in_a_houses_sheet_is_a_warning(tmp_path: Path) -> None:
    (problem,) = set_pages(house(tmp_path, "house.css", b"p { colour: red }")).problems
    assert problem.place.file == "styles/house.css"
    assert problem.severity == "warning"


def test_a_houses_sheet_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PublishError):
        set_pages(house(tmp_path, "house.css", b"\xff\xfe\x00"))


def test_a_row_of_a_table_begins_a_page_at_its_top() -> None:
    lines.mend()
    style = "@page{size:100mm 60mm;margin:10mm}body{margin:0}div{display:table;margin-top:9mm;margin-break:discard}"
    html = f"<html lang=en><style>{style}.on{{break-before:page}}</style><div>One</div><div class=on>Two</div>"
    pages = [page._page_box for page in weasyprint.HTML(string=html).render().pages]
    tables = [next(box for box in page.descendants() if box.element_tag == "div") for page in pages]
    first, second = (table.margin_top for table in tables)
    assert first > second == 0  # on the first page a margin stays
