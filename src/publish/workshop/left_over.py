"""EPUBs in dist/ that no plan speaks of: their manuscript cannot be read now, or their translation is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import checks, project
from publish.checks.epub import Made
from publish.outputs import OUTPUTS
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from publish.project import House

_SUFFIX = "epub"


def find(house: House, slug: str, planned: Collection[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the EPUBs of a publication that are not among those planned, each with its language."""
    folder = house.dist / slug
    infixes = [output.infix for output in OUTPUTS if output.suffix == _SUFFIX]
    for language in sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else ():
        for infix in infixes:
            file = house.artifact(slug, language, infix, _SUFFIX)
            if file.is_file() and file not in planned:
                yield language, file


def look_at(file: Path) -> tuple[Problem, ...]:
    """Return what can be told of an EPUB from itself alone."""
    place = Place(project.shown(file))
    try:
        made = Made(project.read_bytes(file, largest=1 << 30), place)
    except PublishError as error:
        return error.problems
    return tuple(checks.find(checks.Stage.ARTIFACT, made))
