"""The reading PDF of the original, which goes along so that translators see what they translate."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from publish import build, project
from publish.build import making
from publish.problems import PublishError

if TYPE_CHECKING:
    from publish.build import Memory, Standing
    from publish.project import House
    from publish.source import Reading


def original(house: House, reading: Reading, memory: Memory | None = None) -> bytes:
    """Return the reading PDF of a publication in its own language; PublishError where it cannot be made.

    It is typeset only where neither a build nor an earlier hand-off has made it.
    """
    order = build.Order((reading.publication.colophon.lang,), ("reading",))
    tasks = build.plan(house, reading, order).tasks
    memory = memory or build.Memory()
    standing = build.standings(tasks[:1], memory)[0]
    known = _known(standing, memory)
    if known:
        return known
    made = making.make(standing.task)
    if isinstance(made, build.Outcome):
        raise PublishError(*made.problems)
    memory.store.put(standing.key, made)
    memory.close()
    return made.data


def _known(standing: Standing, memory: Memory) -> bytes:
    """Return the PDF as it lies in its place, or in the cache; nothing where it is in neither."""
    if standing.state is build.State.FRESH:
        with contextlib.suppress(PublishError):
            return project.read_bytes(standing.task.file, largest=1 << 30)
    kept = memory.store.get(standing.key)
    return kept.data if kept is not None else b""
