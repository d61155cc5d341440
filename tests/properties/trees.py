"""Trees as a manuscript may hold them, in normal form, for the laws."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from publish import tree

Element = dict[str, Any]

WORD = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x21, max_codepoint=0x17F, exclude_categories=("Cc", "Cs", "Zs")),
        st.sampled_from("ਪੰਜਾਬੀதமிழ்हिंदीગુજરાતીاردو\u200c\u200d\u2009\u00a0\u00ad.!?…”{}/0123456789"),
    ),
    min_size=1,
    max_size=9,
)


def _attr(*classes: str, **pairs: str) -> list[Any]:
    return ["", list(classes), [[key, value] for key, value in pairs.items()]]


def _words(word: str) -> Element:
    return tree.string(word)


STR = WORD.map(_words)
SPACE = st.just(tree.SPACE)
LEAF = st.one_of(
    STR,
    SPACE,
    WORD.map(lambda word: {"t": "Code", "c": [_attr(), word]}),
    st.just({"t": "LineBreak"}),
    st.just({"t": "Span", "c": [_attr("task", "done"), [tree.string("☒")]]}),
)


def _around(children: st.SearchStrategy[list[Element]]) -> st.SearchStrategy[Element]:
    some = children.map(tree.tidy).filter(bool)
    return st.one_of(
        *[some.map(lambda inner, kind=kind: {"t": kind, "c": inner}) for kind in ("Emph", "Strong", "Superscript")],
        some.map(lambda inner: {"t": "Span", "c": [_attr("smallcaps"), inner]}),
        some.map(lambda inner: {"t": "Link", "c": [_attr(), inner, ["#one", "a title. Another one."]]}),
        some.map(lambda inner: {"t": "Image", "c": [_attr(), inner, ["images/a.svg", "a caption"]]}),
        some.map(lambda inner: {"t": "Note", "c": [{"t": "Para", "c": inner}]}),
    )


INLINE = st.recursive(LEAF, lambda child: _around(st.lists(child, min_size=1, max_size=4)), max_leaves=6)
INLINES = st.lists(INLINE, min_size=1, max_size=12).map(tree.tidy).filter(bool)
LEAF_BLOCK = st.one_of(
    INLINES.map(lambda inner: {"t": "Para", "c": inner}),
    INLINES.map(lambda inner: {"t": "Plain", "c": inner}),
    INLINES.map(lambda inner: {"t": "Header", "c": [3, _attr(), inner]}),
    st.lists(INLINES, min_size=1, max_size=3).map(lambda lines: {"t": "LineBlock", "c": lines}),
    st.just({"t": "HorizontalRule"}),
    st.just({"t": "RawBlock", "c": ["html", "<!-- publish:skip -->\n"]}),
    st.just({"t": "RawBlock", "c": ["html", "<!-- publish:note: mind the tone -->\n"]}),
    WORD.map(lambda word: {"t": "CodeBlock", "c": [_attr(), word]}),
)


def _within(blocks: st.SearchStrategy[list[Element]]) -> st.SearchStrategy[Element]:
    items = st.lists(blocks, min_size=1, max_size=3)
    return st.one_of(
        blocks.map(lambda inner: {"t": "BlockQuote", "c": inner}),
        blocks.map(lambda inner: {"t": "Div", "c": [_attr("box", title="Write to us. Soon!"), inner]}),
        blocks.map(lambda inner: {"t": "Div", "c": [_attr(lang="pa"), inner]}),
        items.map(lambda inner: {"t": "BulletList", "c": inner}),
        items.map(lambda inner: {"t": "OrderedList", "c": [[3, {"t": "Decimal"}, {"t": "Period"}], inner]}),
        st.tuples(INLINES, items).map(lambda pair: {"t": "DefinitionList", "c": [[pair[0], pair[1]]]}),
        blocks.map(_table),
    )


def _table(cell: list[Element]) -> Element:
    made = [_attr(), {"t": "AlignDefault"}, 1, 1, cell]
    row = [_attr(), [made, made]]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * 2
    bodies = [[_attr(), 0, [], [row, row]]]
    return {"t": "Table", "c": [_attr(), [None, []], columns, [_attr(), [row]], bodies, [_attr(), []]]}


BLOCK = st.recursive(LEAF_BLOCK, lambda child: _within(st.lists(child, min_size=1, max_size=3)), max_leaves=8)
BLOCKS = st.lists(BLOCK, min_size=1, max_size=6)

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.data_too_large])
"""How a law of trees is tried: one drawn too large is drawn again, and by chance most of the first few are."""
