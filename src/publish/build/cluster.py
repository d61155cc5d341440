"""A cluster when one machine is not enough: the same tasks on the workers of a Dask scheduler.

A task takes along the pictures of its edition, so workers need no folder in common with us; what they must have in
common is everything else an artifact is made of, and that is looked at before they make anything.
"""

from __future__ import annotations

import tempfile
import threading
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from publish import project
from publish.build import machine
from publish.build.batches import spread
from publish.build.cache import Kept
from publish.build.contents import Contents
from publish.build.ingredients import own_sheets, pictures_of
from publish.build.making import Outcome, deliver, failed, make
from publish.problems import Place, Problem, PublishError, ToolMissingError
from publish.project import House
from publish.typesetting.own_sheets import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.build.batches import Batch
    from publish.build.cache import Store
    from publish.build.planning import Task
    from publish.build.running import Crew

AGAIN = 3
"""How often work is given to another worker when one is lost, before it is called impossible."""

SECONDS = 20
"""How long a scheduler may take to answer."""

# WeasyPrint is patched as a whole while it writes, so a worker with several threads makes one batch at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch as it travels: its tasks, the pictures they show by their paths, and the machine they are meant for.

    `sheets` are the house's own style sheets, by their names.
    """

    tasks: tuple[Task, ...]
    pictures: Mapping[str, bytes]
    sheets: Mapping[str, bytes]
    machine: Mapping[str, str]


def run(work: Sequence[Batch], crew: Crew, store: Store | None) -> Iterator[tuple[int, Outcome]]:
    """Yield what comes of each task with its place; PublishError where there is no scheduler at the address."""
    client = _client(crew.scheduler)
    try:
        here = machine.everything(Contents(Path("nowhere")))
        with client.get_executor(retries=AGAIN, pure=False) as executor:
            shares = spread(work, max(1, len(client.nthreads())))
            sent = {executor.submit(unpack_and_make, parcel(batch, here)): batch for batch in shares}
            yield from _collected(sent, crew, store)
    finally:
        client.close()


def _client(address: str) -> Any:  # noqa: ANN401 - Dask has no types
    place = Place("--scheduler")
    try:
        from distributed import Client
    except ImportError:
        hint = "install it with: pip install 'publish[cluster]'"
        raise ToolMissingError(Problem(place, "Dask is not installed", hint, "tool-missing")) from None
    try:
        return Client(address, timeout=SECONDS, set_as_default=False)  # type: ignore[no-untyped-call] # Dask has no types
    except (OSError, TimeoutError, ValueError) as error:
        message = f"no scheduler answers at {address}: {str(error).splitlines()[0] if str(error) else 'no answer'}"
        hint = "start one with `dask scheduler`, and give the address it prints, such as tcp://192.168.1.5:8786"
        raise PublishError(Problem(place, message, hint, "scheduler-lost")) from None


def _collected(sent: Mapping[Any, Batch], crew: Crew, store: Store | None) -> Iterator[tuple[int, Outcome]]:
    from publish.build.running import Progress

    done, wanted = 0, sum(len(batch.tasks) for batch in sent.values())
    for future in as_completed(sent):
        batch = sent[future]
        for place, task, key, made in zip(batch.places, batch.tasks, batch.keys, _result(future, batch), strict=True):
            done += 1
            if isinstance(made, Outcome):
                yield place, replace(made, task=task)
                continue
            found = _said_here(made, task)
            if store is not None and key:
                store.put(key, found)
            yield place, deliver(task, found)
        if crew.watch is not None:
            crew.watch(Progress(done, wanted))


def _said_here(made: Kept, task: Task) -> Kept:
    """Return an artifact of a worker with what it found on it said of the file where it will lie."""
    notes = [note | {"place": {"file": project.shown(task.file), "line": 0}} for note in made.notes]
    return Kept(made.data, notes)


def _result(future: Any, batch: Batch) -> Sequence[Kept | Outcome]:  # noqa: ANN401 - Dask has no types
    try:
        made: Sequence[Kept | Outcome] = future.result()
    except Exception as error:  # noqa: BLE001 - what becomes of a task elsewhere must not stop the others here
        return [failed(task, error) for task in batch.tasks]
    return made


def parcel(batch: Batch, here: Mapping[str, str]) -> Parcel:
    """Return a batch with everything it needs on another machine."""
    held: dict[str, bytes] = {}
    for task in batch.tasks:
        for path in pictures_of(task.edition, task.settings):
            file = task.edition.folder / path
            # What leads out of the folder is refused when it is made, here as there.
            if file.is_file() and file.resolve().is_relative_to(task.edition.folder.resolve()):
                held[path] = file.read_bytes()
    sheets = {file.name: file.read_bytes() for task in batch.tasks for file in own_sheets(task.edition)}
    return Parcel(batch.tasks, held, sheets, here)


def unpack_and_make(sent: Parcel) -> list[Kept | Outcome]:
    """Make the tasks of a parcel, on a worker: what they come to, or what stopped them."""
    from publish.typesetting import sharing

    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="publish-") as name:
        there = machine.everything(Contents(Path(name) / "contents.json"))
        if other := [what for what, digest in sent.machine.items() if there.get(what) != digest]:
            return [Outcome(task, None, (_other_machine(task, other),)) for task in sent.tasks]
        house = House(Path(name))
        folder = house.source / "edition"
        files = {house.shared(): b""}
        files |= {house.root / FOLDER / sheet: data for sheet, data in sent.sheets.items()}
        files |= {folder / PurePosixPath(path): data for path, data in sent.pictures.items()}
        for file, data in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        with sharing.together(len(sent.tasks) > 1):
            return [make(moved(task, folder)) for task in sent.tasks]


def moved(task: Task, folder: Path) -> Task:
    """Return a task whose pictures lie in another folder."""
    others = tuple(replace(other, folder=folder) for other in task.edition.others)
    return replace(task, about=replace(task.edition, folder=folder, others=others))


def _other_machine(task: Task, what: Sequence[str]) -> Problem:
    message = f"a worker of the cluster has other {', '.join(what)} than this machine, so its files would differ"
    hint = "install the same version of publish and the same fonts on every machine (`publish doctor` shows both)"
    return Problem(task.edition.place, message, hint, "worker-differs")
