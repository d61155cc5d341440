"""The EPUB: one file a section, readable in every script, with the page numbers of the printed edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings


def make(edition: Edition, settings: Settings) -> bytes:
    """Return an edition as an EPUB 3.3, which readers of EPUB 2 open too; PublishError with all in its way."""
    from publish.outputs.epub import assembly, packaging, proof

    book = assembly.assemble(edition, settings)
    data = packaging.pack(book, edition.colophon.date)
    proof.prove(data, book, edition.place)
    return data


def next_step(_settings: Settings) -> str:
    """Return what to do with the book."""
    return "open it on a phone or an e-reader, or send it on"
