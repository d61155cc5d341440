"""What two texts have in common: the same but for typography, the same but for markup."""

from __future__ import annotations

import re
import unicodedata

from publish.segments.codes import CODE

_TYPOGRAPHY = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′", "'"),
    **dict.fromkeys("‐‑‒–—―", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
    "…": "...",
    "\u00ad": "",
}
_SIGNS = re.compile(f"[{''.join(_TYPOGRAPHY)}]")
_BLANKS = re.compile(" +")


def folded(text: str) -> str:
    """Return a text without what is mere typography: kinds of quotes, dashes, blanks, composed letters."""
    if not text.isascii():
        text = _SIGNS.sub(_plain, unicodedata.normalize("NFC", text))
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip(" ")


def _plain(sign: re.Match[str]) -> str:
    return _TYPOGRAPHY[sign[0]]


def bare(text: str) -> str:
    """Return a text without typography and without codes."""
    return folded(CODE.sub("", text))
