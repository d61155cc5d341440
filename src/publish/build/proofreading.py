"""What goes to a print shop is looked through as soon as it is made: there, nobody mends it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import project
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from publish.build.planning import Task

_PROOFREAD, _SHEETS = "press", {"booklet", "cover"}


def proofread(task: Task, made: bytes) -> tuple[Problem, ...]:
    """Return what a preflight finds on an artifact just made, without asking other programs; nothing of most outputs.

    Of folded sheets it is told whether they can be folded and bound. A preflight that fails is a problem of its own:
    the artifact is there all the same.
    """
    if task.output != _PROOFREAD and task.output not in _SHEETS:
        return ()
    place = Place(project.shown(task.file))
    try:
        return _judged(task, made, place)
    except PublishError as error:
        return error.problems
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not lose what was made; it is reported in full
        said = str(error).strip().split("\n")[0]
        message = f"it was made, but could not be looked through: {type(error).__name__}: {said}"
        hint = "this is a fault of ours: please report it, with the manuscript that shows it"
        return (Problem(place, message, hint, "preflight-failed"),)


def _judged(task: Task, made: bytes, place: Place) -> tuple[Problem, ...]:
    from publish import checks
    from publish.checks import preflight

    layout = preflight.lay_out(task.edition, task.settings)
    about = (place, task.output, task.edition, task.settings, layout)
    if task.output in _SHEETS:
        return tuple(preflight.pages.find(preflight.lay_sheets(*about)))
    proof = preflight.lay(made, *about)
    return tuple(checks.find(checks.Stage.PREFLIGHT, proof))
