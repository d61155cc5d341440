"""The contents of pages put together as pydyf does it, and deflated a little less hard."""

from __future__ import annotations

import zlib
from typing import Any

_LEVEL = 7
"""At 9 a page is smaller by one part in 150, and takes nearly twice as long."""


def put_together() -> None:
    """Have the contents of pages put together so; done once. `Stream` is no public name of WeasyPrint 70."""
    from weasyprint.pdf.stream import Stream

    Stream.data = property(_data)


def _data(stream: Any) -> bytes:  # noqa: ANN401 - WeasyPrint's
    """Stand in for `pydyf.Stream.data`, which asks of every operator what it is."""
    import pydyf

    said = [each if type(each) is bytes else pydyf._to_bytes(each) for each in stream.stream]  # noqa: SLF001 - its own way
    written = b"\n".join(said)
    about = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        about["Filter"] = "/FlateDecode"
        written = zlib.compress(written, _LEVEL)
    about["Length"] = len(written)
    return b"\n".join((about.data, b"stream", written, b"endstream"))
