"""Ghostscript, where this machine has it: how much ink really lies on each other once a page is painted."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageMath

from publish.pdf.colour import MOST_INK, heaviest
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.pdf.frame import Box
    from publish.pdf.seen import Page

_PPI = 72
_LONGEST = 120  # seconds
_FEWEST = 4  # pixels: fewer are the rounded edge of something
_ROUNDING = 0.02


@dataclass(frozen=True, slots=True)
class Heavy:
    """Too much ink on a page: how much at most (1 for each ink), and where."""

    page: int
    ink: float
    box: Box


def available() -> bool:
    """Whether this machine has Ghostscript."""
    return shutil.which("gs") is not None


def heavy_ink(pdf: bytes, pages: Sequence[Page]) -> tuple[Heavy, ...] | None:
    """Return the pages that carry more ink than paper takes, within their bleed; None without Ghostscript.

    PublishError where it was started and did not come to an end.
    """
    program = shutil.which("gs")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.pdf"
        file.write_bytes(pdf)
        _separate(program, file)
        return tuple(heavy for page in pages for heavy in _weighed(page, file.with_name(f"{page.number}.tif")))


def _separate(program: str, file: Path) -> None:
    # Four inks as they are, without half tones at edges: these would lie between two colours.
    command = [program, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dUseMediaBox", "-sDEVICE=tiff32nc", f"-r{_PPI}"]
    command += [f"-sOutputFile={file.with_name('%d.tif')}", str(file)]
    try:
        subprocess.run(  # noqa: S603 - our own command; the file is an argument, not a word of a shell
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        message = f"it did not run: {type(error).__name__}"
        raise PublishError(Problem(Place("Ghostscript"), message, "see `publish doctor`", "ghostscript")) from None


def _weighed(page: Page, file: Path) -> Iterator[Heavy]:
    with Image.open(file) as opened:
        inks = opened.convert("CMYK")
    left, top = page.bled[0] - page.media[0], page.media[3] - page.bled[3]
    width, height = page.bled[2] - page.bled[0], page.bled[3] - page.bled[1]
    # A whole pixel less on every side: marks begin at the bleed.
    bounds = (round(left) + 1, round(top) + 1, round(left + width) - 1, round(top + height) - 1)
    inks = inks.crop(bounds)
    over = ImageMath.lambda_eval(_over, **dict(zip("cmyk", inks.split(), strict=True))).convert("L")
    where = over.getbbox()
    if where is not None and sum(over.histogram()[1:]) >= _FEWEST:
        yield Heavy(page.number, heaviest(inks), _points(where, bounds, page))


def _over(given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Pillow's picture arithmetic
    weight = given["c"] + given["m"] + given["y"] + given["k"]
    return (weight > round((MOST_INK + _ROUNDING) * 255)) * 255


def _points(where: tuple[int, int, int, int], bounds: tuple[int, int, int, int], page: Page) -> Box:
    left, top = page.media[0] + bounds[0], page.media[3] - bounds[1]
    return (left + where[0], top - where[3], left + where[2], top - where[1])
