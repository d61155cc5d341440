"""Looking at a manuscript as it was read, before anything is made of it."""

from __future__ import annotations

from publish.checks.source import headings, links, markup, notes, pictures, signs, words

__all__ = ["headings", "links", "markup", "notes", "pictures", "signs", "words"]
