"""Everything a build looks at, so that a later one can see at a glance whether any of it has changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from publish import languages
from publish.build import machine, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.build.files import Look
    from publish.build.standing import Memory
    from publish.project import House

Seen = dict[str, tuple["Look | None", str]]


def sources(houses: Iterable[tuple[House, str]]) -> Seen:
    """Return how the sources of publications look now, before any is read: by house and slug."""
    paths = {path for house, slug in houses for path in _source(house, slug)}
    return unchanged.read_looks(sorted(paths))


def _source(house: House, slug: str) -> Iterator[str]:
    # Its own style sheets may lie there; where they do not, the day they do is seen.
    yield str(house.root / "styles")
    yield from _tree(house.root / "styles")
    if house.lone is None:
        yield from _tree(house.source)
        return
    store = house.translation(slug, "x").parent
    for file in (house.lone, house.shared(), house.glossary(), house.handed_out(slug)):
        yield str(file)
    yield from _tree(store)
    yield from _tree(house.memory("x").parent)


def _tree(folder: Path) -> Iterator[str]:
    for parent, _, files in os.walk(folder):
        yield parent
        yield from (str(Path(parent, file)) for file in files if not file.startswith("."))


def everything(source: Seen, memory: Memory, made: Iterable[Path]) -> Seen:
    """Return how all a build looked at and all it made looks: sources as they were before, what is made as it is."""
    return {
        **around(),
        **memory.contents.seen(),
        **source,
        **unchanged.looks(str(file.absolute()) for file in made),
    }


_HELD: list[str] = []


def hold(paths: Iterable[str]) -> None:
    """Have `around` look at these paths, for a process that lives no longer than they look as they did."""
    _HELD[:] = paths


def around() -> Seen:
    """Return how everything looks that makes files, and the files of every house are made with."""
    if _HELD:
        return unchanged.looks(_HELD)
    package = Path(languages.__file__).parent
    fonts = [*machine.font_files(), *machine.font_folders()]
    paths = [*_tree(package), *_tree(languages.styles_folder()), *fonts, *map(str, _installed())]
    return unchanged.looks(path for path in paths if not path.endswith((".pyc", "__pycache__")))


def _installed() -> list[Path]:
    """Return the folders that change when a package is installed or taken away."""
    return [Path(path) for path in sys.path if path.endswith("site-packages")]
