"""A house's own `styles/epub.css`: read, refused where no reader could follow it, and the faces it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from publish import languages
from publish.problems import Place, Problem, PublishError
from publish.typesetting import own_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.model import Edition

    Node: TypeAlias = Any
    """A node of tinycss2, without its types."""

NAME = "epub.css"
PLACE = Place(f"{own_sheets.FOLDER}/{NAME}")
"""Where what is wrong with it is told, as of every sheet of a house."""

_GENERIC = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji", "fangsong"}
    | {"ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded"}
    | {"inherit", "initial", "unset", "revert", "revert-layer"}
)
_FETCHING = {"import", "font-face"}
_TURNING = {"direction", "unicode-bidi"}


@dataclass(frozen=True, slots=True)
class OwnStyle:
    """What a house lays over our sheet: its style, and the lists of faces it asks for, each with the line it is on."""

    css: str
    stacks: Mapping[tuple[str, ...], int] = field(default_factory=dict)


def read(edition: Edition) -> OwnStyle:
    """Return the style of the house an edition lies in; PublishError with everything in it that no EPUB can hold."""
    ours = (languages.styles_folder() / NAME).read_text(encoding="utf-8")
    css = own_sheets.read(edition, NAME, ours)
    rules = list(_rules(css))
    if problems := [problem for rule in rules for problem in _wrong(rule)]:
        raise PublishError(*problems)
    asked = {_stack(rule): rule.source_line for rule in reversed(rules) if rule.type == "declaration"}
    return OwnStyle(css, {stack: line for stack, line in reversed(asked.items()) if stack})


def asked_for(edition: Edition) -> tuple[str, ...]:
    """Return the names of all faces a house's own style asks for; nothing of a style that cannot be read."""
    try:
        return tuple(dict.fromkeys(face for stack in read(edition).stacks for face in stack))
    except PublishError:
        return ()


def _rules(css: str) -> Iterator[Node]:
    """Yield every rule, declaration and fault of a sheet, those inside of others too."""
    import tinycss2

    yield from _inside(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _inside(nodes: Iterable[Node]) -> Iterator[Node]:
    import tinycss2

    for node in nodes:
        yield node
        if node.type == "qualified-rule" or getattr(node, "lower_at_keyword", "") == "page":
            yield from _inside(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "at-rule" and node.content and node.lower_at_keyword not in _FETCHING:
            yield from _inside(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _wrong(node: Node) -> Iterator[Problem]:
    place = replace(PLACE, line=node.source_line)
    if node.type == "error":
        hint = "look for a missing bracket, colon or semicolon here or above"
        yield Problem(place, f"this cannot be read as a style: {node.message}", hint, "style-broken")
    elif node.type == "at-rule" and node.lower_at_keyword in _FETCHING:
        hint = (
            "write the rules themselves; a face is named in font-family, and packed with the EPUB where it is installed"
        )
        yield Problem(place, f"a sheet fetches nothing: @{node.lower_at_keyword}", hint, "style-fetches")
    elif node.type == "declaration" and node.lower_name in _TURNING:
        hint = "take it out: the direction comes from the language, and readers refuse it in a style"
        yield Problem(place, f"a sheet cannot say {node.lower_name}", hint, "style-direction")
    elif node.type == "declaration" and _fetches(node.value):
        hint = "put the picture into the manuscript"
        yield Problem(place, f"a sheet fetches nothing: {node.lower_name} with url()", hint, "style-fetches")


def _fetches(values: Iterable[Node]) -> bool:
    for value in values:
        if value.type == "url" or (value.type == "function" and value.lower_name in {"url", "src"}):
            return True
        inner = getattr(value, "content", None) or getattr(value, "arguments", None)
        if isinstance(inner, list) and _fetches(inner):
            return True
    return False


def _stack(declaration: Node) -> tuple[str, ...]:
    """Return the faces a declaration asks for, without those every reader has."""
    if declaration.lower_name == "font-family":
        values = declaration.value
    elif declaration.lower_name == "font":
        # The faces come last, after the size and what may follow it.
        sizes = [at for at, value in enumerate(declaration.value) if value.type in {"dimension", "percentage"}]
        values = declaration.value[sizes[-1] + 1 :] if sizes else []
    else:
        return ()
    return tuple(name for name in _names(values) if name and name.lower() not in _GENERIC)


def _names(values: Sequence[Node]) -> Iterator[str]:
    said: list[str] = []
    for value in values:
        if value.type == "literal" and value.value == ",":
            yield " ".join(said)
            said = []
        elif value.type in {"string", "ident"}:
            said.append(value.value)
    yield " ".join(said)
