"""The outputs of one edition made by two: where a processor is idle, a copy makes what shares the layout only."""

from __future__ import annotations

import contextlib
import pickle
from typing import TYPE_CHECKING

from publish.build.making import make
from publish.typesetting import copies, sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.build.cache import Kept
    from publish.build.making import Outcome
    from publish.build.planning import Task

APART = frozenset({"epub"})
"""The outputs that ask of the drawn pages no more than which is which; all others are the same pages in other ways."""


@contextlib.contextmanager
def making(tasks: Sequence[Task]) -> Iterator[Callable[[int], Kept | Outcome]]:
    """Yield what makes a task, by its number; they are asked for in their order.

    As soon as the first is made, and with it the layout, a copy of this process begins with those that need no more.
    """
    copy = None
    apart = [at for at, task in enumerate(tasks) if at and task.output in APART]

    def made(at: int) -> Kept | Outcome:
        nonlocal copy
        if at == 1 and apart != [1] and apart and sharing.idle() > 0 and copies.can_be_made():
            with contextlib.suppress(OSError):  # the system may have no room for another process
                copy = copies.Copy(lambda: ((each, pickle.dumps(make(tasks[each]))) for each in apart))
        come = copy.wait_for(at) if copy is not None and at in apart else None
        if come is None:
            return make(tasks[at])
        found: Kept | Outcome = pickle.loads(come)  # noqa: S301 - our own copy has written it
        return found

    try:
        yield made
    finally:
        if copy is not None:
            copy.end()
