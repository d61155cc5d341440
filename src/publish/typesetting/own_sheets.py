"""A house's own style sheets: each in its `styles/` folder, laid over the one of ours that has the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import project

if TYPE_CHECKING:
    from publish.model import Edition

FOLDER = "styles"
"""Where a house keeps its own sheets: beside its `source/`."""


def read(edition: Edition, name: str, ours: str) -> str:
    """Return the house's own sheet of a name, empty where it has none; PublishError where that cannot be read.

    One that is a copy of ours says nothing new.
    """
    house = project.find_house(edition.folder)
    file = house.root / FOLDER / name if house else None
    if file is None or not file.is_file():
        return ""
    own = project.read_text(file)
    return "" if own == ours else own
