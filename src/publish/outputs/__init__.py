"""Ways of making an edition into a file. `OUTPUTS` is the one list; an output is one file and one line in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from publish.outputs import (
    bilingual,
    booklet,
    cover,
    epub,
    large_print,
    plates,
    polyglot,
    press,
    reading,
    tete_beche,
    zine,
)
from publish.pdf.job import drums

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.layout_faults import Layout


class Company(StrEnum):
    """Which other editions an output makes into one file with the edition at hand: none, the original, or all."""

    NONE = "none"
    ORIGINAL = "original"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Output:
    """One way of making an edition into a file.

    `name` is what is typed, `infix` and `suffix` make the file's name (`spring.pl.booklet.pdf`), `summary` says what
    it is, and `next_step` what to do with it, which may hang on the settings. `default` outputs are made when nobody
    names any. One whose `company` is the original is made of translations only, one with all of the original only;
    `make` finds the others in the edition. `lay_out` says how the lines of its pages fall, where those are other
    pages than the edition's own.
    """

    name: str
    infix: str
    suffix: str
    summary: str
    next_step: Callable[[Settings], str]
    make: Callable[[Edition, Settings], bytes]
    default: bool = True
    company: Company = Company.NONE
    lay_out: Callable[[Edition, Settings], Layout] | None = None


OUTPUTS: tuple[Output, ...] = (
    Output("reading", "", "pdf", "a PDF to read on a screen", reading.next_step, reading.make),
    Output("booklet", "booklet", "pdf", "sheets for an office printer, to fold", booklet.next_step, booklet.make),
    Output("press", "press", "pdf", "the file a print shop accepts", press.next_step, press.make),
    Output("epub", "", "epub", "an EPUB for phones and e-readers", epub.next_step, epub.make),
    Output(
        "zine",
        "zine",
        "pdf",
        "eight pages on one side of one sheet",
        zine.next_step,
        zine.make,
        default=False,
        lay_out=zine.lay_out,
    ),
    Output("cover", "cover", "pdf", "the cover as a sheet of its own", cover.next_step, cover.make, default=False),
    Output(
        "large-print",
        "large-print",
        "pdf",
        "a PDF on A4 in large type, for who cannot read small print",
        large_print.next_step,
        large_print.make,
        default=False,
        lay_out=large_print.lay_out,
    ),
    Output(
        "bilingual",
        "bilingual",
        "pdf",
        "the translation and the original side by side, in columns or on facing pages",
        bilingual.next_step,
        bilingual.make,
        default=False,
        company=Company.ORIGINAL,
        lay_out=bilingual.lay_out,
    ),
    Output(
        "tete-beche",
        "tete-beche",
        "pdf",
        "a booklet in two languages, which begins at either cover",
        tete_beche.next_step,
        tete_beche.make,
        default=False,
        company=Company.ORIGINAL,
    ),
    Output(
        "polyglot",
        "polyglot",
        "pdf",
        "the same text in several languages, one after the other, in one PDF",
        polyglot.next_step,
        polyglot.make,
        default=False,
        company=Company.ALL,
        lay_out=polyglot.lay_out,
    ),
    Output(
        "bilingual-epub",
        "bilingual",
        "epub",
        "an EPUB with the original beside each paragraph, below it on a phone",
        epub.next_step,
        epub.make_beside,
        default=False,
        company=Company.ORIGINAL,
    ),
    Output(
        "tap-epub",
        "tap",
        "epub",
        "an EPUB in which a tap shows a paragraph as the original has it",
        epub.next_step,
        epub.make_tap,
        default=False,
        company=Company.ORIGINAL,
    ),
)


def outputs_for(settings: Settings) -> tuple[Output, ...]:
    """Return the outputs a publication can be had in: all in the list, and a plate for each drum its settings name."""
    return (*OUTPUTS, *(_plate(ink) for ink in drums(settings.print)))


def _plate(ink: str) -> Output:
    name = f"plate-{ink}"
    return Output(
        name, name, "pdf", f"the plate of the {ink} drum", plates.next_step, partial(plates.make_plate, ink=ink)
    )
