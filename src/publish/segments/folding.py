"""What two texts have in common: the same but for typography, the same but for markup."""

from __future__ import annotations

import re
import unicodedata

from publish.segments.codes import CODE

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("‐‑‒–—―", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
        "…": "...",
        "\u00ad": "",
    }
)


def folded(text: str) -> str:
    """Return a text without what is mere typography: kinds of quotes, dashes, blanks, composed letters."""
    return re.sub(" +", " ", unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)).strip(" ")


def bare(text: str) -> str:
    """Return a text without typography and without codes."""
    return folded(CODE.sub("", text))
