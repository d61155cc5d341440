"""The one table of settings: what may be set, what it means, how it is read, what holds when nobody says."""

from __future__ import annotations

import datetime
import difflib
import re
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from publish.measure import SHEET_SIZES, TRIM_SIZES, Length, Size, parse_length, parse_size
from publish.model import Colophon
from publish.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


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


@dataclass(frozen=True, slots=True)
class Kind:
    """What a setting may hold: its name for messages, how it is read, and its JSON Schema."""

    name: str
    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: the key as typed (dots for tables), what it may hold, and what it means."""

    key: str
    kind: Kind
    help: str
    example: str

    @property
    def attribute(self) -> str:
        """The name of the attribute that holds it."""
        return {"author": "authors", "print.stock.caliper": "caliper"}.get(
            self.key, self.key.rpartition(".")[2]
        ).replace("-", "_")


@dataclass(frozen=True, slots=True)
class Given:
    """A setting somebody gave: key as typed, value as YAML or TOML read it, and where it stands."""

    key: str
    value: Any
    place: Place


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        raise ValueError
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(value)).strip(" ")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in value) if isinstance(value, list) else (_text(value),)


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(_text(value))


# BCP 47, as far as a language, a script and a region.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


def _tag(value: object) -> str:
    text = _text(value)
    if not _TAG.fullmatch(text):
        raise ValueError
    return text


def _tags(value: object) -> tuple[str, ...]:
    return tuple(_tag(item) for item in value) if isinstance(value, list) else (_tag(value),)


def _address(value: object) -> str:
    text = _text(value).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text):
        raise ValueError
    return text


def _names_by_language(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError
    return {_tag(language): _texts(names) for language, names in value.items()}


def _length(value: object) -> Length:
    length = parse_length(_text(value))
    if length.mm < 0:
        raise ValueError
    return length


def _creep(value: object) -> str:
    text = _text(value)
    return text if text in {"auto", "none"} else str(_length(value))


def _signature(value: object) -> str:
    text = _text(value)
    if text != "all" and not re.fullmatch(r"[1-9][0-9]?", text):
        raise ValueError
    return text


def _choice(*words: str) -> Kind:
    def read(value: object) -> str:
        found = next((word for word in words if word.lower() == _text(value).lower()), None)
        if found is None:
            raise ValueError
        return found

    return Kind("one of " + ", ".join(words), read, {"enum": list(words)})


def _choices(*words: str) -> Kind:
    one = _choice(*words)

    def read(value: object) -> tuple[str, ...]:
        return tuple(one.read(item) for item in value) if isinstance(value, list) else (one.read(value),)

    return Kind(
        "a list of " + ", ".join(words), read, {"type": "array", "items": dict(one.schema), "uniqueItems": True}
    )


def _size(names: Mapping[str, Size]) -> Kind:
    words = ", ".join(names)
    return Kind(
        f"one of {words}, or a size such as 148x210mm",
        lambda value: parse_size(_text(value), dict(names)),
        {"type": "string", "examples": [*names, "148x210mm"]},
    )


_LIST = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

TEXT = Kind("a text", _text, {"type": ["string", "number"]})
TEXTS = Kind("a text or a list of texts", _texts, _LIST)
DATE = Kind("a date such as 2026-11-01", _date, {"type": "string", "format": "date"})
LANGUAGE = Kind("a language tag such as pl or en-GB", _tag, {"type": "string", "pattern": f"^{_TAG.pattern}$"})
LANGUAGES = Kind(
    "a list of language tags such as pl, pa, ur",
    _tags,
    {"type": "array", "items": {"type": "string", "pattern": f"^{_TAG.pattern}$"}},
)
ADDRESS = Kind("a web address such as https://example.org", _address, {"type": "string", "format": "uri"})
NAMES = Kind("names for each language, such as pl: [Anna]", _names_by_language, {"type": "object"})
LENGTH = Kind("a length such as 3mm, 0.5in or 10pt", _length, {"type": "string", "pattern": "^[0-9.]+(mm|cm|in|pt)$"})
CREEP = Kind("auto, none or a length", _creep, {"type": "string"})
SIGNATURE = Kind("all, or a number of sheets", _signature, {"oneOf": [{"const": "all"}, {"type": "integer"}]})

FIELDS: tuple[Field, ...] = (
    Field("title", TEXT, "the title; the only thing that must be given", "Night Shift"),
    Field("subtitle", TEXT, "the line under the title", "News from the floor"),
    Field("summary", TEXT, "two sentences that say what this is, for shop fronts and screen readers", "What we did."),
    Field("lang", LANGUAGE, "the language the manuscript is written in", "en-GB"),
    Field("date", DATE, "the day it comes out", "2026-11-01"),
    Field("issue", TEXT, "the number of the issue", "7"),
    Field("author", TEXTS, "who wrote it; as many as there are", "The kitchen porters"),
    Field("authors", TEXTS, "the same as author", "[Asha, Tomek]"),
    Field("publisher", TEXT, "the collective that publishes it", "The Night Shift Collective"),
    Field("contact", TEXTS, "how to reach the collective: e-mail, post, telephone", "hello@example.org"),
    Field("licence", TEXT, "under what licence others may hand it round", "CC BY-SA 4.0"),
    Field("identifier", TEXT, "an ISBN, ISSN or address that names the publication", "ISSN 1234-5678"),
    Field("series", TEXT, "the name of the series", "Night Shift"),
    Field("series-position", TEXT, "its number in the series, where that is not the issue", "7"),
    Field("keywords", TEXTS, "words to find it by", "[work, night]"),
    Field("cover", TEXT, "a picture for the cover, seen from the manuscript", "images/cover.svg"),
    Field("cover-alt", TEXT, "what the cover picture shows, in words", "A hand on a clock"),
    Field("translators", NAMES, "who translated it, for each language", "{pl: [Anna]}"),
    Field("translator", TEXTS, "who translated it, where the manuscript is itself a translation", "Anna"),
    Field("languages", LANGUAGES, "the languages it is translated into", "[pl, pa, ur]"),
    Field("outputs", TEXTS, "what build makes when no output is named", "[reading, booklet, epub]"),
    Field("base-url", ADDRESS, "where the editions stand on the web, for links and QR codes", "https://example.org"),
    Field(
        "bilingual", _choice("columns", "pages"), "how a bilingual edition stands: two columns or facing pages", "pages"
    ),
    Field("print.trim", _size(TRIM_SIZES), "the size of a page after cutting", "A5"),
    Field("print.bleed", LENGTH, "how far colour runs over the edge", "3mm"),
    Field("print.slug", LENGTH, "the room around the bleed for marks", "10mm"),
    Field("print.safe", LENGTH, "how far text stays away from the edge", "5mm"),
    Field("print.marks", _choices("crop", "registration", "fold", "colour-bar"), "marks outside the bleed", "[crop]"),
    Field("print.binding", _choice("saddle-stitch", "perfect", "one-sheet-zine", "none"), "how it is bound", "perfect"),
    Field("print.binding-edge", _choice("auto", "left", "right"), "the bound edge; auto follows the language", "auto"),
    Field("print.signature", SIGNATURE, "how many sheets are folded together", "all"),
    Field("print.stock.caliper", LENGTH, "the thickness of one sheet of the paper", "0.1mm"),
    Field("print.creep", CREEP, "how far inner pages are moved to the spine, per sheet", "auto"),
    Field("print.blanks", _choice("inside-back"), "where blank pages go: inside the back cover", "inside-back"),
    Field("print.cover", _choice("self", "separate"), "whether the cover is printed apart", "self"),
    Field("print.sheet", _size(SHEET_SIZES), "the paper in the printer", "A4"),
    Field("print.duplex", _choice("short-edge", "long-edge", "manual"), "how the printer turns the sheet", "manual"),
    Field("print.ink", TEXTS, "K, CMYK, or the drums of a Risograph by name", "[black, red]"),
    Field("print.condition", _choice("FOGRA39"), "the printing condition of the press", "FOGRA39"),
    Field("print.standard", _choice("PDF/X-4", "PDF/X-1a", "none"), "the standard of the press file", "PDF/X-4"),
)

_BY_KEY = {entry.key: entry for entry in FIELDS}
TABLES = {"print", "print.stock"}
_MUST_HAVE_TITLE = "title"


def check_given(given: Given) -> tuple[Any, Problem | None]:
    """Return the value a setting was given, read, or the problem with it."""
    entry = _BY_KEY.get(given.key)
    if entry is None:
        return None, _unknown(given)
    try:
        return entry.kind.read(given.value), None
    except ValueError:
        message = f"{given.key} must be {entry.kind.name}, not “{_shown(given.value)}”"
        return None, Problem(given.place, message, f"write for example: {entry.example}", "setting-type")


def _shown(value: object) -> str:
    text = str(value)
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
