"""Making editions: everything an order asks of some publications."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import build
from publish.workshop import looking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.build import Crew, Edited, Memory, Order, Standing, Task
    from publish.problems import Problem
    from publish.workshop.finding import Found
    from publish.workshop.looking import Looked


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be made of some publications, what was wrong with them, and which languages are left out for now."""

    looked: tuple[Looked, ...]
    tasks: tuple[Task, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[tuple[str, Edited], ...]


def prepare(publications: Iterable[Found], order: Order, memory: Memory, *, strict: bool = False) -> Prepared:
    """Return what an order comes to; a publication with errors is left out, and does not stop the others."""
    looked = [looking.look(found, strict=strict, memory=memory) for found in publications]
    tasks: list[Task] = []
    # What is wrong with the settings of a house is found with each of its publications, and said once.
    problems = list(dict.fromkeys(problem for each in looked for problem in each.problems))
    left_out: list[tuple[str, Edited]] = []
    for each in looked:
        if each.reading is None or not each.sound:
            continue
        planned = build.plan(each.found.house, each.reading, order, memory)
        tasks += planned.tasks
        problems += planned.problems
        left_out += [(each.found.slug, edited) for edited in planned.left_out]
    twice = build.collisions(tasks)
    return Prepared(tuple(looked), () if twice else tuple(tasks), (*problems, *twice), tuple(left_out))


def look_over(prepared: Prepared, memory: Memory, *, anew: bool = False) -> list[Standing]:
    """Return how every artifact of what was prepared stands; with `anew` all of them are to be made."""
    found = build.standings(prepared.tasks, memory)
    return [replace(each, state=build.State.DUE, because=("it is made anew",)) for each in found] if anew else found


def make(standings: Sequence[Standing], memory: Memory, crew: Crew, *, anew: bool = False) -> Iterator[build.Outcome]:
    """Bring every artifact to where it should be, and yield what came of each, in order."""
    yield from build.bring(standings, memory, crew, afresh=anew)
