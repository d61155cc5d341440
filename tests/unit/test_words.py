"""The house's own words: the same keys and placeholders in every language, and nothing of a foreign script."""

from __future__ import annotations

import datetime
import string
import tomllib
import unicodedata
from typing import TYPE_CHECKING

import pytest

from publish import languages

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((languages.styles_folder() / "words").glob("*.toml"))
PROMISED = {"en", "pl", "pa", "ur", "gu", "ta", "hi", "ar", "es", "de", "hu", "ro", "sl"}
# The name of an encoding is the same in every script.
LATIN_EVERYWHERE = "UTF-8"
OPENING_ISOLATES, CLOSING_ISOLATE = "\u2066\u2067\u2068", "\u2069"


def read(file: Path) -> dict[str, str]:
    words: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words


ENGLISH = read(languages.styles_folder() / "words" / "en.toml")
EACH = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def placeholders(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def said(words: dict[str, str]) -> str:
    """All that a language says by itself: nothing filled in, marks and encodings taken out."""
    literals = (text for value in words.values() for text, _, _, _ in string.Formatter().parse(value))
    return "".join(literals).replace(LATIN_EVERYWHERE, "")


def test_every_promised_language_has_words() -> None:
    assert {file.stem for file in FILES} >= PROMISED


@EACH
def test_a_language_has_exactly_the_keys_of_english_in_the_same_order(file: Path) -> None:
    assert list(read(file)) == list(ENGLISH)


@EACH
def test_a_language_fills_in_what_english_fills_in(file: Path) -> None:
    assert {key: placeholders(value) for key, value in read(file).items()} == {
        key: placeholders(value) for key, value in ENGLISH.items()
    }


@EACH
def test_the_marks_of_the_instructions_survive_filling_in(file: Path) -> None:
    how = read(file)["handoff-how"].format(note="?")
    assert [mark for mark in ("{1}", "{/1}", "{2/}") if how.count(mark) != 1] == []
    assert [line.partition(". ")[0] for line in how.splitlines()] == list("1234567")


@EACH
def test_a_year_has_twelve_different_months(file: Path) -> None:
    months = read(file)["months"].split("|")
    assert len(set(months)) == 12
    assert all(month == month.strip() != "" for month in months)


@EACH
def test_nothing_is_empty_and_only_joints_have_blanks_at_their_ends(file: Path) -> None:
    for key, value in read(file).items():
        assert value.strip(), key
        assert key.startswith("list-") or value == value.strip(), key


@EACH
def test_a_language_is_written_in_its_own_script(file: Path) -> None:
    own = languages.language(file.stem).script.code
    foreign = {char for char in said(read(file)) if languages.script_of(char) not in {None, own}}
    assert foreign == set()


@EACH
def test_words_are_in_unicode_normal_form_c(file: Path) -> None:
    assert unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8"))


@EACH
def test_isolates_are_closed_where_they_were_opened(file: Path) -> None:
    for key, value in read(file).items():
        depth = 0
        for char in value:
            depth += (char in OPENING_ISOLATES) - (char == CLOSING_ISOLATE)
            assert depth in {0, 1}, key
        assert depth == 0, key


@EACH
def test_quotes_and_apostrophes_are_typographic(file: Path) -> None:
    assert set("\"'") & set(said(read(file))) == set()


@pytest.mark.parametrize(
    ("tag", "foreign"),
    # Look-alikes of other keyboards: they look right in one font, sort wrongly and are not found by a search.
    [("ur", "\u0643\u0647\u064a\u0649"), ("ar", "\u06a9\u06c1\u06cc\u06be"), ("ro", "\u015f\u0163\u015e\u0162")],
)
def test_a_language_uses_its_own_letters_not_look_alikes(tag: str, foreign: str) -> None:
    words = "".join(read(languages.styles_folder() / "words" / f"{tag}.toml").values())
    assert set(foreign) & set(words) == set()


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "1 November 2026"),
        ("pl", "1 listopada 2026"),
        ("de", "1. November 2026"),
        ("es", "1 de noviembre de 2026"),
        ("hu", "2026. november 1."),
        ("ro", "1 noiembrie 2026"),
        ("sl", "1. november 2026"),
        ("hi", "1 नवंबर 2026"),
        ("pa", "1 ਨਵੰਬਰ 2026"),
        ("gu", "1 નવેમ્બર, 2026"),
        ("ta", "1 நவம்பர், 2026"),
        ("ur", "1 نومبر 2026"),
        ("ar", "1 نوفمبر 2026"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(tag: str, written: str) -> None:
    assert languages.date_in(tag, datetime.date(2026, 11, 1)) == written
