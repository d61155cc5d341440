"""Which publications are meant: a slug of the house one stands in, a manuscript anywhere, or all of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project
from publish.project import MANUSCRIPT, House

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A publication by its slug, and the house it lies in."""

    house: House
    slug: str

    @property
    def manuscript(self) -> Path:
        """The file of its manuscript."""
        return self.house.manuscript(self.slug)


def find_all(here: Path) -> list[Found]:
    """Return every publication of the house one stands in; none where that is no house."""
    house = project.find_house(here)
    return [] if house is None else [Found(house, slug) for slug in house.slugs()]


def find(name: str, here: Path) -> Found | None:
    """Return the publication a slug or a file means; a slug comes first. None where it means nothing."""
    house = project.find_house(here)
    if house is not None and name in house.slugs():
        return Found(house, name)
    path = here / name
    manuscript = path / MANUSCRIPT if path.is_dir() else path
    return _of_file(manuscript, here) if manuscript.is_file() else None


def _of_file(manuscript: Path, here: Path) -> Found:
    house = project.find_house(manuscript.resolve().parent)
    slug = manuscript.resolve().parent.name
    if house is not None and slug in house.slugs() and house.manuscript(slug) == manuscript.resolve():
        return Found(house, slug)
    return Found(project.lone_house(manuscript, here), project.slug_of(manuscript))


def nearest(name: str, here: Path) -> str:
    """Return the slug that is most like a name, empty where none is."""
    slugs = [found.slug for found in find_all(here)]
    import difflib

    return next(iter(difflib.get_close_matches(name, slugs, n=1)), "")
