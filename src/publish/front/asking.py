"""Asking a process on standby to carry out a command, as though that were done here.

It is the way of `chg`, the command server of Mercurial: the process on standby gets the arguments, the folder, the
environment and the three streams, and makes a copy of itself for them, to which signals are passed on. It is found by
an “abstract” name, which is Linux's own for sockets (unix(7)) and goes with the process that has it.
"""

from __future__ import annotations

# `socket` is this with much that is not needed here, and takes as long to import as all else.
import _socket
import json
import os
import resource
import signal
import struct
import sys
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

BUILD, END = "build", "end"
"""What a process on standby is asked: to carry out a command, or to go."""

YES = b"y"
"""The first byte of its answer, where it does what it is asked; then come its number, and at the end the exit code."""

NUMBER = struct.Struct("!i")
PATIENCE = 2.0
"""Seconds one waits for an answer before one does without."""

_CREDENTIALS = struct.Struct("3i")
_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_NAMESPACES = ("mnt", "pid", "user")

# What the system's linker, Python, fontconfig and Pango look at when they begin.
_BORN_WITH = (
    *("FC_", "FONTCONFIG_", "FRIBIDI_", "G_", "GLIBC_", "HB_", "HOME", "LANG", "LC_", "LD_", "MALLOC_", "PANGO"),
    *("PATH", "PYPANDOC_", "PYTHON", "TZ", "VIRTUAL_ENV", "XDG_"),
)


def born_with() -> str:
    """Return what a process was born with and cannot take on: whose it is, where, with which limits and Python."""
    kinds = [getattr(resource, name) for name in sorted(dir(resource)) if name.startswith("RLIMIT_")]
    mask = os.umask(0o077)
    os.umask(mask)
    return json.dumps(
        [
            [sys.executable, sys.path, list(sys.flags), __file__],
            sorted(each for each in os.environ.items() if each[0].startswith(_BORN_WITH)),
            [os.getresuid(), os.getresgid(), os.getgroups(), mask, os.getpriority(os.PRIO_PROCESS, 0)],
            [sorted(os.sched_getaffinity(0)), [resource.getrlimit(kind) for kind in kinds]],
            [os.readlink(f"/proc/self/ns/{name}") for name in _NAMESPACES],
            [os.readlink("/proc/self/root")],
            [signal.getsignal(each) == signal.SIG_IGN for each in _PASSED_ON],
        ]
    )


def address(born: str) -> str:
    """Return the name a process on standby is found by."""
    return f"{_family()}{zlib.crc32(born.encode()):08x}"


def _family() -> str:
    """Return how the names begin of all that stand by for this user, as far as they keep things in one place."""
    place = f"{os.environ.get('HOME')} {os.environ.get('XDG_CACHE_HOME')}"
    return f"\0publish-standby-{os.getuid()}-{zlib.crc32(os.fsencode(place)):08x}-"


def is_ours(connection: _socket.socket) -> bool:
    """Whether it is this same user at the other end: anybody may take a name, and call one."""
    found = connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, _CREDENTIALS.size)
    return bool(_CREDENTIALS.unpack(found)[1] == os.getuid())


def carried_out(arguments: Sequence[str], born: str) -> int | None:
    """Have the process on standby carry out a command, and return its exit code; None where it is to be done here."""
    try:
        connection = _asked(BUILD, born, arguments, (0, 1, 2))
        if connection.recv(1) != YES:
            return None
        connection.settimeout(None)
        (process,) = NUMBER.unpack(received(connection, NUMBER.size))
        return _waited_for(connection, process)
    except (OSError, struct.error):
        return None


def send_away(born: str) -> None:
    """End whoever stands by for this user, for those born with the same or with something else."""
    with open("/proc/net/unix", encoding="utf-8", errors="replace") as sockets:
        names = {line.split()[-1].replace("@", "\0", 1) for line in sockets if _family()[1:] in line}
    for name in names:
        try:
            _asked(END, born, (), (), name).recv(1)
        except OSError:
            continue


def _asked(what: str, born: str, arguments: Sequence[str], streams: Sequence[int], name: str = "") -> _socket.socket:
    """Say to a process on standby what is wanted, and return the connection; OSError where there is none."""
    for number in streams:
        os.fstat(number)  # one the shell closed would be taken by the socket
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.settimeout(PATIENCE)
    connection.connect(name or address(born))
    if not is_ours(connection):
        raise PermissionError
    around = {"environment": dict(os.environ), "folder": os.getcwd()}
    told = json.dumps({"what": what, "born": born, "arguments": list(arguments), **around}).encode()
    held = struct.pack(f"{len(streams)}i", *streams)
    connection.sendmsg([NUMBER.pack(len(told))], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, held)] if held else [])
    connection.sendall(told)
    return connection


def _waited_for(connection: _socket.socket, process: int) -> int | None:
    """Return the exit code of the process that carries out a command; None where it was killed over it.

    What this process is told meanwhile, that one is.
    """
    told: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        try:
            os.killpg(process, number)
        except OSError:
            return

    before = {each: signal.getsignal(each) for each in _PASSED_ON}
    for each in _PASSED_ON:
        if before[each] != signal.SIG_IGN:
            signal.signal(each, pass_on)
    try:
        code = received(connection, NUMBER.size)
    finally:
        for each in _PASSED_ON:
            signal.signal(each, before[each])
    if len(code) == NUMBER.size:
        return int(NUMBER.unpack(code)[0])
    return 128 + told[-1] if told else None


def received(connection: _socket.socket, size: int) -> bytes:
    """Return so many bytes, or fewer where the other end is gone."""
    found = b""
    while len(found) < size and (more := connection.recv(size - len(found))):
        found += more
    return found
