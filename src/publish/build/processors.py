"""How many processes a machine is good for; asked first of all, so that they can be got ready meanwhile."""

from __future__ import annotations

import os

MEMORY_EACH = 400_000_000
"""Bytes a worker takes for a long pamphlet; more workers than fit make a machine swap, and everything slower."""


def cores() -> int:
    """Return how many processes this machine has processors and memory for."""
    have = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return have
    return max(1, min(have, memory // MEMORY_EACH))
