"""Notes that stay on the page of their call.

Where one line more of a paragraph fits a page only if a note leaves it, WeasyPrint 70 sends the note on, whatever its
`footnote-policy` says: the note of another paragraph even, long set. A compositor lets the paragraph go over instead.
"""

from __future__ import annotations

from publish.typesetting import loading

SENDS_ON = "report = not context.in_column and can_break_now and not could_break_before"
"""The line of WeasyPrint 70 that decides to send notes on; a test holds that it still stands there, once."""


def keep() -> None:
    """Have WeasyPrint move the paragraph and not the note; done once, and nothing where the line is not found."""
    from weasyprint.layout import block

    source = loading.source_of(block._linebox_layout)  # noqa: SLF001 - there is no public way in
    if source.count(SENDS_ON) == 1:
        changed = compile(source.replace(SENDS_ON, "report = False"), block.__file__, "exec")
        exec(changed, block.__dict__)  # noqa: S102 - WeasyPrint's own function, but for one word
        block._linebox_layout.notes_kept = True  # noqa: SLF001 - so that it is known to be done


def is_kept() -> bool:
    """Whether notes stay on the page of their call."""
    from weasyprint.layout import block

    return hasattr(block._linebox_layout, "notes_kept")  # noqa: SLF001 - there is no public way in
