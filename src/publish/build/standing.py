"""How each artifact of a plan stands: as it should be, kept in the cache, or to be made, and why."""

from __future__ import annotations

import contextlib
import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from publish import languages, recall
from publish.build import ingredients, machine
from publish.build.cache import Store
from publish.build.contents import Contents
from publish.build.files import MISSING
from publish.build.notes import read, written
from publish.build.planned import Planned
from publish.outputs import outputs_for
from publish.project import cache_folder, digest_of, write_quietly
from publish.source import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from publish.build.making import Outcome
    from publish.build.planning import Task
    from publish.model import Edition
    from publish.problems import Problem


class State(StrEnum):
    """How an artifact stands."""

    FRESH = "fresh"
    KEPT = "kept"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Standing:
    """A task, everything its artifact is made of and the key of that, how it stands, and why it is not fresh.

    Of a fresh artifact it tells the size in bytes, and what there was to say of it when it was made.
    """

    task: Task
    ingredients: Mapping[str, str]
    key: str
    state: State
    because: tuple[str, ...] = ()
    size: int = 0
    notes: tuple[Problem, ...] = ()


class Memory:
    """What this machine remembers of earlier builds: artifacts, what they were made of, and what files held."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or cache_folder()
        self.store = Store(self.folder / "artifacts")
        self.contents = Contents(self.folder / "contents.json")
        self.worked_out = self.folder / recall.FOLDER

    def last(self, file: Path) -> dict[str, Any]:
        """Return what an artifact was made of when it was last delivered to its place; nothing where nobody knows."""
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._record(file).read_bytes())
            return found if isinstance(found, dict) and "notes" in found else {}
        return {}

    def delivered(self, standing: Standing, outcome: Outcome) -> None:
        """Remember what an artifact that now lies in its place is made of."""
        if outcome.artifact is None:
            return
        file = standing.task.file
        self.contents.forget(file)
        record = {
            "digest": outcome.digest,
            "size": outcome.artifact.size,
            "ingredients": dict(standing.ingredients),
            "notes": written(outcome.problems),
        }
        self.remember(file, record)

    @functools.cached_property
    def program(self) -> str:
        """The digest of all code of this program."""
        return machine.all_code(self.contents)

    @functools.cached_property
    def words(self) -> str:
        """The digest of the house's own words in all languages."""
        return self.contents.of_all(languages.styles_folder().rglob("*.toml"))

    @property
    def shelf(self) -> Shelf:
        """Where the trees of manuscripts are kept."""
        return Shelf(self.folder / "trees", f"{self.program} {machine.readers()}")

    def remember(self, file: Path, record: Mapping[str, Any]) -> None:
        """Remember something of a file, for `last`; `notes` is among it."""
        write_quietly(self._record(file), json.dumps(record).encode())

    def close(self) -> None:
        """Keep what was learned, and let the oldest artifacts go."""
        self.contents.keep()
        self.store.prune()
        Store(self.worked_out, recall.ALL).prune()

    def _record(self, file: Path) -> Path:
        return self.folder / "records" / f"{digest_of(str(file.absolute()).encode())}.json"


def standings(tasks: Iterable[Task], memory: Memory) -> list[Standing]:
    """Return how the artifacts of tasks stand, in order."""
    here = machine.everything(memory.contents)
    known: dict[object, dict[str, str]] = {}
    found: list[Standing] = []
    held = list(tasks)
    # They are held, so that nothing else can have the identity of what belongs to them.
    for task in held:
        ours = _identity(task)
        if ours not in known:
            known[ours] = ingredients.of_edition(task.about, task.settings, memory.contents)
        found.append(_standing(task, known[ours], here, memory))
    return found


def _identity(task: Task) -> object:
    """Return what tells whether two tasks are of the same edition; what it says is long, and one object."""
    about = task.about
    said = [_said(each) for each in (about, *about.others)]
    return (*said, about.language, about.coverage, about.siblings, about.folder, id(task.settings))


def _said(about: Edition | Planned) -> tuple[int, ...]:
    return (id(about.text),) if isinstance(about, Planned) else (id(about.sections), id(about.colophon))


def _standing(task: Task, edition: Mapping[str, str], here: Mapping[str, str], memory: Memory) -> Standing:
    output = next(output for output in outputs_for(task.settings) if output.name == task.output)
    made_of = ingredients.of_artifact(edition, here, output)
    key, last = ingredients.key_of(made_of), memory.last(task.file)
    lies_there = memory.contents.of(task.file)
    if last and last["ingredients"] == made_of and lies_there == last["digest"]:
        return Standing(task, made_of, key, State.FRESH, size=last["size"], notes=read(last["notes"]))
    because = _why(last, made_of, lies_there)
    state = State.KEPT if memory.store.has(key) else State.DUE
    return Standing(task, made_of, key, state, because)


def _why(last: Mapping[str, Any], made_of: Mapping[str, str], lies_there: str) -> tuple[str, ...]:
    """Return why an artifact is not fresh, in words."""
    if not last:
        return ("it was never made here",)
    if names := ingredients.changed(last["ingredients"], made_of):
        return tuple(f"the {name} changed" for name in names)
    return ("the file is gone" if lies_there == MISSING else "somebody changed the file",)
