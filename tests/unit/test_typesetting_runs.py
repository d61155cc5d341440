"""Left-to-right runs in right-to-left text: kept together where they have several elements, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import pandoc, tree
from publish.markup import Rules, write
from publish.problems import Place
from publish.source import positions
from publish.typesetting import runs


def read(markdown: str) -> list[tree.Element]:
    return list(tree.soften(positions.settle(pandoc.read_markdown(markdown, Place("letter.md")))))


def body(markdown: str, language: str) -> str:
    return write(runs.in_order(read(markdown), language), Rules(language)).body


WORDS = st.lists(
    st.sampled_from(["H", "9,600", "پانی", "m.", "“", "۔", "24–25", "(AWW)،"]).map(tree.string), min_size=1
)
MIXED = st.lists(
    st.one_of(
        WORDS,
        st.just([tree.SPACE]),
        st.builds(lambda kind, inner: [{"t": kind, "c": inner}], st.sampled_from(["Emph", "Subscript"]), WORDS),
    ),
    max_size=6,
).map(lambda parts: tree.tidy(inline for part in parts for inline in part))


def text_of(node: object) -> str:
    return "".join(inline["c"] if inline["t"] == "Str" else " " for inline in tree.walk(node) if inline["t"] in _TEXT)


_TEXT = {"Str", "Space"}


@settings(max_examples=60, deadline=None)
@given(MIXED, st.sampled_from(["ur", "ar", "en"]))
def test_nothing_is_lost_doubled_or_moved(inlines: list[Any], language: str) -> None:
    blocks = [{"t": "Para", "c": inlines}]
    assert text_of(runs.in_order(blocks, language)) == text_of(blocks)


def test_a_formula_is_one_run_and_what_follows_it_is_not() -> None:
    assert body("پانی (H~2~O)۔", "ar") == '<p>پانی (<span class="ltr">H<sub>2</sub>O</span>)۔</p>'


def test_sentences_that_are_not_translated_yet_stay_in_their_order() -> None:
    spans = "[We kept your seat.]{lang=en} [R.]{lang=en}"
    inner = '<span lang="en" dir="ltr">We kept your seat.</span> <span lang="en" dir="ltr">R.</span>'
    assert body(spans, "ur") == f'<p><span class="ltr">{inner}</span></p>'


def test_words_alone_are_left_to_the_bidirectional_algorithm() -> None:
    assert body("پانی Night Shift ہے", "ar") == "<p>پانی Night Shift ہے</p>"


def test_left_to_right_text_stays_as_it_is() -> None:
    blocks = read("H~2~O *and* more[^n]\n\n[^n]: m^2^\n")
    assert runs.in_order(blocks, "pl") == blocks


def test_a_passage_in_another_direction_keeps_its_own() -> None:
    assert "ltr" not in body("::: {lang=en}\nH~2~O\n:::\n", "ur").replace('dir="ltr"', "")
    assert 'class="ltr"' in body("::: {lang=ur}\nپانی H~2~O\n:::\n", "en")


@pytest.mark.parametrize(("language", "spans"), [("ur", 2), ("ar", 0)])
def test_figures_of_nastaliq_are_set_in_the_latin_face(language: str, spans: int) -> None:
    assert body("قطار 15 سے 1,200 تک", language).count('class="figures"') == spans
