"""The values every room passes on: a publication, its segments, its translations and its editions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from publish.problems import Place

# One element of pandoc's tree, `{"t": …, "c": …}`, with its `line` in the manuscript beside them where it is known.
Element: TypeAlias = dict[str, Any]

OPENING = "opening"
"""The key of the section that stands before the first `##`; it also holds the units of the colophon."""


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code of a segment: `{1}…{/1}` around text (paired), or `{2/}` standing for something (single).

    `kind` says what it stands for (emphasis, strong, link, note, picture …); `shown` is what a translator may want
    to know of it: an address, the text of a code, the number of a note.
    """

    number: int
    kind: str
    paired: bool
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of source text translated as one piece: a sentence of its unit, with numbered inline codes.

    `key` is made of what the segment says (and of its neighbours, where the same text stands twice), never of its
    position. `context` and `unit` say what kind of container it stands in and which of its section, for display only.
    """

    key: str
    text: str
    codes: tuple[Code, ...]
    place: Place
    note: str = ""
    context: str = "paragraph"
    unit: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """The segments of one inline container: a paragraph, heading, item, cell, caption, alt text, note … (XLIFF 2)."""

    segments: tuple[Segment, ...]
    context: str


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a publication handed to one volunteer: one `##` and what follows it, or what stands before the first.

    `key` is the id of its heading, `title` its plain text; `blocks` are pandoc's, heading included.
    """

    key: str
    title: str
    blocks: tuple[Element, ...]
    units: tuple[Unit, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments of the section, in reading order."""
        return tuple(segment for unit in self.units for segment in unit.segments)


@dataclass(frozen=True, slots=True)
class Colophon:
    """What a publication says of itself: title, date, who made it, and under what licence.

    `translators` names them for each language; `translator` those of the edition (or manuscript) at hand.
    """

    title: str
    subtitle: str = ""
    summary: str = ""
    lang: str = "en"
    date: datetime.date | None = None
    issue: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    contact: tuple[str, ...] = ()
    licence: str = ""
    identifier: str = ""
    series: str = ""
    series_position: str = ""
    keywords: tuple[str, ...] = ()
    cover: str = ""
    cover_alt: str = ""
    translator: tuple[str, ...] = ()
    translators: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One newsletter issue or pamphlet, as its canonical manuscript says it. `sections[0]` is always the opening."""

    slug: str
    colophon: Colophon
    sections: tuple[Section, ...]
    place: Place
    folder: Path

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments of the publication, in reading order."""
        return tuple(segment for section in self.sections for segment in section.segments)


class State(StrEnum):
    """How far a rendering has come."""

    UNTRANSLATED = "untranslated"
    STALE = "stale"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Rendering:
    """How one segment is said in another language; `previous` is the old source where the rendering is stale.

    `returned` is what else came back for it and was not put in its place; the editor chooses.
    """

    segment: Segment
    target: str = ""
    state: State = State.UNTRANSLATED
    note: str = ""
    previous: str = ""
    returned: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether this may be published: translated or reviewed, and not stale."""
        return self.state in {State.TRANSLATED, State.REVIEWED}


JOINED = "^"
"""The whole translation of a sentence that a translator said together with the one above it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or name of the house's glossary, and how it is said in the language of a kit.

    `keep` marks a name that is not translated; `target` is then the name itself. `target` is empty where nobody has
    said yet how the term is said in this language.
    """

    source: str
    target: str = ""
    note: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the memory says for a segment: how the same or a near text was translated before, never published by itself.

    `score` is how near the texts are, 0 to 100 (100: the same text); `origin` names where it comes from, for display.
    """

    key: str
    source: str
    target: str
    score: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """One section in one language, as it goes out to a volunteer.

    `number` is the section's place in the publication, for the file's name; `version` names the state of the
    section and of the translation it was made from; `name` and `title` are the publication's slug and title.
    `glossary` holds the terms that stand in it, `proposals` what the memory says for segments that have no rendering,
    best first.
    """

    name: str
    title: str
    section: str
    heading: str
    number: int
    source: str
    target: str
    version: str
    renderings: tuple[Rendering, ...]
    glossary: tuple[Term, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def proposed(self, key: str) -> Proposal | None:
        """Return the best the memory has for a segment that has no rendering yet."""
        return next((proposal for proposal in self.proposals if proposal.key == key), None)

    @property
    def words(self) -> int:
        """How many words of source it holds."""
        return sum(len(rendering.segment.text.split()) for rendering in self.renderings)


@dataclass(frozen=True, slots=True)
class Row:
    """One segment as it came back: its key, the source that stood beside it, the translation, a note to the editor.

    `number` is the one the volunteer saw beside it in the kit, 0 where the form shows none; `line` is where it stands.
    `offered` is what stands there with the mark of a proposal, and is no translation until somebody takes that away.
    """

    key: str
    source: str
    target: str
    note: str = ""
    line: int = 0
    number: int = 0
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """A kit as it came back from a volunteer, before anything in it is believed."""

    name: str
    section: str
    source: str
    target: str
    version: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """All renderings of a publication in one language, in reading order, and those whose segment is gone."""

    publication: str
    language: str
    renderings: tuple[Rendering, ...]
    obsolete: tuple[Rendering, ...] = ()

    @property
    def coverage(self) -> float:
        """The share of segments that may be published, 0 to 1."""
        if not self.renderings:
            return 1.0
        return sum(rendering.done for rendering in self.renderings) / len(self.renderings)


@dataclass(frozen=True, slots=True)
class Edition:
    """The publication in one language, ready to be made into files.

    `original` is the language it was translated from, or its own; `coverage` the share of it that is translated
    (1 for the original). `folder` is where its pictures lie. `siblings` are the other languages it can be had in,
    that of the original first; `others` the editions in other languages that it is made into one file with, if any.
    """

    slug: str
    colophon: Colophon
    language: str
    original: str
    sections: tuple[Section, ...]
    coverage: float
    folder: Path
    place: Place
    siblings: tuple[str, ...] = ()
    others: tuple[Edition, ...] = ()

    @property
    def letters(self) -> int:
        """How many letters it has in the language it was written in."""
        return sum(len(segment.text) for section in self.sections for segment in section.segments)


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that was made: which output, where, how big in bytes."""

    output: str
    file: Path
    size: int
