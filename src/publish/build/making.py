"""Making one artifact: the bytes of a task, whatever goes wrong told as problems, and the file put in its place."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project
from publish.build.cache import Kept
from publish.build.notes import read, written
from publish.build.proofreading import proofread
from publish.model import Artifact
from publish.outputs import outputs_for
from publish.problems import Problem, PublishError, ToolMissingError
from publish.project import digest_of

if TYPE_CHECKING:
    from publish.build.cache import Store
    from publish.build.planning import Task


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: the artifact and the digest of its bytes, or the problems that stopped it.

    `made` tells that it was made now, and not found as it should be; `tool_missing` that a program is not on this
    machine; `trace` is kept for an exception nobody foresaw.
    """

    task: Task
    artifact: Artifact | None
    problems: tuple[Problem, ...] = ()
    tool_missing: bool = False
    trace: str = ""
    made: bool = True
    digest: str = ""


def carry_out(task: Task, key: str = "", store: Store | None = None) -> Outcome:
    """Make one artifact, keep it, and write it whole or not at all; whatever goes wrong becomes problems."""
    return bring(task, make(task), key, store)


def bring(task: Task, made: Kept | Outcome, key: str = "", store: Store | None = None) -> Outcome:
    """Keep what was made, and write it whole or not at all."""
    if isinstance(made, Outcome):
        return made
    if store is not None and key:
        store.put(key, made)
    return deliver(task, made)


def make(task: Task) -> Kept | Outcome:
    """Return the bytes of a task with what a preflight finds on them, or what stopped it."""
    try:
        output = next(output for output in outputs_for(task.settings) if output.name == task.output)
        data = output.make(task.edition, task.settings)
    except PublishError as error:
        return Outcome(task, None, error.problems, isinstance(error, ToolMissingError))
    except Exception as error:  # noqa: BLE001 - one output's fault must not stop the others; it is reported in full
        return failed(task, error)
    return Kept(data, written(proofread(task, data)))


def deliver(task: Task, kept: Kept, *, made: bool = True) -> Outcome:
    """Put an artifact in its place, whole or not at all."""
    try:
        project.write(task.file, kept.data)
    except PublishError as error:
        return Outcome(task, None, error.problems)
    artifact = Artifact(task.output, task.file, len(kept.data))
    return Outcome(task, artifact, read(kept.notes), made=made, digest=digest_of(kept.data))


def failed(task: Task, error: Exception) -> Outcome:
    """Return what came of a task that ended in an exception nobody foresaw."""
    said = str(error).strip().split("\n")[0]
    message = f"{task.output} in {task.edition.language} could not be made: {type(error).__name__}: {said}"
    hint = "this is a fault of ours: please report it, with what `--traceback` adds"
    problem = Problem(task.edition.place, message, hint, "output-failed")
    return Outcome(task, None, (problem,), trace="".join(traceback.format_exception(error)))
