"""What a worker knows before it is born: imported once, then every worker is a copy with all of it in memory."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_WANTED = (
    "publish.build.pool",
    "publish.checks.preflight",
    "publish.outputs.bilingual",
    "publish.outputs.booklet",
    "publish.outputs.cover",
    "publish.outputs.epub.assembly",
    "publish.outputs.epub.proof",
    "publish.outputs.large_print",
    "publish.outputs.plates",
    "publish.outputs.polyglot",
    "publish.outputs.press",
    "publish.outputs.reading",
    "publish.outputs.tete_beche",
    "publish.outputs.zine",
    "publish.pdf.access",
    "publish.pdf.impose",
    "publish.pdf.press",
    "publish.typesetting.warming",
)


def _said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say why a worker was not born, unless whoever asked for it was stopped meanwhile, and nobody listens."""
    if not issubclass(kind, (EOFError, OSError)):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _said
# None of what is there now becomes garbage: to look through it takes a sixth of the time, and later it would only copy
# the memory workers share.
gc.disable()
for _name in _WANTED:
    importlib.import_module(_name)
sys.modules[_WANTED[-1]].warm_up()
gc.freeze()
gc.enable()
