"""What is wrong with the codes of a returned text, and what of that is put right because it is beyond doubt."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.segments.codes import CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Code


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the codes of a returned text."""

    code: str  # missing | doubled | unknown | unbalanced
    number: int
    shown: str = ""


def faults(codes: Sequence[Code], target: str) -> list[Fault]:
    """Return what is wrong with the codes of a target; where there is nothing, it can be composed safely."""
    if not codes and "{" not in target:
        return []
    known = {code.number: code for code in codes}
    marks = [(match[0], int(match[2])) for match in CODE.finditer(target)]
    wanted = [mark for code in codes for mark in _marks(code)]
    counted, asked = Counter(mark for mark, _ in marks), Counter(wanted)
    found = [Fault("unknown", number, mark) for mark, number in marks if mark not in asked]
    for mark in asked:
        number = int(CODE.fullmatch(mark)[2])  # type: ignore[index] # made of a code a moment ago
        if counted[mark] != 1:
            found.append(Fault("missing" if not counted[mark] else "doubled", number, known[number].shown))
    return found or _crossed(marks)


_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]*(\\{/?\\d{1,3}/?\\})[\u2066-\u2069\u200e\u200f]*")


def mended(codes: Sequence[Code], target: str) -> str:
    """Return a typed target with its codes as they are meant, where that is beyond doubt.

    A single code written `{2}` is `{2/}`; a paired one closed by `{1/}` is closed by `{/1}` (in a line that runs from
    right to left the two look the same); direction marks around a code are no part of the text; a code with blanks
    in it, or in the digits of another script, is the code.
    """
    target = _LOOSE.sub(lambda match: _plain_code(match, codes, target), _ISOLATES.sub(r"\1", target))
    for code in codes:
        opening, closing, single = f"{{{code.number}}}", f"{{/{code.number}}}", f"{{{code.number}/}}"
        if not code.paired and single not in target and target.count(opening) == 1 and closing not in target:
            target = target.replace(opening, single)
        elif code.paired and closing not in target and target.count(opening) == target.count(single) == 1:
            target = target.replace(single, closing)
    return target


# Braces of wide faces, blanks inside, and digits of any script.
_LOOSE = re.compile(r"[{｛]\s*([/／]?)\s*(\d{1,3})\s*([/／]?)\s*[}｝]")


def _plain_code(match: re.Match[str], codes: Sequence[Code], target: str) -> str:
    """Return a code as it is written in the source, where the segment has it and the target not yet."""
    mark = f"{{{'/' if match[1] else ''}{int(match[2])}{'/' if match[3] else ''}}}"
    known = any(mark in {*_marks(code), f"{{{code.number}/}}", f"{{{code.number}}}"} for code in codes)
    return mark if known and mark not in target else match[0]


def _marks(code: Code) -> list[str]:
    return [f"{{{code.number}}}", f"{{/{code.number}}}"] if code.paired else [f"{{{code.number}/}}"]


def _crossed(marks: Sequence[tuple[str, int]]) -> list[Fault]:
    open_codes: list[int] = []
    for mark, number in marks:
        if mark.startswith("{/"):
            if not open_codes or open_codes.pop() != number:
                return [Fault("unbalanced", number)]
        elif not mark.endswith("/}"):
            open_codes.append(number)
    return []
