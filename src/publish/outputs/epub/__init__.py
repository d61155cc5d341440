"""The EPUB: one file a section, readable in every script, with the page numbers of the printed edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings


def make(edition: Edition, settings: Settings) -> bytes:
    """Return an edition as an EPUB 3.3, which readers of EPUB 2 open too; PublishError with all in its way."""
    return _made(edition, settings, "alone")


def make_beside(edition: Edition, settings: Settings) -> bytes:
    """Return an edition with its original beside each paragraph, below it on a narrow screen."""
    return _made(edition, settings, "beside")


def make_tap(edition: Edition, settings: Settings) -> bytes:
    """Return an edition in which a tap on the language's name shows a paragraph as the original has it."""
    return _made(edition, settings, "tap")


def _made(edition: Edition, settings: Settings, form: str) -> bytes:
    from publish.outputs.epub import assembly, bilingual, packaging, proof

    book = assembly.assemble(edition, settings, bilingual.Form(form))
    data = packaging.pack(book, edition.colophon.date)
    proof.prove(data, book, edition.place)
    return data


def next_step(_settings: Settings) -> str:
    """Return what to do with the book."""
    return "open it on a phone or an e-reader, or send it on"
