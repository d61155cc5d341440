"""The words behind the glyphs, and what a file says of itself."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.pdf.access import accessible, srgb_profile
from publish.pdf.xmp import iso_date, packet
from publish.problems import PublishError
from publish.typesetting.text_layer import needs_words

_TITLE = ".//{http://purl.org/dc/elements/1.1/}title//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"


@pytest.mark.parametrize("text", ["ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "નમસ્તે", "வணக்கம்", "नमस्ते, Rosa", "e\u0301"])
def test_words_are_written_down_where_glyphs_do_not_spell_them(text: str) -> None:
    assert needs_words(text)


@pytest.mark.parametrize("text", ["The night shift", "zażółć gęślą jaźń", "Ελληνικά", "добрый вечер", "34 °C", ""])
def test_letters_that_spell_themselves_are_left_alone(text: str) -> None:
    assert not needs_words(text)


@given(st.text(alphabet="सभीமன", min_size=1), st.sampled_from("شہاב١"))
def test_nothing_that_runs_from_right_to_left_is_written_down(text: str, sign: str) -> None:
    assert not needs_words(text + sign)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
def test_whatever_the_title_its_metadata_is_well_formed(title: str) -> None:
    found = ET.fromstring(packet({"/Title": title}, "pa"))  # noqa: S314 - our own packet
    assert found.findtext(_TITLE) == title


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("D:20261101", "2026-11-01"),
        ("D:2026", "2026"),
        ("D:20261101093000Z", "2026-11-01T09:30:00Z"),
        ("D:20261101093000+01'00", "2026-11-01T09:30:00+01:00"),
        ("yesterday", ""),
    ],
)
def test_dates_are_said_as_xmp_says_them(said: str, meant: str) -> None:
    assert iso_date(said) == meant


def test_the_colour_profile_is_for_a_screen_and_holds_no_clock() -> None:
    assert srgb_profile()[12:24] == b"mntrRGB XYZ "
    assert srgb_profile()[24:36].hex() == "07d000010001000000000000"


def test_pages_without_a_plan_are_refused() -> None:
    import io

    import pikepdf

    bare = io.BytesIO()
    pikepdf.new().save(bare)
    with pytest.raises(PublishError) as caught:
        accessible(bare.getvalue())
    assert [problem.code for problem in caught.value.problems] == ["no-structure"]
