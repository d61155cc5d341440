"""The outputs of one edition made by two: where a processor is idle, a copy of the process makes some of them."""

from __future__ import annotations

import contextlib
import mmap
import pickle
from typing import TYPE_CHECKING

from publish.build.making import make
from publish.typesetting import copies, sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.build.cache import Kept
    from publish.build.making import Outcome
    from publish.build.planning import Task

APART = ("epub", "booklet")
"""What a copy makes, in this order: of what is worked out for it, nothing is to be recalled at the next build."""


def made(tasks: Sequence[Task], begins: Callable[[int], None]) -> Iterator[tuple[int, Kept | Outcome]]:
    """Yield what comes of each task, with its number, as it comes; say with which this process `begins`.

    The first is made first: with it there is the layout, and the drawn pages. Then a copy begins with what it may make,
    and we with what it may not; what is left in between goes to whoever is ready sooner.
    """

    def ours(at: int) -> Kept | Outcome:
        begins(at)
        return make(tasks[at])

    if tasks:
        yield 0, ours(0)
    rest = sorted(range(1, len(tasks)), key=lambda at: _rank(tasks[at]), reverse=True)
    apart = [at for at in reversed(rest) if tasks[at].output in APART]
    if len(rest) > 1 and apart and sharing.idle() > 0 and copies.can_be_made():
        yield from _by_two(tasks, rest, apart, ours)
    else:
        yield from ((at, ours(at)) for at in sorted(rest))


def _rank(task: Task) -> int:
    return APART.index(task.output) if task.output in APART else len(APART)


def _by_two(
    tasks: Sequence[Task], rest: Sequence[int], apart: Sequence[int], ours: Callable[[int], Kept | Outcome]
) -> Iterator[tuple[int, Kept | Outcome]]:
    begun = mmap.mmap(-1, len(tasks))  # seen by both

    def is_free(at: int) -> bool:
        """Whether nobody has begun with a task; if two ask at once, both make the same."""
        free = not begun[at]
        begun[at] = 1
        return free

    copy = None
    with contextlib.suppress(OSError):  # the system may have no room for another process
        copy = copies.Copy(lambda: ((at, pickle.dumps(make(tasks[at]))) for at in apart if is_free(at)))
    try:
        left = []
        for at in rest:
            if is_free(at):
                yield at, ours(at)
            else:
                left.append(at)
        for at in left:
            come = copy.wait_for(at) if copy is not None else None
            yield at, ours(at) if come is None else pickle.loads(come)  # noqa: S301 - our own copy has written it
    finally:
        if copy is not None:
            copy.end()
