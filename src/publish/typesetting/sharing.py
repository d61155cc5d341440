"""What the outputs of one edition share while they are made together: written, laid out and drawn once."""

from __future__ import annotations

import contextlib
import gc
from collections import OrderedDict
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from publish.typesetting.geometry import Typeset

T = TypeVar("T")

LAYOUTS = 2
"""How many layouts are kept at once: that of the pages, and a smaller one (a cover, a zine) made in between."""


@dataclass(slots=True)
class _Shelf:
    """Layouts and finished pages, by everything they were made of."""

    layouts: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)
    pages: dict[Hashable, Typeset] = field(default_factory=dict)
    found: dict[Hashable, tuple[tuple[object, ...], object]] = field(default_factory=dict)


# Outside of `together` nothing is kept: a picture may change between one look at a manuscript and the next.
_SHELF: ContextVar[_Shelf | None] = ContextVar("shelf", default=None)
_HANDS: ContextVar[int] = ContextVar("hands", default=1)


@contextlib.contextmanager
def together(several: bool = True) -> Iterator[None]:  # noqa: FBT001, FBT002 - it says of the work what it is
    """Have everything typeset inside share layouts and pages; nothing it is made of may change meanwhile.

    A work that is made into one output only (not `several`) has nobody to share with, and lets its layout go sooner.
    """
    token = _SHELF.set(_Shelf() if several else None)
    collecting = gc.isenabled()
    # Pages are held until they are drawn: looking for garbage among their boxes took a tenth of the time.
    gc.disable()
    if not collecting and _LEFT:
        gc.collect()  # nobody else looks for what the work before has left
    try:
        yield
    finally:
        _LEFT[:] = [True]
        _SHELF.reset(token)
        if collecting:
            gc.enable()


_LEFT: list[bool] = []
"""Whether there was work in this process before."""


@contextlib.contextmanager
def hands(number: int) -> Iterator[None]:
    """Have everything typeset inside know how many processors there are for it."""
    token = _HANDS.set(number)
    try:
        yield
    finally:
        _HANDS.reset(token)


def idle() -> int:
    """Return how many processors nobody else has work for."""
    return _HANDS.get() - 1


def layout(key: Hashable, make: Callable[[], T]) -> T:
    """Return a layout, made at most once among the last few."""
    shelf = _SHELF.get()
    if shelf is None:
        return make()
    if key not in shelf.layouts:
        shelf.layouts[key] = make()
    shelf.layouts.move_to_end(key)
    while len(shelf.layouts) > LAYOUTS:
        shelf.layouts.popitem(last=False)
    return shelf.layouts[key]  # type: ignore[return-value] # a key stands for one kind of layout


def pages(key: Hashable, make: Callable[[], Typeset]) -> Typeset:
    """Return finished pages, drawn at most once."""
    shelf = _SHELF.get()
    if shelf is None:
        return make()
    if key not in shelf.pages:
        shelf.pages[key] = make()
    return shelf.pages[key]


def once(what: str, things: tuple[object, ...], make: Callable[[], T], *more: Hashable) -> T:
    """Return what is made of some things, known by their identity, and some more; made at most once."""
    shelf = _SHELF.get()
    if shelf is None:
        return make()
    key = (what, *map(id, things), *more)
    if key not in shelf.found:
        # The things are held, so that no others can have their identity.
        shelf.found[key] = (things, make())
    return shelf.found[key][1]  # type: ignore[return-value] # a key stands for one kind of thing
