"""Laws of the engine: nothing lost, nothing twice, nothing kept that is not what it was made of."""

from __future__ import annotations

import copy
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.build import Task, batches, gist, ingredients
from publish.build.cache import Kept, Store
from publish.build.contents import Contents
from publish.build.files import MISSING, SETTLED
from publish.build.running import _numbered
from publish.model import Colophon, Edition, Section
from publish.problems import Place
from publish.settings import Settings

if TYPE_CHECKING:
    import random

    import pytest

OUTPUTS = ("reading", "booklet", "press", "epub", "zine")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def edition(words: list[str], first_line: int, language: str = "en", folder: str = "here") -> Edition:
    blocks = tuple(
        {"t": "Para", "c": [{"t": "Str", "c": word}], "line": first_line + number} for number, word in enumerate(words)
    )
    about = Colophon("A letter", lang=language)
    return Edition(
        "letter", about, language, "en", (Section("opening", "", blocks),), 1.0, Path(folder), Place(folder, first_line)
    )


def digest(made: Edition, tmp: Path) -> dict[str, str]:
    return ingredients.of_edition(made, Settings(made.colophon), Contents(tmp / "contents.json"))


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1), st.integers(1, 999))
def test_where_a_text_stands_is_no_ingredient(words: list[str], line: int) -> None:
    here, there = edition(words, 1), edition(words, line, folder="there")
    assert digest(here, Path("nowhere")) == digest(there, Path("nowhere"))


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1), st.integers(0), WORDS)
def test_every_word_of_a_text_is_an_ingredient(words: list[str], at: int, other: str) -> None:
    changed = list(words)
    changed[at % len(words)] += other
    before, after = digest(edition(words, 1), Path("nowhere")), digest(edition(changed, 1), Path("nowhere"))
    assert "text" in ingredients.changed(before, after)
    assert ingredients.key_of(before) != ingredients.key_of(after)


@settings(deadline=None)
@given(st.text('"\\,: line0123456789', min_size=1))
def test_a_text_that_looks_like_a_line_number_is_still_a_text(word: str) -> None:
    ours = gist.canonical({"t": "Str", "c": f'"line": 4, {word}', "line": 7})
    assert ours == gist.canonical({"t": "Str", "c": f'"line": 4, {word}', "line": 8})
    assert ours != gist.canonical({"t": "Str", "c": word, "line": 7})


@settings(deadline=None)
@given(st.lists(st.text('"\\, :.ng') | st.sampled_from(["a.png", '"b.PNG', "c\\.svg", ".gif", "d.jpg ", "ö/e.jpeg"])))
def test_every_string_that_bears_the_name_of_a_picture_is_found(said: list[str]) -> None:
    named = [text for text in said if re.fullmatch(r".+\.(svg|png|jpe?g|webp|gif)", text, re.IGNORECASE | re.DOTALL)]
    assert list(gist.named_in(gist.canonical({"c": [said], "t": "Str"}))) == named


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(OUTPUTS)), unique=True), st.integers(1, 9))
def test_every_task_is_in_exactly_one_batch(wanted: list[tuple[str, str]], workers: int) -> None:
    made = {name: edition([name] * 3, 1) for name in "abcd"}
    tasks = [
        Task(made[name], Settings(made[name].colophon), output, Path(f"dist/{name}/{output}.pdf"))
        for name, output in wanted
    ]
    keys = [f"{name} {output}" for name, output in wanted]
    found = batches.spread(batches.editions(tasks, keys), workers)
    assert sorted(place for batch in found for place in batch.places) == list(range(len(tasks)))
    for batch in found:
        assert len({task.file.parent for task in batch.tasks}) == 1
        assert [(tasks[place], keys[place]) for place in batch.places] == list(
            zip(batch.tasks, batch.keys, strict=True)
        )


@given(st.integers(0, 40), st.integers(1, 9))
def test_no_more_processors_are_given_out_than_there_are_and_each_edition_has_one(wanted: int, jobs: int) -> None:
    hands = batches.hands(wanted, jobs)
    assert len(hands) == wanted
    assert all(each >= 1 for each in hands)
    last = wanted - wanted % jobs
    assert set(hands[:last]) <= {1}
    assert sum(hands[last:]) <= jobs


@settings(deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.data())
def test_the_edition_somebody_works_on_is_made_first(lengths: list[int], data: st.DataObject) -> None:
    last = data.draw(st.integers(0, len(lengths) - 1))
    made = [edition(["word"] * length, 1) for length in lengths]
    tasks = [
        Task(each, Settings(each.colophon), "epub", Path(f"dist/{number}/book.epub"), 2 if number == last else 1)
        for number, each in enumerate(made)
    ]
    order = [batch.places[0] for batch in batches.editions(tasks)]
    assert order[0] == last
    assert sorted(order) == list(range(len(lengths)))


@settings(deadline=None)
@given(st.integers(0, 40), st.randoms())
def test_whatever_comes_first_it_is_told_in_order(count: int, chance: random.Random) -> None:
    came: list[tuple[int, Any]] = [(place, f"outcome {place}") for place in range(count)]
    chance.shuffle(came)
    assert list(_numbered(came)) == [(place, f"outcome {place}") for place in range(count)]


@settings(deadline=None)
@given(st.binary(), st.lists(st.dictionaries(WORDS, WORDS)))
def test_what_is_kept_comes_back_to_the_letter(data: bytes, notes: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as name:
        store = Store(Path(name))
        assert store.get("abcdef") is None
        store.put("abcdef", Kept(data, copy.deepcopy(notes)))
        assert store.get("abcdef") == Kept(data, notes)


@settings(deadline=None)
@given(st.binary(min_size=1), st.integers(0), st.integers(1, 255))
def test_what_was_damaged_is_not_believed(data: bytes, at: int, flip: int) -> None:
    with TemporaryDirectory() as name:
        store = Store(Path(name))
        store.put("abcdef", Kept(data))
        (file,) = (store.folder / "ab").iterdir()
        held = bytearray(file.read_bytes())
        held[at % len(held)] ^= flip
        file.write_bytes(held)
        assert store.get("abcdef") is None
        assert not store.has("abcdef")


@settings(deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.integers(1, 2000))
def test_a_full_cache_lets_the_oldest_go(sizes: list[int], largest: int) -> None:
    with TemporaryDirectory() as name:
        store = Store(Path(name), largest)
        for number, size in enumerate(sizes):
            key = f"{number:02d}key"
            store.put(key, Kept(b"x" * size))
            os.utime(store.folder / key[:2] / key, (1000 + number, 1000 + number))
        store.prune()
        kept = [number for number in range(len(sizes)) if store.has(f"{number:02d}key")]
        assert kept == list(range(len(sizes) - len(kept), len(sizes)))
        assert sum(file.stat().st_size for file in store.folder.glob("*/*")) <= largest


def test_a_file_is_read_once_while_it_looks_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, memory = tmp_path / "a.txt", tmp_path / "contents.json"
    file.write_text("one")
    old = file.stat().st_mtime_ns - 2 * SETTLED
    os.utime(file, ns=(old, old))
    first = Contents(memory)
    one = first.of(file)
    first.keep()
    monkeypatch.setattr("publish.build.contents._read", lambda _name: "it was read")
    assert Contents(memory).of(file) == one
    file.write_text("two")
    assert Contents(memory).of(file) == "it was read"


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path) -> None:
    file, memory = tmp_path / "a.txt", tmp_path / "contents.json"
    file.write_text("one")
    first = Contents(memory)
    one = first.of(file)
    first.keep()
    looks = file.stat()
    file.write_text("two")
    os.utime(file, ns=(looks.st_mtime_ns, looks.st_mtime_ns))
    assert Contents(memory).of(file) != one
    assert Contents(memory).of(tmp_path / "nothing") == MISSING
