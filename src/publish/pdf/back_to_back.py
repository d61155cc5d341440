"""Two typeset texts as the pages of one booklet that begins at either cover."""

from __future__ import annotations

import io

from publish.pdf.blanks import blank


def back_to_back(first: bytes, second: bytes, *, turned: bool) -> tuple[bytes, int]:
    """Return a PDF of the first text from its front on, the second from its back on, and how many pages it has.

    They meet in the middle, where blanks fill it up to whole sheets of four pages. The second is `turned` upside down
    (ISO 32000-1, 7.7.3.3 `Rotate`) where both are bound at the same edge. Title and language are those of the first.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(first)) as joined, pikepdf.open(io.BytesIO(second)) as other:
        blanks = -(len(joined.pages) + len(other.pages)) % 4
        front = joined.pages[0]
        for _ in range(blanks):
            joined.pages.append(blank(joined, front))
        for page in reversed(list(other.pages)):
            joined.pages.append(page)
            if turned:
                joined.pages[-1].rotate(180, relative=True)
        if "/Title" in other.docinfo:
            joined.docinfo["/Title"] = " / ".join(str(pdf.docinfo.get("/Title", "")) for pdf in (joined, other))
        written = io.BytesIO()
        joined.save(written, deterministic_id=True)
        return written.getvalue(), len(joined.pages)
