"""The plan of what is to be made, as values; how each artifact stands; and where the work is carried out.

A build in which nothing changed is over before its parts would be imported, so each is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publish.build.making import Outcome
    from publish.build.planning import Edited, Order, Plan, Task, chosen_outputs, collisions, plan, typed
    from publish.build.processors import cores
    from publish.build.running import Crew, Progress, bring, finish, run
    from publish.build.standing import Memory, Standing, State, standings

__all__ = [
    "Crew",
    "Edited",
    "Memory",
    "Order",
    "Outcome",
    "Plan",
    "Progress",
    "Standing",
    "State",
    "Task",
    "bring",
    "chosen_outputs",
    "collisions",
    "cores",
    "finish",
    "plan",
    "run",
    "standings",
    "typed",
]

_ROOMS = {
    "making": ("Outcome",),
    "planning": ("Edited", "Order", "Plan", "Task", "chosen_outputs", "collisions", "plan", "typed"),
    "processors": ("cores",),
    "running": ("Crew", "Progress", "bring", "finish", "run"),
    "standing": ("Memory", "Standing", "State", "standings"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever bears the name
    """Return what a part offers, imported now (PEP 562)."""
    for room, offered in _ROOMS.items():
        if name in offered:
            return getattr(importlib.import_module(f"publish.build.{room}"), name)
    raise AttributeError(name)
