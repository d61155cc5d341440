"""Names that stay: the UUID of a work and of each of its editions (RFC 9562, version 5)."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings

_DIGITS = re.compile(r"[0-9][0-9 -]*[0-9Xx]")


def work_uuid(edition: Edition, settings: Settings) -> uuid.UUID:
    """Return the UUID all editions of a publication share.

    It is made of the identifier where one is given; else of the house's address and the slug, so that it does not
    change when a title is corrected; else of the publisher and the slug.
    """
    about = edition.colophon
    name = about.identifier or f"{settings.base_url or f'publisher:{about.publisher}'}/{edition.slug}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def edition_urn(edition: Edition, settings: Settings, language: str, form: str = "alone") -> str:
    """Return the URN of the edition in a language: the same at every build, another for every language and form."""
    name = language if form == "alone" else f"{language} {form}"
    return uuid.uuid5(work_uuid(edition, settings), name).urn


def given_urn(identifier: str) -> str:
    """Return an identifier as it is written in metadata: an ISBN or ISSN as its URN, all else as it was given."""
    kind, _, number = identifier.partition(" ") if " " in identifier else identifier.partition(":")
    if kind.upper() in {"ISBN", "ISSN"} and _DIGITS.fullmatch(number.strip()):
        bare = number.strip().replace(" ", "").upper()
        return f"urn:{kind.lower()}:{bare if kind.upper() == 'ISSN' else bare.replace('-', '')}"
    return identifier
