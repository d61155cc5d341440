"""Where marks lie."""

from __future__ import annotations

import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.pdf.frame import Frame
from publish.pdf.marks import FOUR_COLOURS, LINE, ONE_COLOUR, draw_job_line, draw_marks

ALL = ("crop", "registration", "fold", "colour-bar")
MM = 72 / 25.4

frames = st.builds(
    Frame,
    st.floats(80, 400).map(lambda mm: mm * MM),
    st.floats(80, 500).map(lambda mm: mm * MM),
    st.floats(0, 6).map(lambda mm: mm * MM),
    st.floats(5, 20).map(lambda mm: mm * MM),
)

Matrix = tuple[float, float, float, float, float, float]


def _points(content: str) -> list[tuple[float, float]]:
    """Return every point a path goes through, moved as `cm` says."""
    pdf = pikepdf.new()
    points: list[tuple[float, float]] = []
    scale, x, y = 1.0, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(pdf.make_stream(content.encode())):
        values = [float(value) for value in operands] if str(operator) in {"m", "l", "c", "re", "cm"} else []
        if str(operator) == "cm":
            scale, x, y = values[0], values[4], values[5]
        elif str(operator) == "re":
            points += [(values[0], values[1]), (values[0] + values[2], values[1] + values[3])]
        elif values:
            points += [(values[at] * scale + x, values[at + 1] * scale + y) for at in range(0, len(values), 2)]
    return points


def _inside(point: tuple[float, float], box: tuple[float, float, float, float], by: float = 0.0) -> bool:
    return box[0] + by < point[0] < box[2] - by and box[1] + by < point[1] < box[3] - by


@settings(deadline=None)
@given(frames, st.sampled_from(["left", "right"]), st.sampled_from([FOUR_COLOURS, ONE_COLOUR]))
def test_no_mark_lies_in_the_bleed_and_none_off_the_paper(
    frame: Frame, edge: str, patches: tuple[tuple[float, ...]]
) -> None:
    points = _points(draw_marks(frame, ALL, edge, patches))
    assert len(points) > 40
    assert not [point for point in points if _inside(point, frame.bled, 1e-3)]
    assert all(_inside(point, frame.media, -1e-3) for point in points)


@settings(deadline=None)
@given(frames, st.text(min_size=1, max_size=80))
def test_the_job_line_lies_between_paper_and_bleed_left_of_the_target(frame: Frame, text: str) -> None:
    points = _points(draw_job_line(frame, "spring " + text))
    assert points
    assert all(0 < y < frame.slug for _, y in points)
    assert all(frame.trim[0] < x < frame.media[2] / 2 - frame.slug * 0.425 for x, _ in points)


def test_crop_marks_point_at_the_corners_of_the_trim() -> None:
    frame = Frame(148 * MM, 210 * MM, 3 * MM, 10 * MM)
    lines = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", draw_marks(frame, ["crop"], "left", ONE_COLOUR))
    assert len(lines) == 8
    for x, y, to_x, to_y in [tuple(map(float, line)) for line in lines]:
        across = y == to_y
        assert (y if across else x) == pytest.approx(
            min(frame.trim[across::2], key=lambda edge, at=(y if across else x): abs(edge - at)), abs=1e-3
        )
        assert abs((to_x - x) if across else (to_y - y)) == pytest.approx(5 * MM, abs=1e-3)


def test_marks_are_a_quarter_point_wide() -> None:
    assert LINE == 0.25
    assert draw_marks(Frame(300, 400, 8, 28), ALL, "left", ONE_COLOUR).startswith("0.25 w")


def test_a_page_without_bleed_still_has_its_crop_marks_away_from_the_edge() -> None:
    frame = Frame(148 * MM, 210 * MM, 0, 10 * MM)
    trim = frame.trim
    near = _points(draw_marks(frame, ["crop"], "left", ONE_COLOUR))
    assert min(max(trim[0] - x, x - trim[2], trim[1] - y, y - trim[3]) for x, y in near) >= 3 * MM - 1e-3


def test_the_fold_is_marked_at_the_bound_edge_only() -> None:
    frame = Frame(148 * MM, 210 * MM, 3 * MM, 10 * MM)
    for edge, place in (("left", frame.trim[0]), ("right", frame.trim[2])):
        assert {round(x, 3) for x, _ in _points(draw_marks(frame, ["fold"], edge, ONE_COLOUR))} == {round(place, 3)}


def test_a_job_line_has_no_letters_its_face_has_not() -> None:
    assert draw_job_line(Frame(400, 600, 8, 28), "wiosna · łódź") == draw_job_line(
        Frame(400, 600, 8, 28), "wiosna · lodz"
    )
    assert draw_job_line(Frame(400, 600, 8, 28), "மொழி ok") == draw_job_line(Frame(400, 600, 8, 28), "ok")
