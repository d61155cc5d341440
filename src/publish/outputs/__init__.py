"""Ways of making an edition into a file. `OUTPUTS` is the one list; an output is one file and one line in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.outputs import epub, reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition
    from publish.settings import Settings


@dataclass(frozen=True, slots=True)
class Output:
    """One way of making an edition into a file.

    `name` is what is typed, `infix` and `suffix` make the file's name (`spring.pl.booklet.pdf`), `summary` says what
    it is, and `next_step` what to do with it. `default` outputs are made when nobody names any.
    """

    name: str
    infix: str
    suffix: str
    summary: str
    next_step: str
    make: Callable[[Edition, Settings], bytes]
    default: bool = True


OUTPUTS: tuple[Output, ...] = (
    Output("reading", "", "pdf", "a PDF to read on a screen", "read it, or print it page by page", reading.make),
    Output("epub", "", "epub", "an EPUB for phones and e-readers", "open it on a phone, or send it on", epub.make),
)
