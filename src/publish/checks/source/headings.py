"""Headings: what links go to, and the steps a reader with a screen reader climbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import tree
from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.problems import Problem
    from publish.source import Reading

CODES = ("id-twice", "heading-skipped", "heading-empty")


def find(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the headings of a manuscript, and with whatever else has an id."""
    yield from _twice(reading)
    level = 1
    for element, line in scan.elements(reading):
        if element["t"] != "Header":
            continue
        if element["c"][0] > level + 1:
            message = f"this heading skips a level: from {'#' * level} to {'#' * element['c'][0]}"
            yield scan.warning(reading, line, message, f"write it with {'#' * (level + 1)}", "heading-skipped")
        if not tree.plain_text(tree.without_ornaments(element["c"][2])):
            hint = "write some, or take it out; of a picture that is a heading, say the words in the square brackets"
            yield scan.error(reading, line, "this heading has no words", hint, "heading-empty")
        level = element["c"][0]


def _twice(reading: Reading) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for element, line in scan.elements(reading):
        name = tree.attr_of(element)[0]
        if name and name in seen:
            message = f"the name #{name} is taken already, on line {seen[name]}"
            yield scan.error(reading, line, message, f"give it another: {{#{name}-2}}", "id-twice")
        elif name:
            seen[name] = line
