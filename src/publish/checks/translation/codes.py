"""The numbered codes of a returned row: each exactly as often as in the source, opened before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.model import JOINED
from publish.problems import Problem
from publish.segments import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked
    from publish.model import Code

CODES = ("row-code-missing", "row-code-doubled", "row-code-unknown", "row-code-unbalanced", "row-joined")

_SAYS = {
    "missing": "{mark} is missing",
    "doubled": "{mark} stands there more than once",
    "unknown": "{mark} does not stand in the source",
    "unbalanced": "{mark} is opened and closed in the wrong order",
}


def find(looked: Looked) -> Iterator[Problem]:
    """Yield the codes that are lost, doubled, unknown or crossed; none may be in a sentence joined to another."""
    if looked.row.target == JOINED:
        if looked.segment.codes:
            hint = "translate this sentence by itself, with its codes"
            yield Problem(looked.place, "a sentence with codes cannot be joined to the one above", hint, "row-joined")
        return
    known = {code.number: code for code in looked.segment.codes}
    found = faults(looked.segment.codes, looked.row.target)
    for number, kind in dict.fromkeys((fault.number, fault.code) for fault in found):
        mark = _mark(known.get(number), number)
        hint = f"put {mark} around or at the words it belongs to, as in: {looked.segment.text}"
        if kind == "unknown":
            hint = f"take {mark} out; the source is: {looked.segment.text}"
        yield Problem(looked.place, _SAYS[kind].format(mark=mark), hint, f"row-code-{kind}")


def _mark(code: Code | None, number: int) -> str:
    if code is None:
        return f"the code {{{number}}}"
    mark = f"{{{number}}}…{{/{number}}}" if code.paired else f"{{{number}/}}"
    return f"{mark} ({code.kind}{': ' + code.shown if code.shown else ''})"
