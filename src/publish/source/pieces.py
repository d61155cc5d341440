"""A long manuscript, read in pieces: pandoc needs memory for one of them, and reads the next while one is looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish import pandoc, tree
from publish.source import cuts, identifiers, normal, positions, reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element
    from publish.problems import Place
    from publish.source.identifiers import Heading

LEAST = 50_000
"""How many signs a piece has at least: pandoc begins in some hundredths of a second, and reads as much in a tenth."""


def read(text: str, place: Place, least: int = LEAST) -> list[Element]:
    """Return the tree of a text in its normal form, as if it were read whole; PublishError where pandoc gives up."""
    if len(text) >= 2 * least:
        lines = pandoc.with_rules(text).split("\n")
        joined = _joined(lines, place, least)
        if joined is not None:
            return joined
    return normal.normal_form(pandoc.read_markdown(text, place, positions.lightened))


def _joined(lines: Sequence[str], place: Place, least: int) -> list[Element] | None:
    """Return the tree that the pieces of a text make; None where there is but one, or they hang together after all."""
    places = list(cuts.allowed(lines))
    try:
        reached = reach.of(lines) if places else None
        if reached is None:
            return None
        begins = _begins(lines, [line for line in places if not reached.inside[line]], least)
        if len(begins) == 1:
            return None
        blocks, headings = _read(lines, begins, place)
        others = identifiers.renamed(headings, lines, reached.named)
    except (reach.UnboundedError, identifiers.UnsureError):
        return None
    return normal.with_ids(blocks, {(heading.line, heading.identifier): name for heading, name in others.items()})


def _begins(lines: Sequence[str], places: Sequence[int], least: int) -> list[int]:
    """Return the lines that pieces begin on, none of which is shorter than asked for."""
    begins, size, at = [0], 0, 0
    rest = sum(map(len, lines))
    for place in places:
        size += sum(map(len, lines[at:place]))
        at = place
        if size >= least and rest - size >= least:
            begins.append(place)
            rest, size = rest - size, 0
    return begins


def _read(lines: Sequence[str], begins: Sequence[int], place: Place) -> tuple[list[Element], list[list[Heading]]]:
    """Return the blocks of all pieces, on their lines in the whole text, and the headings of each piece."""
    ends = [*begins[1:], len(lines)]
    # pandoc puts a line break behind what it is given, which is the one before the next piece.
    given = [
        pandoc.Piece("\n".join(lines[begin:end]), replace(place, line=begin + 1), end)
        for begin, end in zip(begins, ends, strict=True)
    ]
    noted = _Headings()
    blocks: list[Element] = []
    headings: list[list[Heading]] = []
    for begin, piece in zip(begins, pandoc.read_pieces(given, noted), strict=True):
        headings.append([identifiers.heading_of(*found, begin) for found in noted.taken()])
        settled = normal.without_ids(piece)
        positions.move(settled, begin)
        blocks += settled
    return blocks, headings


class _Headings:
    """A `lighten` that writes down the headings it meets, and where they stand, before their position is gone."""

    def __init__(self) -> None:
        self._met: list[tuple[Element, int]] = []

    def __call__(self, node: Element) -> Element:
        """Lighten a node of pandoc's JSON."""
        kind = node.get("t")
        if kind == "Header":
            self._met.append((node, positions.first_line(node["c"][1])))
        elif kind == "Note" and self._met:
            # Headings in notes have no identifier, and are counted with no others.
            inner = {id(element) for element in tree.walk(node["c"], tree.LEAVES) if element["t"] == "Header"}
            self._met = [met for met in self._met if id(met[0]) not in inner] if inner else self._met
        return positions.lightened(node)

    def taken(self) -> list[tuple[Element, int]]:
        """Return the headings of a piece, and forget them."""
        met, self._met = self._met, []
        return met
