"""The laws of the store: nothing is lost, nothing is said of another sentence, the same again changes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import translations
from publish.model import JOINED, Colophon, Publication, Rendering, Row, Section, Segment, State, Translation, Unit
from publish.problems import Place
from publish.segments import key_of
from publish.translations import alignment, store

if TYPE_CHECKING:
    from random import Random

PLACE = Place("a.md", 1)
TEXT = st.text(alphabet='abcdefgh ąęßਪੰतமر“”’—\u00a0\u2009\u200d{}1/\\"#~\t', min_size=1, max_size=30).map(
    lambda text: "w" + text.strip(" ")
)
TEXTS = st.lists(TEXT, min_size=1, max_size=8, unique=True)


def publication_of(texts: list[str]) -> Publication:
    segments = tuple(Segment(key_of(text, str(index)), text, (), PLACE) for index, text in enumerate(texts))
    section = Section("one", "One", (), (Unit(segments, "paragraph"),))
    return Publication("sample", Colophon("Sample"), (section,), PLACE, Path())


def full(publication: Publication) -> Translation:
    renderings = tuple(Rendering(segment, f"T<{segment.text}>", State.TRANSLATED) for segment in publication.segments)
    return Translation("sample", "pl", renderings)


@given(
    TEXTS,
    st.sampled_from(list(State)),
    st.text(alphabet='ab\n#~" ąਪ?\\', max_size=9),
    st.lists(TEXT, max_size=2, unique=True),
)
@settings(max_examples=80, deadline=None)
def test_a_store_read_back_says_what_was_written(
    texts: list[str], state: State, note: str, returned: list[str]
) -> None:
    publication = publication_of(texts)
    target = "" if state is State.UNTRANSLATED else 'T "x" \\ ż'
    previous = "before" if state is State.STALE else ""
    more = (note.strip(), previous, tuple(returned))
    renderings = tuple(Rendering(segment, target, state, *more) for segment in publication.segments)
    data = translations.save(Translation("sample", "pl", renderings), publication)
    entries = _read(data)
    assert [(e.segment.key, e.segment.text, e.target, e.state, e.previous) for e in entries] == [
        (r.segment.key, r.segment.text, r.target, r.state, r.previous) for r in renderings
    ]
    assert [e.returned for e in entries] == [tuple(text.rstrip() for text in returned)] * len(entries)
    assert [e.note for e in entries] == [re.sub(" +\n", "\n", note.strip())] * len(entries)


def _read(data: bytes) -> tuple[Rendering, ...]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pl.po"
        file.write_bytes(data)
        return store.read(file)


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_what_only_moved_keeps_its_translation(texts: list[str], random: Random) -> None:
    moved = list(texts)
    random.shuffle(moved)
    renderings, gone = alignment.carry(full(publication_of(texts)).renderings, publication_of(moved).segments)
    assert all(r.target == f"T<{r.segment.text}>" and r.state is State.TRANSLATED for r in renderings)
    assert gone == ()


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_no_translation_is_lost_and_none_is_published_under_another_sentence(old: list[str], new: list[str]) -> None:
    renderings, gone = alignment.carry(full(publication_of(old)).renderings, publication_of(new).segments)
    kept = " ".join(r.target for r in (*renderings, *gone))
    assert all(f"T<{text}>" in kept for text in old)
    for rendering in renderings:
        if rendering.done:
            source = re.sub("T<|>", "", rendering.target)
            assert alignment.bare(source) == alignment.bare(rendering.segment.text)


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_carrying_to_the_same_manuscript_changes_nothing(texts: list[str]) -> None:
    publication = publication_of(texts)
    renderings, gone = alignment.carry(full(publication).renderings, publication.segments)
    assert (renderings, gone) == (full(publication).renderings, ())


@given(TEXTS, st.data())
@settings(max_examples=60, deadline=None)
def test_merging_is_idempotent_and_does_not_depend_on_the_order_of_kits(texts: list[str], data: st.DataObject) -> None:
    publication = publication_of(texts)
    empty = Translation("sample", "pl", tuple(map(Rendering, publication.segments)))
    keys = [segment.key for segment in publication.segments]
    mine = set(data.draw(st.lists(st.sampled_from(keys), unique=True)))
    first = {key: f"1 {key}" for key in keys if key in mine}
    second = {key: f"2 {key}" for key in keys if key not in mine}
    one = translations.merge(translations.merge(empty, first, {}), second, {})
    other = translations.merge(translations.merge(empty, second, {}), first, {})
    assert one == other
    assert translations.merge(one, first, {}) == one
    assert all(rendering.done for rendering in one.renderings)


def test_the_note_of_one_translator_is_not_lost_for_that_of_another() -> None:
    publication = publication_of(["We walk."])
    key = publication.segments[0].key
    noted = Translation("sample", "pl", tuple(map(Rendering, publication.segments)))
    for note in ("Where to?", "Is it we or you?", "Where to?", "Where to? Is it we or you?", "Where to? No more?"):
        noted = translations.merge(noted, {}, {key: note})
    assert [r.note for r in noted.renderings] == ["Where to?\nIs it we or you?\nWhere to? No more?"]
    more = translations.merge(noted, {}, {key: " ".join(noted.renderings[0].note.split()) + " Yes."})
    assert [r.note for r in more.renderings] == ["Where to? Is it we or you? Where to? No more? Yes."]


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_held_changes_nothing_that_stands_and_is_never_lost(
    texts: list[str], new: list[str], data: st.DataObject
) -> None:
    publication = publication_of(texts)
    keys = data.draw(st.lists(st.sampled_from([segment.key for segment in publication.segments]), unique=True))
    back = {key: f"R<{key}>" for key in keys}
    held = translations.hold(full(publication), back)
    assert [(r.target, r.state) for r in held.renderings] == [(r.target, r.state) for r in full(publication).renderings]
    assert translations.hold(held, back) == held
    renderings, gone = alignment.carry(held.renderings, publication_of(new).segments)
    assert {text for r in (*renderings, *gone) for text in r.returned} == set(back.values())
    taken = translations.take(held)
    assert {r.segment.key: r.target for r in taken.renderings if r.segment.key in back} == back
    assert translations.let_go(held) == full(publication)


def test_typography_alone_carries_the_translation_over() -> None:
    old = publication_of(["“Who’s there?” — she said…"])
    new = publication_of(['"Who\'s there?" - she said...'])
    (rendering,), _ = alignment.carry(full(old).renderings, new.segments)
    assert rendering.state is State.TRANSLATED


def test_an_edited_sentence_is_stale_with_its_old_source_and_whole_again_when_the_edit_is_taken_back() -> None:
    old = publication_of(["We met at five in the canteen.", "Then we left."])
    new = publication_of(["We met at six in the canteen.", "Then we left."])
    renderings, _ = alignment.carry(full(old).renderings, new.segments)
    assert [r.state for r in renderings] == [State.STALE, State.TRANSLATED]
    assert renderings[0].previous == "We met at five in the canteen."
    again, _ = alignment.carry(renderings, old.segments)
    assert [r.state for r in again] == [State.TRANSLATED, State.TRANSLATED]


def test_a_deleted_sentence_is_kept_and_offered_again_when_it_returns() -> None:
    both, one = publication_of(["Bring water.", "Bring a friend along."]), publication_of(["Bring water."])
    renderings, gone = alignment.carry(full(both).renderings, one.segments)
    assert [r.target for r in gone] == ["T<Bring a friend along.>"]
    back, left = alignment.carry((*renderings, *gone), both.segments)
    assert all(r.done for r in back)
    assert left == ()


def test_repeated_words_keep_their_own_translations_by_their_neighbours() -> None:
    segments = [Segment(f"k{i}", text, (), PLACE) for i, text in enumerate(["Strike", "Yes", "Overtime", "Yes"])]
    olds = [Rendering(segment, f"{segment.text}-{i}", State.TRANSLATED) for i, segment in enumerate(segments)]
    swapped = [segments[2], segments[3], segments[0], segments[1]]
    renderings, _ = alignment.carry(olds, swapped)
    assert [r.target for r in renderings] == ["Overtime-2", "Yes-3", "Strike-0", "Yes-1"]


def test_emphasis_taken_away_carries_the_translation_without_its_codes() -> None:
    old = Rendering(
        Segment("a", "We {1}never{/1} agreed.", (), PLACE), "Nigdy się {1}nie{/1} zgodziliśmy.", State.TRANSLATED
    )
    (rendering,), _ = alignment.carry([old], [Segment("b", "We never agreed.", (), PLACE)])
    assert (rendering.target, rendering.state) == ("Nigdy się nie zgodziliśmy.", State.TRANSLATED)


def test_a_return_for_an_older_manuscript_is_offered_and_never_lost() -> None:
    now = publication_of(["We meet at six in the canteen.", "Come early."])
    empty = Translation("sample", "pl", tuple(map(Rendering, now.segments)))
    late = [
        Row("x", "We meet at five in the canteen.", "Spotykamy się o piątej."),
        Row("y", "Gone for good, this.", "Nie ma."),
    ]
    kept = translations.keep(empty, late)
    assert kept.renderings[0].state is State.STALE
    assert kept.renderings[0].target == "Spotykamy się o piątej."
    assert [r.target for r in kept.obsolete] == ["Nie ma."]
    assert translations.keep(kept, [late[1]]) == kept


def test_a_store_whose_codes_were_broken_by_hand_is_not_published(tmp_path: Path) -> None:
    from publish.model import Code

    segment = Segment("aaaa1111", "Read {1}this{/1}.", (Code(1, "link", paired=True, shown="#a"),), PLACE)
    section = Section("one", "One", (), (Unit((segment,), "paragraph"),))
    publication = replace(publication_of(["x"]), sections=(section,))
    whole = Translation("sample", "pl", (Rendering(segment, "Czytaj {1}to{/1}.", State.TRANSLATED),))
    file = tmp_path / "pl.po"
    file.write_bytes(translations.save(whole, publication).replace(b"Czytaj {1}to{/1}.", b"Czytaj to."))
    assert [r.state for r in translations.current(publication, "pl", file).renderings] == [State.STALE]


def states_of(renderings: tuple[Rendering, ...]) -> list[State]:
    return [rendering.state for rendering in renderings]


def test_two_sentences_made_one_are_said_by_what_said_both() -> None:
    old = publication_of(["We met at five.", "then we left."])
    renderings, gone = alignment.carry(full(old).renderings, publication_of(["We met at five. then we left."]).segments)
    assert [(r.target, r.state) for r in renderings] == [("T<We met at five.> T<then we left.>", State.TRANSLATED)]
    assert gone == ()


def test_two_sentences_joined_with_a_word_are_offered_both_translations() -> None:
    old = publication_of(["We met at five in the canteen.", "Then we left for the bus."])
    new = publication_of(["We met at five in the canteen and then we left for the bus."])
    (rendering,), gone = alignment.carry(full(old).renderings, new.segments)
    assert rendering.state is State.STALE
    assert rendering.target == "T<We met at five in the canteen.> T<Then we left for the bus.>"
    assert rendering.previous == "We met at five in the canteen. Then we left for the bus."
    assert gone == ()


def test_both_halves_of_a_sentence_made_two_are_offered_the_whole() -> None:
    old = publication_of(["We met at five in the canteen, then we left for the bus."])
    new = publication_of(["We met at five in the canteen.", "Then we left for the bus."])
    renderings, gone = alignment.carry(full(old).renderings, new.segments)
    assert [(r.target, r.state) for r in renderings] == [
        (full(old).renderings[0].target, State.STALE),
        (full(old).renderings[0].target, State.STALE),
    ]
    assert gone == ()


def said_together(texts: list[str]) -> Translation:
    """A translation in which the second sentence is joined to the first."""
    whole = full(publication_of(texts)).renderings
    return Translation("sample", "pl", (whole[0], replace(whole[1], target=JOINED), *whole[2:]))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (["We met.", "We left.", "It rained."], "ttt"),
        (["It rained.", "We met.", "We left."], "ttt"),
        (["We met.", "It rained.", "We left."], "sts"),
        (["We left.", "It rained."], "st"),
        (["We met.", "It rained."], "st"),
        (["We met at last.", "We left.", "It rained."], "sst"),
    ],
)
def test_sentences_said_together_are_published_together_or_not_at_all(now: list[str], expected: str) -> None:
    old = said_together(["We met.", "We left.", "It rained."])
    renderings, _ = alignment.carry(old.renderings, publication_of(now).segments)
    assert "".join(str(state)[0] for state in states_of(renderings)) == expected
    again, _ = alignment.carry(renderings, publication_of(now).segments)
    assert states_of(again) == states_of(renderings)
