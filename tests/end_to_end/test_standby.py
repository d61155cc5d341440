"""The process on standby: what it carries out is what the command itself would, and it is never in the way."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish.front import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the fonts of other systems do not bear a copied process"
)

PROGRAM = "from publish.front import main; main()"
QUICK = ("--jobs", "1", "--output", "epub")
PATIENCE = 60.0
LONG = "\n\n".join(["They said that nobody had slept, and nobody had. " * 20] * 60)


def until(true: Callable[[], object]) -> None:
    """Wait for something, but not for ever."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@dataclass
class Desk:
    """Somebody at a terminal: a house, the environment of their own, and how they say `publish`."""

    house: Path
    environment: dict[str, str]
    program: str = PROGRAM
    before: set[int] = field(default_factory=set)

    def begin(self, *arguments: str, program: str = "", **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-X", "importtime", "-c", program or self.program, *arguments]
        pipe, around = subprocess.PIPE, {**self.environment, **environment}
        return subprocess.Popen(command, cwd=self.house, env=around, stdout=pipe, stderr=pipe, text=True)

    def publish(self, *arguments: str, program: str = "", **environment: str) -> tuple[int, str, str]:
        with self.begin(*arguments, program=program, **environment) as running:
            out, err = running.communicate(timeout=PATIENCE)
        return running.returncode, out, err

    def change(self, text: str) -> None:
        with (self.house / "source/first-issue/manuscript.md").open("a", encoding="utf-8") as manuscript:
            manuscript.write(f"\n{text}\n")

    @property
    def made(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in (self.house / "dist").rglob("*.epub")}

    @property
    def standing(self) -> set[int]:
        """The processes on standby that this desk has left, and what they have made copies for."""
        return {process for process in processes() if process not in self.before and self.is_ours(process)}

    def is_ours(self, process: int) -> bool:
        with contextlib.suppress(OSError):
            around = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
            return f"XDG_CACHE_HOME={self.environment['XDG_CACHE_HOME']}".encode() in around
        return False


def processes() -> set[int]:
    """Every process that stands by, or carries something out in a copy of one that did."""
    found = set()
    for said in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = said.read_text().partition("(")[2].rpartition(")")
            if name == "publish-standby" and rest.split()[0] != "Z":
                found.add(int(said.parent.name))
    return found


@pytest.fixture
def desk(house: Path, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "home").mkdir()
    at = Desk(house, {**os.environ, "HOME": str(tmp_path / "home")}, before=processes())
    yield at
    for process in at.standing:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def was_handed_over(said: str) -> bool:
    """Whether a command did nothing itself: not even what reads command lines was imported."""
    return not re.search(r"\| +click$", said, re.MULTILINE)


def words(said: str) -> list[str]:
    """What a command said itself, without Python's account of what it imported."""
    return [line for line in said.splitlines() if not line.startswith("import time:")]


def test_what_it_makes_and_says_is_what_the_command_itself_would(desk: Desk) -> None:
    code, _, said = desk.publish("build", *QUICK)
    assert (code, was_handed_over(said), len(desk.standing)) == (0, False, 1)
    desk.change("And so on.")
    by_it = desk.publish("build", *QUICK)
    made = desk.made
    assert was_handed_over(by_it[2])
    alone = desk.publish("build", "--anew", "--no-standby", *QUICK)
    assert not was_handed_over(alone[2])
    assert (by_it[:2], words(by_it[2])) == (alone[:2], words(alone[2]))
    assert desk.made == made


def test_nothing_changed_is_said_by_it_too(desk: Desk) -> None:
    first = desk.publish("build", *QUICK)
    again = desk.publish("build", *QUICK)
    assert was_handed_over(again[2])
    assert again[:2] == first[:2]
    assert words(again[2]) == ["Nothing has changed: 1 file is as it should be."]


def test_it_has_the_folder_the_environment_and_the_exit_codes_of_whoever_asks(desk: Desk, tmp_path: Path) -> None:
    desk.publish("build", *QUICK)
    desk.house = tmp_path
    nowhere = desk.publish("build")
    assert (nowhere[0], was_handed_over(nowhere[2]), "there is no publication here" in nowhere[2]) == (2, True, True)
    (tmp_path / "letter.md").write_text("# A letter\n\n![a boat](boat.png)\n", encoding="utf-8")
    for colour, escape in (("never", False), ("always", True)):
        broken = desk.publish("build", "letter.md", "--color", colour)
        assert (broken[0], was_handed_over(broken[2])) == (1, True)
        assert "there is no picture “boat.png”" in broken[2]
        assert ("\x1b[" in broken[2]) == escape
    assert "\x1b[" not in desk.publish("build", "letter.md", NO_COLOR="1")[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_stops_the_command_stops_what_carries_it_out(desk: Desk, number: signal.Signals) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    desk.change(LONG)
    with desk.begin("build", "--jobs", "2") as running:
        until(lambda: len(desk.standing) > 2)  # it has a worker
        running.send_signal(number)
        out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 128 + number
    assert "Traceback" not in out + err
    until(lambda: desk.standing == {process})
    assert not list(desk.house.rglob("*.part"))


def test_whoever_is_killed_leaves_nobody_working(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    desk.change(LONG)
    with desk.begin("build", "--jobs", "2") as running:
        until(lambda: len(desk.standing) > 2)  # it has a worker
        running.kill()
    until(lambda: desk.standing == {process})
    assert not list(desk.house.rglob("*.part"))
    assert desk.publish("build", *QUICK)[0] == 0


def test_where_the_copy_is_killed_the_command_does_it_itself(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    desk.change(LONG)
    with desk.begin("build", *QUICK) as running:
        until(lambda: len(desk.standing) > 1)
        for copy in desk.standing - {process}:
            os.kill(copy, signal.SIGKILL)
        _, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, was_handed_over(err)) == (0, False)
    made = desk.made
    assert desk.publish("build", "--anew", "--no-standby", *QUICK)[0] == 0
    assert desk.made == made


def test_where_it_is_killed_the_next_command_leaves_another(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    os.kill(process, signal.SIGKILL)
    until(lambda: not desk.standing)
    desk.change("And so on.")
    code, _, said = desk.publish("build", *QUICK)
    assert (code, was_handed_over(said), len(desk.standing)) == (0, False, 1)


def test_a_font_that_is_new_sends_it_away(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    Path(desk.environment["HOME"], ".fonts").mkdir()
    desk.change("And so on.")
    code, _, said = desk.publish("build", *QUICK)
    assert (code, was_handed_over(said)) == (0, False)
    until(lambda: process not in desk.standing)


def test_whoever_was_born_otherwise_is_not_served_by_it(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    assert not was_handed_over(desk.publish("build", *QUICK, LC_ALL="C.UTF-8", PYTHONUTF8="1")[2])
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99)); {PROGRAM}"
    assert not was_handed_over(desk.publish("build", *QUICK, program=limited)[2])
    assert was_handed_over(desk.publish("build", *QUICK)[2])
    assert desk.standing == {process}


def test_one_is_enough(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    desk.change("And so on.")
    desk.publish("build", *QUICK, LC_ALL="C.UTF-8", PYTHONUTF8="1")
    until(lambda: process not in desk.standing)
    assert len(desk.standing) == 1


def test_no_process_stays_where_nobody_wants_one(desk: Desk) -> None:
    assert desk.publish("build", "--no-standby", *QUICK)[0] == 0
    assert not desk.standing
    desk.change("And so on.")
    desk.publish("build", *QUICK)
    assert len(desk.standing) == 1
    desk.publish("build", "--no-standby", *QUICK)
    until(lambda: not desk.standing)


@pytest.mark.parametrize(
    "bound", ["MINUTES = 0", "SHORT = 1 << 60"], ids=["it was not asked for long", "short of memory"]
)
def test_it_goes_by_itself(desk: Desk, bound: str) -> None:
    assert (
        desk.publish("build", *QUICK, program=f"from publish.front import standby; standby.{bound}; {PROGRAM}")[0] == 0
    )
    until(lambda: not desk.standing)


def test_where_a_stream_is_closed_the_command_does_it_itself(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    code, _, said = desk.publish("build", *QUICK, program=f"import os; os.close(0); {PROGRAM}")
    assert (code, was_handed_over(said)) == (0, False)


@pytest.mark.parametrize("flags", [(), ("--no-standby",)])
def test_where_the_system_does_not_tell_what_is_compared_a_build_is_made_as_ever(desk: Desk, flags: tuple[str]) -> None:
    mute = "import os, builtins\ndef no(*_, **__):\n    raise FileNotFoundError\n"
    mute += "from publish.front import asking\nasking.os.readlink = no\nasking.open = no\n"
    code, _, said = desk.publish("build", *flags, *QUICK, program=f"{mute}{PROGRAM}")
    assert (code, "Traceback" in said, len(desk.made), desk.standing) == (0, False, 1, set())


def test_whoever_is_interrupted_while_asking_shows_no_traceback(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    (process,) = desk.standing
    os.kill(process, signal.SIGSTOP)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with desk.begin("build", *QUICK) as running:
        signal.signal(signal.SIGINT, before)
        until(lambda: is_connected(running.pid))
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        running.wait(timeout=PATIENCE)
        os.kill(process, signal.SIGCONT)  # until then, it has been sent our streams and not let go of them
        _, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, words(err)) == (130, [])


def is_connected(process: int) -> bool:
    """Whether a process has a socket open."""
    with contextlib.suppress(OSError):
        return any("socket:" in str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir())
    return False


def test_a_build_for_a_cluster_is_not_handed_over(desk: Desk) -> None:
    desk.publish("build", *QUICK)
    code, _, said = desk.publish("build", "--scheduler", "tcp://127.0.0.1:9", "--dry-run", *QUICK)
    assert (code, was_handed_over(said)) == (0, False)


def test_only_the_same_user_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert asking.is_ours(ours)
        monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
        assert not asking.is_ours(ours)
