"""A picture of how time and memory grow with a text: ours beside the script a user would write, as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 340, 240, 56
OURS, THEIRS, GREY = "#b3261e", "#30475e", "#9a9a9a"


@dataclass(frozen=True, slots=True)
class Panel:
    """One diagram: what is measured, the lengths of the text, and what ours and the script's take at each."""

    title: str
    words: Sequence[float]
    ours: Sequence[float]
    theirs: Sequence[float]


def drawn(panels: Sequence[Panel]) -> str:
    """Return diagrams side by side, both axes logarithmic, so that a straight line of slope one grows with the text."""
    body = "".join(_panel(panel, index * (WIDTH + EDGE)) for index, panel in enumerate(panels))
    width, height = len(panels) * (WIDTH + EDGE) + EDGE, HEIGHT + 2 * EDGE
    about = "Time and memory against the number of words, for publish and for the script a user would write"
    font = 'font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {font}>'
    return f'{head}<title>{about}</title><rect width="100%" height="100%" fill="#fff"/>{body}{_key()}</svg>\n'


def _key() -> str:
    said = ((OURS, "publish"), (THEIRS, "pandoc and WeasyPrint, one after another"))
    rows = []
    for at, (colour, name) in enumerate(said):
        x = EDGE + at * 120
        rows.append(f'<circle cx="{x}" cy="18" r="4" fill="{colour}"/><text x="{x + 10}" y="22">{name}</text>')
    return "".join(rows)


def _panel(panel: Panel, left: float) -> str:
    low, high = _decades([*panel.ours, *panel.theirs])
    first, last = _decades(panel.words)

    def place(words: float, value: float) -> tuple[float, float]:
        x = left + EDGE + WIDTH * (math.log10(words) - first) / (last - first)
        return x, EDGE + HEIGHT * (1 - (math.log10(value) - low) / (high - low))

    parts = [f'<text x="{left + EDGE}" y="{EDGE - 10}" font-weight="bold">{panel.title}</text>']
    for power in range(low, high + 1):
        _, y = place(10**first, 10**power)
        parts.append(f'<path d="M{left + EDGE} {y:.1f}h{WIDTH}" stroke="{GREY}" stroke-width="0.5"/>')
        parts.append(f'<text x="{left + EDGE - 6}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for row, words in enumerate(panel.words):
        x, _ = place(words, 10**low)
        y = EDGE + HEIGHT + 18 + row % 2 * 15
        parts.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{words / 1000:.0f},000 words</text>')
    for colour, values in ((THEIRS, panel.theirs), (OURS, panel.ours)):
        points = [place(words, value) for words, value in zip(panel.words, values, strict=True)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points]
    return "".join(parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten a diagram reaches from and to."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)
