"""The text behind the glyphs: what a reader copies, searches and hears, in place of WeasyPrint's own tagging."""

from __future__ import annotations

import contextlib
import functools
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
    properties: bytes = b""

    def say(self, text: str, language: str, *, divided: bool = False) -> None:
        """Write down what the stretch says (ISO 32000-1, 14.9.4), where its glyphs cannot, and its language.

        A `divided` word ends it: its hyphen is soft, for the word has none (14.8.2.2.3).
        """
        said = _language(language) if language else b""
        if divided:
            text = f"{text[:-1]}\u00ad"
        if divided or needs_words(text):
            said += _entry("ActualText", text)
        self._write(said)

    def number(self, mcid: int) -> None:
        """Give the stretch the number by which the structure knows it."""
        self._write(self.properties + b"/MCID %d" % mcid)

    def _write(self, properties: bytes) -> None:
        self.properties = properties
        self.stream.stream[self.first + 1] = b"<<" + properties + b">>"

    def pass_over(self, kind: str) -> None:
        """Make the stretch an artifact, which is no part of what is read: `Pagination` or `Layout`."""
        operators = self.stream.stream
        operators[self.first] = b"/Artifact <</Type /%s>> BDC %s" % (kind.encode(), operators[self.first])
        operators[self.last] = b"EMC EMC"


@functools.cache
def _language(tag: str) -> bytes:
    return _entry("Lang", tag)


def _entry(key: str, text: str) -> bytes:
    import pydyf

    said: bytes = pydyf.String(text).data
    return b"/" + key.encode() + b" " + said


def needs_words(text: str) -> bool:
    """Whether the glyphs of a text do not spell it, so that its words are written beside them.

    Never for what runs from right to left: poppler and pdfium turn such words round.
    """
    if text.isascii():
        return False
    kinds = set(map(_kind, set(text)))
    return "clustered" in kinds and "leftward" not in kinds


@functools.cache
def _kind(character: str) -> str:
    """Return whether a character is `leftward`, `clustered`, or nothing of the kind."""
    if unicodedata.bidirectional(character) in _LEFTWARD:
        return "leftward"
    point = ord(character)
    clustered = unicodedata.category(character)[0] == "M" or any(low <= point <= high for low, high in _CLUSTERED)
    return "clustered" if clustered else ""


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


def _marked(stream: Any, box: Any, tag: str) -> _Marked:  # noqa: ANN401, ARG001 - WeasyPrint's own
    """Stand in for `Stream.marked`."""
    return _Marked(stream, box)


class _Marked:
    """A stretch that is being marked: notes where the marks are, for their properties are only known at the end."""

    __slots__ = ("mark",)

    def __init__(self, stream: Any, box: Any) -> None:  # noqa: ANN401 - WeasyPrint's own
        self.mark = None
        if stream._tags is not None:  # noqa: SLF001 - pinned to WeasyPrint 70 and held by a test
            self.mark = stream._tags[box] = Mark(stream, len(stream.stream), 0)  # noqa: SLF001 - as above

    def __enter__(self) -> None:
        if self.mark is not None:
            self.mark.stream.stream += (b"/Span", b"<<>>", b"BDC")

    def __exit__(self, *_: object) -> None:
        if self.mark is not None:
            operators = self.mark.stream.stream
            self.mark.last = len(operators)
            operators.append(b"EMC")
