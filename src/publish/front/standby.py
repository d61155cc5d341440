"""The process on standby: a copy of one that had everything imported, which makes a copy of itself for each command.

It takes no processor while it waits, and goes by itself: after some minutes without work, when memory runs short, when
the program or a font is not the one it was born with, and when it is told to.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import publish
from publish import languages
from publish.build import Memory, machine, warm, watched
from publish.front import asking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINUTES = 10
"""How long it stands by after the last command."""

LOOK = 15.0
"""Seconds between two looks at whether it should go."""

SHORT = 300_000_000
"""Bytes: where the machine has no more memory left, whoever works on it needs that of one who waits."""

LARGEST = 1 << 20
"""Bytes of what it may be asked: arguments and environment."""

# The engine of a cluster starts threads, and is for few.
_NOT_YET = {"publish.build.cluster"}
# What is imported when a text is first cut, or a near one looked for.
_BEHIND_DOORS = ("rapidfuzz.process", "sentencex")
_SET_NAME = 15  # PR_SET_NAME (prctl(2))


def stay(born: str) -> None:
    """Leave a copy of this process on standby for whoever is born with the same, and no other of this user's.

    It gets ready when this process is over, or as soon as somebody asks it for something.
    """
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as listener:
        asking.send_away(born)  # one is enough
        listener.bind(asking.address(born))
        listener.listen()
        over, held = os.pipe()  # `held` is closed by the end of this process
        child = os.fork()
        if child:
            os.close(over)
            os.waitpid(child, 0)
            return
        try:
            # A copy of a copy has nobody who would have to wait for its end.
            if not os.fork():
                os.close(held)
                _detach({listener.fileno(), over})
                _stand_by(listener, over, born)
        finally:
            os._exit(0)


def _detach(kept: set[int]) -> None:
    """Let go of the terminal, the folder and the files of the command this is a copy of, but for some."""
    os.setsid()
    os.chdir("/")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if number not in {*kept, nowhere}:
            with contextlib.suppress(OSError):  # that of the list itself is gone
                os.dup2(nowhere, number)  # not closed: there are objects that know it by its number
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_NAME, b"publish-standby", 0, 0, 0)


def _stand_by(listener: socket.socket, over: int, born: str) -> None:
    """Wait for commands and have them carried out, until it is time to go."""
    around = watched.around()
    watched.hold(around)
    select.select([listener.fileno(), over], [], [])
    _get_ready()
    signal.signal(signal.SIGCHLD, lambda *_: _is_at_work())  # who is done is let go at once
    last = time.monotonic()
    while time.monotonic() - last < MINUTES * 60 and _available() > SHORT:
        if select.select([listener], [], [], LOOK)[0]:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError), listener.accept()[0] as connection:
                if watched.around() != around or not _answer(connection, listener, born):
                    return
            last = time.monotonic()
        if _is_at_work():
            last = time.monotonic()


def _get_ready() -> None:
    """Import what commands need beyond what workers do, try it out, and look at what is the same for all of them."""
    own = {found.name for found in pkgutil.walk_packages(publish.__path__, "publish.")}
    for name in (*sorted(own - _NOT_YET), *_BEHIND_DOORS):
        with contextlib.suppress(ImportError, OSError):  # whoever needs it says so
            importlib.import_module(name)
    for tag in languages.with_words():
        languages.words(tag)
        languages.name_in(tag, tag)
    warm.rehearse()
    machine.hold(Memory().contents)
    gc.collect()
    gc.freeze()


def _available() -> int:
    """Return how many bytes of memory the machine can still give (`MemAvailable` of proc(5))."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    return SHORT + 1


def _is_at_work() -> bool:
    """Whether a command is under way; those that are over are let go."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _answer(connection: socket.socket, listener: socket.socket, born: str) -> bool:
    """Do what is asked; return whether to stay."""
    if not asking.is_ours(connection):
        return True
    connection.settimeout(asking.PATIENCE)
    size, streams, *_ = socket.recv_fds(connection, asking.NUMBER.size, 3)
    try:
        (length,) = asking.NUMBER.unpack(size.ljust(asking.NUMBER.size, b"\0"))
        told = json.loads(asking.received(connection, min(length, LARGEST)))
        if told["what"] == asking.BUILD and told["born"] == born and not os.fork():
            listener.close()
            _carry_out(connection, told, streams)
    finally:
        for number in streams:
            os.close(number)
    return bool(told["what"] != asking.END)


def _carry_out(connection: socket.socket, told: Mapping[str, Any], streams: Sequence[int]) -> NoReturn:
    """Carry out a command in this copy, say with which exit code, and end."""
    code = 1
    try:
        _become(told, streams)
        connection.settimeout(None)
        connection.sendall(asking.YES + asking.NUMBER.pack(os.getpid()))
        _stop_with(connection)
        from publish import cli

        code = cli.work(told["arguments"])
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):  # who read it is gone
                stream.flush()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # whoever asked goes as soon as this is said
        connection.sendall(asking.NUMBER.pack(code))
    finally:
        os._exit(code)


def _become(told: Mapping[str, Any], streams: Sequence[int]) -> None:
    """Take on the streams, the folder and the environment of whoever asked."""
    os.setpgid(0, 0)  # so that whoever asks to stop reaches all copies at once
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    time.tzset()
    sys.argv = ["publish", *told["arguments"]]
    sys.stdin, sys.stdout, sys.stderr = _like(0, sys.stdin), _like(1, sys.stdout), _like(2, sys.stderr)


def _like(number: int, stream: TextIO) -> TextIO:
    """Return an open file as a stream of Python's, of the kind another one is."""
    if number == 0:
        return open(number, encoding=stream.encoding, errors=stream.errors, closefd=False)
    by_lines = 1 if number == 2 else -1  # so that words are said at once
    return open(number, "w", by_lines, stream.encoding, stream.errors, closefd=False)


def _stop_with(connection: socket.socket) -> None:
    """Be told to stop when whoever asked is gone, in whatever way (`O_ASYNC` and `F_SETSIG` of fcntl(2))."""
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETSIG, signal.SIGTERM)
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([connection], [], [], 0)[0]:  # it was gone before
        os._exit(1)
