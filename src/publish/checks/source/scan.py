"""How the checks look: at the tree with a line for every element, and at the text with all code blanked out."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from publish import tree
from publish.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Element
    from publish.source import Reading

_FENCE = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(`{3,}|~{3,})")
_BEGINNING = re.compile(r"<!--|`+")
_HEAD = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


_Elements: TypeAlias = "list[tuple[Element, int]]"
_LAST: list[tuple[Any, _Elements]] = []


def elements(reading: Reading) -> _Elements:
    """Return every element of a manuscript in reading order, with its line or that of what it stands in."""
    # Every check comes this way, one after another.
    if not _LAST or _LAST[0][0] is not reading:
        _LAST[:] = [(reading, list(_found(reading)))]
    return _LAST[0][1]


def _found(reading: Reading) -> Iterator[tuple[Element, int]]:
    # Without recursion: a manuscript of 200,000 words has a million nodes.
    waiting: list[tuple[Any, int]] = [(block, 1) for block in reversed(reading.blocks)]
    while waiting:
        node, line = waiting.pop()
        if isinstance(node, list):
            waiting += [(child, line) for child in reversed(node) if isinstance(child, list | dict)]
            continue
        line = tree.line_of(node) or line
        if "t" in node:
            yield node, line
        if isinstance(node.get("c"), list | dict):
            waiting.append((node["c"], line))


def prose(reading: Reading) -> str:
    """Return the manuscript line for line with its head, its code and its comments blanked out."""
    lines = without_head(reading).split("\n")
    kept: list[str] = []
    inside = False
    for _, line, fence in fenced(lines):
        kept.append("" if inside or fence else line)
        inside = fence is not None
    return _without_code("\n".join(kept))


def without_head(reading: Reading) -> str:
    """Return the manuscript line for line with its head blanked out."""
    return _HEAD.sub(_blank, reading.text, count=1) if reading.text.startswith("---") else reading.text


def fenced(lines: list[str]) -> Iterator[tuple[int, str, tuple[int, str] | None]]:
    """Yield each line with its number, and where it leaves code open the line that began there with its mark."""
    fence: tuple[int, str] | None = None
    for number, line in enumerate(lines, start=1):
        mark = _FENCE.match(line)
        if fence is not None:
            begun = fence[1]
            closes = mark and mark[1].startswith(begun) and not line.rpartition(begun[0])[2].strip()
            fence = None if closes else fence
        elif mark and not (mark[1][0] == "`" and "`" in line[mark.end() :]):
            fence = number, mark[1]
        yield number, line, fence


def _without_code(text: str) -> str:
    """Return a text with its comments and code spans blanked out, in time that grows with the text and no faster."""
    kept: list[str] = []
    closing = _closing_marks(text)
    at = 0
    for beginning in _BEGINNING.finditer(text):
        end = _end_of(beginning, closing) if beginning.start() >= at else 0
        if end:
            kept += [text[at : beginning.start()], _blanked(text[beginning.start() : end])]
            at = end
    return "".join([*kept, text[at:]])


def _closing_marks(text: str) -> dict[str, list[int]]:
    """Return where each kind of mark that closes something ends: a run of backticks its like, `-->` a comment."""
    ends: dict[str, list[int]] = {}
    for mark in re.finditer(r"-->|`+", text):
        ends.setdefault(mark[0], []).append(mark.end())
    return ends


def _end_of(beginning: re.Match[str], closing: Mapping[str, list[int]]) -> int:
    """Return where what begins here ends, 0 where it does not."""
    mark = "-->" if beginning[0] == "<!--" else beginning[0]
    ends = closing.get(mark, [])
    found = bisect.bisect_left(ends, beginning.end() + len(mark))
    return ends[found] if found < len(ends) else 0


def _blank(match: re.Match[str]) -> str:
    return _blanked(match[0])


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def line_at(text: str, offset: int) -> int:
    """Return the line an offset of a text stands on, counted from 1."""
    return text.count("\n", 0, offset) + 1


def line_of_setting(reading: Reading, key: str) -> int:
    """Return the line a setting of the front matter stands on; 1 where it is given elsewhere."""
    head = _HEAD.match(reading.text)
    found = re.search(rf"^{re.escape(key)}[ \t]*:", head[0], re.MULTILINE) if head else None
    return line_at(reading.text, found.start()) if found else 1


def error(reading: Reading, line: int, message: str, hint: str, code: str) -> Problem:
    """Return a problem of a manuscript that stops its editions."""
    return Problem(Place(reading.publication.place.file, line), message, hint, code)


def warning(reading: Reading, line: int, message: str, hint: str, code: str) -> Problem:
    """Return a problem of a manuscript that its editions can live with."""
    return Problem(Place(reading.publication.place.file, line), message, hint, code, Severity.WARNING)
