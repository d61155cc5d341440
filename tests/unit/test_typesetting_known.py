"""Pages and drawings of the last build: none is put back where anything that it was made of is another now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from publish import edition, recall, source
from publish.project import cache_folder
from publish.typesetting import Geometry, engine, typeset

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\ntitle: The water\nlang: en\n---\n\n"
WORDS = "We are paid by the minute, says Rosa, and not by the twenty-four-hour day; so we count every one of them. "
PARAGRAPH = WORDS * 6 + "\n\n"
SECTIONS = HEAD + "".join(f"## Part {number}\n\n{PARAGRAPH * 8}" for number in range(4))
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><path d="M0 0h600v400H0z"/></svg>'
PADDINGS = (("h3", 60), ("h4", 20))
TALL = f"| One | Two |\n|-----|-----|\n| {WORDS * 30} | {WORDS * 40} |\n\n"


class House:
    """A house with one manuscript, and a notebook for its edition."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.text = folder / "source" / "water" / "manuscript.md"
        (self.text.parent / "images").mkdir(parents=True)
        (self.text.parent / "images" / "tap.svg").write_text(PICTURE)
        (folder / "source" / "publication.toml").write_text("")
        (folder / "styles").mkdir()

    def pages(self, text: str, style: str = "", *, known: bool = True) -> bytes:
        """Return the pages of a text in a style of the house's own."""
        self.text.write_text(text)
        (self.folder / "styles" / "pamphlet.css").write_text(style or "/* as it is */")
        reading = source.read(self.text, "water", self.folder / "source" / "publication.toml")
        about = reading.settings.print
        notebooks = recall.Notebooks(cache_folder(), "this") if known else None
        with recall.edition(str(self.folder), notebooks):
            made = replace(edition.original(reading.publication), siblings=("pl", "ur"))
            return typeset(made, reading.settings, Geometry(about.trim, about.bleed)).pdf


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "style"),
    [
        ("[here](https://one.example/)", "[here](https://two.example/)", ""),
        ("paid", "owed", ".text h2 { position: fixed; bottom: 0 }"),
        ("paid", "owed", ".text h2 { position: running(head) } @page { @top-left { content: element(head) } }"),
    ],
    ids=["link", "fixed", "running"],
)
def test_pages_after_an_edit_are_those_of_a_text_nothing_is_known_of(
    house: House, before: str, after: str, style: str
) -> None:
    text = SECTIONS.replace(PARAGRAPH, f"{PARAGRAPH}{WORDS}{before}.\n\n", 1)
    house.pages(text, style)
    edited = text.replace(f"{before}.\n", f"{after}.\n")
    assert house.pages(edited, style) == house.pages(edited, style, known=False)


@pytest.mark.parametrize("style", ["h2 { color: #ff0000 }", "p { color: #ff0000 }"])
def test_a_page_whose_style_changed_is_drawn_again(house: House, style: str) -> None:
    house.pages(SECTIONS)
    assert house.pages(SECTIONS, style) == house.pages(SECTIONS, style, known=False)


def test_a_page_whose_words_look_otherwise_is_drawn_again(house: House) -> None:
    style = "h3 ~ p { color: #ff0000 } h3, h4 { margin: 4pt; font: 12pt/14pt serif }"
    text = SECTIONS.replace(PARAGRAPH, f"### Of water\n\n{PARAGRAPH}", 1)
    house.pages(text, style)
    edited = text.replace("###", "####")
    assert house.pages(edited, style) == house.pages(edited, style, known=False)


@pytest.mark.parametrize("paragraphs", [4, 8])
def test_a_page_ends_by_all_of_what_goes_over_as_a_whole(house: House, paragraphs: int) -> None:
    style = "blockquote { break-inside: avoid }"
    text = f"{HEAD}## Part\n\n{PARAGRAPH * paragraphs}"
    quote = "> Yes, we said.\n>\n" * 12
    long, short = (f"{text}{quote}> {WORDS * times}\n\n{PARAGRAPH * 5}" for times in (9, 1))
    house.pages(long, style)
    assert house.pages(short, style) == house.pages(short, style, known=False)


@pytest.mark.parametrize(("paragraphs", "sentences"), [(3, 0), (6, 3)])
def test_a_page_ends_by_what_a_paragraph_leads_to(house: House, paragraphs: int, sentences: int) -> None:
    text = f"{HEAD}## Part\n\n{PARAGRAPH * paragraphs}{WORDS * sentences}\n\n{'*a*b' * 40}:\n\n"
    long, short = (f"{text}- {item}\n- {WORDS}\n\n{PARAGRAPH * 5}" for item in (WORDS, "Yes."))
    house.pages(long)
    assert house.pages(short) == house.pages(short, known=False)


def test_formulas_are_told_apart_by_what_stands_in_their_brackets(house: House) -> None:
    wide, narrow = (f"section:has({h}) ~ section p {{ padding-left: calc(2em + {px}px) }}" for h, px in PADDINGS)
    style = f"h2 {{ break-before: page }} {wide} {narrow}"
    text = SECTIONS.replace(PARAGRAPH, f"{PARAGRAPH}### Of water\n\n", 1)
    house.pages(text, style)
    edited = text.replace("###", "####")
    assert house.pages(edited, style) == house.pages(edited, style, known=False)


def test_a_row_that_breaks_in_several_cells_at_once_is_no_obstacle(house: House) -> None:
    text = f"{SECTIONS}{TALL}{PARAGRAPH}"
    first = house.pages(text)
    assert house.pages(text) == first == house.pages(text, known=False)


def test_a_blank_page_is_not_taken_for_the_one_that_begins_there(house: House) -> None:
    # A page whose picture is set smaller to fill it is not known; the blank one before it began where it does.
    style = "section h2 { break-before: recto }"
    figure = "![A tap](images/tap.svg)\n\n"
    text = HEAD + "".join(f"## Part {lead}\n\n{PARAGRAPH * 2}{figure}" for lead in range(4))
    first = house.pages(text, style)
    assert house.pages(text, style) == first == house.pages(text, style, known=False)


@pytest.mark.parametrize("sections", [5, 6])
def test_whether_the_text_ends_on_a_page_hangs_on_its_number(house: House, sections: int) -> None:
    style = "h2 { break-before: page }"
    fewer = HEAD + "".join(f"## Part {number}\n\n{PARAGRAPH}" for number in range(sections))
    more = fewer.replace(PARAGRAPH, f"{WORDS * 26}\n\n", 1)
    for text in (fewer, more, fewer):
        assert house.pages(text, style) == house.pages(text, style, known=False)


def test_a_picture_that_is_set_smaller_leaves_others_as_large_as_they_are(house: House) -> None:
    looks: dict[str, set[float]] = {}
    compose = engine._composed

    def composed(*things: object) -> object:
        laid = compose(*things)  # type: ignore[arg-type] # whatever it is asked with
        boxes = (box for page in laid.document.pages for box in page._page_box.descendants())
        for box in boxes:
            if hasattr(box, "replacement"):
                looks.setdefault(box.element.get("alt"), set()).add(round(box.height, 3))
        return laid

    figures = [f"![Tap {number}](images/tap.svg)\n\n{PARAGRAPH * lead}" for number, lead in enumerate((3, 4, 5, 6))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_composed", composed)
        house.pages(f"{SECTIONS}{''.join(figures)}")
    assert len({min(heights) for heights in looks.values()}) > 1
