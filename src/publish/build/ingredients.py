"""What an artifact is made of: everything it depends on, as digests under names that people understand."""

from __future__ import annotations

import dataclasses
import json
import posixpath
import re
from typing import TYPE_CHECKING, Any

from publish import project
from publish.build import machine
from publish.build.gist import Gist, canonical, gist_of, named_in
from publish.build.planned import Planned
from publish.model import Colophon, Edition
from publish.project import digest_of
from publish.typesetting.own_sheets import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publish.build.contents import Contents
    from publish.outputs import Output
    from publish.settings import Settings

OWN_STYLE = "epub.css"
"""The sheet of a house's own that is packed into EPUBs with the faces it asks for."""

_ELSEWHERE = {"sections", "colophon", "others", "folder", "place"}

_INSIDE = re.compile(rb"""href\s*=\s*["']([^"'#:]+)["']""")


def of_edition(edition: Edition | Planned, settings: Settings, contents: Contents) -> dict[str, str]:
    """Return what the artifacts of an edition have in common, machine and output left aside."""
    own, others = _gist(edition), [_gist(other) for other in edition.others]
    shown = _shown(edition.folder, settings, [own, *others])
    about = {"others": [[_about(other), _gist(other)] for other in edition.others], **_about(edition)}
    return {
        "text": own.text,
        "title and colophon": own.colophon,
        "edition": digest_of(canonical(about).encode()),
        "settings": digest_of(canonical(dataclasses.replace(settings, outputs=())).encode()),
        "pictures": digest_of(repr([(path, contents.of(edition.folder / path)) for path in shown]).encode()),
        "house's own style sheets": contents.of_all([*own_sheets(edition), *_own_faces(edition)]),
        "house words": machine.words(contents, _tags(edition, [own, *others])),
    }


def _gist(edition: Edition | Planned) -> Gist:
    return edition.text.gist if isinstance(edition, Planned) else gist_of(edition)


def _about(edition: Edition | Planned) -> dict[str, Any]:
    """Return what is to be known of an edition beside its gist, and beside where it lies."""
    names = (field.name for field in dataclasses.fields(Edition) if field.name not in _ELSEWHERE)
    return {name: getattr(edition, name) for name in names}


def _tags(edition: Edition | Planned, gists: Sequence[Gist]) -> set[str]:
    """Return every language whose words may stand in the artifacts of an edition."""
    passages = (tag for gist in gists for tag in gist.passages)
    return {edition.language, edition.original, *passages, *(other.language for other in edition.others)}


def own_sheets(edition: Edition | Planned) -> list[Path]:
    """Return the style sheets of the house an edition lies in, which are laid over ours."""
    house = project.find_house(edition.folder)
    return sorted((house.root / FOLDER).glob("*.css")) if house else []


def _own_faces(edition: Edition | Planned) -> tuple[str, ...]:
    """Return the files of the faces a house's own style for EPUBs asks for, which are packed with them."""
    if not any(file.name == OWN_STYLE for file in own_sheets(edition)):
        return ()
    from publish.outputs.epub import own_style

    # What it asks for hangs on where the edition lies, not on what it says.
    silent = Edition(
        edition.slug, Colophon(""), edition.language, edition.original, (), 1, edition.folder, edition.place
    )
    return machine.files_of(own_style.asked_for(silent))


def pictures_of(edition: Edition, settings: Settings) -> list[str]:
    """Return the paths of every picture that may stand in the artifacts of an edition."""
    return _shown(edition.folder, settings, [gist_of(each) for each in (edition, *edition.others)])


def _shown(folder: Path, settings: Settings, gists: Iterable[Gist]) -> list[str]:
    """Return every path in texts and settings that bears the name of a picture, and those inside of drawings (SVG)."""
    named = {*named_in(canonical(settings)), *(name for gist in gists for name in gist.named)}
    inside = {path for name in named for path in _inside(folder, name)}
    return sorted(named | inside)


def _inside(folder: Path, name: str) -> list[str]:
    if not name.lower().endswith(".svg"):
        return []
    try:
        found = _INSIDE.findall((folder / name).read_bytes())
    except (OSError, ValueError):
        return []
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(name), path.decode(errors="replace"))) for path in found
    ]


def of_artifact(edition: Mapping[str, str], machine_: Mapping[str, str], output: Output) -> dict[str, str]:
    """Return everything an artifact is made of."""
    return {**edition, **machine_, "output": digest_of("\n".join(_parts(output)).encode())}


def _parts(output: Output) -> Iterator[str]:
    make: Any = output.make
    function = getattr(make, "func", make)
    yield from (output.name, str(function.__module__), str(function.__qualname__))
    yield canonical(getattr(make, "keywords", {}))


def key_of(ingredients: Mapping[str, str]) -> str:
    """Return the key under which an artifact of these ingredients is kept."""
    return digest_of(json.dumps(ingredients, sort_keys=True).encode())


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the ingredients that are not what they were."""
    return tuple(name for name in {**now, **before} if before.get(name) != now.get(name))
