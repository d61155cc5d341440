"""Where printed pages begin: exact through columns, tables, notes, floats, capitals and divided words."""

from __future__ import annotations

import pytest
import weasyprint

from publish.problems import Place, PublishError
from publish.typesetting.page_breaks import PICTURE, PrintedPages, _joined, _starts, letters, place_of, read_pages

STYLE = """
@page { size: 70mm 50mm; margin: 5mm; @top-center { content: "head 12" } @bottom-center { content: counter(page) } }
body { font: 8pt/1.3 Noto Serif; margin: 0 } p { margin: 0 }
.footnote { float: footnote } .columns { columns: 2 } .capitals { text-transform: uppercase }
.counted::before { content: "No. " counter(item) " "; counter-increment: item }
.narrow { width: 22mm; text-align: justify; hyphens: auto }
.aside { float: left; width: 20mm; height: 44mm } .first::first-letter { font-size: 20pt }
thead { display: table-header-group }
"""
PIXEL = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='90' height='120'/%3E"


def words(start: int, count: int) -> str:
    return " ".join(f"word{number:03}" for number in range(start, start + count))


def pages_of(body: str) -> list[object]:
    html = f'<html lang="en"><style>{STYLE}</style><body><header>Cover</header>{body}</body></html>'
    return list(weasyprint.HTML(string=html).render().pages)


def read(body: str) -> PrintedPages:
    return read_pages(pages_of(f'<section class="text">{body}</section>'), Place("letter.md"))


def begins(pages: PrintedPages) -> list[str]:
    return [pages.text[start : start + 7] for start in pages.starts if start >= 0]


def test_a_page_begins_within_a_paragraph() -> None:
    pages = read(f"<p>{words(0, 120)}</p>")
    assert len(pages.starts) > 2
    assert begins(pages)[0] == "word000"
    assert all(start % 7 == 0 for start in pages.starts)
    assert list(pages.starts) == sorted(set(pages.starts))


def test_columns_are_read_one_after_the_other() -> None:
    pages = read(f'<div class="columns"><p>{words(0, 160)}</p></div>')
    assert len(pages.starts) > 2
    assert all(start % 7 == 0 for start in pages.starts)


def test_the_head_of_a_table_is_counted_once_though_it_stands_on_every_page() -> None:
    rows = "".join(f"<tr><td>word{n:03}</td><td>cell{n:03}</td></tr>" for n in range(40))
    pages = read(f"<table><thead><tr><th>heading</th><th>second0</th></tr></thead><tbody>{rows}</tbody></table>")
    assert len(pages.starts) > 2
    assert pages.text.count("heading") == 1
    assert {said[:4] for said in begins(pages)[1:]} == {"word"}


def test_a_note_is_no_part_of_the_text_even_where_it_goes_on_over_the_page() -> None:
    note = f'<span class="footnote">{words(500, 60)}</span>'
    pages = read(f"<p>{words(0, 40)}{note} {words(40, 60)}</p>")
    assert "word500" not in pages.text
    assert all(start % 7 == 0 for start in pages.starts)


def test_what_a_style_adds_is_no_part_of_the_text() -> None:
    pages = read(f'<p class="counted">{words(0, 60)}</p><ul><li>{words(60, 60)}</li></ul>')
    assert pages.text == words(0, 120).replace(" ", "")


def test_capitals_and_large_first_letters_are_the_same_letters() -> None:
    pages = read(f'<p class="capitals">Straße {words(0, 50)}</p><p class="first">{words(50, 60)}</p>')
    assert pages.text == ("strasse" + words(0, 110)).replace(" ", "")
    assert len(pages.starts) > 1


def test_divided_words_have_no_letter_more() -> None:
    said = "understanding organisation responsibility self-evident " * 12
    pages = read(f'<p class="narrow" lang="en">{said}</p>')
    assert pages.text == said.replace(" ", "")


def test_a_page_may_begin_with_a_picture() -> None:
    pages = read(f'<p>{words(0, 30)}</p><figure><img src="{PIXEL}" alt="x"></figure><p>{words(30, 30)}</p>')
    assert any(pages.text[start] == PICTURE for start in pages.starts if start >= 0)


def test_what_floats_over_to_the_next_page_does_not_move_its_beginning() -> None:
    pages = read(f'<p>{words(0, 30)}</p><p><span class="aside">floated</span>{words(30, 80)}</p>')
    assert list(pages.starts) == sorted(pages.starts)


@pytest.mark.parametrize(
    ("found", "starts"),
    [
        ([[0, 1, 2], [3, 4]], [0, 3]),
        ([[], [0, 1], [], [2, 3]], [-1, 0, 2, 2]),
        ([[0, 1], []], [0, 4]),
        # A picture (9) is printed a page before the words it stands behind.
        ([[0, 1, 2, 3, 9], [4, 5, 6, 7, 8, 10, 11]], [0, 4]),
        # A picture (1) is printed on the page after the words it stands before.
        ([[0, 2, 3, 4], [1, 5, 6, 7]], [0, 5]),
    ],
)
def test_a_page_begins_where_its_words_do_wherever_its_pictures_went(found: list[list[int]], starts: list[int]) -> None:
    length = 4 if found[-1] == [] else max(max(page) for page in found if page) + 1
    stretches = [_joined(range(letter, letter + 1) for letter in page) for page in found]
    assert list(_starts(stretches, length)) == starts


def test_pages_before_the_text_have_no_place_in_it() -> None:
    body = '<div style="break-after: page">Contents</div><section class="text"><p>The text.</p></section>'
    assert read_pages(pages_of(body), Place("letter.md")).starts == (-1, 0)


def test_a_letter_that_is_on_no_page_is_a_problem() -> None:
    pages = pages_of('<section class="text"><p>Seen.</p><p style="display: none">Not seen.</p></section>')
    with pytest.raises(PublishError) as raised:
        read_pages(pages, Place("letter.md"))
    assert raised.value.problems[0].code == "pages-text"


def test_a_letter_knows_where_it_stands() -> None:
    assert letters("A\u00ad\u2003ß b") == "assb"
    assert [place_of("A\u00ad\u2003ß b", letter) for letter in range(5)] == [0, 3, 3, 5, 6]
