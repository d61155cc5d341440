"""The standards a reading PDF keeps (PDF/A-3a, PDF/UA-1), as veraPDF sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.checks.preflight.proof import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Finding, Proof

CODES = ("standard-broken",)


def find(proof: Proof) -> Iterator[Finding]:
    """Yield each rule of the standards that is broken, once."""
    for failure in dict.fromkeys(proof.failures or ()):
        message = f"a rule of PDF/A-3a or PDF/UA-1 is broken ({failure.clause}): {failure.message}"
        hint = "build it again; where that does not help it is a fault of ours: please tell us, with the manuscript"
        yield refused(proof, 0, "standard-broken", (message, hint))
