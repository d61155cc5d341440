"""What a worker knows before it is born: imported once, then every worker is a copy with all of it in memory."""

from __future__ import annotations

import functools
import gc
import importlib
import sys
from pathlib import Path

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


def can_copy() -> bool:
    """Whether a process with everything imported can be copied: the fonts of macOS do not bear a fork."""
    return sys.platform not in {"darwin", "win32"}


@functools.cache
def up() -> bool:
    """Import all that makes files, and do once what every edition needs; return whether copies can have that.

    Where something is missing for that, whoever needs it says so.
    """
    if not can_copy():
        return False
    collecting = gc.isenabled()
    # None of what is there now becomes garbage: to look through it takes a sixth of the time, and later it would only
    # copy the memory workers share.
    gc.disable()
    try:
        for name in _WANTED:
            importlib.import_module(name)
        sys.modules[_WANTED[-1]].warm_up()
    except (ImportError, OSError):
        return False
    finally:
        gc.freeze()
        if collecting:
            gc.enable()
    return True


def rehearse() -> None:
    """Make a leaflet into everything that is usual, so that no edition is the first to need what that takes."""
    from publish.build.making import make
    from publish.build.planning import Task
    from publish.outputs import OUTPUTS
    from publish.settings import Settings
    from publish.typesetting.warming import LEAFLET

    settings = Settings(LEAFLET.colophon)
    for output in OUTPUTS:
        if output.default:
            make(Task(LEAFLET, settings, output.name, Path(f"{output.name}.{output.suffix}")))
