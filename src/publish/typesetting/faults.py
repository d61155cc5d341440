"""What WeasyPrint says or does silently while it sets pages, told as problems with a place in the manuscript."""

from __future__ import annotations

import contextlib
import itertools
import logging
import re
import threading
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any

from publish import languages, tree
from publish.problems import Place, Problem, Severity
from publish.typesetting import pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publish.model import Edition

_NOTDEF = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)", re.DOTALL)
_UNLOADED = re.compile(r"Failed to load image at '([^']*)'")
_IGNORED = re.compile(r"(Ignored|Invalid|Unsupported|Parse error|Unknown)", re.IGNORECASE)


class _Listener(logging.Handler):
    """A handler that keeps what one thread logs: another may be setting another edition."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.said.append(record.getMessage())


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """Gather WeasyPrint's warnings, which are said nowhere else, and keep them from the screen."""
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [*(kept for kept in handlers if isinstance(kept, _Listener)), listener], False
    try:
        yield listener.said
    finally:
        logger.handlers, logger.propagate = handlers, propagate


def missing_glyphs(edition: Edition, said: list[str]) -> list[Problem]:
    """Return a problem for each character no face has, in the order they were met (`.notdef`, in the trade)."""
    points = dict.fromkeys(int(found[1], 16) for message in said if (found := _NOTDEF.match(message)))
    return [_missing(edition, chr(point)) for point in points]


def unloaded_pictures(edition: Edition, said: list[str], told: Iterable[Problem]) -> list[Problem]:
    """Return a problem for each picture WeasyPrint could not draw, where nothing has been told of it yet."""
    messages = [problem.message for problem in told]
    urls = dict.fromkeys(found[1] for message in said if (found := _UNLOADED.match(message)))
    paths = [pictures.path_of(url) for url in urls]
    return [
        Problem(
            place_of_picture(edition, path),
            f"the picture “{path}” cannot be drawn",
            "open it in a picture program and save it again",
            "picture-unreadable",
        )
        for path in paths
        if not any(f"“{path}”" in message for message in messages)
    ]


def _missing(edition: Edition, character: str) -> Problem:
    return Problem(
        place_of(edition, character),
        f"no installed face has the character {described(character)}",
        _remedy(character),
        "glyph-missing",
    )


def fallback_faces(edition: Edition, fonts: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each line with characters set in a face we never asked for: family to its characters."""
    declared = languages.declared_families()
    problems = []
    for family, characters in sorted(fonts.items()):
        strange = [one for one in dict.fromkeys(characters) if not one.isspace()] if family not in declared else []
        by_place = itertools.groupby(
            sorted(strange, key=lambda one: place_of(edition, one)), partial(place_of, edition)
        )
        problems += [_fallback(place, family, list(group)) for place, group in by_place]
    return problems


def _fallback(place: Place, family: str, characters: list[str]) -> Problem:
    others = f" (and {len(characters) - 1} others)" if len(characters) > 1 else ""
    return Problem(
        place,
        f"the character {described(characters[0])}{others} is set in {family}, which is no face of this text",
        _remedy(characters[0]),
        "fallback-font",
    )


def _remedy(character: str) -> str:
    if languages.script_of(character) is None:
        return "write it in another way; none of the faces of this house has it"
    return f"install the package {languages.package_for(character)}, or write it in another way"


def ignored_styles(sheet: str, said: list[str]) -> list[Problem]:
    """Return a warning for each rule of a style sheet that WeasyPrint did not understand."""
    return [
        Problem(
            Place(f"styles/{sheet}"),
            f"the style is not understood: {message}",
            "check the spelling; not all of CSS can be printed",
            "style-ignored",
            Severity.WARNING,
        )
        for message in dict.fromkeys(said)
        if _IGNORED.match(message)
    ]


def described(character: str) -> str:
    """Return a character with its code point and its name in Unicode, for it may not be seen on this screen either."""
    name = unicodedata.name(character, "unnamed")
    return f"“{character}” (U+{ord(character):04X}, {name})"


def place_of(edition: Edition, character: str) -> Place:
    """Return the line of the manuscript a character first stands on; the whole file where it is not in the text."""
    for section in edition.sections:
        line = _line_in(list(section.blocks), character, 0)
        if line is not None:
            return Place(edition.place.file, line)
    return edition.place


def place_of_picture(edition: Edition, path: str) -> Place:
    """Return the line of the manuscript a picture is named on; the whole file for one of the cover."""
    for section in edition.sections:
        for found in tree.walk(section.blocks, tree.LEAVES):
            if found["t"] == "Image" and found["c"][2][0] == path:
                return Place(edition.place.file, tree.line_of(found))
    return edition.place


def _line_in(node: Any, character: str, line: int) -> int | None:  # noqa: ANN401 - JSON
    """Return the line of the first text in a node that has a character; None where none has."""
    if isinstance(node, dict):
        return _line_in(node.get("c"), character, tree.line_of(node) or line)
    if isinstance(node, list):
        return next((at for child in node if (at := _line_in(child, character, line)) is not None), None)
    return line if isinstance(node, str) and character in node else None
