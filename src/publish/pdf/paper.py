"""Pages put on paper for a press: inks, the room around the bleed, and the marks in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

from publish.pdf.frame import Frame
from publish.pdf.inks import may_show_through, walk_page
from publish.pdf.marks import FOUR_COLOURS, ONE_COLOUR, ROOM, draw_job_line, draw_marks
from publish.pdf.repaint import Repaint
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from publish.pdf.colour import Palette
    from publish.pdf.frame import Box
    from publish.pdf.job import Job
    from publish.problems import Place
    from publish.settings import Print

_KEPT_OF_ROOT = {"/Type", "/Pages", "/Lang", "/ViewerPreferences"}
_ROUNDING = 0.1  # points a page may fall short by


def put_on_paper(pdf: pikepdf.Pdf, job: Job, settings: Print, palette: Palette, ink: str = "") -> None:
    """Bring the pages of an open PDF into inks, each on paper with slug and marks; `ink` names a single drum.

    The paper begins at 0, 0. Marks are in registration colour, on a drum in black. Notes, links, tags and bookmarks go.
    PublishError where the slug has no room for marks, a page no bleed, or a colour cannot be printed.
    """
    if settings.marks and settings.slug.pt < ROOM - _ROUNDING:
        message = f"a slug of {settings.slug} has no room for marks"
        raise PublishError(Problem(job.place, message, "set slug = “10mm”, or marks = []", "press-slug"))
    work = Repaint(pdf, palette, job.place, job.pictures)
    registration = None if ink else _registration(pdf)
    pages = len(pdf.pages)
    for number, page in enumerate(pdf.pages, 1):
        content = work.content(page)
        frame, bled = _framed(page, settings, job.place, number)
        line = " · ".join(part for part in (job.line, f"page {number} of {pages}", ink) if part)
        marks = _slug(frame, settings, _edge(job.edge, number), palette, line)
        _replace(pdf, page, _form(pdf, page, content, bled, frame), marks, registration)
        _box(page, frame)
    work.finish()
    for number, page in enumerate(pdf.pages, 1) if may_show_through(pdf) else ():
        if walk_page(page, number).seen_through:
            # What see-through colours are mixed in must be said, or each press program guesses (ISO 15930-7, 6.15).
            page.obj.Group = pikepdf.Dictionary(S=Name.Transparency, CS=Name(palette.group))
    _strip(pdf)


def _edge(first: str, number: int) -> str:
    return first if number % 2 else {"left": "right", "right": "left"}[first]


def _framed(page: pikepdf.Page, settings: Print, place: Place, number: int) -> tuple[Frame, Box]:
    """Return the frame of a page and its bleed box as it stands; PublishError where the page does not fill it."""
    left, bottom, right, top = _numbers(page.obj.get(Name.TrimBox, page.obj.MediaBox))
    frame = Frame(right - left, top - bottom, settings.bleed.pt, settings.slug.pt)
    bled = (left - frame.bleed, bottom - frame.bleed, right + frame.bleed, top + frame.bleed)
    paper = _numbers(page.obj.MediaBox)
    short = max(paper[0] - bled[0], paper[1] - bled[1], bled[2] - paper[2], bled[3] - paper[3])
    if short > _ROUNDING:
        message = f"page {number} does not reach {settings.bleed} over its trim edge"
        raise PublishError(Problem(place, message, "typeset the pages with the bleed that is set", "press-bleed"))
    return frame, bled


def _numbers(box: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(part) for part in box.as_list())
    return left, bottom, right, top


def _slug(frame: Frame, settings: Print, edge: str, palette: Palette, line: str) -> str:
    if not settings.marks:
        return ""
    patches = FOUR_COLOURS if palette.space == "/DeviceCMYK" else ONE_COLOUR
    return draw_marks(frame, settings.marks, edge, patches) + draw_job_line(frame, line)


def _registration(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the colour that prints on every plate (ISO 32000-1, 8.6.6.4)."""
    solid = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(pikepdf.Array([Name.Separation, Name.All, Name.DeviceCMYK, solid]))


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, content: bytes, bled: Box, frame: Frame) -> pikepdf.Object:
    """Return the page as a form, cut at its bleed: patterns move with it, which they would not with its content."""
    move = [1, 0, 0, 1, _point(frame.margin - frame.bleed - bled[0]), _point(frame.margin - frame.bleed - bled[1])]
    return pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=_array(bled),
        Matrix=pikepdf.Array(move),
        Resources=page.obj.get(Name.Resources, pikepdf.Dictionary()),
    )


def _replace(
    pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, marks: str, registration: pikepdf.Object | None
) -> None:
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=form))
    colour = "0 g 0 G"
    if registration is not None:
        resources.ColorSpace = pikepdf.Dictionary(All=registration)
        colour = "/All cs 1 scn /All CS 1 SCN"
    around = f"q\n{colour}\n{marks}Q\n" if marks else ""
    page.obj.Resources = resources
    page.obj.Contents = pdf.make_stream(f"q /Page Do Q\n{around}".encode("ascii"))


def _box(page: pikepdf.Page, frame: Frame) -> None:
    """Say what is paper, bleed and trim, and take away whatever else a page carries."""
    for key in list(page.obj.keys()):
        if key not in {"/Type", "/Parent", "/Resources", "/Contents"}:
            del page.obj[key]
    page.obj.MediaBox = _array(frame.media)
    page.obj.BleedBox = _array(frame.bled)
    page.obj.TrimBox = _array(frame.trim)


def _array(box: Box) -> pikepdf.Array:
    return pikepdf.Array([_point(part) for part in box])


def _point(value: float) -> Decimal:
    return Decimal(f"{value:.6f}")


def _strip(pdf: pikepdf.Pdf) -> None:
    for key in set(pdf.Root.keys()) - _KEPT_OF_ROOT:
        del pdf.Root[key]
