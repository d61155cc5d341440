"""What is read of a store in one go is what polib reads of it; what is not just as we write it is left to polib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import translations
from publish.model import Colophon, Publication, Rendering, Section, Segment, State, Translation, Unit
from publish.problems import Place, PublishError
from publish.segments import key_of
from publish.translations import plain, store

if TYPE_CHECKING:
    from random import Random

STORES = sorted((Path(__file__).parents[2] / "source").glob("*/translations/*.po"))
PLACE = Place("a.md", 1)
SIGNS = 'ab ąਪ\u200d\u00a0\u2028\x85\x1c{}1/\\"#~|,.:?\t\r\n\x0b\x08'
ODD = st.text(alphabet=SIGNS, max_size=9)
USUAL = st.text(alphabet='ab ąਪ\u200d{}1/\\"#~|,.:?\t', max_size=9).map(lambda text: f"w{text}w")
PIECES = (
    *('"', "\\", "\n", "\n\n", " ", "#", "#~ ", "#~", "#. ", "#.", "#, ", "#, fuzzy\n", "#, fuzzy, reviewed\n", "#| "),
    *("# note\n", "#\n", "#  x \n", "#: a.md:3\n", '#| msgid "x"\n', '#| msgctxt "x"\n', '#~| msgid "x"\n', "\ufeff"),
    *('msgid ""\n', 'msgstr ""\n', 'msgctxt ""\n', 'msgid_plural "x"\n', '"more"\n', 'msgid  "x"\n', "\\303\\272"),
    *("<<<<<<< ours\n", "=======\n", "\r", "\t", "\u2028", "x"),
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return a store with notes, old sources, what came back and what is gone, as it is written."""
    said = draw(st.sampled_from((USUAL, USUAL, ODD)))

    def rendering(text: str) -> Rendering:
        state = draw(st.sampled_from(list(State)))
        target = "" if state is State.UNTRANSLATED else draw(said.filter(bool))
        previous = draw(said) if state is State.STALE else ""
        returned = tuple(draw(st.lists(said.filter(bool), max_size=1)))
        segment = Segment(key_of(text), text, (), PLACE, draw(said))
        return Rendering(segment, target, state, draw(said), previous, returned)

    renderings = tuple(map(rendering, draw(st.lists(said, max_size=4, unique=True))))
    gone = tuple(map(rendering, draw(st.lists(said, max_size=2, unique=True))))
    section = Section("one", "One", (), (Unit(tuple(r.segment for r in renderings), "paragraph"),))
    publication = Publication("sample", Colophon("Sample"), (section,), PLACE, Path())
    return translations.save(Translation("sample", "pl", renderings, gone), publication).decode()


def by_polib(text: str) -> list[plain.Entry] | None:
    try:
        read = store._read_by_polib(text, Path("pl.po"))
    except PublishError:
        return None
    return [
        plain.Entry(
            entry.msgctxt,
            entry.msgid,
            entry.msgstr,
            entry.tcomment,
            tuple(entry.flags),
            entry.previous_msgid or "",
            bool(entry.obsolete),
            entry.linenum,
        )
        for entry in read
    ]


def is_left_or_the_same(text: str) -> bool:
    found = plain.entries(text)
    return found is None or found == by_polib(text)


@given(written())
@settings(max_examples=200, deadline=None)
def test_what_we_wrote_is_read_as_polib_reads_it(text: str) -> None:
    assert is_left_or_the_same(text)


@given(written(), st.randoms(use_true_random=False), st.integers(1, 3))
@settings(max_examples=300, deadline=None)
def test_what_others_made_of_it_is_read_as_polib_reads_it_or_left_to_it(text: str, random: Random, times: int) -> None:
    for _ in range(times):
        starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
        at = random.choice(starts) if random.random() < 0.5 else random.randint(0, len(text))
        text = text[:at] + random.choice(("", random.choice(PIECES))) + text[at + random.choice((0, 0, 1, 9)) :]
    assert is_left_or_the_same(text)


@pytest.mark.parametrize("file", STORES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_our_own_stores_are_read_in_one_go(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = plain.entries(text)
    assert found
    assert found == by_polib(text)
