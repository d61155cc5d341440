"""The settings at the head of a manuscript (YAML) and those of the house (TOML), each with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from publish import project, settings
from publish.problems import Place, Problem
from publish.settings import Given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST = 64 * 1024
_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(---|\.\.\.)[ \t]*")


@dataclass(frozen=True, slots=True)
class Matter:
    """The head of a manuscript, and its body with blank lines in the head's place, so that lines keep their number."""

    given: tuple[Given, ...]
    body: str
    problems: tuple[Problem, ...]


def split(text: str, file: str) -> Matter:
    """Split the front matter off a manuscript and read it."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return Matter((), text, ())
    end = next((number for number, line in enumerate(lines[1:], start=1) if _END.fullmatch(line)), None)
    if end is None:
        problem = Problem(Place(file, 1), "the settings at the top have no end", "close them with a line `---`", "yaml")
        return Matter((), "\n" + "\n".join(lines[1:]), (problem,))
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    given, problems = _read_yaml("\n".join(lines[1:end]), file)
    return Matter(tuple(given), body, tuple(problems))


def _read_yaml(text: str, file: str) -> tuple[list[Given], list[Problem]]:
    if len(text) > LARGEST:
        hint = "keep only settings there, and the text below them"
        return [], [Problem(Place(file, 1), "the settings at the top are too long", hint, "yaml")]
    try:
        refused = next(
            (event for event in yaml.parse(text, yaml.SafeLoader) if isinstance(event, yaml.AliasEvent)), None
        )
        if refused is not None:
            line = refused.start_mark.line + 2 if refused.start_mark else 1
            return [], [
                Problem(Place(file, line), "`*` stands for an alias in settings", "put quotes around it", "yaml")
            ]
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        return _given_of(loader, node, file)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [], [_unreadable(error, file)]


def _unreadable(error: Exception, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error)
    hint = 'put quotes around a text that holds a colon, e.g. title: "Work: a letter"'
    place = Place(file, mark.line + 2 if mark else 1)
    return Problem(place, f"the settings at the top cannot be read: {said}", hint, "yaml")


def _given_of(loader: yaml.SafeLoader, node: yaml.Node | None, file: str) -> tuple[list[Given], list[Problem]]:
    if node is None:
        return [], []
    if not isinstance(node, yaml.MappingNode):
        hint = "write one setting a line, such as `title: Night Shift`"
        return [], [Problem(Place(file, 2), "the settings at the top are not settings", hint, "yaml")]
    given: list[Given] = []
    problems: list[Problem] = []
    for key, value, line in _pairs(loader, node, ""):
        place = Place(file, line + 2)
        if any(other.key == key for other in given):
            problems.append(Problem(place, f"{key} is set twice", "keep one of the two", "setting-twice"))
        given.append(Given(key, value, place))
    return given, problems


def _pairs(loader: yaml.SafeLoader, node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, Any, int]]:
    for key_node, value_node in node.value:
        key = prefix + str(loader.construct_object(key_node, deep=True))
        if key in settings.TABLES and isinstance(value_node, yaml.MappingNode):
            yield from _pairs(loader, value_node, key + ".")
        else:
            yield key, loader.construct_object(value_node, deep=True), key_node.start_mark.line


def read_shared(path: Path) -> tuple[list[Given], list[Problem]]:
    """Return the settings all publications of a house share; PublishError where the file cannot be read."""
    text, file = project.read_text(path), project.shown(path)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # the first also for a number of thousands of digits
        found = re.search(r"at line (\d+)", str(error))
        hint = 'write texts in quotes, such as publisher = "The Night Shift Collective"'
        place = Place(file, int(found[1]) if found else 1)
        return [], [Problem(place, f"the settings of the house cannot be read: {error}", hint, "toml")]
    return [Given(key, value, Place(file, _line(text, key))) for key, value in _flat(table, "")], []


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if prefix + key in settings.TABLES and isinstance(value, dict):
            yield from _flat(value, prefix + key + ".")
        else:
            yield prefix + key, value


def _line(text: str, key: str) -> int:
    """Return the line a TOML key stands on: the library gives none, so the last name of the key is looked for."""
    name = re.escape(key.rpartition(".")[2])
    found = re.search(rf'^[^\n#]*(?<![\w-])["\']?{name}["\']?\s*=', text, re.MULTILINE)
    return text[: found.start()].count("\n") + 1 if found else 1
