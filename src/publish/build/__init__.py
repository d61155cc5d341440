"""The plan of what is to be made, as values, and where it is carried out."""

from __future__ import annotations

from publish.build.planning import Edited, Order, Plan, Task, chosen_outputs, collisions, plan, typed
from publish.build.running import Outcome, cores, run

__all__ = [
    "Edited",
    "Order",
    "Outcome",
    "Plan",
    "Task",
    "chosen_outputs",
    "collisions",
    "cores",
    "plan",
    "run",
    "typed",
]
