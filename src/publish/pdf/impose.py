"""Finished pages laid on sheets as an imposition plan says, and nothing else of the file they came from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

from publish.measure import PT_PER_MM, Size
from publish.pdf.marks_on_sheet import drawn_marks, number
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from publish.imposition import Box, Placement, Plan, Side
    from publish.problems import Place

# Rounding between millimetres and points stays far below this.
_TOLERANCE_MM = 0.5
_DUPLEX = {"short-edge": "/DuplexFlipShortEdge", "long-edge": "/DuplexFlipLongEdge", "manual": "/Simplex"}
_KEPT_OF_INFO = ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate")


def impose(pdf: bytes, plan: Plan, place: Place) -> bytes:
    """Lay the pages of a PDF on sheets; what `place` names is blamed where they are not what the plan was made for.

    Pages become form XObjects: text stays text. Title, language and output intents are kept; links, tags and claims of
    conformance, which hold of single pages only, are not. PublishError where a page is missing or of another size.
    """
    with _opened(pdf, place) as source, pikepdf.new() as imposed:
        _check(source, plan, place)
        forms = {page: _form(source.pages[page - 1], imposed) for page in sorted(_pages(plan))}
        for _, side in plan.sides:
            _add(imposed, side, plan, forms, source)
        _keep(source, imposed)
        imposed.Root.ViewerPreferences = _printer_hints(plan)
        file = io.BytesIO()
        imposed.save(file, min_version=source.pdf_version, deterministic_id=True)
        return file.getvalue()


def _opened(pdf: bytes, place: Place) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError:
        hint = "make the pages again; where that does not help, report it"
        raise PublishError(Problem(place, "the typeset pages are no PDF", hint, "pages-unreadable")) from None


def _pages(plan: Plan) -> set[int]:
    placed = (placement.page for _, side in plan.sides for placement in side.placements)
    return {page for page in placed if page is not None}


def _check(source: pikepdf.Pdf, plan: Plan, place: Place) -> None:
    missing = sorted(page for page in _pages(plan) if page > len(source.pages))
    if missing:
        message = f"page {missing[0]} is to be laid on a sheet, and there are {len(source.pages)} pages"
        raise PublishError(Problem(place, message, "make the pages and the plan again", "page-missing"))
    problems = [_wrong_size(page, _trim_size(source.pages[page - 1]), plan, place) for page in sorted(_pages(plan))]
    found = [problem for problem in problems if problem is not None]
    if found:
        raise PublishError(*found)


def _wrong_size(page: int, size: Size, plan: Plan, place: Place) -> Problem | None:
    off = max(abs(size.width - plan.trim.width), abs(size.height - plan.trim.height))
    if off <= _TOLERANCE_MM:
        return None
    message = f"page {page} is {size.width:.1f} × {size.height:.1f} mm, and the sheets are laid out for {plan.trim}"
    return Problem(place, message, "every page of a booklet must have the same trim size", "page-size")


def _corners(box: pikepdf.Array) -> tuple[float, float, float, float]:
    """Return a box of a page in points, lower left corner first; a PDF may name any two opposite ones."""
    x, y, right, top = (float(value) for value in box)
    return min(x, right), min(y, top), max(x, right), max(y, top)


def _trim_size(page: pikepdf.Page) -> Size:
    x, y, right, top = _corners(page.trimbox)
    unit = float(page.obj.get("/UserUnit", 1)) / PT_PER_MM
    size = Size((right - x) * unit, (top - y) * unit)
    return Size(size.height, size.width) if int(page.rotation) % 180 else size


def _form(page: pikepdf.Page, imposed: pikepdf.Pdf) -> pikepdf.Object:
    """Make a page a form XObject that could show all of it; the clip of its placement leaves the slug out.

    The media box and not the bleed box: WeasyPrint never writes a bleed box of more than 10 points.
    """
    form = page.as_form_xobject(handle_transformations=False)
    form.BBox = pikepdf.Array(_corners(page.mediabox))
    return imposed.copy_foreign(form)


def _add(imposed: pikepdf.Pdf, side: Side, plan: Plan, forms: dict[int, pikepdf.Object], source: pikepdf.Pdf) -> None:
    page = imposed.add_blank_page(page_size=(plan.paper.width * PT_PER_MM, plan.paper.height * PT_PER_MM))
    placed = [(placement, placement.page) for placement in side.placements if placement.page is not None]
    shown = [_shown(placement, source.pages[name - 1], name, plan.scale) for placement, name in placed]
    page.obj.TrimBox, page.obj.BleedBox = _array(side.trim), _array(side.bleed)
    page.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary({f"/P{name}": forms[name] for _, name in placed})
    )
    # A side with nothing on it says so: a stream of no bytes at all is an error to Ghostscript, and so to a printer.
    content = "\n".join([*shown, *drawn_marks(side.marks)]) or "q Q"
    page.obj.Contents = imposed.make_stream(content.encode("ascii"))


def _shown(placement: Placement, page: pikepdf.Page, name: int, scale: float) -> str:
    clip = " ".join(number(value) for value in _in_points(placement.clip))
    matrix = " ".join(number(value, 6) for value in _matrix(placement, page, scale))
    return f"q {clip} re W n {matrix} cm /P{name} Do Q"


def _matrix(placement: Placement, page: pikepdf.Page, scale: float) -> tuple[float, ...]:
    """Return the matrix that turns and shrinks a page about its middle and sets that on the middle of its place.

    A page's own rotation is clockwise, a placement's turn counter-clockwise (ISO 32000-1, 7.7.3.3).
    """
    size = scale * float(page.obj.get("/UserUnit", 1))
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[(placement.turn - int(page.rotation)) // 90 % 4]
    a, b, c, d = size * cos, size * sin, -size * sin, size * cos
    left, low, right, top = _corners(page.trimbox)
    from_x, from_y = (left + right) / 2, (low + top) / 2
    x, y, width, height = _in_points(placement.trim)
    return a, b, c, d, x + width / 2 - a * from_x - c * from_y, y + height / 2 - b * from_x - d * from_y


def _in_points(box: Box) -> tuple[float, float, float, float]:
    return box.x * PT_PER_MM, box.y * PT_PER_MM, box.width * PT_PER_MM, box.height * PT_PER_MM


def _array(box: Box) -> pikepdf.Array:
    x, y, width, height = _in_points(box)
    return pikepdf.Array([round(value, 4) for value in (x, y, x + width, y + height)])


def _keep(source: pikepdf.Pdf, imposed: pikepdf.Pdf) -> None:
    """Carry over what holds of the sheets too: title and people, dates, language and output intents."""
    for key in _KEPT_OF_INFO:
        if key in source.docinfo:
            imposed.docinfo[key] = str(source.docinfo[key])
    with imposed.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata.load_from_docinfo(imposed.docinfo)
    if "/Lang" in source.Root:
        imposed.Root.Lang = str(source.Root.Lang)
    if "/OutputIntents" in source.Root:
        intents = source.make_indirect(source.Root.OutputIntents)
        imposed.Root.OutputIntents = imposed.copy_foreign(intents)


def _printer_hints(plan: Plan) -> pikepdf.Dictionary:
    """Return what a print dialogue should start from (ISO 32000-1, 12.2): real size, right tray, right turning."""
    return pikepdf.Dictionary(
        DisplayDocTitle=True,
        Direction=pikepdf.Name("/R2L" if plan.edge == "right" else "/L2R"),
        Duplex=pikepdf.Name(_DUPLEX[plan.duplex] if plan.two_sided else "/Simplex"),
        PickTrayByPDFSize=True,
        PrintScaling=pikepdf.Name("/None"),
    )
