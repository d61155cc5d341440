"""Pages that were looked through before are not looked through again, and the same is found on them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Name

from publish import recall
from publish.outputs import press
from publish.pdf import inspection
from publish.pdf.fingerprint import fingerprint
from publish.pdf.painting import Painter
from publish.problems import Place
from publish.project import cache_folder
from publish.settings import Settings
from unit.test_typesetting import LONG, edition

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("x.pdf")


def made(folder: Path, text: str) -> bytes:
    about = edition(folder, text)
    return press.make(about, Settings(about.colophon))


def looked_through(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[inspection.Inspection, int]:
    """Return what is on the pages of a file, and how many of them were painted for that."""
    paint, times = Painter.paint, [0]

    def counting(painter: Painter, stream: Any, *rest: Any) -> None:  # noqa: ANN401 - pikepdf's
        times[0] += isinstance(stream, pikepdf.Page)
        paint(painter, stream, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(Painter, "paint", counting)
        with recall.edition("letter", recall.Notebooks(cache_folder(), "this")):
            return inspection.inspect(pdf, PLACE), times[0]


def test_pages_of_the_last_build_are_recalled_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = made(tmp_path, LONG * 3)
    plain = inspection.inspect(pdf, PLACE)
    pages = len(plain.pages)
    assert looked_through(pdf, monkeypatch) == (plain, pages)
    assert looked_through(pdf, monkeypatch) == (plain, 0)


def test_a_page_that_is_another_is_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_through(made(tmp_path, LONG * 3), monkeypatch)
    other = made(tmp_path, LONG * 3 + "\n\nAnd other words than before.\n")
    found, times = looked_through(other, monkeypatch)
    assert found == inspection.inspect(other, PLACE)
    assert 0 < times < len(found.pages)


@pytest.mark.parametrize("change", ["content", "box", "form", "face", "opacity"])
def test_what_comes_to_stand_on_a_page_counts(tmp_path: Path, change: str) -> None:
    with pikepdf.open(io.BytesIO(made(tmp_path, LONG * 3))) as pdf:
        page = pdf.pages[2]
        before = fingerprint(page)
        form = page.obj.Resources.XObject.Page
        if change == "content":
            page.obj.Contents = pdf.make_stream(b"q Q " + page.obj.Contents.read_bytes())
        elif change == "box":
            page.trimbox = [0, 0, 100, 100]
        elif change == "form":
            form.write(form.read_bytes() + b" q Q")
        elif change == "face":
            font = next(iter(form.Resources.Font.values()))
            del font.DescendantFonts[0].FontDescriptor[Name.FontFile3 if "/FontFile3" in font else Name.FontFile2]
        else:
            form.Resources.ExtGState = pikepdf.Dictionary(a=pikepdf.Dictionary(ca=0.5))
        assert before
        assert fingerprint(page) not in {"", before}


def test_a_page_with_a_picture_is_looked_through_every_time(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(made(tmp_path, LONG * 3))) as pdf:
        page = pdf.pages[2]
        picture = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        page.obj.Resources.XObject.Page.Resources.XObject = pikepdf.Dictionary(P=picture)
        assert fingerprint(page) == ""
