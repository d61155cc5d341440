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
_NOTHING = "tag:yaml.org,2002:null"
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
        return Matter((), text, tuple(_too_low(text, file)))
    end = next((number for number, line in enumerate(lines[1:], start=1) if _END.fullmatch(line)), None)
    if end is None:
        problem = Problem(Place(file, 1), "the settings at the top have no end", "close them with a line `---`", "yaml")
        return Matter((), "\n" + "\n".join(lines[1:]), (problem,))
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    given, problems = _read_yaml("\n".join(lines[1:end]), file)
    return Matter(tuple(given), body, tuple(problems))


_LOWER = re.compile(r"\s*^[ \t]*---[ \t]*\n+[ \t]*[\w-]+:", re.MULTILINE)


def _too_low(text: str, file: str) -> Iterator[Problem]:
    """Yield a problem where settings do not begin at the very top, so that they would count as text."""
    if _LOWER.match(text):
        hint = "take out what stands before the first `---`: blank lines, blanks"
        yield Problem(Place(file, 1), "the settings do not begin at the very top of the file", hint, "yaml")


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
        return _given_of(yaml.SafeLoader(text).get_single_node(), file)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [], [_unreadable(error, text, file)]


# What YAML says of a fault, in the words of whoever wrote the settings. Of the first four, the beginning is what is to
# be mended: YAML itself names the end of the text, or the line that follows.
_OPENED = {
    "quoted scalar": ("a quote opens here that nobody closes", "close it with the same kind of quote"),
    "flow sequence": ("a list opens here that nobody closes", "write it as [one, two, three]"),
    "flow mapping": ("a bracket opens here that nobody closes", "close it with }"),
    "simple key": ("this line is no setting", "write a name, a colon, a blank and what it is: `issue: 7`"),
}
_SAID = {
    "\\t": ("a tab stands where only blanks may", "begin the line with blanks, or at its very start"),
    "mapping values": (
        "a second colon stands here, or the line begins too far in",
        'put quotes around a text that holds a colon, e.g. title: "Work: a letter"',
    ),
}
_OTHERS = 'put quotes around a text that holds signs such as : # [ { & *, e.g. title: "Work: a letter"'


def _unreadable(error: Exception, text: str, file: str) -> Problem:
    """Return why settings cannot be read, on the line where they are to be mended."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, int(error.position)) + 2
        code = error.character if isinstance(error.character, int) else ord(error.character)
        message = f"the settings at the top hold a sign that is no text (U+{code:04X})"
        return Problem(Place(file, line), message, "take it out", "yaml")
    context, opened = str(getattr(error, "context", "")), getattr(error, "context_mark", None)
    mark, said = getattr(error, "problem_mark", None), str(getattr(error, "problem", None) or error).partition("\n")[0]
    known = next((known for name, known in _OPENED.items() if opened and name in context), None)
    at = opened if known else mark
    place = Place(file, at.line + 2 if at else 1)
    other = (f"the settings at the top cannot be read: {said}", _OTHERS)
    message, hint = known or next((known for sign, known in _SAID.items() if sign in said), other)
    return Problem(place, message, hint, "yaml")


def _given_of(node: yaml.Node | None, file: str) -> tuple[list[Given], list[Problem]]:
    if node is None:
        return [], []
    if not isinstance(node, yaml.MappingNode):
        hint = "write one setting a line, such as `title: Night Shift`"
        return [], [Problem(Place(file, 2), "the settings at the top are not settings", hint, "yaml")]
    given: list[Given] = []
    problems: list[Problem] = []
    for key, value, line in _pairs(node, ""):
        place = Place(file, line + 2)
        if any(other.key == key for other in given):
            problems.append(Problem(place, f"{key} is set twice", "keep one of the two", "setting-twice"))
        given.append(Given(key, value, place))
    return given, problems


def _pairs(node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, Any, int]]:
    for key_node, value_node in node.value:
        key = prefix + (key_node.value if isinstance(key_node, yaml.ScalarNode) else _typed(key_node))
        if key in settings.TABLES and isinstance(value_node, yaml.MappingNode):
            yield from _pairs(value_node, key + ".")
        else:
            yield key, _value(value_node), key_node.start_mark.line


def _value(node: yaml.Node) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return what a setting holds, as it was typed: YAML takes `no` for false, 1.10 for 1.1 and 12:30 for 750."""
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_typed(key): _value(one) for key, one in node.value}
    return None if node.tag == _NOTHING else _typed(node)


def _typed(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else yaml.serialize(node, width=1000).strip()


_TOML = 'write texts in quotes, such as publisher = "The Night Shift Collective"'


def read_shared(path: Path) -> tuple[list[Given], list[Problem]]:
    """Return the settings all publications of a house share; PublishError where the file cannot be read."""
    text, file = project.read_text(path), project.shown(path)
    if len(text) > LARGEST:
        message = "the settings of the house are too long"
        return [], [Problem(Place(file, 1), message, "keep only settings there", "toml")]
    try:
        table = tomllib.loads(text, parse_float=str)  # issue = 1.10 is no 1.1
    except (ValueError, RecursionError) as error:  # the first also for a number of thousands of digits
        said, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        # A text that nobody closes is found at the end of the file; the place to mend is the last line with words.
        number = int(line[1]) if line else text.rstrip().count("\n") + 1 if where else 1
        twice = said.startswith("Cannot") or "twice" in said
        message = "this is set twice" if twice else f"the settings of the house cannot be read: {said}"
        hint = "keep one of the two" if twice else _TOML
        return [], [Problem(Place(file, number), message, hint, "toml")]
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
