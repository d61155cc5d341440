"""What the benchmark of the hand-off measures, a little of it on every run: constructs, edits, differences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translation_constructs as constructs
import translation_edits as edits
from publish.checks import translation as check
from publish.memory import Known, Memory
from publish.model import Row, Segment
from publish.problems import Place
from publish.segments import difference

ROOT = Path(__file__).parents[2]
LETTER = ROOT.parent / "shared" / "manuscripts" / "open-letter.md"


SINGLE = [(edit, 1) for edit, _ in edits.SINGLE]
WHOLE = {
    "move_paragraph",
    "swap_sections",
    "split_paragraph",
    "merge_paragraphs",
    "delete_sentence",
    "delete_paragraph",
    "quote_paragraph",
}


def test_every_construct_comes_back_whole_and_is_offered_without_its_marks() -> None:
    results = list(constructs.results())
    assert len(results) >= 50
    assert [result.name for result in results if not (result.lossless and result.skeleton and result.characters)] == []
    assert [result.name for result in results if result.offered < 0.99 or result.raw] == []


@pytest.mark.skipif(not LETTER.is_file(), reason="the sample texts are not here")
def test_an_edit_of_a_letter_unpublishes_its_own_sentence_and_no_more() -> None:
    found = dict(edits.measured(LETTER.read_text(encoding="utf-8"), SINGLE, 3))
    assert {name for name in WHOLE if found[name].share < 100} == set()
    assert sum(one.words - one.published for one in found.values()) / len(found) <= 16
    assert sum(one.lost for one in found.values()) / len(found) <= 3
    assert sum(one.wrong for one in found.values()) == 0


@pytest.mark.skipif(not LETTER.is_file(), reason="the sample texts are not here")
def test_typing_a_letter_anew_keeps_its_translation() -> None:
    found = dict(edits.measured(LETTER.read_text(encoding="utf-8"), edits.GLOBAL, 3))
    assert found["rewrap"].share == 100
    assert found["straighten"].share >= 98
    assert found["ten_mixed"].share >= 96.5
    assert sum(one.wrong for one in found.values()) == 0


TEXT = st.text(alphabet="ab ąਪم.,{}1/12?!“”*<>\u200d\u2067\u202e\ufffd\n٣५:%", max_size=40)


@given(TEXT, TEXT)
@settings(max_examples=200, deadline=None)
def test_a_difference_says_both_texts(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "gone") == new
    assert {kind for kind, _ in pieces} <= ({"same"} if old == new else {"same", "gone", "new"})


@given(TEXT, TEXT, st.sampled_from(["pl", "ur", "ar", "hi", "ta", "el", "xx", "pt-BR"]))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_is_looked_at_with_a_place_and_a_hint(source: str, target: str, language: str) -> None:
    segment = Segment("0123abcd", source, (), Place("a.md", 1))
    looked = check.Looked(Row(segment.key, source, target), segment, "en", language, Place("kit", 3))
    for problem in check.find(looked):
        assert problem.code in check.CODES
        assert problem.hint
        assert problem.place.line == 3


@given(st.lists(TEXT.filter(bool), min_size=1, max_size=6, unique=True), TEXT)
@settings(max_examples=100, deadline=None)
def test_the_memory_proposes_the_same_text_first_and_says_how_near_it_is(known: list[str], asked: str) -> None:
    memory = Memory([Known(text, f"said {text}") for text in known])
    for text in known:
        proposal = memory.propose(Segment("0123abcd", text, (), Place("a.md", 1)))
        assert proposal is not None
        assert proposal.source == text
        assert proposal.score >= 99
    other = memory.propose(Segment("0123abcd", asked, (), Place("a.md", 1)))
    assert other is None or (75 <= other.score <= 100 and other.target == f"said {other.source}")
