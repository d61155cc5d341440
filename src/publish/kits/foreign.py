"""What comes back instead of a kit: told by how it begins, with what to do about it."""

from __future__ import annotations

_SAVE = "open it, and save it as a Word document (.docx)"
_UNPACK = "unpack it, and receive what is in it"

_KINDS: tuple[tuple[bytes | tuple[bytes, ...], str, str], ...] = (
    (b"{\\rtf", "this is a text in RTF", _SAVE),
    (b"\xd0\xcf\x11\xe0", "this is an old Word document (.doc), or one with a password", f"{_SAVE} without a password"),
    (b"%PDF-", "this is a PDF, and nothing can be taken out of it", "ask for the file that was handed out, filled in"),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "this is an archive, and only zips are opened", _UNPACK),
    (
        b"PK\x03\x04",
        "this is a zip inside of a zip, or a document of another program",
        "unpack it and receive what is in it, or save it as a Word document (.docx)",
    ),
)


def told(data: bytes) -> tuple[str, str] | None:
    """Return what is wrong with a file that is no kit, and what to do; None where nothing is known of it."""
    if not data.strip():
        return "the file is empty", "ask for it to be sent again"
    return next(((message, hint) for begins, message, hint in _KINDS if data.startswith(begins)), None)
