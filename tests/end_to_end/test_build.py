"""The whole way: a new house builds at once, on one process or two, and stops cleanly when it is told to."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish import build, edition, recall, source
from publish.outputs import OUTPUTS
from publish.project import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Said

SOURCE = Path(__file__).parents[2] / "source"
PROGRAM = [sys.executable, "-c", "from publish.cli import main; main()"]


def made(house: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (house / "dist").rglob("*") if file.is_file()}


def test_a_new_house_and_a_new_publication_are_without_fault_and_build(
    house: Path, publish: Callable[..., Said]
) -> None:
    assert publish("new", "spring-2027").code == 0
    said = publish("check", "--strict")
    assert (said.code, said.err) == (0, "nothing is wrong with first-issue, spring-2027\n")
    said = publish("build")
    assert said.code == 0
    for slug in ("first-issue", "spring-2027"):
        for output in (output for output in OUTPUTS if output.default):
            name = ".".join(part for part in (slug, "en", output.infix, output.suffix) if part)
            assert f"dist/{slug}/en/{name}" in said.out.splitlines()
            assert (house / "dist" / slug / "en" / name).stat().st_size > 500
    assert not list(house.rglob(".*.part"))


def test_two_processes_make_the_same_bytes_as_one(house: Path, publish: Callable[..., Said]) -> None:
    assert publish("build", "--jobs", "1").code == 0
    alone = made(house)
    assert publish("build", "--jobs", "2", "--anew").code == 0
    assert made(house) == alone


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_recalled_of_the_last_build_gives_the_same_bytes(
    house: Path, publish: Callable[..., Said], jobs: str
) -> None:
    shutil.copytree(SOURCE / "night-shift", house / "source" / "night-shift", ignore=lambda *_: ["handoffs.toml"])
    manuscript = house / "source" / "night-shift" / "manuscript.md"
    flags = ("night-shift", "--incomplete", "--lang", "en-GB", "--lang", "ur", "--jobs", jobs)
    assert publish("build", *flags).code == 0
    assert len(list((cache_folder() / recall.FOLDER).glob("*/pages"))) == 2
    words = "paid by the minute, says Rosa"
    assert manuscript.read_text().count("night") > 1
    manuscript.write_text(manuscript.read_text().replace(" night", f" {words}", 2))
    assert publish("build", *flags).code == 0
    recalled = made(house)
    shutil.rmtree(house / "dist")
    assert publish("build", *flags, "--anew").code == 0
    assert made(house) == recalled


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether something comes true within ten seconds."""
    deadline = time.monotonic() + 10
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def ended(group: int) -> bool:
    """Whether every process of a group has ended."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def loaded_below(parent: int) -> Iterator[str]:
    """Yield what libraries each of the processes holds that a process has started (Linux)."""
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        with contextlib.suppress(FileNotFoundError):  # it has ended
            yield Path(f"/proc/{child}/maps").read_text()


class Deadly:
    """An edition that kills whoever makes something of it in another process."""

    language = "en"
    letters = 0
    others = ()

    def __init__(self, place: object) -> None:
        self.place = place
        self.process = os.getpid()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - it never returns
        if os.getpid() != self.process:
            os._exit(9)
        raise AttributeError(name)


def test_a_worker_that_is_killed_takes_no_other_work_with_it(house: Path) -> None:
    reading = source.read(house / "source" / "first-issue" / "manuscript.md", "first-issue")
    whole = edition.original(reading.publication)
    sound = build.Task(whole, reading.settings, "reading", house / "dist" / "sound.pdf")
    deadly = replace(sound, about=Deadly(whole.place), file=house / "dist" / "other" / "deadly.pdf")
    lost, kept = build.run([deadly, sound], jobs=2)
    assert [problem.code for problem in lost.problems] == ["worker-lost"]
    assert (kept.problems, kept.artifact is not None) == ((), True)
    assert list(made(house)) == ["sound.pdf"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nowhere else does the system tell them")
def test_where_a_build_is_killed_its_workers_stop(house: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "build", "--jobs", "2", "--anew"], cwd=house, stderr=subprocess.DEVNULL
    ) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        # A worker ignores Ctrl-C from its first step on; whoever only becomes another program does not.
        assert eventually(lambda: any(ignores(int(child), signal.SIGINT) for child in children.read_text().split()))
        workers = [int(child) for child in children.read_text().split()]
        running.kill()
    assert eventually(lambda: not any(ignores(worker, signal.SIGINT) for worker in workers))


def ignores(process: int, number: signal.Signals) -> bool:
    """Whether a process is there that ignores a signal."""
    with contextlib.suppress(OSError):
        said = dict(line.split(":\t", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
        return not said["State"].startswith("Z") and bool(int(said["SigIgn"], 16) >> (number - 1) & 1)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere workers start by themselves")
def test_ctrl_c_while_workers_are_getting_ready_shows_no_traceback(house: Path) -> None:
    command = [*PROGRAM, "build", "--jobs", "2", "--anew"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command, cwd=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        signal.signal(signal.SIGINT, before)
        assert eventually(lambda: any("_cffi_backend" in loaded for loaded in loaded_below(running.pid)))
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said.strip()) == (130, "")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_stopped_leaves_nothing_half_written(
    house: Path, publish: Callable[..., Said], jobs: str, stop: signal.Signals, code: int
) -> None:
    for number in range(12):
        assert publish("new", f"issue-{number}").code == 0
    command = [*PROGRAM, "build", "--jobs", jobs]
    # A shell lets what it runs in the background ignore SIGINT, and tests may be run there: a terminal does not.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command, cwd=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        signal.signal(signal.SIGINT, before)
        deadline = time.monotonic() + 60
        while not list(house.glob("dist/*/en/*.pdf")) and time.monotonic() < deadline:
            time.sleep(0.05)
        # A terminal sends the signal to everything it runs, workers included.
        os.killpg(running.pid, stop)
        _, said = running.communicate(timeout=60)
    assert (running.returncode, said.strip()) == (code, "")
    assert not list(house.rglob(".*.part"))
    assert made(house)
    # Python's own helpers take a moment.
    assert eventually(lambda: ended(running.pid))
