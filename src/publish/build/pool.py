"""Worker processes: copies of one that has everything imported, started early, and stopped without a trace."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NoReturn

from publish import project
from publish.build import batches, warm
from publish.build.making import Outcome, bring, failed
from publish.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

    from publish.build.batches import Batch
    from publish.build.cache import Store
    from publish.build.planning import Task
    from publish.build.running import Crew

STOPPED = 128 + signal.SIGTERM
"""What a worker ends with that was stopped, as a shell's program does."""

TICK = 0.2
"""Seconds between two looks at how far the workers are."""

Board = Any
"""Two numbers a batch, in memory all workers share: the task it is at (0 before the first), and its page."""


def _context() -> BaseContext:
    return multiprocessing.get_context("fork" if warm.can_copy() else "spawn")


def run(work: Sequence[Batch], crew: Crew, store: Store | None) -> Iterator[tuple[int, Outcome]]:
    """Yield what comes of each task with its place.

    A worker that is killed takes the whole pool with it: what it was at is then made task by task, to find the one that
    kills, and what nobody had begun is made as before.
    """
    warm.up()
    left = list(work)
    done: set[int] = set()
    while left:
        board = _context().RawArray("i", 2 * len(left))
        for place, outcome in _round(left, crew, store, board, len(done)):
            done.add(place)
            yield place, outcome
        lost = [(number, batch) for number, batch in enumerate(left) if not done.issuperset(batch.places)]
        begun = [batch for number, batch in lost if board[2 * number]] or [batch for _, batch in lost]
        left = [batch for _, batch in lost if batch not in begun]
        for one in (one for batch in begun for one in batch.singly()):
            yield from _alone(one, crew, store)
            done.update(one.places)


def _round(
    work: Sequence[Batch], crew: Crew, store: Store | None, board: Board, before: int
) -> Iterator[tuple[int, Outcome]]:
    """Yield what comes of batches until all are done or a worker dies."""
    with _workers(min(crew.jobs, len(work)), _Given(board, work, store)) as workers:
        with _deaf():
            hands = batches.hands(len(work), crew.jobs)
            waiting = {_submit(workers, at, hands[at]): batch for at, batch in enumerate(work)}
        done = before
        _tell(crew, work, board, done, before)
        _meanwhile(crew)
        _give_back()
        while waiting:
            ended, _ = wait(waiting, TICK if crew.watch else None, FIRST_COMPLETED)
            for future in ended:
                for place, outcome in _came_of(waiting.pop(future), future):
                    done += 1
                    yield place, outcome
            _tell(crew, work, board, done, before)


def _meanwhile(crew: Crew) -> None:
    """Do what is to be done besides; what goes wrong with it is for whoever asks for it to see, not for the workers."""
    if crew.meanwhile is not None:
        with suppress(Exception):
            crew.meanwhile()


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear of Ctrl-C only afterwards: a copy made meanwhile would answer it with a traceback of its own."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _give_back() -> None:
    """Hand what is free of our memory back to the system, which the workers need: to read takes more than to keep."""
    with suppress(AttributeError, OSError, TypeError):  # only the C library of Linux knows how
        ctypes.CDLL(None).malloc_trim(0)


def _alone(batch: Batch, crew: Crew, store: Store | None) -> Iterator[tuple[int, Outcome]]:
    """Yield what comes of one task in a worker of its own; that the worker was killed, where it was."""
    board = _context().RawArray("i", 2)
    came = list(_round([batch], replace(crew, jobs=1), store, board, 0))
    yield from came or [(batch.places[0], Outcome(batch.tasks[0], None, (_killed(batch.tasks[0]),)))]


def _tell(crew: Crew, work: Sequence[Batch], board: Board, done: int, before: int) -> None:
    from publish.build.running import Progress

    if crew.watch is None:
        return
    at = [(batch, board[2 * number], board[2 * number + 1]) for number, batch in enumerate(work)]
    running = tuple((batch.tasks[task - 1], page) for batch, task, page in at if 0 < task <= len(batch.tasks))
    crew.watch(Progress(done, before + sum(len(batch.tasks) for batch in work), running))


@dataclass(frozen=True, slots=True)
class _Given:
    """What a worker is born with: where it says how far it is, all that is to be made, and where that is kept."""

    board: Board
    work: Sequence[Batch]
    store: Store | None


@contextmanager
def _workers(jobs: int, given: _Given) -> Iterator[ProcessPoolExecutor]:
    """Start worker processes; they are stopped at once when the work is broken off."""
    finish()  # a process with threads is not to be copied, and somebody else waits for the workers before
    workers = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=(given,))
    _ENDING[:] = [workers]
    try:
        yield workers
    except BaseException:
        workers.shutdown(wait=False, cancel_futures=True)
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise
    workers.shutdown(wait=False)


_ENDING: list[ProcessPoolExecutor] = []


def finish() -> None:
    """Wait for the end of workers that have nothing more to do."""
    while _ENDING:
        _ENDING.pop().shutdown()


_GIVEN: list[_Given] = []


def _begin(given: _Given) -> None:
    """Take what is given, and let Ctrl-C reach the parent only: it stops its workers itself, without tracebacks.

    Where the parent is killed, they are stopped too.
    """
    from publish.typesetting import copies

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, _stopped)
    copies.stop_with_parent(signal.SIGTERM)
    _GIVEN[:] = [given]


def _stopped(*_: object) -> NoReturn:
    """End a worker at once, with nothing left half written: an exception could be lost in a callback of a library's."""
    project.abandon()
    os._exit(STOPPED)


def _submit(workers: ProcessPoolExecutor, number: int, hands: int) -> Future[list[Outcome]]:
    from concurrent.futures import Future

    try:
        return workers.submit(work_off, number, hands)
    except BrokenProcessPool as error:
        broken: Future[list[Outcome]] = Future()
        broken.set_exception(error)
        return broken


def work_off(number: int, hands: int) -> list[Outcome]:
    """Make the tasks of a batch, by its number, one after another in a worker, and say on the board how far it is.

    There are so many `hands` for it.
    """
    from publish.build import beside
    from publish.typesetting import following, sharing

    (given,) = _GIVEN
    board, batch = given.board, given.work[number]

    def begins(at: int) -> None:
        board[2 * number], board[2 * number + 1] = at + 1, 0

    def tell(page: int) -> None:
        board[2 * number + 1] = page

    outcomes: dict[int, Outcome] = {}
    with (
        sharing.together(len(batch.tasks) > 1),
        sharing.hands(hands),
        following.pages(tell),
        batch.recalling(),
    ):
        for at, made in beside.made(batch.tasks, begins):
            outcomes[at] = _light(bring(batch.tasks[at], made, batch.keys[at], given.store))
    board[2 * number] = len(batch.tasks) + 1
    return [outcomes[at] for at in sorted(outcomes)]


def _light(outcome: Outcome) -> Outcome:
    """Return an outcome without the text it was made of, which whoever gave the task has already."""
    bare = replace(outcome.task.edition, sections=(), others=())
    return replace(outcome, task=replace(outcome.task, about=bare))


def _came_of(batch: Batch, future: Future[list[Outcome]]) -> list[tuple[int, Outcome]]:
    """Return what came of a batch; nothing where its worker died before it was done."""
    try:
        came = zip(batch.places, batch.tasks, future.result(), strict=True)
        return [(place, replace(outcome, task=task)) for place, task, outcome in came]
    except BrokenProcessPool:
        return []
    except Exception as error:  # noqa: BLE001 - what cannot be sent between processes is a fault like any other
        return [(place, failed(task, error)) for place, task in zip(batch.places, batch.tasks, strict=True)]


def _killed(task: Task) -> Problem:
    message = f"the process that made {task.output} in {task.edition.language} was killed"
    hint = "the machine may be out of memory: close other programs, or build with `--jobs 1`"
    return Problem(task.edition.place, message, hint, "worker-lost")
