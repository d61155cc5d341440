"""Web and e-mail addresses that stand in the words of a passage: they are the same in every language."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from publish.checks.translation.sources import KNOWN
from publish.problems import Problem
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-address",)

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”‘’{}]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|com|net|info|uk|de|pl)\b(?:/\S*)?",
    re.ASCII | re.IGNORECASE,
)


def of_text(text: str) -> list[str]:
    """Return the addresses of a text, without the marks that end a sentence."""
    return [match[0].rstrip(".,;:!?)]").lower() for match in _ADDRESS.finditer(CODE.sub(" ", text))]


@functools.lru_cache(maxsize=KNOWN)
def _of_source(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(of_text(text)))


def find(looked: Looked) -> Iterator[Problem]:
    """Yield the addresses of the source that the translation does not have as they are."""
    asked = _of_source(looked.segment.text)
    said = of_text(looked.row.target) if asked else []
    for address in asked:
        if address not in said:
            message = f"the address {address} does not stand in the translation"
            yield Problem(looked.place, message, "copy it from the source, letter by letter", "row-address")
