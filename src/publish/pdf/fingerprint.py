"""Whether a page is one that was looked through before: a digest of all that comes to stand on it, of most pages.

Of a face only its name counts: the fonts of a machine are the same from one build to the next, or nothing is recalled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from publish.project import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 8  # a form in a form in a page: what goes deeper is not recalled
_ODD = ("/Pattern", "/Shading")


class UncertainError(Exception):
    """A page has something on it that a digest does not do justice to."""


def fingerprint(page: pikepdf.Page) -> str:
    """Return the digest of a page; nothing where it has pictures, patterns or the like on it."""
    try:
        content = page.obj.Contents
        parts = [part.read_bytes() for part in (content if isinstance(content, pikepdf.Array) else [content])]
        said = "\n".join([repr(page.trimbox), repr(page.mediabox), *_resources(page.obj.get(Name.Resources), 0)])
    except (UncertainError, AttributeError, KeyError, IndexError, TypeError, ValueError, pikepdf.PdfError):
        return ""
    return digest_of(b"\n".join((*parts, said.encode())))


def _resources(resources: pikepdf.Object | None, depth: int) -> Iterator[str]:
    """Yield what the names in a content stream stand for."""
    for kind, named in sorted(resources.items()) if resources is not None else ():
        if isinstance(named, pikepdf.Array):  # the names of procedure sets (ISO 32000-1, 14.2)
            continue
        if kind in _ODD and len(named):
            raise UncertainError
        for name, value in sorted(named.items()):
            yield f"{kind} {name}"
            yield from _face(value) if kind == "/Font" else _told(value, depth)


def _face(font: pikepdf.Object) -> Iterator[str]:
    """Yield the name of a face without the mark of what was cut out of it, and whether it is in the file."""
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    inside = sorted(key for key in described.FontDescriptor.keys() if key.startswith("/FontFile"))  # noqa: SIM118 - without `keys`, it has no types
    yield f"{str(font.BaseFont).rpartition('+')[2]} {font.Subtype} {font.get(Name.Encoding)} {inside}"


def _told(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - pikepdf's objects, and Python's for plain ones
    """Yield what an object says, and all in it."""
    if depth > _DEEPEST:
        raise UncertainError
    if isinstance(value, pikepdf.Stream):
        yield from _form(value, depth)
    elif isinstance(value, pikepdf.Dictionary):
        for name, inner in sorted(value.items()):
            yield name
            yield from _told(inner, depth + 1)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            yield from _told(inner, depth + 1)
    else:
        yield repr(value)


def _form(value: pikepdf.Stream, depth: int) -> Iterator[str]:
    if value.get(Name.Subtype) != Name.Form:
        raise UncertainError
    yield digest_of(value.read_bytes())
    yield from _resources(value.get(Name.Resources), depth + 1)
    for key in (Name.Matrix, Name.BBox, Name.Group):
        yield from _told(value.get(key), depth + 1)
