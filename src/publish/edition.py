"""Publication and translation to edition: the original as it is, a translated one as its renderings say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish import segments, tree
from publish.model import Edition, Section
from publish.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from publish.model import Colophon, Element, Publication, Rendering, Translation


def original(publication: Publication) -> Edition:
    """Return the edition in the language of the manuscript."""
    return Edition(
        slug=publication.slug,
        colophon=publication.colophon,
        language=publication.colophon.lang,
        original=publication.colophon.lang,
        sections=publication.sections,
        coverage=1.0,
        folder=publication.folder,
        place=publication.place,
    )


def translated(publication: Publication, translation: Translation) -> Edition:
    """Return the edition in another language; what is not translated stands in the original, and is marked as such."""
    renderings = {rendering.segment.key: rendering for rendering in translation.renderings}
    mark = {"class": _UNTRANSLATED, "lang": publication.colophon.lang}
    sections = tuple(_section(section, publication, renderings, mark) for section in publication.sections)
    return replace(
        original(publication),
        colophon=_colophon(publication, renderings, translation.language),
        language=translation.language,
        sections=sections,
        coverage=translation.coverage,
    )


def _section(
    section: Section, publication: Publication, renderings: Mapping[str, Rendering], mark: Mapping[str, str]
) -> Section:
    own = [unit for unit in section.units if unit.context not in _ABOUT]
    keys = iter([segment.key for unit in own for segment in unit.segments])
    blocks = segments.compose(list(section.blocks), publication.colophon.lang, _sayer(keys, renderings), mark)
    heading = next((block for block in blocks if block["t"] == "Header"), None)
    said = tree.without_ornaments(heading["c"][2]) if heading else []
    title = tree.plain_text(said) if said and section.title else section.title
    return Section(section.key, title, tuple(blocks), section.units)


_UNTRANSLATED = "untranslated"

_ABOUT = ("title", "subtitle", "summary", "cover-alt")


def _sayer(keys: Iterator[str], renderings: Mapping[str, Rendering]) -> Callable[[str], str | None]:
    """Return what says each segment in turn: its rendering where that may be published, else nothing."""

    def say(_: str) -> str | None:
        rendering = renderings.get(next(keys))
        return rendering.target if rendering is not None and rendering.done else None

    return say


def _colophon(publication: Publication, renderings: Mapping[str, Rendering], language: str) -> Colophon:
    about = publication.colophon
    keys: dict[str, list[str]] = defaultdict(list)
    for unit in publication.sections[0].units:
        keys[unit.context] += [segment.key for segment in unit.segments] if unit.context in _ABOUT else []
    said: dict[str, Any] = {
        context.replace("-", "_"): segments.say_text(
            getattr(about, context.replace("-", "_")), about.lang, _sayer(iter(own), renderings)
        )
        for context, own in keys.items()
        if own
    }
    translator = (about.translators or {}).get(language, ())
    return replace(about, **said, lang=language, translator=translator)


def blocks_of(edition: Edition) -> list[Element]:
    """Return all blocks of an edition, section after section."""
    return [block for section in edition.sections for block in section.blocks]


def same(one: Element, other: Element) -> bool:
    """Whether a block says the same in two editions: it is not translated, or is one text in every language."""
    return bool(_bare(one) == _bare(other))


def _bare(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return a tree without names, lines, and the marks of what is not translated."""
    return _unmarked(tree.without_lines(tree.without_ids(node)))


def _unmarked(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    if isinstance(node, dict):
        node = tree.without_values(node, segments.LEFT) if node.get("t") in {"Div", "Image"} else node
        return {**node, "c": _unmarked(node["c"])} if "c" in node else node
    if not isinstance(node, list):
        return node
    bare: list[Any] = []
    for child in node:
        marked = isinstance(child, dict) and _is_untranslated(child)
        bare += _unmarked(child["c"][1]) if marked else [_unmarked(child)]
    return tree.tidy(bare) if bare and all(tree.is_element(child) for child in bare) else bare


def _is_untranslated(element: Element) -> bool:
    return element.get("t") == "Span" and _UNTRANSLATED in tree.classes_of(element)


def unpaired(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for every paragraph, heading, item and cell that no original has its pair for.

    Both languages are made of one tree, so that is what is not translated at all: it stands in the original alone.
    """
    for line, said in _untranslated(edition):
        message = f"“{said}” is not translated into {edition.language}, so it has no pair beside it"
        hint = "it stands once, in the original; have it translated, and it gets its pair"
        yield Problem(replace(edition.place, line=line), message, hint, "unpaired", Severity.WARNING)


def _untranslated(edition: Edition) -> Iterator[tuple[int, str]]:
    """Yield the line and the first words of what is not translated at all."""
    for section in edition.sections:
        line = 0
        for block in tree.walk(list(section.blocks), tree.WORDS):
            line = tree.line_of(block) or line
            if block["t"] in _LEAVES and _stands_untranslated(block):
                yield line, _short(tree.plain_text(block["c"]))


_LEAVES = {"Para", "Plain", "Header", "LineBlock"}
_SHOWN = 50


def _short(said: str) -> str:
    return said if len(said) <= _SHOWN else said[:_SHOWN].rstrip() + "…"


def _stands_untranslated(block: Element) -> bool:
    return bool(_marked_in(block["c"])) and not segments.is_wording(tree.plain_text(_translated_in(block["c"])))


def _marked_in(node: Any) -> bool:  # noqa: ANN401 - any node of the tree
    if isinstance(node, list):
        return any(_marked_in(child) for child in node)
    return isinstance(node, dict) and node.get("t") != "Note" and (_is_untranslated(node) or _marked_in(node.get("c")))


def _translated_in(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return a tree without what is not translated."""
    if isinstance(node, list):
        kept = [child for child in node if not (isinstance(child, dict) and _is_untranslated(child))]
        return [_translated_in(child) for child in kept]
    return {**node, "c": _translated_in(node["c"])} if isinstance(node, dict) and "c" in node else node


def named_apart(edition: Edition) -> Edition:
    """Return an edition whose names of headings differ from those of others, to stand in one file with them."""
    prefix = f"{edition.language}-"
    sections = tuple(
        replace(section, key=prefix + section.key, blocks=tuple(_prefixed(list(section.blocks), prefix)))
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def _prefixed(node: Any, prefix: str) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return a tree whose ids, and the links to them, begin with a prefix."""
    if isinstance(node, list):
        return [_prefixed(child, prefix) for child in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    content = _prefixed(node["c"], prefix)
    if tree.attr_of(node)[0]:
        at = 1 if node["t"] == "Header" else 0
        content[at] = [prefix + str(content[at][0]), *content[at][1:]]
    if node["t"] == "Link" and str(content[2][0]).startswith("#"):
        content[2] = [f"#{prefix}{content[2][0][1:]}", *content[2][1:]]
    return {**node, "c": content}


def pairs(first: Section, second: Section) -> list[tuple[list[Element], list[Element]]]:
    """Return what stands side by side of one section in two languages: block by block, and lists item by item.

    Both were made of one tree, so their blocks correspond; where they do not, the sections stand there whole.
    """
    if len(first.blocks) != len(second.blocks):
        return [(list(first.blocks), list(second.blocks))]
    return [pair for one, other in zip(first.blocks, second.blocks, strict=True) for pair in _paired(one, other)]


def _paired(one: Element, other: Element) -> Iterator[tuple[list[Element], list[Element]]]:
    count = _items(one)
    if one["t"] == other["t"] and count > 1 and count == _items(other):
        yield from (([_item(one, at)], [_item(other, at)]) for at in range(count))
    else:
        yield [one], [other]


def _items(block: Element) -> int:
    """Return how many items a list has, 0 for what is no list."""
    if block["t"] == "OrderedList":
        return len(block["c"][1])
    return len(block["c"]) if block["t"] in {"BulletList", "DefinitionList"} else 0


def _item(block: Element, at: int) -> Element:
    """Return one item of a list as a list of its own, with the number it has."""
    if block["t"] != "OrderedList":
        return {**block, "c": [block["c"][at]]}
    (start, style, delimiter), items = block["c"]
    return {**block, "c": [[start + at, style, delimiter], [items[at]]]}
