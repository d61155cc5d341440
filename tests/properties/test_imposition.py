"""Sheets are folded here a second time, in the mind, and must read from the first page to the last."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.imposition import booklet, cover, inside, spine_width, zine, zine_trim
from publish.measure import SHEET_SIZES, TRIM_SIZES, Length, Size
from publish.problems import Place, PublishError
from publish.settings import Print

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.imposition import Box, Placement, Plan, Side

PLACE = Place("manuscript.md")
EDGES = st.sampled_from(["left", "right"])
PAGES = st.integers(1, 128)
TURNINGS = st.sampled_from(["short-edge", "long-edge", "manual"])
SIGNATURES = ("all", "1", "2", "4")
SIZES = st.builds(Size, st.floats(60, 300), st.floats(60, 300))
PRINTS = st.builds(
    Print,
    trim=st.sampled_from(list(TRIM_SIZES.values())) | SIZES,
    sheet=st.sampled_from(list(SHEET_SIZES.values())),
    bleed=st.floats(0, 6).map(Length),
    caliper=st.floats(0.05, 0.4).map(Length),
    duplex=TURNINGS,
    signature=st.sampled_from(SIGNATURES),
    binding=st.sampled_from(["saddle-stitch", "perfect"]),
)


@dataclass(frozen=True)
class Leaf:
    """Half a sheet of paper, with a page on either face."""

    front: int | None
    back: int | None


def centre(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2


def turned_over(placement: Placement, plan: Plan) -> tuple[float, float, bool]:
    """Where a page on the back lies when one looks through the sheet from the front, and whether its head is up."""
    x, y = centre(placement.trim)
    lying = plan.paper.width >= plan.paper.height
    over_its_side = plan.duplex == "manual" or (plan.duplex == "short-edge") == lying
    if over_its_side:
        return plan.paper.width - x, y, placement.turn == 0
    return x, plan.paper.height - y, placement.turn == 180


def leaves(front: Side, back: Side, plan: Plan) -> tuple[Leaf, Leaf]:
    """The left and the right half of a sheet, seen from the front."""
    behind = [(turned_over(placement, plan), placement.page) for placement in back.placements]
    halves = []
    for placement in sorted(front.placements, key=lambda placed: placed.trim.x):
        x, y = centre(placement.trim)
        assert placement.turn == 0
        ((_, _, upright), page), *others = [
            found for found in behind if math.hypot(found[0][0] - x, found[0][1] - y) < 1
        ]
        assert upright
        assert not others
        halves.append(Leaf(placement.page, page))
    left, right = halves
    return left, right


def folded(plan: Plan) -> Iterator[int | None]:
    """Read a folded pile: every signature from its front to its back, nested sheets from outside in and out again."""
    sheets = iter(plan.sheets)
    for size in plan.signatures:
        nest = [leaves(sheet.front, sheet.back, plan) for sheet in itertools.islice(sheets, size) if sheet.back]
        first, second = (1, 0) if plan.edge == "left" else (0, 1)
        for sheet in nest:
            yield from (sheet[first].front, sheet[first].back)
        for sheet in reversed(nest):
            yield from (sheet[second].back, sheet[second].front)
    assert next(sheets, None) is None


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("edge", ["left", "right"])
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(edge: str, signature: str) -> None:
    for pages in range(1, 129):
        read = list(folded(booklet(pages, Print(signature=signature), edge)))
        assert [page for page in read if page] == list(range(1, pages + 1))
        assert len(read) % 4 == 0
        assert len(read) < pages + 4


@given(PAGES, PRINTS, EDGES)
def test_on_any_paper_and_however_it_is_turned_it_reads_the_same(pages: int, printing: Print, edge: str) -> None:
    read = list(folded(booklet(pages, printing, edge)))
    assert [page for page in read if page] == list(range(1, pages + 1))


@given(st.integers(2, 128), EDGES, st.sampled_from(SIGNATURES))
def test_blanks_are_neither_in_front_nor_on_the_back(pages: int, edge: str, signature: str) -> None:
    read = list(folded(booklet(pages, Print(signature=signature), edge)))
    assert read[0] == 1
    assert read[-1] == pages
    assert read[:-1] == [*range(1, pages), *[None] * (len(read) - pages)]


@given(PAGES, PRINTS, EDGES)
def test_every_page_lands_exactly_once(pages: int, printing: Print, edge: str) -> None:
    plan = booklet(pages, printing, edge)
    landed = [placement.page for _, side in plan.sides for placement in side.placements if placement.page]
    assert sorted(landed) == list(range(1, pages + 1))


@given(PAGES, PRINTS, EDGES)
def test_what_remains_after_cutting_lies_on_the_sheet_and_is_never_enlarged(
    pages: int, printing: Print, edge: str
) -> None:
    plan = booklet(pages, printing, edge)
    need = Size(2 * printing.trim.width, printing.trim.height)
    fits = any(
        need.width <= width and need.height <= height
        for width, height in itertools.permutations((plan.paper.width, plan.paper.height))
    )
    assert (plan.scale == 1) if fits else (0 < plan.scale < 1)
    for _, side in plan.sides:
        assert side.trim.x > -1e-6
        assert side.trim.y > -1e-6
        assert side.trim.right < plan.paper.width + 1e-6
        assert side.trim.top < plan.paper.height + 1e-6


@given(PAGES, PRINTS, EDGES)
def test_the_spine_has_no_bleed_and_the_other_three_sides_have_all_the_paper_allows(
    pages: int, printing: Print, edge: str
) -> None:
    plan = booklet(pages, printing, edge)
    bleed, fold = printing.bleed.mm * plan.scale, plan.paper.width / 2
    for placement in (placement for _, side in plan.sides for placement in side.placements):
        trim, clip = placement.trim, placement.clip
        on_left = centre(trim)[0] < fold
        assert math.isclose(clip.right if on_left else clip.x, fold, abs_tol=1e-6)
        outer = max(0.0, trim.x - bleed) if on_left else min(plan.paper.width, trim.right + bleed)
        assert math.isclose(clip.x if on_left else clip.right, outer, abs_tol=1e-6)
        assert math.isclose(clip.y, max(0.0, trim.y - bleed), abs_tol=1e-6)
        assert math.isclose(clip.top, min(plan.paper.height, trim.top + bleed), abs_tol=1e-6)


@given(PAGES, PRINTS, EDGES)
def test_inner_pages_move_to_the_spine_by_the_thickness_of_the_paper_around_them(
    pages: int, printing: Print, edge: str
) -> None:
    plan = booklet(pages, printing, edge)
    fold, sheets = plan.paper.width / 2, iter(plan.sheets)
    for size in plan.signatures:
        moved = []
        for sheet in itertools.islice(sheets, size):
            sides = [sheet.front, *([sheet.back] if sheet.back else [])]
            spines = [
                placement.trim.right - fold if centre(placement.trim)[0] < fold else fold - placement.trim.x
                for side in sides
                for placement in side.placements
            ]
            assert max(spines) - min(spines) < 1e-6
            moved.append(spines[0])
        assert moved == sorted(moved)
        assert abs(moved[0]) < 1e-6
        assert abs(moved[-1] - (size - 1) * printing.caliper.mm) < 0.01


@given(PAGES, PRINTS, EDGES)
def test_marks_are_on_the_sheet_and_outside_the_bleed(pages: int, printing: Print, edge: str) -> None:
    plan = booklet(pages, printing, edge)
    for _, side in plan.sides:
        inked = side.trim.grown(printing.bleed.mm * plan.scale)
        for mark in side.marks:
            xs, ys = sorted((mark.x, mark.to_x)), sorted((mark.y, mark.to_y))
            assert xs[0] >= -1e-6
            assert xs[1] <= plan.paper.width + 1e-6
            assert ys[0] >= -1e-6
            assert ys[1] <= plan.paper.height + 1e-6
            assert xs[1] < inked.x or xs[0] > inked.right or ys[1] < inked.y or ys[0] > inked.top


@given(PAGES, EDGES)
def test_a_signature_has_no_more_sheets_than_was_asked_and_none_is_much_thinner(pages: int, edge: str) -> None:
    sizes = booklet(pages, Print(signature="4"), edge).signatures
    assert sum(sizes) == -(-pages // 4)
    assert max(sizes) <= 4
    assert max(sizes) - min(sizes) <= 1


@given(PAGES, EDGES)
def test_by_hand_all_fronts_come_first_and_the_backs_from_the_last_sheet_on(pages: int, edge: str) -> None:
    plan = booklet(pages, Print(duplex="manual"), edge)
    half = len(plan.sides) // 2
    numbers = [sheet.number for sheet, _ in plan.sides]
    assert numbers[:half] == list(range(1, half + 1))
    assert numbers[half:] == numbers[:half][::-1]
    assert all(side is sheet.front for sheet, side in plan.sides[:half])
    assert all(side is sheet.back for sheet, side in plan.sides[half:])


# The zine is stood up as the cross one holds just before wrapping it: columns hang between five creases, the middle one
# pushed out to the reader by the lower row and away from them by the upper, the two beside it pushed together.
CREASES = {
    0: ((-1, 0), (0, 0), (0, -1), (0, 0), (1, 0)),
    1: ((-1, 0), (0, 0), (0, 1), (0, 0), (1, 0)),
}


@dataclass(frozen=True)
class Standing:
    """A page of the cross: where its middle stands, which way its print faces (seen from above), whether upright."""

    page: int | None
    x: float
    y: float
    facing: tuple[float, float]
    upright: bool


def standing(placement: Placement, paper: Size) -> Standing:
    x, y = centre(placement.trim)
    column, row = int(x / paper.width * 4), int(y / paper.height * 2)
    (x0, y0), (x1, y1) = CREASES[row][column : column + 2]
    # The lower row stands with its upper edge up; the upper row hangs down behind it. Print is on the outside.
    up = 1 if row == 0 else -1
    facing = ((y1 - y0) * up, -(x1 - x0) * up)
    return Standing(placement.page, (x0 + x1) / 2, (y0 + y1) / 2, facing, (placement.turn == 0) == (up == 1))


def openings(plan: Plan) -> dict[tuple[int, int], tuple[Standing, Standing]]:
    """The four openings of the cross, each as (left page, right page) for the reader who stands in it."""
    pages = [standing(placement, plan.paper) for placement in plan.sheets[0].front.placements]
    found = {}
    for reader in itertools.product((-1, 1), (-1, 1)):
        seen = [
            page
            for page in pages
            if page.facing[0] * reader[0] + page.facing[1] * reader[1] > 0
            and page.x * reader[0] + page.y * reader[1] > 0
        ]
        assert len(seen) == 2
        # Looking at the middle, what lies at the reader's right hand is `look` turned clockwise.
        look = (-reader[0], -reader[1])
        left, right = sorted(seen, key=lambda page, look=look: page.x * look[1] - page.y * look[0])
        found[reader] = (left, right)
    return found


def wrapped(plan: Plan) -> list[int | None]:
    """Read the cross as a zine: from the front cover on, always over to the other face of the leaf just read."""
    spreads = list(openings(plan).values())
    here, there = (1, 0) if plan.edge == "left" else (0, 1)
    spread = next(spread for spread in spreads if spread[here].page == 1)
    read: list[int | None] = []
    for _ in range(4):
        leaf = spread[here]
        spread = next(other for other in spreads if (other[there].x, other[there].y) == (leaf.x, leaf.y))
        assert (spread[there].facing[0], spread[there].facing[1]) == (-leaf.facing[0], -leaf.facing[1])
        read += [leaf.page, spread[there].page]
    assert all(page.upright for spread in spreads for page in spread)
    return read


@given(st.integers(1, 8), EDGES, st.sampled_from(list(SHEET_SIZES.values())))
def test_a_folded_zine_reads_from_front_to_back(pages: int, edge: str, sheet: Size) -> None:
    read = wrapped(zine(pages, Print(sheet=sheet), edge, PLACE))
    assert [page for page in read if page] == list(range(1, pages + 1))
    assert len(read) == 8
    assert read[0] == 1
    assert pages == 1 or read[-1] == pages


def test_the_pages_of_a_zine_share_a_sheet_without_overlapping() -> None:
    plan = zine(8, Print(), "left", PLACE)
    boxes = [placement.trim for placement in plan.sheets[0].front.placements]
    assert sum(box.width * box.height for box in boxes) == pytest.approx(297 * 210)
    assert all(
        one.within(other).width * one.within(other).height < 1e-6 for one, other in itertools.combinations(boxes, 2)
    )
    assert zine_trim(SHEET_SIZES["A4"]) == Size(74.25, 105)
    assert not plan.two_sided


def test_a_zine_is_slit_where_the_inner_columns_meet() -> None:
    (slit,) = zine(8, Print(), "left", PLACE).sheets[0].front.marks
    assert (slit.x, slit.y, slit.to_x, slit.to_y) == (74.25, 105, 222.75, 105)


@given(st.integers(9, 500))
def test_what_is_too_long_for_a_zine_is_refused(pages: int) -> None:
    with pytest.raises(PublishError) as raised:
        zine(pages, Print(), "left", PLACE)
    assert raised.value.problems[0].code == "zine-too-long"
    assert str(pages) in raised.value.problems[0].message


@given(PAGES, PRINTS, EDGES)
@settings(max_examples=60)
def test_a_cover_goes_around_its_block(pages: int, printing: Print, edge: str) -> None:
    plan = cover(pages, printing, edge)
    left, right = sorted(plan.sheets[0].front.placements, key=lambda placement: placement.trim.x)
    front, back = (right, left) if edge == "left" else (left, right)
    assert front.page == 1
    assert back.page == (pages if pages > 1 else None)
    assert right.trim.x - left.trim.right == pytest.approx(plan.spine, abs=1e-6)
    assert left.clip.within(right.clip).width < 1e-6
    for side in (sheet.back for sheet in plan.sheets if sheet.back):
        first, second = sorted(side.placements, key=lambda placement: placement.clip.x)
        assert second.clip.x - first.clip.right == pytest.approx(plan.spine, abs=1e-6)
    block = [
        placement.page
        for _, side in booklet(pages, Print(cover="separate"), edge).sides
        for placement in side.placements
    ]
    around = [placement.page for _, side in plan.sides for placement in side.placements]
    assert sorted(page for page in (*block, *around) if page) == list(range(1, pages + 1))


def test_the_spine_is_as_thick_as_the_leaves_inside() -> None:
    plan = cover(100, Print(binding="perfect", caliper=Length(0.12)), "left")
    assert len(inside(100)) == 96
    assert plan.spine == pytest.approx(48 * 0.12)
    assert spine_width(96, 0.12) == pytest.approx(5.76)
    assert cover(100, Print(), "left").spine == 0
