"""Dictionaries that were kept divide words as those that are read from text."""

from __future__ import annotations

import pyphen
import pytest

from publish.project import cache_folder
from publish.typesetting import patterns

patterns.keep()
PLAIN = pyphen.HyphDict.__base__
WORDS = ("megfogalmazzák", "asszonnyal", "Verantwortungsgefühl", "responsibility", "odpowiedzialność", "tillåtligt")


@pytest.mark.parametrize("name", ["hyph_hu_HU.dic", "hyph_pl_PL.dic", "hyph_sv.dic", "hyph_en_GB.dic"])
def test_a_kept_dictionary_is_the_one_that_was_read(name: str) -> None:
    path = next(path for path in pyphen.LANGUAGES.values() if path.name == name)
    read = PLAIN(path)
    new, kept = pyphen.HyphDict(path), pyphen.HyphDict(path)
    assert len(list((cache_folder() / "patterns").iterdir())) == 1
    assert read.patterns == new.patterns == kept.patterns
    assert read.maxlen == kept.maxlen
    for word in WORDS:
        told = [[(place, place.data) for place in each.positions(word)] for each in (read, kept)]
        assert told[0] == told[1]


def test_words_that_are_spelt_otherwise_where_they_are_divided_stay_so() -> None:
    pyphen.hdcache.clear()
    first = list(pyphen.Pyphen(lang="hu_HU").iterate("asszonnyal"))
    pyphen.hdcache.clear()
    assert list(pyphen.Pyphen(lang="hu_HU").iterate("asszonnyal")) == first
    assert ("aszsz", "szonnyal") in first or any(len(before + after) > len("asszonnyal") for before, after in first)


def test_what_was_damaged_is_read_again() -> None:
    path = next(path for path in pyphen.LANGUAGES.values() if path.name == "hyph_pl_PL.dic")
    pyphen.HyphDict(path)
    (file,) = (cache_folder() / "patterns").iterdir()
    file.write_bytes(b"nothing")
    assert pyphen.HyphDict(path).patterns == PLAIN(path).patterns
