"""What a worker knows before it is born: imported once, then every worker is a copy with all of it in memory."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import publish.build.pool
import publish.checks.preflight
import publish.outputs.bilingual
import publish.outputs.booklet
import publish.outputs.cover
import publish.outputs.epub.assembly
import publish.outputs.epub.proof
import publish.outputs.large_print
import publish.outputs.plates
import publish.outputs.polyglot
import publish.outputs.press
import publish.outputs.reading
import publish.outputs.tete_beche
import publish.outputs.zine
import publish.pdf.access
import publish.pdf.impose
import publish.pdf.press  # noqa: F401 - all of them are here to be inherited
from publish.typesetting.warming import warm_up

if TYPE_CHECKING:
    from types import TracebackType


def _said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say why a worker was not born, unless whoever asked for it was stopped meanwhile, and nobody listens."""
    if not issubclass(kind, (EOFError, OSError)):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _said
warm_up()
# What is there now never becomes garbage; looking at it would only copy the memory workers share.
gc.collect()
gc.freeze()
