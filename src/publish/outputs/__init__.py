"""Ways of making an edition into a file. `OUTPUTS` is the one list; an output is one file and one line in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from publish.outputs import booklet, cover, epub, plates, press, reading, zine
from publish.pdf.job import drums

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition
    from publish.settings import Settings


@dataclass(frozen=True, slots=True)
class Output:
    """One way of making an edition into a file.

    `name` is what is typed, `infix` and `suffix` make the file's name (`spring.pl.booklet.pdf`), `summary` says what
    it is, and `next_step` what to do with it, which may hang on the settings. `default` outputs are made when nobody
    names any.
    """

    name: str
    infix: str
    suffix: str
    summary: str
    next_step: Callable[[Settings], str]
    make: Callable[[Edition, Settings], bytes]
    default: bool = True


OUTPUTS: tuple[Output, ...] = (
    Output("reading", "", "pdf", "a PDF to read on a screen", reading.next_step, reading.make),
    Output("booklet", "booklet", "pdf", "sheets for an office printer, to fold", booklet.next_step, booklet.make),
    Output("press", "press", "pdf", "the file a print shop accepts", press.next_step, press.make),
    Output("epub", "", "epub", "an EPUB for phones and e-readers", epub.next_step, epub.make),
    Output("zine", "zine", "pdf", "eight pages on one side of one sheet", zine.next_step, zine.make, default=False),
    Output("cover", "cover", "pdf", "the cover as a sheet of its own", cover.next_step, cover.make, default=False),
)


def outputs_for(settings: Settings) -> tuple[Output, ...]:
    """Return the outputs a publication can be had in: all in the list, and a plate for each drum its settings name."""
    return (*OUTPUTS, *(_plate(ink) for ink in drums(settings.print)))


def _plate(ink: str) -> Output:
    name = f"plate-{ink}"
    return Output(
        name, name, "pdf", f"the plate of the {ink} drum", plates.next_step, partial(plates.make_plate, ink=ink)
    )
