"""Markup: well-formed for every tree, nothing said twice or lost, and told apart where media differ."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import edition, pandoc, segments, tree
from publish.markup import Html, Notes, Rules, write, write_inline
from publish.problems import Place
from publish.source import positions

EPUB = Rules("en", prefix="one-", epub=True)
PRINT = Rules("en", notes=Notes.FOOT, lines=True)


def read(markdown: str) -> list[tree.Element]:
    return list(tree.soften(positions.settle(pandoc.read_markdown(markdown, Place("letter.md")))))


def parsed(html: Html) -> ElementTree.Element:
    return ElementTree.fromstring(f'<r xmlns:epub="http://www.idpf.org/2007/ops">{html.body}{html.notes}</r>')  # noqa: S314 - our own markup


def body(markdown: str, rules: Rules = Rules("en")) -> str:  # noqa: B008 - frozen
    return write(read(markdown), rules).body


def element(kind: str, content: object = None) -> dict[str, Any]:
    return {"t": kind} if content is None else {"t": kind, "c": content}


ATTR = st.builds(
    lambda name, classes, lang: [name, classes, [["lang", lang]] if lang else []],
    st.just(""),
    st.lists(st.sampled_from(["a", "smallcaps", "decorative", "verse", "box", "table", "pullquote"]), max_size=2),
    st.sampled_from(["", "ur", "pa", "en"]),
)
WORD = st.text(max_size=6).map(lambda text: element("Str", text))
WRAPS = st.sampled_from(["Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Underline", "SmallCaps"])


def inline_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    many = st.lists(inner, max_size=3)
    return st.one_of(
        st.builds(element, WRAPS, many),
        st.builds(lambda attr, content: element("Span", [attr, content]), ATTR, many),
        st.builds(
            lambda attr, content, to: element("Link", [attr, content, [to, ""]]), ATTR, many, st.text(max_size=9)
        ),
        st.builds(
            lambda attr, content, to: element("Image", [attr, content, [to, to]]), ATTR, many, st.text(max_size=5)
        ),
        st.builds(lambda content: element("Note", [element("Para", content)]), many),
    )


BREAKS = st.sampled_from([element("Space"), element("LineBreak"), element("RawInline", ["html", "<!-- & -->"])])
CODES = st.builds(lambda attr, text: element("Code", [attr, text]), ATTR, st.text(max_size=5))
INLINES = st.lists(st.recursive(st.one_of(WORD, BREAKS, CODES), inline_of, max_leaves=6), max_size=5)


def block_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    many = st.lists(inner, max_size=3)
    return st.one_of(
        st.builds(lambda blocks: element("BlockQuote", blocks), many),
        st.builds(lambda items: element("BulletList", items), st.lists(many, max_size=2)),
        st.builds(
            lambda start, style, items: element("OrderedList", [[start, element(style), element("Period")], items]),
            st.integers(0, 9),
            st.sampled_from(["Decimal", "LowerAlpha", "DefaultStyle"]),
            st.lists(many, max_size=2),
        ),
        st.builds(lambda term, items: element("DefinitionList", [[term, items]]), INLINES, st.lists(many, max_size=2)),
        st.builds(lambda attr, blocks: element("Div", [attr, blocks]), ATTR, many),
    )


LEAVES = st.one_of(
    st.builds(element, st.sampled_from(["Para", "Plain"]), INLINES),
    st.builds(lambda level, attr, content: element("Header", [level, attr, content]), st.integers(1, 9), ATTR, INLINES),
    st.builds(lambda rows: element("LineBlock", rows), st.lists(INLINES, max_size=3)),
    st.builds(lambda attr, text: element("CodeBlock", [attr, text]), ATTR, st.text(max_size=9)),
    st.just(element("HorizontalRule")),
    st.just(element("RawBlock", ["html", "<!-- <& -->"])),
)
BLOCKS = st.lists(st.recursive(LEAVES, block_of, max_leaves=6), max_size=4)


@settings(max_examples=40, deadline=None)
@given(BLOCKS, st.sampled_from([EPUB, PRINT, Rules("ur"), Rules("ur", notes=Notes.FOOT)]))
def test_whatever_the_tree_holds_the_markup_is_well_formed(blocks: list[Any], rules: Rules) -> None:
    parsed(write(blocks, rules))


@settings(max_examples=40, deadline=None)
@given(BLOCKS)
def test_every_call_has_its_note_and_every_note_its_way_back(blocks: list[Any]) -> None:
    html = write(blocks, EPUB)
    root = parsed(html)
    calls = {link.get("href"): link.get("id") for link in root.iter("a") if link.get("role") == "doc-noteref"}
    backs = {f"#{note.get('id')}": note[0][0].get("href") for note in root.iter("aside") if note.get("class") == "note"}
    assert len(calls) == html.count
    assert {name: f"#{call}" for name, call in calls.items()} == backs


@settings(max_examples=40, deadline=None)
@given(BLOCKS, st.sampled_from([EPUB, PRINT]))
def test_the_same_tree_gives_the_same_markup(blocks: list[Any], rules: Rules) -> None:
    assert write(blocks, rules) == write(blocks, rules)


@settings(max_examples=40, deadline=None)
@given(BLOCKS)
def test_no_link_holds_a_link(blocks: list[Any]) -> None:
    root = parsed(write(blocks, EPUB))
    assert [link for link in root.iter("a") if list(link.iter("a")) != [link]] == []


def test_an_end_note_is_called_by_a_number_and_nothing_else() -> None:
    html = write(read("Word[^a].\n\n[^a]: First.\n\n    Second.\n"), EPUB)
    call = '<a epub:type="noteref" role="doc-noteref" class="call" href="#one-note-1" id="one-call-1">1</a>'
    assert html.body == f"<p>Word{call}.</p>"
    assert html.notes == (
        '<aside epub:type="footnote" role="doc-footnote" class="note" id="one-note-1"><p><a role="doc-backlink"'
        ' class="back" href="#one-call-1" aria-label="Note 1: Back to the text">1</a> First.</p><p>Second.</p></aside>'
    )


def test_a_note_within_a_note_has_the_next_number_and_stands_after_it() -> None:
    inner = element("Note", [element("Para", [element("Str", "inner")])])
    outer = element("Note", [element("Para", [element("Str", "outer"), inner])])
    html = write([element("Para", [outer])], Rules("en"))
    assert re.findall(r'id="note-(\d)"', html.notes) == ["1", "2"]
    assert html.notes.index("outer") < html.notes.index("inner")


def test_a_foot_note_stands_inside_its_paragraph_whatever_it_holds() -> None:
    markdown = "Word[^a].\n\n[^a]: First.\n\n    - point\n\n    > quote\n\n        code\n"
    written = body(markdown, Rules("en", notes=Notes.FOOT))
    root = ElementTree.fromstring(written)  # noqa: S314 - our own markup
    assert root.tag == "p"
    assert {inner.tag for inner in root.iter()} <= {"p", "span", "code", "br"}
    assert "".join(root.itertext()) == "WordFirst.– pointquotecode."


def test_a_foot_note_of_one_paragraph_is_one_span() -> None:
    assert body("Word[^a].\n\n[^a]: First.\n", Rules("en", notes=Notes.FOOT)) == (
        '<p>Word<span class="footnote">First.</span>.</p>'
    )


def test_notes_go_on_counting_where_the_section_before_stopped() -> None:
    html = write(read("A[^a]\n\n[^a]: x\n"), Rules("en", first_note=4))
    assert ">4</a>" in html.body
    assert html.count == 1


def test_no_blank_stands_before_the_end_of_a_paragraph() -> None:
    blocks = [element("Para", [element("Emph", [element("Str", "end\u00a0"), element("Space")])])]
    assert write(blocks, Rules("en")).body == "<p><em>end</em></p>"


def test_a_passage_in_another_direction_says_so_and_one_in_the_same_does_not() -> None:
    assert body("[ਪੰ]{lang=pa} [اردو]{lang=ur}") == (
        '<p><span lang="pa">ਪੰ</span> <span lang="ur" dir="rtl">اردو</span></p>'
    )
    assert body("[one]{lang=en}", Rules("ur")) == '<p><span lang="en" dir="ltr">one</span></p>'


def test_xml_lang_and_epub_types_are_written_for_epub_only() -> None:
    markdown = "[ਪੰ]{lang=pa}[^a]\n\n[^a]: x\n"
    assert "xml:lang" in body(markdown, EPUB)
    assert "xml:" not in body(markdown)
    assert "epub:" not in body(markdown)


def test_code_keeps_its_direction_in_right_to_left_text() -> None:
    assert body("`a`", Rules("ur")) == '<p><code dir="ltr">a</code></p>'


def test_a_picture_alone_is_a_figure_with_its_title_as_caption() -> None:
    assert body('![What *it* shows](tap.svg "Tap & mug")') == (
        '<figure><img src="tap.svg" alt="What it shows"/><figcaption>Tap &amp; mug</figcaption></figure>'
    )


def test_a_decorative_picture_has_no_words() -> None:
    assert body("![](o.svg){.decorative}") == (
        '<div class="ornament"><img src="o.svg" alt="" role="presentation" class="decorative"/></div>'
    )


def test_pictures_and_links_lie_where_the_medium_says() -> None:
    rules = Rules("en", link=lambda target: f"page.xhtml{target}", picture=lambda source: f"../{source}")
    assert body("[a](#b) ![c](d.png)", rules) == ('<p><a href="page.xhtml#b">a</a> <img src="../d.png" alt="c"/></p>')


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_nobody_should_follow_is_text(target: str) -> None:
    assert body(f"[a](<{target}>)") == "<p><span>a</span></p>"


def test_a_list_goes_on_where_it_was_interrupted() -> None:
    assert '<ol start="3"><li>c</li>' in body("1. a\n2. b\n\nText.\n\n3. c\n4. d\n")


def test_tasks_are_boxes_a_screen_reader_can_tell_apart() -> None:
    box = element("Span", [["", ["task", "done"], []], [element("Str", "☒")]])
    item = [element("Plain", [box, element("Space"), element("Str", "Paper")])]
    assert write([element("BulletList", [item])], Rules("en")).body == (
        '<ul class="tasks"><li><span class="task done" role="img" aria-label="done">☒</span> Paper</li></ul>'
    )


def test_a_table_has_its_caption_scopes_and_alignments() -> None:
    markdown = '::: {.table caption="Steps"}\n| A | B |\n|---|--:|\n| 1 | **2** |\n:::\n'
    assert body(markdown) == (
        '<div class="table"><table><caption>Steps</caption><thead><tr><th scope="col">A</th>'
        '<th scope="col" class="end">B</th></tr></thead><tbody><tr><td>1</td>'
        '<td class="end"><strong>2</strong></td></tr></tbody></table></div>'
    )


def test_a_caption_that_is_not_translated_says_so_like_any_sentence() -> None:
    text = (
        '![A tap](tap.png "Tap two")\n\n::: {.box title="Us"}\nHi\n:::\n\n'
        '::: {.table caption="Steps"}\n| A | B |\n|---|---|\n| c | d |\n:::\n'
    )
    mark = {"class": "untranslated", "lang": "en"}
    left = segments.compose(read(text), "en", lambda _: None, mark)
    written = write(left, Rules("gu")).body
    for said in ("Tap two", "Us", "Steps"):
        assert f'<span class="untranslated" lang="en">{said}</span>' in written
    done = segments.compose(read(text), "en", str.upper, mark)
    assert "untranslated" not in write(done, Rules("gu")).body
    assert all(edition.same(one, other) for one, other in zip(read(text), left, strict=True))


def test_a_figure_with_its_unit_is_told_from_a_cell_that_may_turn_over() -> None:
    written = body("| A | B | C |\n|---|---|--:|\n| 40 | 3 to bed, then tea | **150 min** |\n")
    assert "<td>40</td><td>3 to bed, then tea</td>" in written
    assert '<td class="end figure"><strong>150 min</strong></td>' in written


def test_a_box_has_its_title_and_a_pull_quote_its_role() -> None:
    assert body('::: {.box title="Us"}\nHi\n:::\n') == (
        '<aside class="box"><p class="box-title">Us</p><p>Hi</p></aside>'
    )
    assert body("::: pullquote\nHi\n:::\n") == '<aside class="pullquote" role="doc-pullquote"><p>Hi</p></aside>'


def test_a_stanza_is_a_paragraph_of_lines() -> None:
    rows = [[element("Str", "one")], [element("Str", "two")]]
    assert write([element("LineBlock", rows)], Rules("en")).body == (
        '<p class="stanza"><span class="line">one</span><br/><span class="line">two</span></p>'
    )


def test_a_quote_names_its_speaker() -> None:
    assert body("> Words.\n>\n> — A pot washer\n") == (
        '<blockquote><p>Words.</p><p class="attribution">— A pot washer</p></blockquote>'
    )


def test_comments_for_the_makers_are_never_written() -> None:
    assert body("<!-- publish:skip -->\n\nText <!-- here -->.\n\n<!-- alone -->\n") == "<p>Text .</p>"


def test_every_leaf_says_its_line_where_that_is_asked_for() -> None:
    markdown = "# A\n\nB\n\n- c\n\nD\n: e\n\n> f\n"
    assert re.findall(r'<(\w+) data-line="(\d+)"', body(markdown, PRINT).replace(' id="a"', "")) == [
        ("h1", "1"),
        ("p", "3"),
        ("li", "5"),
        ("dt", "7"),
        ("dd", "8"),
        ("p", "10"),
    ]


def test_a_character_xml_cannot_hold_is_shown_as_one_that_is_missing() -> None:
    assert write_inline([element("Str", 'a\x0b<&"b')], Rules("en")).body == "a\ufffd&lt;&amp;&quot;b"
