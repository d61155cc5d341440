"""Lines broken by what a paragraph measures, which is shaped once.

WeasyPrint shapes two lines of text to find where one ends, once more with the next word, once more for each place that
word can be divided at, and once more without the blank at its end: three or four times for every line that stands. A
line that is nothing out of the ordinary is found here by adding up; every other one is left to WeasyPrint.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import measured, shaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.typesetting.measured import Paragraph

# WeasyPrint's styles and contexts, and what it tells of a line: its layout, how many bytes of the text stand on it, at
# which byte the next one begins (none where there is no next one), its width, height and baseline in CSS pixels.
Style: TypeAlias = Any
Context: TypeAlias = Any
Line: TypeAlias = "tuple[Any, int, int | None, float, float, float]"

_NARROWEST = 4  # a measure of fewer times the size of its letters is a cell's, or asks for the shortest line there is
_MOST = 64  # lines remembered until they are made even, which is done with each before the next one is begun
_WORDS = 5000  # words held with their parts; a text has fewer that ends of lines fall on
_KERN = 0.25  # a part of a word and its hyphen differ by less than this share of their size from both by themselves


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a line is broken for: the layout's context, the width (CSS pixels), and what its blanks are widened by."""

    context: Context
    width: float
    spacing: float

    @property
    def units(self) -> int:
        """The width in units of Pango."""
        from weasyprint.text.ffi import TO_UNITS

        return int(self.width * TO_UNITS)


def breaking(split: Callable[..., Line]) -> Callable[..., Line]:
    """Return what breaks ordinary lines by adding up, and leaves the others to `split`: WeasyPrint's own."""

    @functools.wraps(split)
    def split_first_line(
        text: str,
        style: Style,
        context: Context,
        max_width: float | None,
        justification_spacing: float,
        *rest: Any,  # noqa: ANN401 - WeasyPrint's
        **more: Any,  # noqa: ANN401 - WeasyPrint's
    ) -> Line:
        line = None
        if max_width is not None and _NARROWEST * style["font_size"] <= max_width < float("inf"):
            line = _line(text, style, _Measure(context, max_width, justification_spacing))
        return line or split(text, style, context, max_width, justification_spacing, *rest, **more)

    return split_first_line


def resting(create: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes a layout of a whole line, and prepares it for drawing no sooner than it is drawn."""

    @functools.wraps(create)
    def create_layout(
        text: str, style: Style, context: Context, max_width: float | None, justification_spacing: float
    ) -> Any:  # noqa: ANN401 - WeasyPrint's
        if max_width is None and style["text_decoration_line"] == "none" and "\n" not in text:
            told = _TOLD.get((id(style), text))
            layout = _asleep(text, justification_spacing, None)
            if told is not None and told[0] is style:  # the same line, which is made even now
                layout.shaped = told[1]
            return layout
        return create(text, style, context, max_width, justification_spacing)

    return create_layout


def _line(text: str, style: Style, measure: _Measure) -> Line | None:
    """Return the first line of a text, None where it is not for us to say."""
    paragraph = measured.known(text, style, measure.width)
    if paragraph is None:
        return None
    at, whole = paragraph.at, len(paragraph.text)
    first = whole - len(text)
    begins, room = at[first], measure.units
    if begins < 0:
        return None
    if at[whole] - begins <= room:
        return _told(paragraph, first, whole, None, measure)
    lowest = bisect_right(paragraph.breaks, first)
    last = bisect_right(paragraph.ends, begins + room, lo=lowest) - 1
    if last < lowest or paragraph.trimmed[last] <= first or _all_but_blank(paragraph, begins + room):
        return None
    divided = _divided(paragraph, first, last, measure) if style["hyphens"] == "auto" else None
    return divided or _told(paragraph, first, paragraph.trimmed[last], paragraph.breaks[last], measure)


def _all_but_blank(paragraph: Paragraph, room: int) -> bool:
    """Whether a text would fit but for the blank at its end, which hangs over the end of the line."""
    return paragraph.text[-1] == " " and paragraph.at[len(paragraph.text.rstrip(" "))] <= room


def _told(paragraph: Paragraph, first: int, last: int, following: int | None, measure: _Measure) -> Line:
    from weasyprint.text.ffi import FROM_UNITS

    bytes_ = paragraph.bytes_
    layout = _asleep(paragraph.text[first:last], measure.spacing, measure.width, paragraph.direction)
    _remember(layout, paragraph.style, shaped.cut(paragraph.run, paragraph.text, first, last, bytes_))
    return (
        layout,
        bytes_[last] - bytes_[first],
        None if following is None else bytes_[following] - bytes_[first],
        (paragraph.at[last] - paragraph.at[first]) * FROM_UNITS,
        paragraph.height,
        paragraph.baseline,
    )


def _divided(paragraph: Paragraph, first: int, last: int, measure: _Measure) -> Line | None:
    """Return a line with as much of the next word on it as fits, None where none of it does."""
    from weasyprint.layout.percent import percentage
    from weasyprint.text.ffi import FROM_UNITS, TO_UNITS

    style, at = paragraph.style, paragraph.at
    ends = paragraph.breaks[last]
    following = paragraph.breaks[last + 1] - 1 if last + 1 < len(paragraph.breaks) else len(paragraph.text)
    total, left, _ = style["hyphenate_limit_chars"]
    more = int(_KERN * style["font_size"] * TO_UNITS) - measured.advance(style, style["hyphenate_character"])
    room = at[first] + measure.units + more
    if following - ends < total or at[ends + left] > room:
        return None
    left_over = measure.width - (paragraph.ends[last] - at[first]) * FROM_UNITS
    if left_over <= percentage(style["hyphenate_limit_zone"], style, measure.width):
        return None
    parts = _parts(paragraph.text[ends:following], style["lang"], style["hyphenate_limit_chars"])
    # Most parts are too long, or short enough, beyond doubt: a part is shaped only to say which is the first that fits.
    tried = (
        _with_hyphen(paragraph, first, ends + len(part), measure, last=part is parts[-1])
        for part in parts
        if at[ends + len(part)] <= room
    )
    return next(filter(None, tried), None)


def _with_hyphen(paragraph: Paragraph, first: int, end: int, measure: _Measure, *, last: bool) -> Line | None:
    """Return a line with a hyphen at its end, None where it is too long; the `last` part of a word may stick out."""
    from weasyprint.text import line_break

    style, said = paragraph.style, paragraph.text[first:end]
    hyphen = style["hyphenate_character"]
    layout = line_break.create_layout(said + hyphen, style, measure.context, measure.width, measure.spacing)
    line, more = layout.get_first_line()
    if more is not None or (line_break.line_size(line, style)[0] > measure.width and not last):
        return None
    kept = shaped.Kept(shaped.runs_of(line, layout.layout))
    text, length = paragraph.text[first:], len(said.encode())
    told: Line = line_break.first_line_metrics(
        line, text, layout, length, space_collapse=True, style=style, hyphenated=True, hyphenation_character=hyphen
    )
    _remember(layout, style, kept)
    return told


_TOLD: dict[tuple[int, str], tuple[Style, shaped.Kept | None]] = {}


def _remember(layout: Any, style: Style, kept: shaped.Kept | None) -> None:  # noqa: ANN401 - WeasyPrint's
    """Keep the glyphs of a line with its layout, and for the one that takes its place where the line is made even."""
    layout.shaped = kept
    while len(_TOLD) >= _MOST:
        _TOLD.pop(next(iter(_TOLD)))
    # The style is held, so that no other can have its identity.
    _TOLD[(id(style), layout.text)] = style, kept


@functools.lru_cache(_WORDS)
def _parts(text: str, lang: str, limits: tuple[int, int, int]) -> tuple[str, ...]:
    """Return a text up to each place its first long word can be divided at, the longest first, as WeasyPrint does.

    A few hundred words end most lines of a text.
    """
    import pyphen  # type: ignore[import-untyped] # it has no type information
    from weasyprint.text.line_break import get_next_word_boundaries

    language = lang and pyphen.language_fallback(lang)
    total, left, right = limits
    at = 0
    while language and (found := get_next_word_boundaries(text[at:], language)):
        word = text[at + found[0] : at + found[1]]
        if len(word) >= total:
            before = text[: at + found[0]]
            divided = pyphen.Pyphen(lang=language, left=left, right=right)
            return tuple(before + part for part, _ in divided.iterate(word))
        at += found[1]
    return ()


def _asleep(text: str, justification_spacing: float, max_width: float | None, direction: int = 0) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a layout that has everything it is woken up with (`reactivate`), and nothing that has to be put down."""
    layout = sleeper()
    layout.text, layout.justification_spacing, layout.max_width = text, justification_spacing, max_width
    layout.first_line_direction = direction
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    return layout


def sleeper(*, ours: bool = True) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a layout that has nothing yet: one of `ours`, or as WeasyPrint makes it."""
    kind = _sleeper() if ours else _sleeper().__base__
    return kind.__new__(kind)


@functools.cache
def _sleeper() -> Any:  # noqa: ANN401 - WeasyPrint's
    from weasyprint.text import line_break

    shaped.put_off()

    class Sleeper(line_break.Layout):  # type: ignore[misc] # WeasyPrint has no type information
        """A layout of WeasyPrint's that is put down before it was taken up.

        Its blanks are widened as they are written (see `glyphs`).
        """

        leaves_blanks = True

    return Sleeper
