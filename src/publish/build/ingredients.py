"""What an artifact is made of: everything it depends on, as digests under names that people understand."""

from __future__ import annotations

import dataclasses
import json
import posixpath
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import project
from publish.build import machine
from publish.outputs.epub import own_style
from publish.problems import Place
from publish.project import digest_of
from publish.typesetting.own_sheets import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.build.contents import Contents
    from publish.model import Edition
    from publish.outputs import Output
    from publish.settings import Settings

# Where something stands in the manuscript is for those who mend it; it is in no artifact.
_LINE = re.compile(r'"line": \d+, ')
_PICTURE = re.compile(r'"((?:[^"\\]|\\.)+?\.(?:svg|png|jpe?g|webp|gif))"', re.IGNORECASE)
_INSIDE = re.compile(rb"""href\s*=\s*["']([^"'#:]+)["']""")


def canonical(value: object) -> str:
    """Return a value as text that is the same wherever and whenever the value says the same; places are left out."""
    return _LINE.sub("", json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False))


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Place | Path):
        return None
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(value)


def of_edition(edition: Edition, settings: Settings, contents: Contents) -> dict[str, str]:
    """Return what the artifacts of an edition have in common, machine and output left aside."""
    text = canonical(edition.sections)
    about = {field.name: getattr(edition, field.name) for field in dataclasses.fields(edition)}
    about |= {"sections": None, "colophon": None}
    others = canonical(edition.others)
    shown = _shown(edition, settings, text + others)
    return {
        "text": digest_of(text.encode()),
        "title and colophon": digest_of(canonical(edition.colophon).encode()),
        "edition": digest_of(canonical(about).encode()),
        "settings": digest_of(canonical(dataclasses.replace(settings, outputs=())).encode()),
        "pictures": digest_of(repr([(path, contents.of(edition.folder / path)) for path in shown]).encode()),
        "house's own style sheets": contents.of_all([*own_sheets(edition), *_own_faces(edition)]),
        "house words": machine.words(contents, _tags(edition, text + others)),
    }


def _tags(edition: Edition, text: str) -> set[str]:
    """Return every language whose words may stand in the artifacts of an edition."""
    passages = re.findall(r'\["lang", "([^"]+)"\]', text)
    return {edition.language, edition.original, *passages, *(other.language for other in edition.others)}


def own_sheets(edition: Edition) -> list[Path]:
    """Return the style sheets of the house an edition lies in, which are laid over ours."""
    house = project.find_house(edition.folder)
    return sorted((house.root / FOLDER).glob("*.css")) if house else []


def _own_faces(edition: Edition) -> tuple[str, ...]:
    """Return the files of the faces a house's own style for EPUBs asks for, which are packed with them."""
    if not any(file.name == own_style.NAME for file in own_sheets(edition)):
        return ()
    return machine.files_of(own_style.asked_for(edition))


def pictures_of(edition: Edition, settings: Settings) -> list[str]:
    """Return the paths of every picture that may stand in the artifacts of an edition."""
    return _shown(edition, settings, canonical(edition.sections) + canonical(edition.others))


def _shown(edition: Edition, settings: Settings, text: str) -> list[str]:
    """Return every path in a text that bears the name of a picture, and those inside of drawings (SVG)."""
    said = text + canonical(edition.colophon) + canonical(settings)
    named = {str(json.loads(f'"{name}"')) for name in _PICTURE.findall(said)}
    inside = {path for name in named for path in _inside(edition.folder, name)}
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
