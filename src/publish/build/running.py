"""Where a plan is carried out: here, or in worker processes; a task that fails never stops another."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project
from publish.build.proofreading import proofread
from publish.model import Artifact
from publish.outputs import outputs_for
from publish.problems import Problem, PublishError, ToolMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from publish.build.planning import Task


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: the artifact and what a preflight finds on it, or the problems that stopped it.

    `tool_missing` tells that a program is not on this machine; `trace` is kept for an exception nobody foresaw.
    """

    task: Task
    artifact: Artifact | None
    problems: tuple[Problem, ...] = ()
    tool_missing: bool = False
    trace: str = ""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(tasks: Sequence[Task], jobs: int = 1) -> Iterator[Outcome]:
    """Carry out tasks on up to `jobs` processes and yield what came of each, in the order of the tasks."""
    if jobs > 1 and len(tasks) > 1:
        yield from _run_apart(tasks, min(jobs, len(tasks)))
    else:
        yield from map(carry_out, tasks)


def carry_out(task: Task) -> Outcome:
    """Make one artifact and write it whole or not at all; whatever goes wrong becomes problems."""
    try:
        output = next(output for output in outputs_for(task.settings) if output.name == task.output)
        data = output.make(task.edition, task.settings)
        project.write(task.file, data)
        problems = proofread(task, data)
    except PublishError as error:
        return Outcome(task, None, error.problems, isinstance(error, ToolMissingError))
    except Exception as error:  # noqa: BLE001 - one output's fault must not stop the others; it is reported in full
        return Outcome(task, None, (_unforeseen(task, error),), trace=traceback.format_exc())
    return Outcome(task, Artifact(task.output, task.file, len(data)), problems)


def _unforeseen(task: Task, error: Exception) -> Problem:
    said = str(error).strip().split("\n")[0]
    message = f"{task.output} in {task.edition.language} could not be made: {type(error).__name__}: {said}"
    hint = "this is a fault of ours: please report it, with what `--traceback` adds"
    return Problem(task.edition.place, message, hint, "output-failed")


def _run_apart(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    lost: list[Task] = []
    with _workers(jobs) as pool:
        for task, future in [(task, _submit(pool, task)) for task in tasks]:
            outcome = _outcome(task, future)
            if outcome is None:
                lost.append(task)
            else:
                yield outcome
    # A worker that is killed takes the whole pool with it; what it left is made one by one, to find the culprit.
    for task in lost:
        with _workers(1) as pool:
            yield _outcome(task, _submit(pool, task)) or Outcome(task, None, (_killed(task),))


@contextmanager
def _workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Start worker processes; they are stopped at once when the work is broken off."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_stopping_to_the_parent) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _submit(pool: ProcessPoolExecutor, task: Task) -> Future[Outcome] | None:
    try:
        return pool.submit(carry_out, task)
    except BrokenProcessPool:
        return None


def _leave_stopping_to_the_parent() -> None:
    """Let Ctrl-C reach the parent only: it stops its workers itself, and they would each print a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outcome(task: Task, future: Future[Outcome] | None) -> Outcome | None:
    """Return what came of a task; None where its worker died before it was done."""
    try:
        return future.result() if future is not None else None
    except BrokenProcessPool:
        return None
    except Exception as error:  # noqa: BLE001 - what cannot be sent between processes is a fault like any other
        return Outcome(task, None, (_unforeseen(task, error),), trace=traceback.format_exc())


def _killed(task: Task) -> Problem:
    message = f"the process that made {task.output} in {task.edition.language} was killed"
    hint = "the machine may be out of memory: close other programs, or build with `--jobs 1`"
    return Problem(task.edition.place, message, hint, "worker-lost")
