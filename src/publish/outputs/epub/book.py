"""What an EPUB is made of before it is packed: documents, resources, contents, pages and facts."""

from __future__ import annotations

from dataclasses import dataclass

XHTML = "application/xhtml+xml"
CSS = "text/css"
NCX = "application/x-dtbncx+xml"
SVG = "image/svg+xml"

# Where things lie, seen from the package document. ASCII, for readers differ over anything else.
COVER, CONTENTS, IMPRINT = "text/cover.xhtml", "text/contents.xhtml", "text/imprint.xhtml"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the publication: its id in the manifest, its path in the package, its media type and bytes."""

    key: str
    file: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A page of XHTML in the making: where it lies, the `title` of its head, and its body as markup.

    `section` is the key of the section it holds, empty for what no manuscript says (cover, contents, imprint).
    """

    key: str
    file: str
    title: str
    body: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its label as markup and as text, where it leads (seen from the package), its level."""

    label: str
    plain: str
    href: str
    level: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the printed edition: the number it bears and where it begins in the EPUB."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the package's metadata: a Dublin Core element (`dc:title`), a `meta` or a `link`."""

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that goes into the package."""

    identifier: str
    language: str
    direction: str
    facts: tuple[Fact, ...]
    resources: tuple[Resource, ...]
    spine: tuple[str, ...]


def relative(target: str, file: str) -> str:
    """Return a path of the package as it is written inside one of its documents."""
    folder = file.rpartition("/")[0]
    own = target.rpartition("/")[0]
    if not target or target.startswith("#"):
        return target
    if own == folder:
        return target.rpartition("/")[2]
    return "../" * len([part for part in folder.split("/") if part]) + target
