"""Following a long layout: which page WeasyPrint has come to."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PROGRESS = logging.getLogger("weasyprint.progress")


class _Pages(logging.Handler):
    """A handler that takes the number of the page out of WeasyPrint's `Step 5 - Creating layout - Page %d`."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if "Page %d" in str(record.msg) and isinstance(record.args, tuple) and isinstance(record.args[0], int):
            self.tell(record.args[0])


@contextlib.contextmanager
def pages(tell: Callable[[int], None]) -> Iterator[None]:
    """Have every page told that is laid out inside."""
    handler, level = _Pages(tell), _PROGRESS.level
    _PROGRESS.addHandler(handler)
    _PROGRESS.setLevel(logging.INFO)
    try:
        yield
    finally:
        _PROGRESS.removeHandler(handler)
        _PROGRESS.setLevel(level)
