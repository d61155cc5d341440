"""Ways of making an edition into a file. `OUTPUTS` is the one list; an output is one file and one line in it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

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


def _of(module: str, name: str) -> Callable[..., Any]:
    """Return a function of an output, whose module is imported when it is called: a plan makes nothing.

    It goes by its own name, which is what an artifact is made of.
    """

    def called(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes and gives
        return getattr(importlib.import_module(called.__module__), name)(*given, **named)

    called.__module__, called.__qualname__ = f"{__name__}.{module}", name
    return called


def _make(module: str, name: str = "make") -> tuple[Callable[[Settings], str], Callable[[Edition, Settings], bytes]]:
    """Return what says what to do with an output, and what makes it."""
    return _of(module, "next_step"), _of(module, name)


OUTPUTS: tuple[Output, ...] = (
    Output("reading", "", "pdf", "a PDF to read on a screen", *_make("reading")),
    Output("booklet", "booklet", "pdf", "sheets for an office printer, to fold", *_make("booklet")),
    Output("press", "press", "pdf", "the file a print shop accepts", *_make("press")),
    Output("epub", "", "epub", "an EPUB for phones and e-readers", *_make("epub")),
    Output(
        "zine",
        "zine",
        "pdf",
        "eight pages on one side of one sheet",
        *_make("zine"),
        default=False,
        lay_out=_of("zine", "lay_out"),
    ),
    Output("cover", "cover", "pdf", "the cover as a sheet of its own", *_make("cover"), default=False),
    Output(
        "large-print",
        "large-print",
        "pdf",
        "a PDF on A4 in large type, for who cannot read small print",
        *_make("large_print"),
        default=False,
        lay_out=_of("large_print", "lay_out"),
    ),
    Output(
        "bilingual",
        "bilingual",
        "pdf",
        "the translation and the original side by side, in columns or on facing pages",
        *_make("bilingual"),
        default=False,
        company=Company.ORIGINAL,
        lay_out=_of("bilingual", "lay_out"),
    ),
    Output(
        "tete-beche",
        "tete-beche",
        "pdf",
        "a booklet in two languages, which begins at either cover",
        *_make("tete_beche"),
        default=False,
        company=Company.ORIGINAL,
    ),
    Output(
        "polyglot",
        "polyglot",
        "pdf",
        "the same text in several languages, one after the other, in one PDF",
        *_make("polyglot"),
        default=False,
        company=Company.ALL,
        lay_out=_of("polyglot", "lay_out"),
    ),
    Output(
        "bilingual-epub",
        "bilingual",
        "epub",
        "an EPUB with the original beside each paragraph, below it on a phone",
        *_make("epub", "make_beside"),
        default=False,
        company=Company.ORIGINAL,
    ),
    Output(
        "tap-epub",
        "tap",
        "epub",
        "an EPUB in which a tap shows a paragraph as the original has it",
        *_make("epub", "make_tap"),
        default=False,
        company=Company.ORIGINAL,
    ),
)


def outputs_for(settings: Settings) -> tuple[Output, ...]:
    """Return the outputs a publication can be had in: all in the list, and a plate for each drum its settings name."""
    return (*OUTPUTS, *(_plate(ink) for ink in drums(settings.print)))


def _plate(ink: str) -> Output:
    name, make = f"plate-{ink}", partial(_of("plates", "make_plate"), ink=ink)
    return Output(name, name, "pdf", f"the plate of the {ink} drum", _of("plates", "next_step"), make)
