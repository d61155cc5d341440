"""Two editions beside each other, block by block: in two columns, or on the facing pages of a spread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish import languages, tree
from publish.edition import named_apart, pairs
from publish.markup import Rules, tag, text, write
from publish.typesetting import document, front
from publish.typesetting.drafts import Draft
from publish.typesetting.faces import manner
from publish.typesetting.facing import faced, spread_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition, Element
    from publish.settings import Settings
    from publish.typesetting.drafts import Render
    from publish.typesetting.geometry import Geometry, Typeset

# What is the same in both languages is shown once; words in a third language are, too.
_WORDLESS = {"HorizontalRule", "CodeBlock"}

# What no page divides, so that neither side is left behind: boxes, tables, and a few lines (so many characters, in
# half a page and in a whole one; a picture alone has none). And how a paragraph ends that leads to the next one.
_KEPT = {"box", "pullquote"}
_SHORT, _SHORT_FACING = 130, 260
_LEADING = (":", ",", "،")


def typeset_side_by_side(original: Edition, translation: Edition, settings: Settings, geometry: Geometry) -> Typeset:
    """Return a translation beside its original, paragraphs level; how they stand is said by `bilingual`.

    The original comes first in its own direction: on the left, or on the right where it runs leftward.
    """
    from publish.typesetting import engine

    both, drafted = draft(original, translation, settings, geometry)
    return engine.set_pages(both, drafted, geometry)


def draft(original: Edition, translation: Edition, settings: Settings, geometry: Geometry) -> tuple[Edition, Draft]:
    """Return two editions as one, and what is laid out for them; PublishError where a face is not installed."""
    from publish.typesetting import faces

    first = replace(original, siblings=(), others=())
    second = named_apart(replace(translation, siblings=(), others=()))
    both = replace(first, others=(second,), colophon=replace(first.colophon, title=_title(first, second)))
    faces.require(faces.languages_of(both), translation.place)
    facing = settings.bilingual == "pages"
    style = _least_lines(first, second) + (spread_style(first, second.language, geometry) if facing else "")
    html = document.page(both, _kind(first, facing=facing), _body(first, second, settings, facing=facing), style)

    def compose(render: Render) -> Any:  # noqa: ANN401 - WeasyPrint's
        laid_out = render(html, both)
        return faced(laid_out, first, geometry) if facing else laid_out

    return both, Draft((html,), compose)


def _least_lines(first: Edition, second: Edition) -> str:
    """Return the style by which both sides of a row begin on one page.

    Where two lines of the language that is set wider fit at the foot of a page, about as much of the other does. Beside
    Nastaliq, which begins low in its lines, the other begins lower by what its own lines lack.
    """
    hows = [manner(first.language), manner(second.language)]
    heights = [how.leading * how.size for how in hows]
    least = [round(2 * max(heights) / height) for height in heights]
    style = "".join(f".{side}{{orphans:{lines}}}" for side, lines in zip(_SIDES, least, strict=True))
    for side, beside, height, lines in zip(_SIDES, reversed(hows), heights, least, strict=True):
        lacking = (2 * max(heights) - lines * height) / hows[0].size
        if beside == _NASTALIQ and lacking > 0:
            style += f"html[dir] .pair>.{side}:has(>p:first-child,>ul,>ol){{padding-top:{round(lacking, 3)}rem}}"
    return style


def _title(first: Edition, second: Edition) -> str:
    return " / ".join(dict.fromkeys((first.colophon.title, second.colophon.title)))


def _kind(edition: Edition, *, facing: bool) -> str:
    if facing:
        return "bilingual facing"
    return "bilingual leaflet" if document.is_leaflet(edition) else "bilingual pamphlet"


def _body(first: Edition, second: Edition, settings: Settings, *, facing: bool) -> str:
    both = (first, second)
    before, after = "", ""
    if document.is_leaflet(first) and not facing:
        before = _pair("masthead-pair", both, [front.masthead(each) for each in both])
        after = _pair("foot-pair", both, [front.imprint(each, "foot") for each in both])
    else:
        listed = _pair("contents-pair", both, [front.contents(each) for each in both])
        ours = _pair("imprint-pair", both, [front.imprint(each, "imprint") for each in both])
        before = front.cover(first, second) + tag("div", {"class": "inside-pair"}, listed + ours)
    rules = (document.rules_of(first, settings), document.rules_of(second, settings))
    sections = "".join(_section(first, second, at, rules, facing=facing) for at in range(len(first.sections)))
    return before + tag("main", {}, sections + after)


def _section(first: Edition, second: Edition, at: int, rules: Sequence[Rules], *, facing: bool) -> str:
    own, other = first.sections[at], second.sections[at]
    rows = "".join(_row((first, second), (one, two), rules, facing=facing) for one, two in pairs(own, other))
    titles = {"data-title": own.title or None, "data-beside": other.title or None}
    return tag("section", {"class": "text", **titles}, rows) if rows else ""


def _row(both: Sequence[Edition], blocks: Sequence[list[Element]], rules: Sequence[Rules], *, facing: bool) -> str:
    """Return what stands side by side; what is the same in both, and what needs the width, is shown once or in turn."""
    written = [
        write(document.set_right(block, rule.language), rule).body for block, rule in zip(blocks, rules, strict=True)
    ]
    if not any(written):
        return ""
    if facing:
        return _pair(_name(blocks, _SHORT_FACING), both, written)
    if _same(*blocks):
        return tag("div", {"class": "both"}, written[0])
    if any(_pictures(blocks[0][0])):
        return _picture(both, blocks, rules)
    kind = "stacked" if _needs_width(blocks[0]) else _name(blocks, _SHORT)
    return _pair(kind, both, written)


def _name(blocks: Sequence[Sequence[Element]], short: int) -> str:
    block = blocks[0][0]
    if block["t"] == "Header":
        return f"heading level-{block['c'][0]}"
    kinds = [{"BulletList": "item", "OrderedList": "item", "DefinitionList": "item"}.get(block["t"], "block")]
    said = [tree.plain_text(list(side)).rstrip() for side in blocks]
    if max(map(len, said)) <= short or block["t"] == "Table" or _KEPT & set(tree.classes_of(block)):
        kinds.append("kept")
    if block["t"] == "Para" and said[0].endswith(_LEADING):
        kinds.append("leads")
    return " ".join(kinds)


def _same(one: Sequence[Element], other: Sequence[Element]) -> bool:
    wordless = all(block["t"] in _WORDLESS or _ornament(block) or tree.value_of(block, "lang") for block in one)
    return wordless and tree.without_lines(list(one)) == tree.without_lines(list(other))


def _ornament(block: Element) -> bool:
    return all("decorative" in tree.classes_of(found) for found in _pictures(block)) and any(_pictures(block))


def _pictures(block: Element) -> Iterator[Element]:
    inlines = block["c"] if block["t"] == "Para" else []
    return (found for found in inlines if found["t"] == "Image") if len(inlines) == 1 else iter(())


def _picture(both: Sequence[Edition], blocks: Sequence[list[Element]], rules: Sequence[Rules]) -> str:
    """Return a picture once, described in the language of the translation, over its captions."""
    image = blocks[1][0]["c"][0]
    bare = {**image, "c": [*image["c"][:2], [image["c"][2][0], ""]]}
    shown = write([{**blocks[1][0], "c": [bare]}], rules[1]).body
    said = {"class": "both", "lang": both[1].language}
    captions = [_caption(block[0]["c"][0]) for block in blocks]
    written = [tag("p", {"class": "caption"}, caption) if caption else "" for caption in captions]
    return tag("div", said, shown) + _pair("captions", both, written)


def _caption(image: Element) -> str:
    """Return the caption of a picture; one that is not translated says so."""
    said, left = text(image["c"][2][1]), tree.value_of(image, "title-lang")
    return tag("span", {"class": "untranslated", "lang": left}, said) if said and left else said


def _needs_width(blocks: Sequence[Element]) -> bool:
    """Whether something is too wide for half a page: a table of more than two columns."""
    return any(found["t"] == "Table" and len(found["c"][2]) > 2 for found in tree.walk(list(blocks)))


def _pair(kind: str, both: Sequence[Edition], written: Sequence[str]) -> str:
    cells = "".join(_cell(each, side, said) for each, side, said in zip(both, _SIDES, written, strict=True))
    return tag("div", {"class": f"pair {kind}"}, cells) if any(written) else ""


_SIDES = ("original", "translation")
_NASTALIQ = manner("ur")


def _cell(edition: Edition, side: str, content: str) -> str:
    said = {"class": f"tongue {side}", "lang": edition.language, "dir": languages.direction(edition.language)}
    return tag("div", said, content)
