"""The gist of an edition: what a plan has to know of its text, much shorter than it, and remembered for the next."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from publish.problems import Place
from publish.project import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Unit

# Where something stands in the manuscript is for those who mend it; it is in no artifact.
_LINE = re.compile(r'"line": \d+, ')
_PICTURE = re.compile(r'\.(?:svg|png|jpe?g|webp|gif)"', re.IGNORECASE)
_PASSAGE = re.compile(r'\["lang", "([^"]+)"\]')


@dataclass(frozen=True, slots=True)
class Gist:
    """The digests of a text and of what it says of itself, the pictures it names, the languages of its passages."""

    text: str
    colophon: str
    named: tuple[str, ...]
    passages: tuple[str, ...]


def gist_of(edition: Edition) -> Gist:
    """Return the gist of one edition, the others in it left aside."""
    said = canonical([replace(section, units=()) for section in edition.sections])
    parts = [_told(said), *(_of_units(section.units) for section in edition.sections)]
    own = _told(canonical(edition.colophon))
    return Gist(
        digest_of(" ".join(part.digest for part in parts).encode()),
        own.digest,
        tuple(sorted(own.named.union(*(part.named for part in parts)))),
        tuple(sorted(frozenset().union(*(part.passages for part in parts)))),
    )


class _Told(NamedTuple):
    """What a canonical text comes to: its digest, the pictures it names, the languages of its passages."""

    digest: str
    named: frozenset[str]
    passages: frozenset[str]


def _told(text: str) -> _Told:
    return _Told(digest_of(text.encode()), frozenset(named_in(text)), frozenset(_PASSAGE.findall(text)))


@functools.lru_cache(maxsize=512)
def _of_units(units: tuple[Unit, ...]) -> _Told:
    """Return what the segments of a section come to, which are the same in every language."""
    return _told(canonical(units))


def written(gist: Gist) -> dict[str, Any]:
    """Return a gist as JSON has it."""
    return dataclasses.asdict(gist)


def read(kept: dict[str, Any]) -> Gist:
    """Return a gist that was written down."""
    return Gist(kept["text"], kept["colophon"], tuple(kept["named"]), tuple(kept["passages"]))


def canonical(value: object) -> str:
    """Return a value as text that is the same wherever and whenever the value says the same; places are left out."""
    return _LINE.sub("", json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False))


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Place | Path):
        return None
    if dataclasses.is_dataclass(value):
        return {name: getattr(value, name) for name in _names_in(type(value))}  # type: ignore[arg-type] # classes are hashable
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(value)


@functools.cache
def _names_in(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def named_in(text: str) -> Iterator[str]:
    """Yield every string of a canonical text that bears the name of a picture."""
    # The end is looked for first: it is rare, and strings begin everywhere.
    for found in _PICTURE.finditer(text):
        begins = _opening(text, found.end() - 1)
        if begins < found.start():
            yield str(json.loads(text[begins - 1 : found.end()]))


def _opening(text: str, end: int) -> int:
    """Return where the string begins that ends at a quotation mark."""
    at = text.rindex('"', 0, end)
    while _is_escaped(text, at):
        at = text.rindex('"', 0, at)
    return at + 1


def _is_escaped(text: str, at: int) -> bool:
    begins = at
    while text[begins - 1] == "\\":
        begins -= 1
    return (at - begins) % 2 == 1
