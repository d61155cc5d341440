"""Which page lands where on a sheet, and how it is folded into a thing to read: pure arithmetic in millimetres."""

from __future__ import annotations

from publish.imposition.advice import concerns, folding_advice, paper_name
from publish.imposition.booklet import booklet, creep_per_sheet, inside
from publish.imposition.cover import cover, spine_width
from publish.imposition.order import blanks_before_back
from publish.imposition.plan import Box, Kind, Mark, Placement, Plan, Sheet, Side
from publish.imposition.zine import ZINE_PAGES, zine, zine_trim

__all__ = [
    "ZINE_PAGES",
    "Box",
    "Kind",
    "Mark",
    "Placement",
    "Plan",
    "Sheet",
    "Side",
    "binding_edge",
    "blanks_before_back",
    "booklet",
    "concerns",
    "cover",
    "creep_per_sheet",
    "folding_advice",
    "inside",
    "paper_name",
    "spine_width",
    "zine",
    "zine_trim",
]


def binding_edge(chosen: str, direction: str) -> str:
    """Return `left` or `right`: what was chosen (`auto` follows the direction of the script, `ltr` or `rtl`)."""
    if chosen != "auto":
        return chosen
    return "right" if direction == "rtl" else "left"
