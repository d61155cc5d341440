"""Links: within the publication they must arrive; out of it they must be addresses a reader can open."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publish import tree
from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.problems import Problem
    from publish.source import Reading

CODES = ("link-broken", "link-refused", "link-empty", "link-relative", "link-undefined")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
OPENED = {"http", "https", "mailto", "tel", "sms", "doi", "geo", "magnet", "ftp"}
"""Schemes a reader's own programs open; any other could run something, or point into the maker's own machine."""

_REFERENCE = re.compile(r"(?<![\\!\]])\[([^\[\]^][^\[\]]*)\]\[([^\[\]]*)\]")
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\[\]^][^\[\]]*)\]:", re.MULTILINE)


def find(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the links of a manuscript."""
    ids = {tree.attr_of(element)[0] for element, _ in scan.elements(reading)} - {""}
    for element, line in scan.elements(reading):
        if element["t"] == "Link":
            yield from _link(reading, line, element["c"][2][0], ids)
    yield from _undefined(reading)


def _link(reading: Reading, line: int, target: str, ids: set[str]) -> Iterator[Problem]:
    # Browsers leave out control signs and blanks before they look at the scheme.
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20]+", "", target))
    if not target or target == "#":
        message, hint = "this link leads nowhere", "write its address between the round brackets"
        yield scan.error(reading, line, message, hint, "link-empty")
    elif target.startswith("#"):
        yield from _within(reading, line, unquote(target[1:]), ids)
    elif scheme and scheme[1].lower() not in OPENED:
        message = f"a link of the kind {scheme[1].lower()}: cannot be published"
        hint = "write a web address (https://…), or an e-mail address (mailto:…)"
        yield scan.error(reading, line, message, hint, "link-refused")
    elif not scheme and not target.startswith("//"):
        message = f"the link to “{target}” leads to a file that no edition has beside it"
        hint = "write the whole web address with https://, or #name for a place in this publication"
        yield scan.warning(reading, line, message, hint, "link-relative")


def _within(reading: Reading, line: int, name: str, ids: set[str]) -> Iterator[Problem]:
    if name in ids:
        return
    near = difflib.get_close_matches(name, sorted(ids), n=1)
    hint = f"did you mean #{near[0]}?" if near else f"give a heading this name: `## Heading {{#{name}}}`"
    message = f"the link to #{name} arrives nowhere: no heading has this name"
    yield scan.error(reading, line, message, hint, "link-broken")


def _undefined(reading: Reading) -> Iterator[Problem]:
    text = scan.prose(reading)
    known = {_label(match[1]) for match in _DEFINITION.finditer(text)}
    for match in _REFERENCE.finditer(text):
        label = match[2] or match[1]
        if _label(label) not in known:
            message = f"[{match[1]}][{match[2]}] is printed as it stands: nothing says where [{label}] leads"
            hint = f"add a line `[{label}]: https://…`, or write `\\[` where brackets are meant"
            yield scan.warning(reading, scan.line_at(text, match.start()), message, hint, "link-undefined")


def _label(text: str) -> str:
    """Return a link label as CommonMark compares it: blanks collapsed, case folded."""
    return re.sub(r"\s+", " ", text).strip().casefold()
