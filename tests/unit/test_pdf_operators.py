"""Content that is plainly written is read and rewritten as a whole, and comes out as if it had been taken apart."""

from __future__ import annotations

import contextlib
import io
import time
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name

from publish.pdf import operators, repaint
from publish.pdf.colour import FourColour
from publish.pdf.inspection import inspect
from publish.pdf.matrices import IDENTITY, around, moved, times
from publish.pdf.operators import operations
from publish.pdf.repaint import Repaint
from publish.problems import Place, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.pdf.seen import Page

usual = st.one_of(
    st.integers(-999, 999).map(str),
    st.floats(-2000, 2000, allow_nan=False).map(lambda number: f"{number:.6f}".rstrip("0").rstrip(".")),
)
odd = st.sampled_from(["-0", "-0.0", "0.0", "93.", ".5", "-.5", "007", "+4", "0.00000001", "123456789012.25", "1.50"])
strings = st.sampled_from(
    ["<00410042>", "<0003>", "<>", "()", "<00410003>", "<4142>", "(AB)", r"(\bA)", r"(\(\)\\)", r"(\351\000)", "<E9e9>",
     "<ffff>", "(A(B)C)", "( EMC )"]
)  # fmt: skip
names = st.sampled_from(["/Face", "/a1.0", "/Form", "/Odd#20Name"])


def lines(numbers: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return operators with what they are given, each as it may stand in a content."""

    def of(count: int, *operator: str) -> st.SearchStrategy[str]:
        given = st.lists(numbers, min_size=count, max_size=count).map(" ".join)
        return st.tuples(given, st.sampled_from(operator)).map(" ".join)

    pieces = st.lists(st.one_of(strings, numbers), max_size=6).map(" ".join)
    return st.one_of(
        of(2, "m", "l", "Td", "TD"),
        of(6, "c", "Tm", "cm"),
        of(4, "re", "v", "y"),
        of(1, "w", "g", "G", "Tc", "Tw", "TL", "Ts"),
        of(3, "rg", "RG"),
        st.sampled_from(["0 0 0 1 k", "1 0.5 0 0 K", "3 Tr", "0 Tr", "/DeviceRGB cs", "1 0 0 scn", "0.5 sc"]),
        st.sampled_from(["h", "q", "Q", "S", "f", "f*", "B", "n", "W", "W*\nn", "BT", "ET", "T*", "[3 2.0] 0 d"]),
        pieces.map(lambda array: f"[{array}] TJ"),
        pieces.map(lambda array: f"[{array.replace(' ', '')}]TJ"),
        strings.map("{} Tj".format),
        numbers.map("/Face {} Tf".format),
        names.map("{} gs".format),
        st.just("/Form Do"),
        st.sampled_from(["EMC", "/Span\n<</Lang (en-GB)/MCID 1>>\nBDC", "/Artifact\nBMC", "EMC EMC", "/Odd /Name BDC",
                         "/Span\n<</ActualText <feff0041>/Alt (a>>b)>>\nBDC", "% a remark"]),
    )  # fmt: skip


contents = st.one_of(
    st.lists(lines(usual), max_size=30).map("\n".join), st.lists(lines(usual | odd), max_size=12).map("\n".join)
)


def page_of(pdf: pikepdf.Pdf, content: str) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(400, 600))
    said = b"2 beginbfchar <0003> <0020> <0041> <0061> endbfchar"
    own = pikepdf.Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Own, W=pikepdf.Array([65, pikepdf.Array([600, 500.5])])
    )
    face = pikepdf.Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Own, Encoding=Name("/Identity-H"),
        DescendantFonts=pikepdf.Array([own]), ToUnicode=pdf.make_stream(said),
    )  # fmt: skip
    form = pdf.make_stream(b"0 0 5 5 re\nf", Type=Name.XObject, Subtype=Name.Form, BBox=pikepdf.Array([0, 0, 9, 9]))
    page.obj.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(Face=pdf.make_indirect(face)),
        XObject=pikepdf.Dictionary(Form=form),
        ExtGState=pikepdf.Dictionary(
            {"/a1.0": pikepdf.Dictionary(ca=1), "/Face": pikepdf.Dictionary(), "/Form": pikepdf.Dictionary(),
             "/Odd Name": pikepdf.Dictionary(ca=0.5)}
        ),
    )  # fmt: skip
    page.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    return page


def looked_at(content: str) -> Page:
    pdf = pikepdf.new()
    page_of(pdf, content)
    file = io.BytesIO()
    pdf.save(file)
    return inspect(file.getvalue(), Place("case.pdf")).pages[0]


def flat(page: Page) -> list[Any]:
    return [
        (thing.kind, thing.space, thing.ink, thing.through, thing.face, thing.missing,
         pytest.approx((*thing.box, *thing.whole, thing.width), rel=1e-9, abs=1e-6))
        for thing in page.painted
    ]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(contents)
def test_a_page_is_seen_alike_however_its_content_is_read(content: str) -> None:
    try:
        taken_apart = flat(looked_at("% a remark\n" + content))
    except PublishError:
        with pytest.raises(PublishError):
            looked_at(content)
        return
    seen = looked_at(content).painted
    assert len(seen) == len(taken_apart)
    assert [
        (it.kind, it.space, it.ink, it.through, it.face, it.missing, (*it.box, *it.whole, it.width)) for it in seen
    ] == taken_apart


def in_ink(content: str) -> bytes | str:
    pdf = pikepdf.new()
    try:
        return Repaint(pdf, FourColour(), Place("manuscript.md")).content(page_of(pdf, content))
    except (PublishError, TypeError) as error:  # a TypeError of pikepdf's, where an array holds what it must not
        return str(error)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(contents)
def test_a_content_in_other_colours_is_the_same_to_the_byte_however_it_is_made(content: str) -> None:
    made = in_ink(content)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(repaint, "rewritten", lambda *_: None)
        assert in_ink(content) == made


PLAIN = """q
1 0 0 -1 0 595.275591 cm
/Span
<</Lang (en-GB)/MCID 1>>
BDC
0 0 0 rg
BT
1 0 0 -1 98.200525 91.690561 Tm
/Face 12.666016 Tf
[<0041>0<0042>-3.5<0003>] TJ
ET
EMC
5 5 m
9 9 l
1 2 3 4 5 6 c
h
f
1 2 3 4 re
f
"""


@pytest.fixture
def _never_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Iterator[Any]:
        raise AssertionError("it was taken apart")

    monkeypatch.setattr(operators, "_any", refused)
    monkeypatch.setattr(pikepdf, "parse_content_stream", refused)


@pytest.mark.usefixtures("_never_taken_apart")
def test_what_weasyprint_writes_is_plain() -> None:
    pdf = pikepdf.new()
    page = page_of(pdf, PLAIN)
    assert [name for name, _ in operations(page)] == ["q", "cm", "rg", "BT", "Tm", "Tf", "TJ", "ET", "EMC", "path", "f",
                                                      "path", "f"]  # fmt: skip
    made = Repaint(pdf, FourColour(), Place("manuscript.md")).content(page)
    assert b"[ <0041> 0 <0042> -3.5 <0003> ] TJ" in made
    assert b"BDC" not in made


def test_strings_between_which_nothing_is_set_are_one() -> None:
    pdf = pikepdf.new()
    assert operations(page_of(pdf, "[<0041>0<0042> 0 <0041>-3<0042>] TJ")) == [
        ("TJ", [[b"\0A\0B\0A", -3.0, b"\0B"]])
    ]  # fmt: skip


def test_a_page_may_have_its_content_in_several_streams_and_none() -> None:
    pdf = pikepdf.new()
    page = page_of(pdf, "q")
    page.obj.Contents = pikepdf.Array([pdf.make_stream(b"q 1 0 0 1 0 0"), pdf.make_stream(b"cm Q")])
    assert [name for name, _ in operations(page)] == ["q", "cm", "Q"]
    del page.obj.Contents
    assert operations(page) == []


@pytest.mark.parametrize(
    "content", ["[<00", "[(", "1 ", "0 0 m ", "<0041>", "/Span <<", "/Span << (a) ", "[3 2 ", "[<0041> 0 "]
)
def test_what_never_ends_is_found_out_soon(content: str) -> None:
    pdf = pikepdf.new()
    page = page_of(pdf, content * 5000)
    begun = time.process_time()
    for look in (lambda: operations(page), lambda: Repaint(pdf, FourColour(), Place("manuscript.md")).content(page)):
        with contextlib.suppress(pikepdf.PdfError, PublishError):
            look()
    assert time.process_time() - begun < 20


matrices = st.tuples(*[st.floats(-50, 50, allow_nan=False)] * 6)


@given(matrices, matrices, st.floats(-99, 99), st.floats(-99, 99))
def test_matrices_do_what_those_of_pikepdf_do(one: Any, other: Any, x: float, y: float) -> None:  # noqa: ANN401 - hypothesis
    both = pikepdf.Matrix(*one) @ pikepdf.Matrix(*other)
    assert times(one, other) == pytest.approx(_numbers(both))
    assert moved(x, y, one) == pytest.approx(times((1, 0, 0, 1, x, y), one))
    corners = [both.transform(corner) for corner in ((x, y), (x + 5, y), (x + 5, y + 7), (x, y + 7))]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    wanted = (min(across), min(up), max(across), max(up))
    assert around(times(one, other), x, y, x + 5, y + 7) == pytest.approx(wanted, abs=1e-6)
    assert times(one, IDENTITY) == one


def _numbers(matrix: pikepdf.Matrix) -> Sequence[float]:
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
