"""What a setting may hold: texts, lists, dates, language tags, lengths, sizes, choices; each read or refused."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.measure import Length, Size, parse_length, parse_size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """What a setting may hold: its name for messages, how it is read, and its JSON Schema."""

    name: str
    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        raise ValueError
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(value)).strip(" ")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in value) if isinstance(value, list) else (_text(value),)


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else datetime.datetime.fromisoformat(_text(value)).date()


SMALLEST, LARGEST = 40, 2000
"""What a page or a sheet may measure, in millimetres: below, no line of text fits; above is no paper."""


# BCP 47, as far as a language, a script and a region.
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


def _tag(value: object) -> str:
    text = _text(value)
    if not TAG.fullmatch(text):
        raise ValueError
    return usual_tag(text)


def usual_tag(tag: str) -> str:
    """Return a language tag as it is usually written, so that PL and pl are not two languages: pl, pa-Guru, en-GB."""
    first, *others = tag.lower().split("-")
    return "-".join([first, *({2: str.upper, 4: str.title}.get(len(part), str.lower)(part) for part in others)])


def _tags(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_tag, value))) if isinstance(value, list) else (_tag(value),)


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


def choice(*words: str) -> Kind:
    """Return the kind of a setting that is one of some words."""

    def read(value: object) -> str:
        found = next((word for word in words if word.lower() == _text(value).lower()), None)
        if found is None:
            raise ValueError
        return found

    return Kind("one of " + ", ".join(words), read, {"enum": list(words)})


def choices(*words: str) -> Kind:
    """Return the kind of a setting that is a list of some words."""
    one = choice(*words)

    def read(value: object) -> tuple[str, ...]:
        return tuple(one.read(item) for item in value) if isinstance(value, list) else (one.read(value),)

    return Kind(
        "a list of " + ", ".join(words), read, {"type": "array", "items": dict(one.schema), "uniqueItems": True}
    )


def size(names: Mapping[str, Size]) -> Kind:
    """Return the kind of a setting that is a size, by name or in millimetres."""
    words = ", ".join(names)

    def read(value: object) -> Size:
        found = parse_size(_text(value), dict(names))
        if not (min(found.width, found.height) >= SMALLEST and max(found.width, found.height) <= LARGEST):
            raise ValueError
        return found

    return Kind(
        f"one of {words}, or a size such as 148x210mm ({SMALLEST} to {LARGEST} mm)",
        read,
        {"type": "string", "examples": [*names, "148x210mm"]},
    )


_LIST = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

TEXT = Kind("a text", _text, {"type": ["string", "number"]})
TEXTS = Kind("a text or a list of texts", _texts, _LIST)
DATE = Kind("a date such as 2026-11-01", _date, {"type": "string", "format": "date"})
LANGUAGE = Kind("a language tag such as pl or en-GB", _tag, {"type": "string", "pattern": f"^{TAG.pattern}$"})
LANGUAGES = Kind(
    "a list of language tags such as pl, pa, ur",
    _tags,
    {"type": "array", "items": {"type": "string", "pattern": f"^{TAG.pattern}$"}},
)
ADDRESS = Kind("a web address such as https://example.org", _address, {"type": "string", "format": "uri"})
NAMES = Kind("names for each language, such as pl: [Anna]", _names_by_language, {"type": "object"})
LENGTH = Kind("a length such as 3mm, 0.5in or 10pt", _length, {"type": "string", "pattern": "^[0-9.]+(mm|cm|in|pt)$"})
CREEP = Kind("auto, none or a length", _creep, {"type": "string"})
SIGNATURE = Kind("all, or a number of sheets", _signature, {"oneOf": [{"const": "all"}, {"type": "integer"}]})
