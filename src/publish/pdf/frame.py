"""A page as the press sees it: what is kept, what is cut off, and the room around it for marks (in points)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The trim size of a page with its bleed and slug; everything counts from the lower left corner of the slug."""

    width: float
    height: float
    bleed: float
    slug: float

    @property
    def margin(self) -> float:
        """How far the trim edge lies inside the paper."""
        return self.bleed + self.slug

    @property
    def media(self) -> Box:
        """The paper: the slug and all that is in it."""
        return (0.0, 0.0, self.width + 2 * self.margin, self.height + 2 * self.margin)

    @property
    def trim(self) -> Box:
        """What is left after cutting."""
        return self._grown(0)

    @property
    def bled(self) -> Box:
        """What is printed, so that no white is left where the knife is not quite true."""
        return self._grown(self.bleed)

    def _grown(self, by: float) -> Box:
        near = self.margin - by
        return (near, near, self.margin + self.width + by, self.margin + self.height + by)
