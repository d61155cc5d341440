"""Where a manuscript may be cut: at headings that stand in nothing else, told by walking down its lines.

Told carefully: from the first line on that may be read in two ways, there are no cuts any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.source import reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADING = re.compile(r"#{1,2}[ \t]+\S")
_FENCE = re.compile(r"( {0,3})(?:(`{3,})[^`]*|(~{3,}).*)")
_MARKED_FENCE = re.compile(r"[-*+][ \t]+(?:(`{3,})[^`]*|(~{3,}).*)")
_DIVISION = re.compile(r"( {0,3})(:{3,})[ \t]*(.*)")
_CLOSES = re.compile(r":{3,}[ \t]*")
_HTML = re.compile(r"( {0,3})<(?:(script|pre|style)(?=[ \t>]|$)|(!--)|(\?)|(!\[CDATA\[))", re.IGNORECASE)
_ENDS = (re.compile(r"</(?:script|pre|style)>", re.IGNORECASE), *map(re.compile, ("-->", r"\?>", r"\]\]>")))
_TAG = re.compile(r" {0,3}</?[A-Za-z]")
_DOUBTFUL = re.compile(r" {0,3}<(?:textarea|!-->|!--->|!(?!--|\[CDATA\[)[^>]*$)", re.IGNORECASE)


def allowed(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines, counted from 0, that begin a heading of the first two levels that stands in nothing else."""
    walk = _Walk()
    bound = False
    for number, line in enumerate(lines):
        if number and walk.is_out() and not walk.before and not bound and _HEADING.match(line):
            yield number
        if not walk.goes_on(line):
            return
        walk.before = line.strip(" \t")
        bound = _binds(line) if walk.before else bound


def _binds(line: str) -> bool:
    """Whether attributes of what comes next, whatever blank lines there are between, may end on a line."""
    begun = reach.MARKERS.sub("", line, 1).startswith("{") or "{" not in line
    return begun and line.rstrip(" \t").endswith("}")


class _Walk:
    """What is open at a line: divisions, and code or HTML with the sign of its end; nobody sees it but `allowed`."""

    def __init__(self) -> None:
        self.before = ""
        self.divisions: list[int] = []
        self.end: re.Pattern[str] | None = None
        self.listed = False  # what is open may stand in a list, which a line that is not indented would close
        self.tagged = False  # a tag began lines that are HTML up to the next blank one, or a paragraph

    def is_out(self) -> bool:
        return self.end is None and not self.divisions

    def goes_on(self, line: str) -> bool:
        """Go past a line; False where it, and so all that follows, may be read in two ways."""
        if self.end is not None:
            return self._goes_on_inside(line, self.end)
        if not self.before:
            self.tagged = False
        if not self._opens(line):
            self.tagged = self.tagged or bool(_TAG.match(line))
            return not _DOUBTFUL.match(line)
        # A row of a table, too, may take what follows it for another.
        if self.divisions and _CLOSES.fullmatch(line):
            return self._goes_on_into(line)  # which is looked for before anything that stands in a division
        if self.tagged or "|" in self.before or _DOUBTFUL.match(line):
            return False
        return self._goes_on_into(line)

    def _opens(self, line: str) -> bool:
        return any(form.match(line) for form in (_FENCE, _MARKED_FENCE, _HTML, _DIVISION))

    def _goes_on_into(self, line: str) -> bool:
        if fence := _FENCE.fullmatch(line):
            self.end, self.listed = _closing(fence[2] or fence[3], " {0,3}"), bool(fence[1])
        elif fence := _MARKED_FENCE.fullmatch(line):
            self.end, self.listed = _closing(fence[1] or fence[2], " *"), True
        elif html := _HTML.match(line):
            end = next(end for end, found in zip(_ENDS, html.groups()[1:], strict=True) if found)
            if not end.search(line, html.end()):
                self.end, self.listed = end, bool(html[1])
        elif division := _DIVISION.fullmatch(line):
            return self._goes_on_at_division(*division.groups())
        return True

    def _goes_on_inside(self, line: str, end: re.Pattern[str]) -> bool:
        if self.listed and line.strip() and not line.startswith(" "):
            return False
        if end.search(line):
            self.end = None
            return True
        # Indented further than at the top of the text, it would close what stands in a list.
        return not (self.listed and line.lstrip().startswith(("```", "~~~", ":::")))

    def _goes_on_at_division(self, indent: str, colons: str, attributes: str) -> bool:
        if indent:
            return False
        if attributes:
            self.divisions.append(len(colons))
        elif self.divisions and len(colons) >= max(self.divisions):
            self.divisions.pop()
        return True


def _closing(fence: str, indent: str) -> re.Pattern[str]:
    """Return what closes a fence: no less of its sign."""
    return re.compile(rf"^{indent}{fence[0]}{{{len(fence)},}}[ \t]*$")
