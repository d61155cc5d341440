"""The pages of a long work drawn by two: a copy of this process begins at the end and we at the beginning till we meet.

What the copy has drawn it sends as it goes on. We never wait for it: what has not come by the time we need it is drawn
here, so that nothing is lost but time when the copy is slow, or dies. It dies with us.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import sys
import threading
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import drawn, sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publish.typesetting.drawn import Drawn

# WeasyPrint's documents, which have no type information.
Document: TypeAlias = Any

PAGES = 80
"""From so many pages on a copy is made: we have a fifth less to do then, and both together a third more."""

_HEAD = struct.Struct("<II")  # the number of a page, and how many bytes its drawing has
_SCALE = 0.75  # points to a CSS pixel, as WeasyPrint draws
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG (prctl(2))
_MOST = 1 << 20  # bytes that are read at once


@contextlib.contextmanager
def drawing(document: Document, unknown: int, *, tagged: bool) -> Iterator[Callable[[int], Drawn | None]]:
    """Have pages drawn from the last on by a copy, where a processor is idle, and yield what asks for one of them.

    So many pages are `unknown`, and have to be drawn.
    """
    copy = None
    if unknown >= PAGES and sharing.idle() > 0 and _can_be_copied():
        with contextlib.suppress(OSError):  # the system may have no room for another process
            copy = _Copy(document, tagged=tagged)
    try:
        yield _nothing if copy is None else copy.page
    finally:
        if copy is not None:
            copy.end()


def _nothing(_: int) -> None:
    """Return no drawing of a page."""


def _can_be_copied() -> bool:
    """Whether a copy of this process would do: on Linux, whose fonts survive it, and where it has no other threads."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


class _Copy:
    """A copy of this process that draws pages, and what has come of it."""

    def __init__(self, document: Document, *, tagged: bool) -> None:
        self.come: dict[int, bytes] = {}
        self.rest = bytearray()
        self.pipe, sending = os.pipe()
        parent = os.getpid()
        try:
            self.process = os.fork()
            if not self.process:
                _work(document, sending, parent, tagged=tagged)
        except OSError:
            os.close(self.pipe)
            raise
        finally:
            os.close(sending)
        os.set_blocking(self.pipe, False)

    def page(self, number: int) -> Drawn | None:
        """Return the drawing of a page, if it has come; from then on all have, for the last were sent first."""
        if self.process:
            self._receive()
            if number in self.come:
                self.end()
        drawing: Drawn | None = pickle.loads(self.come.pop(number, _NONE))  # noqa: S301 - our own copy has written it
        return drawing

    def _receive(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self.pipe, _MOST):
                self.rest += piece
        while len(self.rest) >= _HEAD.size:
            number, size = _HEAD.unpack_from(self.rest)
            if len(self.rest) < _HEAD.size + size:
                return
            self.come[number] = bytes(self.rest[_HEAD.size : _HEAD.size + size])
            del self.rest[: _HEAD.size + size]

    def end(self) -> None:
        """Stop the copy, whatever it is at."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            os.close(self.pipe)
            self.process = 0


_NONE = pickle.dumps(None)


def _work(document: Document, pipe: int, parent: int, *, tagged: bool) -> None:
    """Draw the pages of a document from the last on, in a copy of a process, and end it: it never comes back."""
    import ctypes

    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ours takes away files that are not the copy's
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        for number in reversed(range(len(document.pages))):
            if os.getppid() != parent:
                break
            said = pickle.dumps(drawn.draw(document.pages[number], _stream(document, tagged=tagged), _SCALE))
            _send(pipe, _HEAD.pack(number, len(said)) + said)
    finally:
        os._exit(0)


def _send(pipe: int, said: bytes) -> None:
    left = memoryview(said)
    while left:
        left = left[os.write(pipe, left) :]


def _stream(document: Document, *, tagged: bool) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a stream to draw a page on that is only looked at: whatever is put beside it is not."""
    from weasyprint.pdf.stream import Stream

    resources: dict[str, dict[str, object]] = {"ExtGState": {}, "XObject": {}, "Pattern": {}, "Shading": {}}
    resources["ColorSpace"] = {}
    tags: dict[object, object] | None = {} if tagged else None
    return Stream(document.fonts, (0, 0, 0, 0), resources, {}, tags, document.color_profiles, document.output_intent)
