"""Content that is plainly written, with other colours and without its tags: as a whole, for taking it apart is slow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable

# Every operator is on a line of its own, and numbers are such as qpdf leaves as they are.
_NUMBER = rb"(?!-0(?:\.0++)?[ \]])-?(?:[1-9][0-9]{0,8}|0)(?:\.[0-9]{1,6})?"
_KERNING = rb"(?!-0[ <\]])-?(?:[1-9][0-9]{0,8}|0)(?:\.[0-9]++)?(?![-0-9.])"
_NAME = rb"/[A-Za-z0-9_.+-]++"
_PLAIN = re.compile(
    rb"(?:(?:(?:" + _NUMBER + rb" )++(?:[mlcvywJjMigGkK]|re|cm|T[cdDLmrswz]|rg|RG)"
    rb"|[hnqQSsFfBb]|[fBbW]\*|W|BT|ET|T\*"
    rb"|\[(?:<(?:[0-9a-f]{2})*+>|" + _KERNING + rb"| )*+\] ?TJ"
    rb"|" + _NAME + rb" (?:gs|Do|sh|ri|" + _NUMBER + rb" Tf)"
    rb"|\[(?:" + _NUMBER + rb"(?: " + _NUMBER + rb")*+)?\] " + _NUMBER + rb" d"
    rb")\n)*+"
)
_MARKS = re.compile(
    rb"(?<![!-~])(?:EMC|" + _NAME + rb"[ \n]++(?:<<(?:[^<>()]++|<[0-9a-f]*+>|\([^()\\]*+\))*+>>[ \n]++)?"
    rb"(?:BMC|BDC|MP|DP))[ \n]++"
)
_COLOUR = re.compile(rb"^([-0-9. ]++)(rg|RG|[gGkK])$", re.MULTILINE)
# What is drawn in an SVG may say `93.` for 93; in arrays that stays.
_BARE_POINT = re.compile(rb"^(?:-?[0-9]++(?:\.[0-9]*+)?+ )++(?=[a-zA-Z])", re.MULTILINE)
_ARRAY = re.compile(rb"\[([^\]]*+)\] ?")
# Strings of other bytes are in hexadecimal whatever else is in them.
_PERHAPS_LETTERS = re.compile(rb"<((?!0[0-7])[0-9a-f]*+)>")


def rewritten(content: bytes, colour: Callable[[bytes, bytes], bytes]) -> bytes | None:
    """Return a content without its tags, None where it is not plainly written.

    `colour` is given the numbers and the operator of each colour, and returns what stands in their place. All else is
    what pikepdf makes of it when it takes it apart and puts it together.
    """
    plain = _MARKS.sub(b"", content.strip() + b"\n")
    if b". " in plain:
        plain = _BARE_POINT.sub(lambda found: found[0].replace(b". ", b" "), plain)
    if not _PLAIN.fullmatch(plain):
        return None
    plain = _COLOUR.sub(lambda found: colour(found[1], found[2]), plain)
    plain = _ARRAY.sub(_spaced, plain)
    return _PERHAPS_LETTERS.sub(_as_written, plain).removesuffix(b"\n")


def _spaced(found: re.Match[bytes]) -> bytes:
    parts = found[1].replace(b"<", b" <").replace(b">", b"> ").split()
    return b" ".join([b"[", *parts, b"] "])


def _as_written(found: re.Match[bytes]) -> bytes:
    return bytes(pikepdf.String(bytes.fromhex(found[1].decode())).unparse())
