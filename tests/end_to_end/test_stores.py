"""Stores are edited by hand, too: what is wrong there is told with its line, and never published."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import project, source, translations
from publish.checks import Stage, find
from publish.checks.translation import stored
from publish.model import JOINED, Rendering, Segment, State, Translation
from publish.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Said
    from publish.project import House

ROOT = Path(__file__).parents[2]
MANUSCRIPT = """---
title: The walk
languages: [pl, es]
---

Read [the letter](https://example.org/a) first. We met 45 people there. Then we went home.
"""
LETTER, PEOPLE, HOME = "Read {1}the letter{/1} first.", "We met 45 people there.", "Then we went home."
SAID = {
    "pl": {
        "The walk": "Spacer",
        LETTER: "Czytaj {1}list{/1}.",
        PEOPLE: "Było nas tam 45 osób.",
        HOME: "Potem do domu.",
    },
    "es": {"The walk": "El paseo", LETTER: "Lee {1}la carta{/1}.", PEOPLE: "Vimos a 45 allí.", HOME: "Luego a casa."},
}


TARGETS = st.sampled_from(
    ["Potem do domu.", "Było nas tam 45 osób.", "Było nas tam 54 osób.", "{1}list{/1}", "Then we went home.", "<b>", ""]
)
RENDERINGS = st.lists(
    st.builds(
        lambda text, target, note, state: Rendering(Segment("", text, (), Place("")), target, state, note=note),
        st.sampled_from([PEOPLE, HOME, "The walk"]),
        TARGETS,
        st.sampled_from(["", "It is meant so."]),
        st.sampled_from([State.TRANSLATED, State.REVIEWED, State.STALE, State.UNTRANSLATED]),
    ),
    max_size=6,
)


@given(RENDERINGS, RENDERINGS)
@settings(deadline=None)
def test_what_was_sound_is_sound_still_and_all_else_is_looked_at_again(
    before: list[Rendering], now: list[Rendering]
) -> None:
    def about(renderings: list[Rendering], sound: list[str]) -> stored.Stored:
        keyed = [replace(each, segment=replace(each.segment, key=str(at))) for at, each in enumerate(renderings)]
        translation = Translation("walk", "pl", tuple(keyed))
        return stored.Stored(translation, "en", Path("nowhere.po"), sound=frozenset(sound))

    with mock.patch.object(stored, "_lines", return_value={}):
        first = about(before, [])
        known = stored.sound(first, stored.look(first))
        again = about(now, known)
        assert stored.look(again) == stored.look(about(now, []))
        assert stored.sound(again, stored.look(again)) == stored.sound(about(now, []), stored.look(about(now, [])))


def test_of_what_was_sound_nothing_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    segment = Segment("a", PEOPLE, (), Place(""))
    translation = Translation("walk", "pl", (Rendering(segment, SAID["pl"][PEOPLE], State.TRANSLATED),))
    first = stored.Stored(translation, "en", Path("nowhere.po"))
    known = frozenset(stored.sound(first, stored.look(first)))
    monkeypatch.setattr("publish.checks.translation.find", lambda looked: pytest.fail(f"{looked.row} was looked at"))
    assert not stored.look(replace(first, sound=known))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    folder = tmp_path / "house" / "source" / "walk"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text(MANUSCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "house")
    house = project.House(tmp_path / "house")
    for language, said in SAID.items():
        stand(house, language, said)
    return house


def stand(house: House, language: str, said: dict[str, str], state: State = State.TRANSLATED, note: str = "") -> None:
    publication = source.read(house.manuscript("walk"), "walk", house.shared()).publication
    file = house.translation("walk", language)
    before = translations.current(publication, language, file)
    renderings = tuple(
        replace(r, target=said[r.segment.text], state=state, note=note, previous="") if r.segment.text in said else r
        for r in before.renderings
    )
    project.write(file, translations.save(replace(before, renderings=renderings), publication))


def text_of(house: House) -> str:
    """Return all the Polish EPUB says."""
    with zipfile.ZipFile(house.artifact("walk", "pl", "", "epub")) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


def type_in(house: House, language: str, old: str, new: str) -> int:
    """Change a store by hand, and return the first line of the entry it was changed in."""
    file = house.translation("walk", language)
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    before = text[: text.index(old)].split("\n")
    return 1 + max(number for number, line in enumerate(before, start=1) if not line)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Potem do domu.", "Potem <b>do domu</b>.", "HTML"),
        ("Potem do domu.", "Then we went home.", "as its own translation"),
        ("Czytaj {1}list{/1}.", "Czytaj list.", "{1}"),
    ],
)
def test_an_error_typed_into_a_store_stops_its_edition_and_no_other(
    house: House, publish: Callable[..., Said], old: str, new: str, said: str
) -> None:
    line = type_in(house, "pl", old, new)
    checked = publish("check", "walk")
    assert checked.code == 1
    assert f"source/walk/translations/pl.po:{line}: error: " in checked.err
    assert said in checked.err
    built = publish("build", "walk", "--output", "epub")
    assert built.code == 1
    assert f"pl.po:{line}: error: " in built.err
    assert not house.artifact("walk", "pl", "", "epub").exists()
    assert house.artifact("walk", "es", "", "epub").exists()


def test_an_incomplete_edition_has_the_passage_in_the_original(house: House, publish: Callable[..., Said]) -> None:
    type_in(house, "pl", "Potem do domu.", "Potem <b>do domu</b>.")
    built = publish("build", "walk", "--lang", "pl", "--output", "epub", "--incomplete")
    assert built.code == 0
    assert "warning: " in built.err
    text = text_of(house)
    assert HOME in text
    assert "do domu" not in text


def test_a_warning_is_told_and_stops_nothing(house: House, publish: Callable[..., Said]) -> None:
    line = type_in(house, "pl", "Potem do domu.", "Potem do domu")
    assert f"pl.po:{line}: warning: " in publish("check", "walk").err
    built = publish("build", "walk", "--output", "epub")
    assert built.code == 0
    assert f"pl.po:{line}: warning: " in built.err
    assert "Potem do domu" in text_of(house)
    again = publish("build", "walk", "--output", "epub")
    assert f"pl.po:{line}: warning: " in again.err


@pytest.mark.parametrize(("state", "note"), [(State.REVIEWED, ""), (State.TRANSLATED, "so it is meant")])
def test_what_somebody_looked_over_is_not_asked_about_again(
    house: House, publish: Callable[..., Said], state: State, note: str
) -> None:
    stand(house, "pl", {HOME: "Potem do domu"}, state, note)
    assert publish("check", "walk").err.startswith("nothing is wrong")


def test_what_is_certain_to_be_wrong_is_excused_by_nobody(house: House, publish: Callable[..., Said]) -> None:
    stand(house, "pl", {HOME: "Potem <b>do domu</b>."}, State.REVIEWED, "so it is meant")
    assert publish("check", "walk").code == 1


def test_sentences_said_together_are_stopped_together(house: House, publish: Callable[..., Said]) -> None:
    stand(house, "pl", {PEOPLE: "Było nas <i>45</i>, potem do domu.", HOME: JOINED})
    built = publish("build", "walk", "--lang", "pl", "--output", "epub", "--incomplete")
    text = text_of(house)
    assert PEOPLE in text
    assert HOME in text
    assert built.code == 0


def test_a_broken_store_is_a_problem_of_check(house: House, publish: Callable[..., Said]) -> None:
    type_in(house, "pl", 'msgstr "Potem do domu."', 'msgstr "Potem do domu.')
    assert "does not end" in publish("check", "walk").err


def test_a_build_with_nothing_to_do_looks_at_no_store(
    house: House, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish("build", "walk", "--output", "epub").code == 0
    monkeypatch.setattr(stored, "look", lambda _: pytest.fail("a store was looked at"))
    assert "Nothing has changed" in publish("build", "walk", "--output", "epub").err
    assert house.artifact("walk", "pl", "", "epub").is_file()


STORES = sorted(ROOT.glob("source/*/translations/*.po"))


@pytest.mark.parametrize("file", STORES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_nothing_is_said_against_our_own_stores(file: Path) -> None:
    from publish import memory

    folder = file.parents[1]
    publication = source.read(folder / "manuscript.md", folder.name).publication
    translation = translations.current(publication, file.stem, file)
    terms = memory.read_glossary(ROOT / "source" / "glossary.toml").in_language(file.stem)
    assert find(Stage.TRANSLATION, stored.Stored(translation, publication.colophon.lang, file, terms)) == []


def test_a_check_changes_no_store(house: House, publish: Callable[..., Said], tmp_path: Path) -> None:
    type_in(house, "pl", "Potem do domu.", "Potem <b>do domu</b>.")
    shutil.copytree(house.root / "source", tmp_path / "before")
    publish("check", "walk")
    for file in (tmp_path / "before").rglob("*.*"):
        assert file.read_bytes() == (house.root / "source" / file.relative_to(tmp_path / "before")).read_bytes()
