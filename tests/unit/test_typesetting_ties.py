"""Words of one letter stay with the next word, in the languages that ask for it and in no other."""

from __future__ import annotations

import pytest

from publish import tree
from publish.markup import Rules, write
from publish.typesetting import ties


def paragraph(text: str) -> list[tree.Element]:
    return [{"t": "Para", "c": tree.words(text)}]


def body(text: str, language: str) -> str:
    return write(ties.tied(paragraph(text), language), Rules("en")).body.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("language", "text", "tied"),
    [
        ("pl", "I tu, i tam, w „a nie” z", "<p>I~tu, i~tam, w~„a~nie” z</p>"),
        ("cs", "k nám v noci", "<p>k~nám v~noci</p>"),
        ("en", "I had a tea", "<p>I had a tea</p>"),
        ("pl", "a: b c", "<p>a: b c</p>"),
    ],
)
def test_words_of_one_letter_are_tied_to_the_next(language: str, text: str, tied: str) -> None:
    assert body(text, language) == tied


def test_a_passage_in_another_language_keeps_the_ways_of_its_own() -> None:
    blocks = [{"t": "Div", "c": [["", [], [["lang", "pl"]]], paragraph("w nocy")]}, *paragraph("a tea")]
    written = write(ties.tied(blocks, "en"), Rules("en")).body
    assert "w\u00a0nocy" in written
    assert "a tea" in written


def test_nothing_but_blanks_is_changed() -> None:
    before = paragraph("Tu i tam, w nocy")
    after = ties.tied(before, "pl")
    assert write(after, Rules("pl")).body.replace("\u00a0", " ") == write(before, Rules("pl")).body
