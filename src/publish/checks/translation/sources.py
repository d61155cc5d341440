"""The texts of a manuscript: looked at for each language, and the same in all of them."""

from __future__ import annotations

import functools

from publish.segments import bare

KNOWN = 4096
"""Of how many passages it is known what was found out about their source: of more than any publication should have."""

bare_source = functools.lru_cache(maxsize=KNOWN)(bare)
"""The text of a source, or of a term, without typography and codes."""
