"""The tree of a manuscript, kept for the next time the same text is read by the same programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project
from publish.source import pieces

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Element
    from publish.problems import Place


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder where trees are kept, one a manuscript, and a digest of the programs that make a tree of a text."""

    folder: Path
    programs: str


def tree_of(text: str, manuscript: Path, place: Place, shelf: Shelf | None) -> list[Element]:
    """Return the tree of a text in its normal form; PublishError where pandoc gives up."""
    if shelf is None:
        return pieces.read(text, place)
    file = shelf.folder / f"{project.digest_of(str(manuscript.absolute()).encode())}.json"
    made_of = project.digest_of(f"{shelf.programs}\n{text}".encode()).encode()
    before, _, kept = (project.kept(file) or b"").partition(b"\n")
    if before == made_of:
        found: list[Element] = json.loads(kept)
        return found
    blocks = tree_of(text, manuscript, place, None)
    project.keep(file, made_of + b"\n" + json.dumps(blocks).encode())
    return blocks
