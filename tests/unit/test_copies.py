"""Copies of this process: what they send is there when it is needed, and nothing is lost where they fail."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish.typesetting import copies

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # who runs tests may have threads of its own
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nobody is copied elsewhere"),
]
MUCH = os.urandom(3_000_000)


def work() -> Iterator[tuple[int, bytes]]:
    yield 7, b"seven"
    yield 1, MUCH
    time.sleep(0.1)
    yield 2, b""


def is_over(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG)[0] == process
    except ChildProcessError:
        return True


def test_what_was_worked_out_is_waited_for_in_any_order() -> None:
    copy = copies.Copy(work)
    assert [copy.wait_for(number) for number in (2, 1, 7)] == [b"", MUCH, b"seven"]
    copy.end()
    assert copy.wait_for(9) is None


def fails() -> Iterator[tuple[int, bytes]]:
    yield 7, b"seven"
    raise ValueError


def dies() -> Iterator[tuple[int, bytes]]:
    yield 7, b"seven"
    os._exit(1)


def breaks_off() -> Iterator[tuple[int, bytes]]:
    yield 7, b"seven"
    pipe = max(int(file.name) for file in Path("/proc/self/fd").iterdir() if "pipe" in str(file.readlink()))
    os.write(pipe, copies._HEAD.pack(1, 1000) + b"not a thousand bytes")
    os._exit(1)


@pytest.mark.parametrize("ending", [fails, dies, breaks_off])
def test_a_copy_that_fails_is_not_waited_for(ending: object, forked: list[int]) -> None:
    copy = copies.Copy(ending)  # type: ignore[arg-type] # a function like work
    assert copy.wait_for(1) is None
    assert copy.wait_for(7) == b"seven"
    copy.end()
    assert len(forked) == 1
    assert is_over(forked[0])


def test_a_copy_that_hangs_can_be_ended(forked: list[int]) -> None:
    def hangs() -> Iterator[tuple[int, bytes]]:
        time.sleep(60)
        yield 1, b""

    copy = copies.Copy(hangs)
    assert copy.receive() == {}
    copy.end()
    assert is_over(forked[0])


KILLED = """
import os, signal, time
from publish.typesetting import copies

def work():
    time.sleep(60)
    yield 1, b""

copy = copies.Copy(work)
print(copy.process, flush=True)
time.sleep(0.5)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_copy_dies_with_its_original() -> None:
    said = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, timeout=60, check=False)
    copy, until = Path("/proc") / said.stdout.strip(), time.monotonic() + 10
    assert said.stdout.strip()
    while copy.exists() and "Z" not in copy.joinpath("stat").read_text() and time.monotonic() < until:
        time.sleep(0.05)
    assert time.monotonic() < until
