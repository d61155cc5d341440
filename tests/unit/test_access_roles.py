"""What HTML elements become in the structure of a PDF."""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from publish.pdf.parts import Area, Part, Run
from publish.pdf.roles import document

Said: TypeAlias = Any
"""A node of the plan, marked words in it, or what they became: JSON and parts have no common type."""


class Words:
    """Marked words, numbered as they come."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, pseudo: str = "") -> list[Any]:
        self.count += 1
        return [0, 0, self.count - 1, pseudo]


@pytest.fixture
def words() -> Words:
    return Words()


def node(tag: str, *kids: Said, **more: Said) -> dict[str, Any]:
    says = {name.rstrip("_").replace("_", "-"): value for name, value in more.items() if name not in {"areas", "text"}}
    extra = {name: value for name, value in more.items() if name in {"areas", "text"}}
    return {"tag": tag, "says": says, "kids": list(kids), **extra}


def item(*kids: Said, marker: str = "disc") -> dict[str, Any]:
    return {**node("li", *kids), "marker": marker}


def shape(kid: Said) -> Said:
    """Return the types of a part and of what stands in it; marked words are dots."""
    if not isinstance(kid, Part):
        return "." if isinstance(kid, Run) else "@"
    return (kid.role, *(shape(inner) for inner in kid.kids))


def body(*kids: Said) -> tuple[Any, ...]:
    return document(node("html", node("body", *kids))).kids


def test_a_loose_item_holds_its_paragraphs_in_a_body(words: Words) -> None:
    (found,) = body(node("ul", item(words("marker"), node("p", words()), node("p", words()))))
    assert shape(found) == ("L", ("LI", ("Lbl", "."), ("LBody", ("P", "."), ("P", "."))))


def test_a_nested_list_stands_in_the_body_of_its_item(words: Words) -> None:
    inner = node("ol", item(words("marker"), words(), marker="lower-alpha"))
    (found,) = body(node("ul", item(words("marker"), words(), inner)))
    assert shape(found) == (
        "L",
        ("LI", ("Lbl", "."), ("LBody", ("P", "."), ("L", ("LI", ("Lbl", "."), ("LBody", "."))))),
    )


@pytest.mark.parametrize(
    ("tag", "marker", "numbering"),
    [
        ("ul", "disc", "Disc"),
        ("ol", "decimal", "Decimal"),
        ("ol", "upper-roman", "UpperRoman"),
        ("ol", "gurmukhi", "Decimal"),
        ("ul", "none", "None"),
    ],
)
def test_a_list_says_how_it_is_numbered(words: Words, tag: str, marker: str, numbering: str) -> None:
    (found,) = body(node(tag, item(words("marker"), words(), marker=marker)))
    assert found.attributes == {"O": "List", "ListNumbering": numbering}


def test_a_list_without_labels_is_not_numbered(words: Words) -> None:
    (found,) = body(node("ul", node("li", words())))
    assert found.attributes["ListNumbering"] == "None"
    assert shape(found) == ("L", ("LI", ("LBody", ".")))


def test_a_term_labels_all_its_meanings(words: Words) -> None:
    (found,) = body(node("dl", node("dt", words()), node("dd", words()), node("dd", node("p", words()))))
    assert shape(found) == ("L", ("LI", ("Lbl", "."), ("LBody", ("P", "."), ("P", "."))))


def test_two_terms_share_a_meaning_and_a_second_pair_is_a_second_item(words: Words) -> None:
    pairs = (node("dt", words()), node("dt", words()), node("dd", words()), node("dt", words()), node("dd", words()))
    (found,) = body(node("dl", *pairs))
    assert shape(found) == (
        "L",
        ("LI", ("Lbl", "."), ("Lbl", "."), ("LBody", ("P", "."))),
        ("LI", ("Lbl", "."), ("LBody", ("P", "."))),
    )


def test_a_note_stands_where_it_is_called_and_has_a_name_of_its_own(words: Words) -> None:
    def note() -> dict[str, Any]:
        return node("span", words("footnote-call"), words("footnote-marker"), words(), class_="footnote")

    (found,) = body(node("p", words(), note(), words(), note()))
    assert shape(found) == (
        "P",
        ".",
        ("Reference", "."),
        ("Note", ("Lbl", "."), "."),
        ".",
        ("Reference", "."),
        ("Note", ("Lbl", "."), "."),
    )
    assert [kid.name for kid in found.kids if isinstance(kid, Part) and kid.role == "Note"] == ["note-1", "note-2"]


def test_headings_begin_at_one_and_skip_no_level(words: Words) -> None:
    found = body(*(node(tag, words()) for tag in ("h2", "h4", "h4", "h3", "h2", "h6")))
    assert [part.role for part in found] == ["H1", "H2", "H2", "H2", "H1", "H2"]


def test_lists_in_a_nav_are_contents(words: Words) -> None:
    link = node("a", words(), href="#one", areas=[[7, 0]], text="One")
    inner = node("ol", item(words("marker"), node("a", words(), href="#two", areas=[[8, 0]], text="Two")))
    (found,) = body(node("nav", node("h2", words()), node("ol", item(words("marker"), link, inner))))
    entry = ("TOCI", ("Lbl", "."), ("Reference", ("Link", ".", "@")))
    assert shape(found) == ("Sect", ("H1", "."), ("TOC", (*entry, ("TOC", entry))))


def test_a_link_keeps_every_area_and_what_it_says(words: Words) -> None:
    (found,) = body(node("p", node("a", words(), words(), href="#x", areas=[[7, 0], [9, 1]], text="the poem")))
    assert found.kids[0].kids[2:] == (Area(7, 0, "the poem"), Area(9, 1, "the poem"))


def test_header_cells_say_what_they_head_and_empty_cells_stay(words: Words) -> None:
    head = node("thead", node("tr", node("td"), node("th", words())))
    rows = node("tbody", node("tr", node("th", words(), scope="row"), node("td", words(), colspan="2")))
    (found,) = body(node("table", head, rows, node("caption", words())))
    assert shape(found) == (
        "Table",
        ("Caption", "."),
        ("THead", ("TR", ("TD",), ("TH", "."))),
        ("TBody", ("TR", ("TH", "."), ("TD", "."))),
    )
    assert found.kids[1].kids[0].kids[1].attributes == {"O": "Table", "Scope": "Column"}
    assert found.kids[2].kids[0].kids[0].attributes == {"O": "Table", "Scope": "Row"}
    assert found.kids[2].kids[0].kids[1].attributes == {"O": "Table", "ColSpan": 2}


def test_a_picture_has_its_words_and_its_place(words: Words) -> None:
    picture = {**node("img", words(), alt="A tap"), "box": [1.0, 2.0, 3.0, 4.0]}
    (found,) = body(node("figure", picture, node("figcaption", words())))
    assert shape(found) == ("Div", ("Figure", "."), ("Caption", "."))
    assert found.kids[0].alt == "A tap"
    assert found.kids[0].attributes["BBox"] == [1.0, 2.0, 3.0, 4.0]


def test_a_division_of_words_alone_is_a_paragraph_and_one_of_blocks_is_not(words: Words) -> None:
    assert shape(body(node("div", words(), node("em", words())))[0]) == ("P", ".", ("Em", "."))
    assert shape(body(node("div", node("p", words())))[0]) == ("Div", ("P", "."))


def test_loose_text_between_blocks_becomes_a_paragraph(words: Words) -> None:
    (found,) = body(node("blockquote", words(), node("p", words()), words()))
    assert shape(found) == ("BlockQuote", ("P", "."), ("P", "."), ("P", "."))


def test_a_span_means_something_only_where_it_says_something(words: Words) -> None:
    plain, polish = node("span", words()), node("span", words(), lang="pl")
    done, short = node("span", words(), role="img", aria_label="done"), node("abbr", words(), title="North Sea Co")
    (found,) = body(node("p", plain, polish, done, short))
    assert shape(found) == ("P", ".", ("Span", "."), ("Span", "."), ("Span", "."))
    assert [(kid.language, kid.alt, kid.expansion) for kid in found.kids[1:]] == [
        ("pl", "", ""),
        ("", "done", ""),
        ("", "", "North Sea Co"),
    ]
