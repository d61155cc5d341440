"""What goes to a print shop is looked through as soon as it is made: there, nobody mends it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import project
from publish.problems import Place

if TYPE_CHECKING:
    from publish.build.planning import Task
    from publish.problems import Problem

_PROOFREAD = {"press"}


def proofread(task: Task, made: bytes) -> tuple[Problem, ...]:
    """Return what a preflight finds on an artifact just made, without asking other programs; nothing of most outputs.

    PublishError where it cannot be read.
    """
    if task.output not in _PROOFREAD:
        return ()
    from publish import checks

    layout = checks.preflight.lay_out(task.edition, task.settings)
    place = Place(project.shown(task.file))
    proof = checks.preflight.lay(made, place, task.output, task.edition, task.settings, layout)
    return tuple(checks.find(checks.Stage.PREFLIGHT, proof))
