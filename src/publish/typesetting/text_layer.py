"""The text behind the glyphs: what a reader copies, searches and hears, in place of WeasyPrint's own tagging."""

from __future__ import annotations

import contextlib
import threading
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.typesetting.reading_order import write_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

# WeasyPrint is patched as a whole, so two documents are never written at once.
_ONE_AT_A_TIME = threading.RLock()

# One glyph stands for one character in these: Indic, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian and their like
# have clusters of several, and WeasyPrint writes down only what a glyph stood for at its first use.
_CLUSTERED = ((0x0900, 0x109F), (0x1780, 0x18AF), (0x1900, 0x1CFF), (0xA800, 0xABFF), (0x11000, 0x11FFF))
_LEFTWARD = {"R", "AL", "AN", "RLE", "RLO", "RLI"}


@dataclass(slots=True)
class Mark:
    """A marked stretch of a content stream, whose operators can still be changed until the file is written."""

    stream: Any
    first: int
    last: int
    properties: dict[str, Any]

    def say(self, text: str, language: str, *, divided: bool = False) -> None:
        """Write down what the stretch says (ISO 32000-1, 14.9.4), where its glyphs cannot, and its language.

        A `divided` word ends it: its hyphen is soft, for the word has none (14.8.2.2.3).
        """
        import pydyf

        if language:
            self.properties["Lang"] = pydyf.String(language)
        if divided:
            text = f"{text[:-1]}\u00ad"
        if divided or needs_words(text):
            self.properties["ActualText"] = pydyf.String(text)

    def number(self, mcid: int) -> None:
        """Give the stretch the number by which the structure knows it."""
        self.properties["MCID"] = mcid

    def pass_over(self, kind: str) -> None:
        """Make the stretch an artifact, which is no part of what is read: `Pagination` or `Layout`."""
        operators = self.stream.stream
        operators[self.first] = f"/Artifact <</Type /{kind}>> BDC {operators[self.first]}"
        operators[self.last] = b"EMC EMC"


def needs_words(text: str) -> bool:
    """Whether the glyphs of a text do not spell it, so that its words are written beside them.

    Never for what runs from right to left: poppler and pdfium turn such words round.
    """
    if text.isascii():
        return False
    characters = set(text)
    if any(unicodedata.bidirectional(character) in _LEFTWARD for character in characters):
        return False
    return any(_clustered(character) for character in characters)


def _clustered(character: str) -> bool:
    point = ord(character)
    return unicodedata.category(character)[0] == "M" or any(low <= point <= high for low, high in _CLUSTERED)


@contextlib.contextmanager
def text_layer() -> Iterator[None]:
    """Have what WeasyPrint writes with tags meanwhile carry its words, their languages and a plan of its structure.

    The file is not tagged yet: `publish.pdf.access.accessible` makes the structure tree of the plan. Files written
    without tags stay as they are. `Stream.marked` and `add_tags` are no public names of WeasyPrint 70.
    """
    import weasyprint.pdf
    from weasyprint.pdf.stream import Stream

    with _ONE_AT_A_TIME:
        marked, add_tags = Stream.marked, weasyprint.pdf.add_tags
        Stream.marked, weasyprint.pdf.add_tags = _marked, write_plan
        try:
            yield
        finally:
            Stream.marked, weasyprint.pdf.add_tags = marked, add_tags


@contextlib.contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401, ARG001 - WeasyPrint's own
    """Stand in for `Stream.marked`: note where the marks are, for their properties are only known at the end."""
    import pydyf

    if stream._tags is None:  # noqa: SLF001 - pinned to WeasyPrint 70 and held by a test
        yield
        return
    mark = Mark(stream, len(stream.stream), 0, pydyf.Dictionary())
    stream._tags[box] = mark  # noqa: SLF001 - as above
    stream.begin_marked_content("Span", mark.properties)
    try:
        yield
    finally:
        mark.last = len(stream.stream)
        stream.end_marked_content()
