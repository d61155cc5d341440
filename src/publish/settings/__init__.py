"""Settings: what may be set and what holds when nobody says, resolved from what house and manuscript give."""

from __future__ import annotations

import difflib
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from publish.measure import SHEET_SIZES, TRIM_SIZES, Length, Size
from publish.model import Colophon
from publish.problems import Place, Problem
from publish.settings.table import FIELDS, TABLES, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["FIELDS", "TABLES", "Field", "Given", "Print", "Settings", "check_given", "default_of", "resolve", "schema"]


@dataclass(frozen=True, slots=True)
class Print:
    """How a publication is printed, in the trade's words."""

    trim: Size = TRIM_SIZES["A5"]
    bleed: Length = Length(3)
    slug: Length = Length(10)
    safe: Length = Length(5)
    marks: tuple[str, ...] = ("crop", "registration")
    binding: str = "saddle-stitch"
    binding_edge: str = "auto"
    signature: str = "all"
    caliper: Length = Length(0.1)
    creep: str = "auto"
    blanks: str = "inside-back"
    cover: str = "self"
    sheet: Size = SHEET_SIZES["A4"]
    duplex: str = "short-edge"
    ink: tuple[str, ...] = ("K",)
    condition: str = "FOGRA39"
    standard: str = "PDF/X-4"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set for a publication, resolved."""

    colophon: Colophon
    print: Print = field(default_factory=Print)
    languages: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    base_url: str = ""
    bilingual: str = "columns"
    polyglot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A setting somebody gave: key as typed, value as YAML or TOML read it, and where it stands."""

    key: str
    value: Any
    place: Place


_BY_KEY = {entry.key: entry for entry in FIELDS}
_MUST_HAVE_TITLE = "title"


def check_given(given: Given) -> tuple[Any, Problem | None]:
    """Return the value a setting was given, read, or the problem with it."""
    entry = _BY_KEY.get(given.key)
    if entry is None:
        return None, _unknown(given)
    try:
        return entry.kind.read(given.value), None
    except ValueError:
        wrong = "left empty" if given.value is None else f"“{_shown(_wrong(entry, given.value))}”"
        message = f"{given.key} must be {entry.kind.name}, not {wrong}"
        return None, Problem(given.place, message, f"write for example: {entry.example}", "setting-type")


def _wrong(entry: Field, value: object) -> object:
    """Return what is wrong about a value: of a list, the first thing in it that is wrong by itself."""
    for one in value if isinstance(value, list) else ():
        try:
            entry.kind.read([one])
        except ValueError:
            return one
    return value


def _shown(value: object) -> str:
    """Return a value about as it was typed."""
    if isinstance(value, list):
        text = ", ".join(map(_shown, value))
    elif isinstance(value, dict):
        text = ", ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) < 60 else text[:57] + "…"


def _unknown(given: Given) -> Problem:
    near = difflib.get_close_matches(given.key, _BY_KEY, n=1, cutoff=0.6)
    if not near:
        near = [key for key in _BY_KEY if key.rpartition(".")[2] == given.key.rpartition(".")[2]]
    hint = f"did you mean {near[0]}?" if near else "`publish schema` lists every setting; remove this one"
    return Problem(given.place, f"there is no setting “{given.key}”", hint, "setting-unknown")


def resolve(layers: Iterable[Sequence[Given]], place: Place) -> tuple[Settings | None, list[Problem]]:
    """Return the settings that layers of givens make, later ones winning, and every problem with them.

    There are no settings (None) where the title is missing; other problems leave the default in place.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for layer in layers:
        for given in layer:
            value, problem = check_given(given)
            if problem is not None:
                problems.append(problem)
            else:
                values[given.key] = value
    if not values.get(_MUST_HAVE_TITLE):
        problems.append(
            Problem(
                place,
                "the publication has no title",
                "put `title: …` between two lines of `---` at the top",
                "title-missing",
            )
        )
        return None, problems
    return _assemble(values), problems


def _assemble(values: Mapping[str, Any]) -> Settings:
    by_attribute = {_BY_KEY[key].attribute: value for key, value in values.items() if not key.startswith("print.")}
    printing = {_BY_KEY[key].attribute: value for key, value in values.items() if key.startswith("print.")}
    about = {entry.name: by_attribute.pop(entry.name) for entry in fields(Colophon) if entry.name in by_attribute}
    return Settings(colophon=Colophon(**about), print=Print(**printing), **by_attribute)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a manuscript's front matter and of `publication.toml`."""
    top: dict[str, Any] = {}
    printing: dict[str, Any] = {}
    stock: dict[str, Any] = {}
    for entry in FIELDS:
        table = stock if entry.key.startswith("print.stock.") else printing if entry.key.startswith("print.") else top
        described = {**entry.kind.schema, "description": entry.help}
        default = default_of(entry)
        table[entry.key.rpartition(".")[2]] = described if default is None else {**described, "default": default}
    printing["stock"] = {"type": "object", "properties": stock, "additionalProperties": False}
    top["print"] = {"type": "object", "properties": printing, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "publish: the settings of a publication",
        "type": "object",
        "properties": top,
        "additionalProperties": False,
    }


def default_of(entry: Field) -> Any:  # noqa: ANN401 - whatever the setting may hold
    """Return what holds when nobody says, in the form it is typed; None where there is nothing."""
    if entry.key.startswith("print."):
        return _typed(getattr(Print(), entry.attribute))
    owner = Colophon if entry.attribute in {member.name for member in fields(Colophon)} else Settings
    default = next(member.default for member in fields(owner) if member.name == entry.attribute)
    return None if default is MISSING or not default else _typed(default)


def _typed(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Size):
        names = {**TRIM_SIZES, **SHEET_SIZES}
        return next((name for name, size in names.items() if size == value), str(value))
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, int | float) else str(value)
