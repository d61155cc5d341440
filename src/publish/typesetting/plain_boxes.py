"""Box that are nothing out of the ordinary: what WeasyPrint works out for each of them anew is known beforehand.

Most boxes have margins in plain lengths, no background, no float beside them, and stand in the flow. Their styles say
so, and styles are few: the lengths of a style are worked out once, and what is plainly not there is not looked for.
Every other box is left to WeasyPrint.
"""

from __future__ import annotations

import functools
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import loading

if TYPE_CHECKING:
    from collections.abc import Callable

# WeasyPrint's boxes and styles, its layout context, and what a box stands in; it has no type information.
Box: TypeAlias = Any
Style: TypeAlias = Any
Context: TypeAlias = Any

_MOST = 1000  # lengths held; a book has some dozens of each
_SIDES = ("top", "right", "bottom", "left")
_USED = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{limit}{axis}" for axis in ("width", "height") for limit in ("", "min_", "max_")),
)
_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))

_lengths = itemgetter("border_collapse", "box_sizing", *_USED)
_corners = itemgetter(*_CORNERS)
_grounds = itemgetter("border_image_source", "mask_border_source", "background_image", "box_shadow", "background_color")

_NO_RADIUS = (0, "px")
_NO_GROUND = {**dict.fromkeys(_CORNERS, (0, 0)), "background": None}


def pass_by() -> None:
    """Have plain boxes passed by where WeasyPrint looks for what they do not have; done once.

    None of these is a public name of WeasyPrint 70, and tests hold what they do.
    """
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.layout import background, float, percent  # noqa: A004 - so WeasyPrint calls its module

    if is_passed_by():
        return
    loading.stand_in(percent.resolve_percentages, _resolved(percent.resolve_percentages, Box, PageBox))
    loading.stand_in(background.layout_box_backgrounds, _grounded(background.layout_box_backgrounds, Box))
    loading.stand_in(float.avoid_collisions, _placed(float.avoid_collisions))
    Box.is_in_normal_flow = _in_flow(Box.is_in_normal_flow)


def is_passed_by() -> bool:
    """Whether plain boxes are passed by."""
    from weasyprint.formatting_structure.boxes import Box

    return hasattr(Box.is_in_normal_flow, "passed_by")


def _resolved(resolve: Callable[[Box, Any], None], boxes: Any, page: Any) -> Callable[[Box, Any], None]:  # noqa: ANN401 - classes of WeasyPrint's
    """Return what gives a box its lengths, worked out by `resolve` once for all styles that say the same."""
    known: dict[Any, dict[str, Any] | None] = {}

    @functools.wraps(resolve)
    def resolve_percentages(box: Box, containing_block: Any) -> None:  # noqa: ANN401 - a box, or a width and a height
        said = _lengths(box.style)
        # A page reckons otherwise; of a table whose borders collapse, the borders are settled already; what is placed
        # absolutely is wrapped, and has its attributes elsewhere.
        if said[0] == "collapse" or not isinstance(box, boxes) or isinstance(box, page):
            resolve(box, containing_block)
            return
        around = containing_block
        key = (said, *((around.width, around.height) if isinstance(around, boxes) else around))
        if key not in known:
            resolve(box, containing_block)
            if len(known) >= _MOST:
                known.clear()
            known[key] = {name: getattr(box, name) for name in _USED} if _is_plain(said) else None
        elif (lengths := known[key]) is not None:
            box.__dict__.update(lengths)
        else:
            resolve(box, containing_block)

    return resolve_percentages


def _is_plain(said: tuple[Any, ...]) -> bool:
    """Whether lengths are numbers, nothing, or numbers of a unit: a formula may reckon with the size of the letters."""
    return all(length is None or isinstance(length, (int, float, str, tuple)) for length in said)


def _grounded(lay_out: Callable[..., None], boxes: Any) -> Callable[..., None]:  # noqa: ANN401 - a class of WeasyPrint's
    """Return what finds the background of a box and its children, where it is not plain that there is none."""

    @functools.wraps(lay_out)
    def layout_box_backgrounds(page: Box, box: Box, get_image_from_uri: Callable[..., Any], **more: Any) -> None:  # noqa: ANN401 - WeasyPrint's
        if more or box is page or not isinstance(box, boxes) or not _is_bare(box.style):
            lay_out(page, box, get_image_from_uri, **more)
            return
        box.__dict__.update(_NO_GROUND)
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)

    return layout_box_backgrounds


def _is_bare(style: Style) -> bool:
    """Whether a style has no background, no picture for its borders, no shadow, and no round corner."""
    border, mask, grounds, shadow, color = _grounds(style)
    return (
        border[0] == "none" == mask[0]
        and not shadow
        and getattr(color, "alpha", 1) == 0
        and all(kind == "none" for kind, _ in grounds)
        and all(_NO_RADIUS in corner for corner in _corners(style))
    )


def _placed(avoid: Callable[..., tuple[float, float, float]]) -> Callable[..., tuple[float, float, float]]:
    """Return what says where a box comes to stand beside floats: for a line where there are none, where it would."""
    from weasyprint.formatting_structure.boxes import LineBox

    @functools.wraps(avoid)
    def avoid_collisions(
        context: Context,
        box: Box,
        containing_block: Box,
        outer: bool = True,  # noqa: FBT001, FBT002 - WeasyPrint's
    ) -> tuple[float, float, float]:
        if outer or not isinstance(box, LineBox) or context.excluded_shapes or box.style["float"] != "none":
            return avoid(context, box, containing_block, outer)
        left, top = containing_block.content_box_x(), box.position_y + box.margin_top
        right = left + containing_block.width
        left, right = left + box.margin_left, right - box.margin_right
        begins = right if containing_block.style["direction"] == "rtl" else left
        return begins - box.margin_left, top - box.margin_top, right - left

    return avoid_collisions


def _in_flow(ask: Callable[[Box], bool]) -> Callable[[Box], bool]:
    """Return what says whether a box stands in the flow; one that says nothing of the kind does."""

    @functools.wraps(ask)
    def is_in_normal_flow(self: Box) -> bool:
        style = self.style
        return (style["float"] == "none" and style["position"] in {"static", "relative"}) or ask(self)

    is_in_normal_flow.passed_by = True  # type: ignore[attr-defined] # so that it is done once
    return is_in_normal_flow
