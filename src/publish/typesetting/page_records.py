"""A page of laid-out boxes as plain values, and the page made of them again: with the boxes of a document like it.

Each laid-out box is a copy of a box of the document, with what the layout came to: places, sizes, the text of a line.
Only that is written down; style, element and picture are those of the document it is put back into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# WeasyPrint's boxes and layouts of lines; it has no type information.
Box: TypeAlias = Any
Layout: TypeAlias = Any

# A box written down: its number, what the layout came to, the boxes in it, and whether it is taken out of the flow.
Written: TypeAlias = "tuple[int, dict[str, Any], list[Any], bool]"

_PLAIN = frozenset({float, int, str, bool, type(None)})
_COLLECTIONS = frozenset({tuple, list, set, frozenset})
_BORROWED = frozenset(
    {
        "bookmark_label",
        "cached_counter_values",
        "collapsed_border_grid",
        "element",
        "first_letter_style",
        "first_line_style",
        "footnote",
        "link",
        "replacement",
        "string_set",
        "style",
    }
)
"""What a laid-out box has in common with the box it is a copy of, and gets from it again."""

_APART = frozenset({"children", "column_groups", "origin", "pango_layout"})


class CannotBeKeptError(Exception):
    """A page has something on it that cannot be written down."""


def written(box: Box, origins: Sequence[Box]) -> Written:
    """Return a laid-out box and all in it as plain values; CannotBeKeptError where that is not all there is to it."""
    aside = hasattr(box, "set_laid_out_box")
    if aside:
        if not box._layout_done:  # noqa: SLF001 - what is placed absolutely is wrapped, and the wrapping has no public name
            raise CannotBeKeptError
        box = box._box  # noqa: SLF001 - as above
    known = vars(box)
    if "origin" not in known:
        raise CannotBeKeptError
    original = origins[known["origin"]]
    # What is fixed stands on every page of the document, and is not laid out for this one alone.
    odd = known.get("missing_link") is not None or box.style["position"] == "fixed"
    if type(original) is not type(box) or odd:
        raise CannotBeKeptError
    came = {name: value for name, value in known.items() if name not in _APART and _is_result(name, value, original)}
    if "pango_layout" in known:
        came["pango_layout"] = _line(known["pango_layout"])
    if "column_groups" in known:
        came["column_groups"] = [written(group, origins) for group in known["column_groups"]]
    return known["origin"], came, [written(child, origins) for child in box.children], aside


def _is_result(name: str, value: object, original: Box) -> bool:
    """Whether an attribute is what the layout came to, and no thing of the document's."""
    if name in _BORROWED and getattr(original, name, None) is value:
        return False
    if name not in _BORROWED and is_plain(value):
        return True
    raise CannotBeKeptError


def is_plain(value: object) -> bool:
    """Whether a value is made of nothing but what can be written down as it is (by `marshal`)."""
    kind = type(value)
    if kind is dict:
        return all(is_plain(key) and is_plain(each) for key, each in value.items())  # type: ignore[attr-defined] # it is a dict
    if kind in _COLLECTIONS:
        return all(map(is_plain, value))  # type: ignore[call-overload] # it has things in it
    return kind in _PLAIN


def _line(layout: Layout) -> tuple[bool, dict[str, Any]]:
    """Return whether a layout of a line is one of ours, and what it is woken up with."""
    said = {name: value for name, value in vars(layout).items() if name != "shaped"}
    if not is_plain(said):  # it was not put down
        raise CannotBeKeptError
    return getattr(layout, "leaves_blanks", False), said


def put_back(said: Written, origin_of: Callable[[int], Box]) -> Box:
    """Return a laid-out box and all in it, made of what was written down and the boxes it is a copy of."""
    from weasyprint.layout.absolute import AbsolutePlaceholder

    origin, came, children, aside = said
    box = origin_of(origin).copy()
    known = vars(box)
    known.update(came)
    if "pango_layout" in came:
        ours, line = came["pango_layout"]
        known["pango_layout"] = paragraphs.sleeper(ours=ours)
        vars(known["pango_layout"]).update(line)
    if "column_groups" in came:
        known["column_groups"] = tuple(put_back(group, origin_of) for group in came["column_groups"])
    known["children"] = [put_back(child, origin_of) for child in children]
    if not aside:
        return box
    placeholder = AbsolutePlaceholder(box)
    placeholder.set_laid_out_box(box)
    return placeholder
