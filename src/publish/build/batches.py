"""Which tasks go to a worker together: those of one edition, which share a layout; longest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import recall

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from publish.build.planning import Task
    from publish.recall import Notebooks

TOGETHER = frozenset({"reading", "epub"})
"""The outputs that are about half of the work of an edition; the others share their drawn pages as well."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Tasks that one worker makes one after another, with their places in the plan, and the keys to keep them under.

    What is worked out for them is kept in `notebooks`, and recalled from there.
    """

    places: tuple[int, ...]
    tasks: tuple[Task, ...]
    keys: tuple[str, ...]
    notebooks: Notebooks | None = None

    @property
    def name(self) -> str:
        """The edition its tasks are of: the artifacts of an edition lie in one folder."""
        return f"{self.tasks[0].file.parent.absolute()} {self.tasks[0].about.language}"

    def recalling(self) -> AbstractContextManager[None]:
        """Have what was worked out for the edition at the last build recalled meanwhile."""
        return recall.edition(self.name, self.notebooks)

    def only(self, wanted: Sequence[int]) -> Batch:
        """Return some of its tasks, by their number in it, as a batch of their own."""
        return replace(
            self,
            places=tuple(self.places[at] for at in wanted),
            tasks=tuple(self.tasks[at] for at in wanted),
            keys=tuple(self.keys[at] for at in wanted),
        )

    def singly(self) -> list[Batch]:
        """Return its tasks as a batch each."""
        return [self.only([at]) for at in range(len(self.tasks))]


def editions(tasks: Sequence[Task], keys: Sequence[str] = (), notebooks: Notebooks | None = None) -> list[Batch]:
    """Return a batch for each edition, whose outputs share a layout.

    First comes the one somebody works on, whose text was written last; then the longest.
    """
    everything = Batch(tuple(range(len(tasks))), tuple(tasks), tuple(keys) or ("",) * len(tasks), notebooks)
    found: dict[str, list[int]] = {}
    for number in range(len(tasks)):
        found.setdefault(everything.only([number]).name, []).append(number)
    batches = sorted((everything.only(numbers) for numbers in found.values()), key=_weight, reverse=True)
    worked_on = max((task.written for task in tasks), default=0)
    return sorted(batches, key=lambda batch: all(task.written < worked_on for task in batch.tasks))


def hands(batches: int, jobs: int) -> list[int]:
    """Return how many processors there are for each of so many batches: more for the last, when others are done."""
    last = batches % jobs
    return [1] * (batches - last) + [jobs // last] * last if last else [1] * batches


def spread(work: Sequence[Batch], workers: int) -> list[Batch]:
    """Return batches for so many workers: where they would leave some idle at the end, the last ones are halved.

    That costs a second layout, made at the same time; it is not worth it for what is little work but for the layout.
    """
    even = len(work) - len(work) % workers
    return [*work[:even], *(half for batch in work[even:] for half in _halved(batch))]


def _halved(batch: Batch) -> list[Batch]:
    numbers = list(range(len(batch.tasks)))
    ours = [number for number in numbers if batch.tasks[number].output in TOGETHER]
    if len(ours) == len(numbers):
        return [batch]
    if not ours:
        ours = numbers[: len(numbers) // 2]
    return [batch.only(half) for half in (ours, [number for number in numbers if number not in ours]) if half]


def _weight(batch: Batch) -> int:
    """Return how much work a batch is: the letters that are to be set."""
    return sum(about.letters for task in batch.tasks for about in (task.about, *task.about.others))
