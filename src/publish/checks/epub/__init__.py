"""What validators do not see in an EPUB: whether it can be read in its script, and whether it is true about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.checks.epub import documents, faces, navigation, package, text
from publish.checks.epub.opened import Made, open_book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.problems import Problem

__all__ = ["CODES", "LOOKS", "Made", "find"]

LOOKS = (
    package.archive,
    package.manifest,
    package.remote,
    package.identity,
    package.people,
    package.tongues,
    package.access,
    package.summary,
    package.pages_source,
    package.switches,
    package.references,
    documents.roots,
    documents.passages,
    documents.scripts,
    documents.pictures,
    documents.headings,
    documents.identifiers,
    documents.notes,
    documents.tables,
    documents.colours,
    navigation.contents,
    navigation.landmarks,
    navigation.older_readers,
    navigation.pages,
    navigation.print_pages,
    text.words_lost,
    faces.coverage,
    faces.sizes,
)
"""Everything that is looked at; what needs the edition is passed over where the edition is not known."""

CODES = (
    "epub-access",
    "epub-alt",
    "epub-archive",
    "epub-clock",
    "epub-colour",
    "epub-contents",
    "epub-cover",
    "epub-direction",
    "epub-empty",
    "epub-fonts",
    "epub-heading",
    "epub-id",
    "epub-identity",
    "epub-landmarks",
    "epub-language",
    "epub-link",
    "epub-manifest",
    "epub-markup",
    "epub-names",
    "epub-ncx",
    "epub-note",
    "epub-pages",
    "epub-pages-print",
    "epub-people",
    "epub-remote",
    "epub-script",
    "epub-script-unmarked",
    "epub-table",
    "epub-text",
    "epub-title",
    "epub-untrue",
)


def find(made: Made) -> Iterator[Problem]:
    """Yield every problem of a finished EPUB; without its edition, what can be told from the file alone."""
    book, problems = open_book(made)
    yield from problems
    if book is not None:
        for look in LOOKS:
            yield from look(book)
