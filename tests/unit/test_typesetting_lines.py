"""Lines broken and written by us are those WeasyPrint breaks and writes, as far as anybody can see."""

from __future__ import annotations

import contextlib
import inspect
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.draw import text as drawing
from weasyprint.layout import inline

from publish import edition, source, translations
from publish.typesetting import Geometry, glyphs, lines, measured, paragraphs, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition

ROOT = Path(__file__).parents[2]
SAID = {
    "en": "We are paid by the minute, says Rosa — “efficiently, wonderfully” — and not by the twenty-four-hour day. ",
    "de": "Der Arbeitszeitnachweis gehört uns; die Schichtführerin unterschreibt ihn, so ist’s vereinbart. ",
    "pl": "Przyszłyśmy o czwartej, a wróciłyśmy dopiero nazajutrz; nieprzewidziana odpowiedzialność, powiedzieli. ",
    "pa": "ਅਸੀਂ ਰਾਤ ਦੀ ਸ਼ਿਫ਼ਟ ਵਿੱਚ ਕੰਮ ਕਰਦੇ ਹਾਂ, ਅਤੇ ਇਹ ਸਾਡਾ ਅਖ਼ਬਾਰ ਹੈ। ",
    "ta": "நாங்கள் இரவுப் பணியில் இருக்கிறோம்; இது எங்களுடைய செய்தித்தாள், நாமே எழுதியது. ",
    "ur": "یہ شمارہ باورچی خانے کی ایک میز پر، سہ پہر چار بجے اور دیر کے درمیان بنایا گیا۔ ",
    "ar": "نحن نعمل في الليل، وهذه جريدتنا التي نكتبها بأنفسنا في المطبخ. ",
}
RIGHT_TO_LEFT = {"ur", "ar"}


@contextlib.contextmanager
def broken_with(split: Any) -> Iterator[None]:  # noqa: ANN401 - WeasyPrint's
    """Have lines broken by a function."""
    current, inline.split_first_line = inline.split_first_line, split
    try:
        yield
    finally:
        inline.split_first_line = current


def rows(language: str, said: str, width: float, style: str) -> list[tuple[object, ...]]:
    """Return what stands on each line, with its place and its size."""
    way = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    html = f"<p lang={language} dir={way} style='font:10pt Noto Serif;hyphens:auto;width:{width}px;{style}'>{said}</p>"
    measured.forget()
    boxes = weasyprint.HTML(string=html).render().pages[0]._page_box.descendants()
    return [
        (box.text, box.pango_layout.text, box.position_x, box.position_y, box.width, box.height, box.baseline)
        for box in boxes
        if hasattr(box, "pango_layout")
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(SAID)),
    st.lists(st.integers(0, 30), min_size=1, max_size=4),
    st.floats(60, 500),
    st.sampled_from(["", "text-align:justify", "text-indent:2em", "font-size:17pt", "font-style:italic"]),
)
def test_lines_are_broken_where_weasyprint_breaks_them(
    language: str, stressed: list[int], width: float, style: str
) -> None:
    words = (SAID[language] * 4).split()
    said = " ".join(f"<em>{word}</em>" if at in stressed else word for at, word in enumerate(words))
    lines.mend()
    ours = rows(language, said, width, style)
    with broken_with(inline.split_first_line.__wrapped__):
        assert ours == rows(language, said, width, style)


@pytest.mark.parametrize(
    "said",
    [
        "a\u00adb" * 200,
        "of\u2009thin\u2003blanks " * 60,
        "one\u2028two " * 60,
        "tabs\tand <br> breaks " * 60,
        "→ ★ not in the face 日本 " * 40,
        "Donaudampfschifffahrtsgesellschaft" * 9,
        "https://example.org/" + "a/" * 300,
        "<u>underlined </u>" * 60,
        "<span style='letter-spacing:.1em'>set apart </span>" * 60,
        "<span style='white-space:pre-wrap'>kept   as \n it is </span>" * 20,
        "English و عربی together " * 40,
        " ",
    ],
)
def test_a_line_out_of_the_ordinary_is_left_to_weasyprint(said: str) -> None:
    lines.mend()
    ours = rows("en", said, 200, "text-align:justify")
    with broken_with(inline.split_first_line.__wrapped__):
        assert ours == rows("en", said, 200, "text-align:justify")


def test_what_floats_in_a_line_is_measured_before_it_stands_anywhere() -> None:
    lines.mend()
    said = [text for text, *_ in rows("en", "Here <span style='float:left'>aside </span>we are.", 200, "")]
    assert sorted(said) == ["Here ", "aside", "we are."]


def test_most_lines_of_a_text_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []
    lines.mend()
    plain = inline.split_first_line.__wrapped__

    def split(text: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        left.append(text)
        return plain(text, *rest, **more)

    monkeypatch.setattr(inline, "split_first_line", paragraphs.breaking(split))
    assert len(rows("en", SAID["en"] * 30, 300, "text-align:justify")) > 40
    assert len(left) <= 1


def sample(language: str) -> tuple[Edition, Any]:
    folder = ROOT / "source" / "night-shift"
    read = source.read(folder / "manuscript.md", "night-shift")
    if language == "en-GB":
        return edition.original(read.publication), read.settings
    store = folder / "translations" / f"{language}.po"
    return edition.translated(read.publication, translations.current(read.publication, language, store)), read.settings


def words_of(pdf: bytes, file: Path) -> list[tuple[str, float, float]]:
    """Return the words of a PDF, each with where it begins and ends (points)."""
    file.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', said)
    return [(word, float(left), float(right)) for left, right, word in found]


@pytest.mark.parametrize("language", ["en-GB", "pl", "pa", "ur"])
def test_glyphs_stand_where_weasyprint_puts_them(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, said = sample(language)
    counted: Counter[bool] = Counter()
    runs = glyphs._runs

    def counting(*asked: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        written = runs(*asked)
        counted[written is not None] += 1
        return written

    monkeypatch.setattr(glyphs, "_runs", counting)
    ours = typeset(made, said, Geometry())
    # Nastaliq climbs: most of its glyphs are raised above the line.
    assert counted[True] > counted[False] * (2 if language != "ur" else 0)
    own = drawing.draw_first_line

    def plain(stream: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        box.pango_layout.set_text(box.pango_layout.text, justify=True)
        return inspect.unwrap(own)(stream, box, *rest)

    plain.together = True  # type: ignore[attr-defined] # it is not to be made ours again
    monkeypatch.setattr(drawing, "draw_first_line", plain)
    theirs = typeset(made, said, Geometry())
    monkeypatch.setattr(drawing, "draw_first_line", own)
    before, after = words_of(theirs.pdf, tmp_path / "theirs.pdf"), words_of(ours.pdf, tmp_path / "ours.pdf")
    assert [word for word, _, _ in before] == [word for word, _, _ in after]
    far = max(
        abs(was - now)
        for (_, *places), (_, *others) in zip(before, after, strict=True)
        for was, now in zip(places, others, strict=True)
    )
    assert far < 0.4  # points: what WeasyPrint rounds down glyph by glyph along a line
