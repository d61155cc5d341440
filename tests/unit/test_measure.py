"""Lengths and sizes are read as the trade writes them, and come back as they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.measure import SHEET_SIZES, TRIM_SIZES, Length, Size, parse_length, parse_size


@given(st.integers(0, 1_000_000))
def test_a_length_read_back_is_the_same_length(thousandths: int) -> None:
    length = Length(thousandths / 1000)
    assert parse_length(str(length)) == length


@given(st.floats(0.1, 2000))
def test_millimetres_and_points_agree(mm: float) -> None:
    assert Length(mm).pt / 72 * 25.4 == pytest.approx(mm)


@pytest.mark.parametrize("name", [*TRIM_SIZES, *SHEET_SIZES])
def test_a_named_size_is_found_in_any_case(name: str) -> None:
    names = {**TRIM_SIZES, **SHEET_SIZES}
    assert parse_size(name.upper(), names) == names[name] == parse_size(str(names[name]), names)


@pytest.mark.parametrize(("text", "mm"), [("3mm", 3), ("0.5in", 12.7), ("1cm", 10), ("72pt", 25.4)])
def test_every_unit_of_the_trade_is_read(text: str, mm: float) -> None:
    assert parse_length(text).mm == pytest.approx(mm)


@pytest.mark.parametrize("text", ["", "3", "mm", "3 furlongs", "3mm3mm", "x"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length"):
        parse_length(text)


def test_a_sheet_turned_is_wider_than_high() -> None:
    assert Size(210, 297).landscape == Size(297, 210) == Size(297, 210).landscape
