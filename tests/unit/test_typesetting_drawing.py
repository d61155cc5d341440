"""Drawing: glyphs kept from the layout are those Pango would shape again, pages kept are those drawn again."""

from __future__ import annotations

import base64
import contextlib
import pickle
import zlib
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from publish.build import pool
from publish.build.batches import Batch
from publish.build.running import Crew
from publish.typesetting import (
    Geometry,
    closing,
    drawn,
    engine,
    shaped,
    streams,
    text_layer,
    typeset,
)
from publish.typesetting.drawn import Drawn
from unit.test_typesetting_lines import sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.build.making import Outcome
    from publish.model import Edition
    from publish.typesetting.shaped import Kept, Run

DOT = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
PICTURE = f"data:image/svg+xml;base64,{base64.b64encode(DOT.encode()).decode()}"


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


def laid_out(language: str, geometry: Geometry) -> tuple[Edition, Any]:
    made, said = sample(language)
    return made, engine._laid_out(made, closing.draft(made, said), geometry)


class Drawings(dict[int, Drawn]):
    """Drawings that are known of pages, or are made, by their numbers."""

    wanted = True

    def made(self, number: int, drawing: Drawn) -> None:
        self.setdefault(number, drawing)

    def unknown(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True


@pytest.mark.parametrize("language", ["en-GB", "pl", "pa", "ta", "ur"])
@pytest.mark.parametrize("tagged", [True, False])
def test_pages_that_were_drawn_are_put_on_equal_ones(language: str, tagged: bool) -> None:  # noqa: FBT001 - a parameter
    geometry = Geometry(tagged=tagged)
    made, laid = laid_out(language, geometry)
    drawings: Any = Drawings()
    plain = engine._drawn(made, laid, geometry).pdf
    assert engine._drawn(made, laid, geometry, drawings).pdf == plain
    assert len(drawings) > 3
    kept = pickle.loads(pickle.dumps(drawings))  # noqa: S301 - what was written just now
    assert kept == drawings
    _, again = laid_out(language, geometry)
    assert engine._drawn(made, again, geometry, kept).pdf == plain
    some: Any = Drawings({number: drawing for number, drawing in kept.items() if number % 2})
    assert engine._drawn(made, again, geometry, some).pdf == plain


def test_a_page_is_drawn_the_same_whatever_was_drawn_before_it() -> None:
    geometry = Geometry()
    made, laid = laid_out("pl", geometry)
    drawings: Any = Drawings()
    engine._drawn(made, laid, geometry, drawings)
    assert {number: alone(laid.document.copy(), number) for number in reversed(drawings)} == drawings


def alone(document: Any, number: int = 0) -> Drawn | None:  # noqa: ANN401 - WeasyPrint's
    with text_layer.text_layer():
        return drawn.draw(document.pages[number], stream(document), 0.75)


def stream(document: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    from weasyprint.pdf.stream import Stream

    resources: dict[str, dict[str, object]] = {"ExtGState": {}, "XObject": {}, "Pattern": {}, "Shading": {}}
    resources["ColorSpace"] = {}
    return Stream(document.fonts, (0, 0, 0, 0), resources, {}, {}, {}, None)


@pytest.mark.parametrize(
    "said",
    [
        f"<p>a picture <img src='{PICTURE}'>",
        "<p style='background: linear-gradient(red, blue)'>a ground",
        "<p style='opacity: .5'>a group",
        "<p style='color: lab(50 40 30)'>a colour space",
        "<p style='background-image: linear-gradient(red, blue); background-size: 9px 9px'>a pattern",
        "<p>a sign no face has: \U000f0000",
    ],
)
def test_what_is_not_certain_is_drawn_every_time(said: str) -> None:
    import weasyprint

    def document(html: str) -> Any:  # noqa: ANN401 - WeasyPrint's
        return weasyprint.HTML(string=f"<html lang=en>{html}").render()

    plain, odd = document("<p style='color: rgb(1 2 3 / .5); border: 1pt solid red'>nothing but text"), document(said)
    assert alone(plain) is not None
    assert alone(odd) is None


def test_a_drawing_is_put_on_no_other_page() -> None:
    import weasyprint

    one, other = (weasyprint.HTML(string=f"<p>{said}").render() for said in ("one", "one<p>other"))
    drawing = alone(one)
    assert drawing is not None
    untagged = stream(one)
    untagged._tags = None
    with text_layer.text_layer():
        assert drawn.replay(drawing, one.pages[0], stream(one.copy()))
        assert not drawn.replay(drawing, other.pages[0], stream(other))
        assert not drawn.replay(drawing, one.pages[0], untagged)


@pytest.mark.parametrize("deflated", [True, False])
def test_the_contents_of_a_page_are_put_together_as_ever(deflated: bool) -> None:  # noqa: FBT001 - a parameter
    import pydyf
    import weasyprint

    ours = stream(weasyprint.HTML(string="<p>").render())
    ours.stream = [b"q", "/Span", pydyf.Dictionary({"MCID": 1, "Lang": pydyf.String("pl")}), b"BDC", 0.25, 3.0, b"Q"]
    ours.compress = deflated
    theirs = pydyf.Stream(ours.stream, ours.extra, deflated)
    streams.put_together()
    if not deflated:
        assert ours.data == theirs.data
    assert contents(ours.data) == contents(theirs.data) != b""


def contents(data: bytes) -> bytes:
    """Return what stands in a stream of a PDF."""
    written = data[data.index(b"stream\n") + 7 : -len(b"\nendstream")]
    return zlib.decompress(written) if b"/FlateDecode" in data else written


@pytest.mark.parametrize(
    ("jobs", "batches", "hands"),
    [(1, 1, [1]), (2, 1, [2]), (2, 2, [1, 1]), (2, 3, [1, 1, 2]), (4, 2, [2, 2]), (4, 7, [1, 1, 1, 1, 1, 1, 1])],
)
def test_workers_know_how_many_processors_there_are_for_them(
    jobs: int, batches: int, hands: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def submit(_: object, __: int, hands: int) -> Future[list[Outcome]]:
        asked.append(hands)
        done: Future[list[Outcome]] = Future()
        done.set_result([])
        return done

    monkeypatch.setattr(pool, "_submit", submit)
    monkeypatch.setattr(pool, "_workers", lambda *_: contextlib.nullcontext())
    assert not list(pool._round([Batch((), (), ())] * batches, Crew(jobs), None, None, 0))
    assert asked == hands
