"""What is known of languages: direction, faces, names, dates; and that nothing is set in a face nobody declared."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import languages
from publish.languages import LANGUAGES, SCRIPTS


@pytest.mark.parametrize(
    ("tag", "direction"), [("pl", "ltr"), ("ur", "rtl"), ("pa", "ltr"), ("pa-Arab", "rtl"), ("xx", "ltr")]
)
def test_direction_follows_the_script(tag: str, direction: str) -> None:
    assert languages.direction(tag) == direction


def test_urdu_is_set_in_nastaliq_and_arabic_in_naskh() -> None:
    assert languages.serif_stack("ur")[0] == "Noto Nastaliq Urdu"
    assert languages.serif_stack("ar")[0] == "Noto Naskh Arabic"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_face_of_every_language_is_declared(tag: str) -> None:
    stacks = {*languages.serif_stack(tag), *languages.sans_stack(tag), *languages.mono_stack(tag)}
    assert stacks <= languages.declared_families()


@given(st.characters(exclude_categories=("Cs",)))
def test_a_character_belongs_to_one_script_at_the_most(character: str) -> None:
    owners = [s.code for s in SCRIPTS.values() if any(low <= ord(character) <= high for low, high in s.ranges)]
    assert len(owners) <= 1


@pytest.mark.parametrize(
    ("text", "script"), [("aż", "Latn"), ("ਪ", "Guru"), ("ગ", "Gujr"), ("த", "Taml"), ("ह", "Deva"), ("اے", "Arab")]
)
def test_letters_are_known_by_their_script(text: str, script: str) -> None:
    assert {languages.script_of(character) for character in text} == {script}


@pytest.mark.parametrize("character", " .,!?0123456789«»×÷—।")
def test_what_all_scripts_share_belongs_to_none(character: str) -> None:
    assert languages.script_of(character) is None


@pytest.mark.parametrize(
    ("reader", "name"), [("pl", "angielski"), ("de", "Englisch"), ("ur", "انگریزی"), ("xx", "English")]
)
def test_a_language_is_called_as_its_readers_call_it(reader: str, name: str) -> None:
    assert languages.name_in(reader, "en-GB") == name


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "1 November 2026"), ("pl", "1 listopada 2026"), ("hu", "2026. november 1."), ("de", "1. November 2026")],
)
def test_a_date_is_written_as_the_language_writes_it(tag: str, said: str) -> None:
    assert languages.date_in(tag, datetime.date(2026, 11, 1)) == said


def test_a_language_without_house_words_borrows_english_and_says_so() -> None:
    assert languages.words("fr")["contents"] == languages.words("en")["contents"]
    assert not languages.has_words("fr")
