"""What is said to the hand that folds, and the warnings before paper is wasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish.imposition import Kind, binding_edge, booklet, concerns, cover, folding_advice
from publish.measure import SHEET_SIZES, TRIM_SIZES, Length, Size
from publish.problems import Place, Severity
from publish.settings import Print

if TYPE_CHECKING:
    from publish.imposition import Plan

PLACE = Place("manuscript.md")


def test_the_binding_edge_follows_the_script_unless_it_is_chosen() -> None:
    assert binding_edge("auto", "ltr") == "left"
    assert binding_edge("auto", "rtl") == "right"
    assert binding_edge("left", "rtl") == "left"


@pytest.mark.parametrize(
    ("printing", "words"),
    [
        (Print(), ("A4", "short edge", "staple")),
        (Print(duplex="long-edge", sheet=SHEET_SIZES["letter"]), ("letter", "long edge")),
        (Print(duplex="manual"), ("first half", "second half", "two sheets first")),
        (Print(binding="perfect"), ("at most 4", "glue")),
        (Print(binding="perfect", signature="1"), ("one by one", "glue")),
        (Print(signature="3"), ("at most 3", "sew")),
        (Print(sheet=Size(200, 300)), ("200x300mm",)),
    ],
)
def test_a_booklet_comes_with_what_to_do_next(printing: Print, words: tuple[str, ...]) -> None:
    advice = folding_advice(Kind.BOOKLET, printing)
    assert all(word in advice for word in words)
    assert "\n" not in advice


def test_zine_and_cover_come_with_what_to_do_next() -> None:
    assert "cut" in folding_advice(Kind.ZINE, Print())
    assert "one side" in folding_advice(Kind.ZINE, Print())
    assert "card" in folding_advice(Kind.COVER, Print())


def codes(plan: Plan, printing: Print) -> list[str]:
    found = list(concerns(plan, printing, PLACE))
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [problem.code for problem in found]


def test_pages_that_come_out_very_small_are_warned_of() -> None:
    small = Print(trim=TRIM_SIZES["A4"])
    assert codes(booklet(8, small, "left"), small) == ["booklet-small"]
    assert codes(booklet(8, Print(sheet=SHEET_SIZES["letter"]), "left"), Print()) == []


def test_a_pile_too_thick_for_a_stapler_is_warned_of() -> None:
    assert codes(booklet(80, Print(), "left"), Print()) == []
    assert codes(booklet(84, Print(), "left"), Print()) == ["booklet-thick"]
    sewn = Print(signature="4")
    assert codes(booklet(84, sewn, "left"), sewn) == []


def test_a_cover_too_large_for_the_paper_is_laid_out_on_its_own_and_says_so() -> None:
    printing = Print(binding="perfect", caliper=Length(0.12))
    plan = cover(100, printing, "left")
    assert codes(plan, printing) == ["cover-large"]
    assert (plan.paper.width, plan.paper.height) == pytest.approx((296 + 5.76 + 26, 236))
    roomy = Print(binding="perfect", sheet=SHEET_SIZES["A3"])
    assert codes(cover(100, roomy, "left"), roomy) == []
