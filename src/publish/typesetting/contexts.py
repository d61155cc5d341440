"""One Pango context for all lines of a language, and one description of each font.

WeasyPrint makes both anew each time it lays a line out: three or four times before the line stands.
"""

from __future__ import annotations

import functools
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from publish.typesetting import loading

if TYPE_CHECKING:
    from collections.abc import Callable

MAKES_CONTEXT = """ffi.gc(
            pango.pango_font_map_create_context(font_map),
            gobject.g_object_unref)"""
"""The expression of WeasyPrint 70 that makes a context; a test holds that it still stands there, once."""

_MOST = 500  # fonts and contexts held; a book has a few dozen of each
_SAYS_FONT = (
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
    "font_variation_settings",
)
FEATURES = (
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
"""What of a style asks a face for other glyphs than its usual ones."""

_SAYS_CONTEXT = ("direction", "lang", "font_language_override")
_SAYS_STRUT = (
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    *FEATURES,
    "font_variation_settings",
    "font_language_override",
    "lang",
    "font_size",
    "line_height",
)  # what WeasyPrint itself goes by, but written out as one long text for each line


def share() -> None:
    """Have WeasyPrint share contexts and descriptions; done once, and nothing where the expression is not found."""
    from weasyprint.text import line_break

    if is_shared():
        return
    source = loading.source_of(line_break.Layout)
    if source.count(MAKES_CONTEXT) != 1:
        return
    line_break.shared_context = _once(_new_context, _SAYS_CONTEXT)
    line_break.get_font_description = _once(line_break.get_font_description, _SAYS_FONT)
    loading.stand_in(line_break.strut, _once(line_break.strut, _SAYS_STRUT))
    changed = compile(source.replace(MAKES_CONTEXT, "shared_context(style)"), line_break.__file__, "exec")
    exec(changed, line_break.__dict__)  # noqa: S102 - WeasyPrint's own class, but for one expression
    line_break.Layout.contexts_shared = True  # so that it is known to be done


def is_shared() -> bool:
    """Whether contexts are shared."""
    from weasyprint.text import line_break

    return hasattr(line_break.Layout, "contexts_shared")


def _once(make: Callable[[Any], Any], said: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return what is made of a style, made once for all styles that say the same."""
    known: dict[Any, Any] = {}
    of = itemgetter(*said)

    @functools.wraps(make)
    def made(style: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        key = (style.font_config.font_map, of(style))
        if key not in known:
            if len(known) >= _MOST:
                known.clear()
            known[key] = make(style)
        return known[key]

    return made


def _new_context(style: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    from weasyprint.text.ffi import ffi, gobject, pango

    return ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
