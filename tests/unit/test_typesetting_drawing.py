"""What pages are drawn of: glyphs kept from the layout are those Pango would shape again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish import edition, source, translations
from publish.typesetting import Geometry, shaped, typeset

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition
    from publish.typesetting.shaped import Kept, Run

ROOT = Path(__file__).parents[2]


def sample(language: str) -> tuple[Edition, Any]:
    folder = ROOT / "source" / "night-shift"
    read = source.read(folder / "manuscript.md", "night-shift")
    if language == "en-GB":
        return edition.original(read.publication), read.settings
    store = folder / "translations" / f"{language}.po"
    return edition.translated(read.publication, translations.current(read.publication, language, store)), read.settings


@pytest.mark.parametrize("language", ["en-GB", "pl", "pa", "ta", "ur"])
def test_glyphs_that_were_kept_are_those_that_would_be_shaped(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, said = sample(language)
    ours = typeset(made, said, Geometry())
    asked: list[str] = []

    def again(kept: Kept, shape: Callable[[], tuple[Run, ...]]) -> tuple[Run, ...]:  # noqa: ARG001 - it is not used
        asked.append("kept")
        return shape()

    def anew(text: str, style: Any, shape: Callable[[], tuple[Run, ...]]) -> tuple[Run, ...]:  # noqa: ANN401, ARG001 - WeasyPrint's, and not used
        asked.append("short")
        return shape()

    monkeypatch.setattr(shaped.Kept, "glyphs", again)
    monkeypatch.setattr(shaped, "once", anew)
    assert typeset(made, said, Geometry()).pdf == ours.pdf
    assert asked.count("kept") > 20 or language == "ur"


def test_most_lines_are_not_shaped_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, said = sample("en-GB")
    counted: list[bool] = []
    glyphs = shaped.Kept.glyphs

    def counting(kept: Kept, shape: Callable[[], tuple[Run, ...]]) -> tuple[Run, ...]:
        before = len(counted)

        def shaping() -> tuple[Run, ...]:
            counted.append(True)
            return shape()

        found = glyphs(kept, shaping)
        if len(counted) == before:
            counted.append(False)
        return found

    typeset(made, said, Geometry())  # which letters stand beside a blank as they stand by themselves is known then
    monkeypatch.setattr(shaped.Kept, "glyphs", counting)
    typeset(made, said, Geometry())
    assert counted.count(False) > 20 * counted.count(True)


def test_a_line_is_cut_out_of_its_paragraph_only_at_blanks_and_where_it_has_a_letter() -> None:
    said = "“1914 — 1918” ist lange her, sagt Mira-Lou"
    run: Any = object()
    at = range(len(said) + 1)

    def kept(line: str) -> bool:
        first = said.index(line)
        return shaped.cut(run, said, first, first + len(line), at) is not None

    assert kept("ist lange her,")
    assert kept("Mira-Lou")
    assert not kept("1914 —")
    assert not kept("Mira-")
    assert not kept("Lou")
    assert shaped.cut(None, said, 0, len(said), at) is None
