"""The reading PDF of real texts: whole, the same twice, and nothing of it outside the margins."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from publish import edition, source
from publish.outputs import reading
from publish.typesetting import Geometry, typeset
from publish.typesetting.geometry import margins

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "manuscripts"
SAMPLES = sorted((ROOT / "source").glob("*/manuscript.md"))
REAL = sorted([*SHARED.glob("open-*.md"), *(SHARED / "declaration").glob("*.md")]) if SHARED.is_dir() else []
POINTS = 72 / 25.4


def opened(manuscript: Path) -> tuple[edition.Edition, source.Settings]:
    slug = manuscript.parent.name if manuscript.stem == "manuscript" else manuscript.stem.replace(".", "-")
    read = source.read(manuscript, slug)
    return edition.original(read.publication), read.settings


def boxes(pdf: Path) -> list[list[tuple[float, float, float, float]]]:
    """Return where the words of each page stand, in millimetres from the upper left corner, as poppler sees them."""
    shown = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout
    root = ElementTree.fromstring(shown)  # noqa: S314 - what poppler wrote of our own file
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [
        [tuple(float(word.get(side, 0)) / POINTS for side in sides) for word in page if word.tag.endswith("word")]  # type: ignore[misc] # four sides, which a generator does not tell
        for page in root.iter("{http://www.w3.org/1999/xhtml}page")
    ]


@pytest.mark.parametrize("manuscript", SAMPLES, ids=lambda file: file.parent.name)
def test_a_sample_publication_is_made_the_same_twice(manuscript: Path) -> None:
    made = opened(manuscript)
    pdf = reading.make(*made)
    assert pdf.startswith(b"%PDF-")
    assert reading.make(*made) == pdf
    assert str(ROOT).encode() not in pdf


@pytest.mark.parametrize("manuscript", REAL, ids=lambda file: file.stem)
def test_a_real_text_is_set_without_a_problem(manuscript: Path) -> None:
    made, settings = opened(manuscript)
    result = typeset(made, settings, Geometry())
    assert result.problems == ()
    assert result.pages > 1


@pytest.mark.skipif(not (SHARED / "open-letter.md").is_file(), reason="the open letter lies outside this repository")
def test_the_open_letter_makes_a_pamphlet_of_about_twenty_pages() -> None:
    made, settings = opened(SHARED / "open-letter.md")
    assert 18 <= typeset(made, settings, Geometry()).pages <= 22


@pytest.mark.validators
@pytest.mark.parametrize("manuscript", [*SAMPLES, *REAL[:2]], ids=lambda file: file.parent.name + "-" + file.stem)
def test_no_word_of_the_text_stands_in_the_margins(tmp_path: Path, manuscript: Path) -> None:
    made, settings = opened(manuscript)
    (tmp_path / "a.pdf").write_bytes(reading.make(made, settings))
    room, trim = margins(Geometry()), Geometry().trim
    narrow = min(room.inner, room.outer)
    _, *pages, last = boxes(tmp_path / "a.pdf")
    # The last page may be the back, which is set as wide as the cover.
    assert all(left >= 12.5 and right <= trim.width - 12.5 for left, _, right, _ in last)
    for page in pages:
        assert all(left >= narrow - 0.5 and right <= trim.width - narrow + 0.5 for left, _, right, _ in page)
        assert all(top >= 5 and bottom <= trim.height - 5 for _, top, _, bottom in page)
