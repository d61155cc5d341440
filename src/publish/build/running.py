"""Where a plan is carried out: here, in worker processes, or on a cluster; a task that fails never stops another."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.build import machine
from publish.build.batches import editions
from publish.build.cache import ABANDONED
from publish.build.making import Outcome, carry_out, deliver
from publish.build.standing import State
from publish.model import Artifact
from publish.project import digest_of
from publish.recall import Notebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from publish.build.batches import Batch
    from publish.build.cache import Store
    from publish.build.planning import Task
    from publish.build.standing import Memory, Standing


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has come: artifacts done and wanted, and what is being made, each with its pages so far."""

    done: int
    wanted: int
    running: tuple[tuple[Task, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work: so many processes here, or a Dask scheduler by its address; and who is told how it goes.

    `meanwhile` is what may be done by whoever waits for workers here; it may be called more than once, or never.
    """

    jobs: int = 1
    scheduler: str = ""
    watch: Callable[[Progress], None] | None = None
    meanwhile: Callable[[], object] | None = None


def run(tasks: Sequence[Task], jobs: int = 1) -> Iterator[Outcome]:
    """Make all tasks on up to `jobs` processes and yield what came of each, in the order of the tasks."""
    yield from _in_order(_made(editions(tasks), Crew(jobs), None))


def bring(standings: Sequence[Standing], memory: Memory, crew: Crew, *, afresh: bool = False) -> Iterator[Outcome]:
    """Bring artifacts to where they should be: the fresh ones stay, those kept are copied, the others are made.

    `afresh` nothing is recalled of what was worked out for them at the last build.
    Yields what came of each, in order. What succeeded is kept, whatever becomes of the rest.
    """
    settled = {place: outcome for place, each in enumerate(standings) if (outcome := _settled(each, memory))}
    due = [place for place in range(len(standings)) if place not in settled]
    tasks, keys = [standings[place].task for place in due], [standings[place].key for place in due]
    notebooks = Notebooks(memory.worked_out, made_with(standings), afresh) if tasks else None
    work = editions(tasks, keys, notebooks)
    _sweep({each.task.file.parent for each in standings})
    made = ((due[at], outcome) for at, outcome in _made(work, crew, memory.store))
    for place, outcome in _numbered(_chained(settled, made)):
        if outcome.digest:
            memory.delivered(standings[place], outcome)
        yield outcome


def finish() -> None:
    """Wait for the end of whoever did the work, where that was somebody else; what is to be done is done before."""
    pool = sys.modules.get("publish.build.pool")
    if pool is not None:
        pool.finish()


def made_with(standings: Sequence[Standing]) -> str:
    """Return the digest of what of this machine makes artifacts, which is the same for all of them."""
    return digest_of(json.dumps([standings[0].ingredients[name] for name in machine.NAMES]).encode())


def _settled(standing: Standing, memory: Memory) -> Outcome | None:
    """Return what came of a task for which nothing has to be made."""
    task = standing.task
    if standing.state is State.FRESH:
        return Outcome(task, Artifact(task.output, task.file, standing.size), standing.notes, made=False)
    kept = memory.store.get(standing.key) if standing.state is State.KEPT else None
    return None if kept is None else deliver(task, kept, made=False)


def _sweep(folders: Iterable[Path]) -> None:
    """Take away what somebody was killed over while writing; what is younger may still be written."""
    for part in (part for folder in folders for part in folder.glob(".*.part")):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED:
                part.unlink(missing_ok=True)


def _chained(settled: dict[int, Outcome], made: Iterable[tuple[int, Outcome]]) -> Iterator[tuple[int, Outcome]]:
    yield from settled.items()
    yield from made


def _numbered(results: Iterable[tuple[int, Outcome]]) -> Iterator[tuple[int, Outcome]]:
    """Yield results in the order of their places, each as soon as those before it are there."""
    waiting: dict[int, Outcome] = {}
    following = 0
    for place, outcome in results:
        waiting[place] = outcome
        while following in waiting:
            yield following, waiting.pop(following)
            following += 1


def _in_order(results: Iterable[tuple[int, Outcome]]) -> Iterator[Outcome]:
    return (outcome for _, outcome in _numbered(results))


def _made(work: Sequence[Batch], crew: Crew, store: Store | None) -> Iterator[tuple[int, Outcome]]:
    """Yield what comes of each task with its place, as it comes."""
    if crew.scheduler and work:
        from publish.build import cluster

        return cluster.run(work, crew, store)
    if crew.jobs > 1 and work:
        from publish.build import pool, warm

        # Another process has to be worth its start.
        if len(work) > 1 or warm.can_copy():
            return pool.run(work, crew, store)
    return _here(work, crew, store)


def _here(work: Sequence[Batch], crew: Crew, store: Store | None) -> Iterator[tuple[int, Outcome]]:
    from publish.typesetting import following, sharing

    wanted = sum(len(batch.tasks) for batch in work)
    done = 0
    for batch in work:
        with sharing.together(len(batch.tasks) > 1), batch.recalling():
            for place, task, key in zip(batch.places, batch.tasks, batch.keys, strict=True):
                with following.pages(_teller(crew, done, wanted, task)):
                    outcome = carry_out(task, key, store)
                done += 1
                yield place, outcome


def _teller(crew: Crew, done: int, wanted: int, task: Task) -> Callable[[int], None]:
    """Return what is told the pages of a task as they are laid out."""

    def tell(page: int) -> None:
        if crew.watch is not None:
            crew.watch(Progress(done, wanted, ((task, page),)))

    tell(0)
    return tell
