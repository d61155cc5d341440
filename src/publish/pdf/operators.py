"""The operators of a content stream in turn, with what they are given as plain values (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import re
from binascii import hexlify, unhexlify
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Operation: TypeAlias = tuple[str, list[Any]]

PATH = "path"
"""What stands for all operators that draw a path without painting it: its points, x and y, and how often it begins."""

_MOVES = frozenset({"m", "l", "c", "v", "y", "h", "re"})

# What we and WeasyPrint write. Whatever else there is in the world is read by pikepdf, which takes five times as long.
# Nothing is tried twice (`*+`): what may come next is known from what is there.
_NAME = rb"/([A-Za-z0-9_.+-]++)[ \n]++"
_NUMBERS = rb"([-0-9. \n]*+)"
_LITERAL = rb"\((?:[^()\\\r]++|\\[nrtbf()\\]|\\[0-7]{3})*+\)"
# A kind of operator stands on each line, where the formatter would break them anywhere.
_NEXT = re.compile(
    rb"(?:"
    rb"((?:[-0-9. \n]*+[mlcvyh][ \n])+)"
    rb"|" + _NUMBERS + rb"(re|cm|T[cdDLmrswz*]|BT|ET|rg|RG|[gGkKwJjMiqQ]|scn?|SCN?|W\*?|[fBb]\*?|[SsnF]|EMC)[ \n]"
    rb"|\[((?:[-0-9. \n<>A-Fa-f]++|" + _LITERAL + rb")*+)\][ \n]*+TJ[ \n]"
    rb"|(<[0-9A-Fa-f]*+>|" + _LITERAL + rb")[ \n]*+Tj[ \n]"
    rb"|" + _NAME + _NUMBERS + rb"(gs|Tf|Do|cs|CS|scn|SCN|sh|ri)[ \n]"
    # Of the rest nothing is painted: dashes, and the marks of tags.
    rb"|\[[-0-9. \n]*+\][-0-9. \n]*+d[ \n]"
    rb"|" + _NAME + rb"(?:BMC|MP|<<(?:[^<>()]++|<[0-9A-Fa-f]*+>|" + _LITERAL + rb")*+>>[ \n]*+(?:BDC|DP))[ \n]"
    rb")[ \n]*+"
)  # fmt: skip
_ARRAYED = re.compile(_LITERAL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

_MOST_NUMBERS = 1 << 14


class _Numbers(dict[bytes, float]):
    """Numbers by how they are written: texts say the same few, and so do the outlines in the slug of every page."""

    def __missing__(self, written: bytes) -> float:
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        return self.setdefault(written, float(written))


_number = _Numbers().__getitem__


def operations(stream: Any) -> list[Operation]:  # noqa: ANN401 - a page or a stream
    """Return the operators of a page, form or pattern. Numbers are floats, strings bytes, names `/Name`, arrays lists.

    All operators of a path come as one (`PATH`). PdfError where the content cannot be read.
    """
    content = content_of(stream)
    try:
        return list(_plain(content.strip() + b"\n"))
    except ValueError:
        return list(_any(stream))


def content_of(stream: Any) -> bytes:  # noqa: ANN401 - a page or a stream
    """Return the bytes of a page's content, in however many streams it lies, or those of a stream."""
    if not isinstance(stream, pikepdf.Page):
        return bytes(stream.read_bytes())
    contents = stream.obj.get("/Contents", pikepdf.Array())
    parts = [contents] if isinstance(contents, pikepdf.Stream) else contents.as_list()
    return b"\n".join(part.read_bytes() for part in parts)


def _plain(content: bytes) -> Iterator[Operation]:
    """Yield the operators of a content that is plainly written; ValueError where it is not."""
    end = 0
    for found in _NEXT.finditer(content):
        if found.start() != end:
            raise ValueError("something in between is not plain")
        end = found.end()
        read = _READ.get(found.lastindex or 0)
        if read is not None:
            yield read(found)
    if end != len(content):
        raise ValueError("what comes last is not plain")


def _of_numbers(found: re.Match[bytes]) -> Operation:
    numbers = list(map(_number, found[2].split()))
    return (PATH, _corners(*numbers)) if found[3] == b"re" else (found[3].decode(), numbers)


def _of_name(found: re.Match[bytes]) -> Operation:
    return found[8].decode(), [f"/{found[6].decode()}", *map(_number, found[7].split())]


def _points(path: bytes) -> list[Any]:
    points = list(map(_number, path.translate(None, b"mlcvyh").split()))
    drawn = path.translate(None, b"-.0123456789 \n")
    begun = drawn.count(b"m")
    wanted = 2 * (begun + drawn.count(b"l")) + 6 * drawn.count(b"c") + 4 * (drawn.count(b"v") + drawn.count(b"y"))
    if len(points) != wanted:
        raise ValueError("a path with too many points, or too few")
    return [points, begun]


def _corners(x: float, y: float, width: float, height: float) -> list[Any]:
    return [[x, y, x + width, y, x + width, y + height, x, y + height], 1]


def _strings(array: bytes) -> list[Any]:
    """Return the strings of an array, with the numbers between them."""
    if b"(" in array:
        array = _ARRAYED.sub(_in_hexadecimal, array)
    # No kerning at all is no end of a string.
    before, *pieces = array.replace(b"> 0 <", b"").replace(b">0<", b"").split(b"<")
    parts: list[Any] = list(map(_number, before.split()))
    for piece in pieces:
        shown, closed, kerning = piece.partition(b">")
        if not closed:
            raise ValueError("a string that does not end")
        parts.append(unhexlify(shown))
        if kerning and not kerning.isspace():
            parts += map(_number, kerning.split())
    return parts


_READ: dict[int, Callable[[re.Match[bytes]], Operation]] = {
    1: lambda found: (PATH, _points(found[1])),
    3: _of_numbers,
    4: lambda found: ("TJ", [_strings(found[4])]),
    5: lambda found: ("Tj", _strings(found[5])),
    8: _of_name,
}
"""How each kind of operator is read, by the last group of its own in `_NEXT`."""


def _in_hexadecimal(literal: re.Match[bytes]) -> bytes:
    return b"<" + hexlify(_ESCAPED.sub(_unescaped, literal[0][1:-1])) + b">"


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 0xFF]) if len(sign) == 3 else _ESCAPES.get(sign, sign)


def _any(stream: Any) -> Iterator[Operation]:  # noqa: ANN401 - a page or a stream
    """Yield the operators of any content, one by one."""
    for instruction in pikepdf.parse_content_stream(stream):
        name, operands = str(instruction.operator), [_value(operand) for operand in instruction.operands]
        if name == "re":
            yield PATH, _corners(*operands)
        elif name in _MOVES:
            yield PATH, [operands[: len(operands) // 2 * 2], int(name == "m")]
        else:
            yield name, operands


def _value(operand: Any) -> Any:  # noqa: ANN401 - whatever a PDF may say
    if isinstance(operand, pikepdf.Name):
        return str(operand)
    if isinstance(operand, pikepdf.String):
        return bytes(operand)
    if isinstance(operand, pikepdf.Array):
        return [_value(part) for part in operand.as_list()]
    return float(operand) if isinstance(operand, int | Decimal) else operand
