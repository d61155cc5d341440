"""Problems of printing that no check is asked for: each comes with its code, a place and what to do."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from publish.imposition import booklet
from publish.measure import Length
from publish.pdf.impose import impose
from publish.pdf.job import Job
from publish.pdf.plates import plate
from publish.pdf.press import hand_over
from publish.problems import Place, PublishError
from publish.settings import Print
from publish.typesetting import pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACE = Place("manuscript.md", 1)
JOB = Job("Case", "case", PLACE)
MM = 72 / 25.4


def written(pages: int, bleed: float = 3.0) -> bytes:
    side, height = (148 + 2 * bleed) * MM, (210 + 2 * bleed) * MM
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(side, height))
            page.obj.TrimBox = pikepdf.Array([bleed * MM, bleed * MM, side - bleed * MM, height - bleed * MM])
            page.obj.BleedBox = page.obj.MediaBox
        file = io.BytesIO()
        pdf.save(file)
        return file.getvalue()


def laid_on_sheets(pdf: bytes, pages: int) -> bytes:
    return impose(pdf, booklet(pages, Print(), "left"), PLACE)


REFUSED: dict[str, Callable[[], object]] = {
    "press-slug": lambda: hand_over(written(1), JOB, Print(slug=Length(2))),
    "press-bleed": lambda: hand_over(written(1, bleed=1), JOB, Print()),
    "press-ink": lambda: plate(written(1), JOB, Print(ink=("black", "rod")), "rod"),
    "pages-unreadable": lambda: laid_on_sheets(b"no PDF", 4),
    "page-missing": lambda: laid_on_sheets(written(3), 8),
    "page-size": lambda: laid_on_sheets(smaller(), 4),
}


def smaller() -> bytes:
    with pikepdf.open(io.BytesIO(written(4))) as pdf:
        pdf.pages[2].obj.TrimBox = pikepdf.Array([20, 20, 300, 400])
        file = io.BytesIO()
        pdf.save(file)
        return file.getvalue()


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_printed_is_refused_with_its_code(code: str) -> None:
    with pytest.raises(PublishError) as caught:
        REFUSED[code]()
    assert {problem.code for problem in caught.value.problems} == {code}
    assert all(problem.hint and problem.place.file for problem in caught.value.problems)


def test_a_picture_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "vast.png").open("wb") as file:
        file.truncate(pictures.LARGEST + 1)
    with pytest.raises(PublishError) as caught:
        pictures.read(tmp_path, "vast.png", PLACE)
    assert [problem.code for problem in caught.value.problems] == ["picture-too-large"]


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "letter.md").write_text("---\ntitle: A letter\n---\n\n## One\n\nEleven people.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "letter.md"


def codes(said: Any) -> list[str]:  # noqa: ANN401 - what the command said
    return [json.loads(line)["code"] for line in said.out.splitlines() if '"code"' in line]


def test_nothing_built_and_what_is_older_than_its_manuscript_are_said(
    letter: Path, publish: Callable[..., Any]
) -> None:
    assert codes(publish("check", "letter.md", "--artifacts", "--json")) == ["artifact-missing"]
    assert publish("build", "letter.md", "--output", "press").code == 0
    assert codes(publish("check", "letter.md", "--artifacts", "--json")) == []
    made = letter.parent / "dist" / "letter" / "en" / "letter.en.press.pdf"
    os.utime(letter, (made.stat().st_mtime + 60,) * 2)
    assert codes(publish("check", "letter.md", "--artifacts", "--json")) == ["artifact-stale"]


def test_a_file_is_there_though_it_could_not_be_looked_through(
    letter: Path, publish: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr("publish.checks.preflight.lay", fail)
    said = publish("build", "letter.md", "--output", "press", "--json", "--jobs", "1")
    assert "preflight-failed" in said.out
    assert "nobody thought of it" in said.out
    assert (letter.parent / "dist" / "letter" / "en" / "letter.en.press.pdf").is_file()


def test_a_note_inside_itself_is_refused_at_its_line(letter: Path, publish: Callable[..., Any]) -> None:
    letter.write_text("---\ntitle: A letter\n---\n\nOne.[^a]\n\n[^a]: See[^b].\n\n[^b]: See[^a].\n", encoding="utf-8")
    said = publish("check", "letter.md", "--json")
    assert "note-endless" in codes(said)
