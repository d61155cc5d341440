"""Markup typed into a translation: HTML is refused, Markdown asked about: both would be printed as they stand."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from publish.checks.translation.sources import KNOWN
from publish.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-html", "row-markdown")

_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});")
_MARKDOWN = (
    re.compile(r"(\*\*|__)(?=\S).+?(?<=\S)\1"),
    re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]+(?<=[^\s*])\*(?![\w*])"),
    re.compile(r"(?<!\w)_(?=[^\s_])[^_]+(?<=[^\s_])_(?!\w)"),
    re.compile(r"!?\[[^\]]*\] ?\([^)]*\)"),
    re.compile(r"\[\^[^\]]+\]"),
    re.compile(r"`[^`]+`"),
    re.compile(r"^#{1,6} "),
    re.compile(r"^[-*+] (?=\S)"),
    re.compile(r"\*\*|~~"),
)
_MAYBE = re.compile(r"[*_\[`#~]|^[-+]")
"""What any of those has: most texts have none of it."""


@functools.lru_cache(maxsize=KNOWN)
def _has(source: str, form: re.Pattern[str]) -> bool:
    return form.search(source) is not None


def find(looked: Looked) -> Iterator[Problem]:
    """Yield tags and character references, and what looks like Markdown, unless the source has the same."""
    target, source = looked.row.target, looked.segment.text
    tag = _HTML.search(target) if "<" in target or "&" in target else None
    if tag is not None and not _has(source, _HTML):
        message = f"the translation holds HTML: {tag[0]}"
        yield Problem(looked.place, message, "write plain words; the codes carry the markup", "row-html")
    for form in _MARKDOWN if _MAYBE.search(target) else ():
        typed = form.search(target)
        if typed is not None and not _has(source, form):
            message = f"“{typed[0].strip()}” will be printed with its signs, as it stands"
            hint = "is it meant so? Emphasis and links are carried by the codes of the source"
            yield Problem(looked.place, message, hint, "row-markdown", Severity.WARNING)
            return
