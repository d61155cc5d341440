"""The names both versions of XLIFF share with us: namespaces, facts, and how a number becomes the id of a code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from publish.model import Code, Kit

CORE = "urn:oasis:names:tc:xliff:document:2.0"
CORES = frozenset([CORE, "urn:oasis:names:tc:xliff:document:2.2"])
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
OLDER = "urn:oasis:names:tc:xliff:document:1.2"
XML = "http://www.w3.org/XML/1998/namespace"

# What the stubs of lxml lack is a default namespace.
SPACES: dict[str, str] = {None: CORE, "mtc": MATCHES, "gls": GLOSSARY, "mda": METADATA}  # type: ignore[dict-item] # lxml has None for the default namespace
OLDER_SPACES: dict[str, str] = {None: OLDER}  # type: ignore[dict-item] # lxml has None for the default namespace

KEY = re.compile(r"[0-9a-f]{8}")
MOST_ELEMENTS = 30_000
"""A section of a thousand sentences has some 12,000."""

FACTS = ("publication", "section", "source", "target", "version")
_PAIR = re.compile(r'(\w+)="([^"\n]*)"')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"(?:^|-)(\d{1,3})$")
_BLANKS = " \t"
_MARK = "publish-kit"


def facts_of(kit: Kit) -> dict[str, str]:
    """Return what a kit belongs to, by name."""
    return dict(zip(FACTS, (kit.name, kit.section, kit.source, kit.target, kit.version), strict=True))


def mark_of(facts: Mapping[str, str]) -> str:
    """Return the line that says what a file belongs to, for a note: tools lose notes last."""
    return f"{_MARK} " + " ".join(f'{name}="{value}"' for name, value in facts.items())


def facts_in(note: str) -> dict[str, str]:
    """Return what a note says the file belongs to; nothing where it is another note."""
    return dict(_PAIR.findall(note)) if note.lstrip().startswith(_MARK) else {}


def unmarked(file: str) -> PublishError:
    """Return the problem of a file that does not say what it belongs to."""
    hint = "hand the section out again and let the tool translate it from its memory"
    return PublishError(Problem(Place(file, 1), "the file does not say what it belongs to", hint, "kit-unmarked"))


def legal(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)


def number_of(identity: str) -> int | None:
    """Return the number of the code an inline element stands for, None for one a tool made up."""
    found = _NUMBER.search(identity)
    return int(found[1]) if found else None


def line(text: str) -> str:
    """Return a text as one line: a line break somebody typed counts as a blank."""
    return " ".join(part.strip(_BLANKS) for part in text.split("\n") if part.strip(_BLANKS))


def line_of(element: etree._Element) -> int:
    """Return the line an element stands in, 0 where it is not known."""
    line: int | None = element.sourceline  # type: ignore[assignment] # the stubs leave it open
    return line or 0


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace, "" for a comment."""
    tag: object = element.tag  # a function, for a comment
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space_of(element: etree._Element) -> str:
    """Return the namespace of an element."""
    tag: object = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def legend(code: Code) -> str:
    """Return what a code stands for, in words."""
    return " ".join(filter(None, (code.kind, " ".join(legal(code.shown).split()))))


def indent(element: etree._Element, depth: int = 0) -> None:
    """Set every element on a line of its own, but for what stands in a source or target."""
    if local(element) in {"source", "target"} or len(element) == 0:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        indent(child, depth + 1)
        child.tail = element.text
    element[-1].tail = "\n" + "  " * depth
