"""Copies of this process that do part of its work on an idle processor, and send what comes of it as they go on.

What has not come by the time we need it is done here, or waited for while the copy lives: so nothing is lost but time
when it is slow, or dies. It dies with us.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEAD = struct.Struct("<II")  # the number of a piece of work, and how many bytes came of it
_SIGNAL_AT_DEATH = 1  # PR_SET_PDEATHSIG (prctl(2))
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ (fcntl(2))
_MOST = 1 << 20  # bytes that are read at once, and that a copy can be ahead of us


def can_be_made() -> bool:
    """Whether a copy of this process would do: on Linux, whose fonts survive it, and where it has no other threads."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


class Copy:
    """A copy of this process, and what has come of its work: bytes, by the number of the piece they are of.

    OSError where the system has no room for another process.
    """

    def __init__(self, work: Callable[[], Iterable[tuple[int, bytes]]]) -> None:
        self.come: dict[int, bytes] = {}
        self.rest = bytearray()
        self.over = False
        self.pipe, sending = os.pipe()
        parent = os.getpid()
        try:
            self.process = os.fork()
            if not self.process:
                _work(work, sending, parent)
        except OSError:
            os.close(self.pipe)
            raise
        finally:
            os.close(sending)
        os.set_blocking(self.pipe, False)

    def receive(self) -> dict[int, bytes]:
        """Return everything that has come so far and was not taken out."""
        if self.process:
            with contextlib.suppress(BlockingIOError):
                while piece := os.read(self.pipe, _MOST):
                    self.rest += piece
                self.over = True
            while len(self.rest) >= _HEAD.size:
                number, size = _HEAD.unpack_from(self.rest)
                if len(self.rest) < _HEAD.size + size:
                    break
                self.come[number] = bytes(self.rest[_HEAD.size : _HEAD.size + size])
                del self.rest[: _HEAD.size + size]
        return self.come

    def wait_for(self, number: int) -> bytes | None:
        """Return what comes of a piece; None where the copy died before."""
        while number not in self.receive() and self.process and not self.over:
            select.select([self.pipe], [], [])
        return self.come.get(number)

    def end(self) -> None:
        """Stop the copy, whatever it is at."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            os.close(self.pipe)
            self.process = 0


def _work(work: Callable[[], Iterable[tuple[int, bytes]]], pipe: int, parent: int) -> None:
    """Work in a copy of a process, send what comes of it, and end it: it never comes back."""
    import fcntl

    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ours takes away files that are not the copy's
        stop_with_parent(signal.SIGKILL)
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, _SET_PIPE_SIZE, _MOST)
        for number, said in work():
            if os.getppid() != parent:
                break
            _send(pipe, _HEAD.pack(number, len(said)) + said)
    finally:
        os._exit(0)


def stop_with_parent(number: signal.Signals) -> None:
    """Have this process get a signal when the one that made it is gone, in whatever way; nothing but on Linux."""
    import ctypes

    with contextlib.suppress(AttributeError, OSError, TypeError):  # only the C library of Linux knows how
        ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH, number)


def _send(pipe: int, said: bytes) -> None:
    left = memoryview(said)
    while left:
        left = left[os.write(pipe, left) :]
