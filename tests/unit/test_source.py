"""Reading a manuscript: settings with their lines, sections, the normal form, and every problem in one go."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish import pandoc, project, source, tree
from publish.checks.source.markup import BOXES
from publish.problems import Place, PublishError
from publish.source import classes

if TYPE_CHECKING:
    from publish.source import Reading


def read(tmp_path: Path, text: str, shared: str = "") -> Reading:
    file = tmp_path / "manuscript.md"
    file.write_text(text, encoding="utf-8")
    house = tmp_path / "publication.toml"
    if shared:
        house.write_text(shared, encoding="utf-8")
    return source.read(file, "sample", house if shared else None)


def codes(tmp_path: Path, text: str, shared: str = "") -> list[tuple[int, str]]:
    try:
        return [(problem.place.line, problem.code) for problem in read(tmp_path, text, shared).problems]
    except PublishError as error:
        return [(problem.place.line, problem.code) for problem in error.problems]


def kinds(reading: Reading) -> list[str]:
    return [element["t"] for element in tree.walk(list(reading.blocks))]


def test_front_matter_wins_over_the_settings_of_the_house(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: One\nlang: pl\n---\n\nText.\n", 'lang = "de"\npublisher = "We"\n')
    about = reading.publication.colophon
    assert (about.title, about.lang, about.publisher) == ("One", "pl", "We")


def test_settings_are_what_was_typed_whatever_yaml_takes_it_for(tmp_path: Path) -> None:
    head = "title: no\nissue: 1.10\npublisher: 12:30\ncontact: [0912345678, +48 1]\nlanguages: [no, pl]\n"
    reading = read(tmp_path, f"---\n{head}date: 2026-11-01 10:00\ntranslators: {{no: [Kari]}}\n---\n")
    about = reading.publication.colophon
    assert (about.title, about.issue, about.publisher) == ("no", "1.10", "12:30")
    assert (about.contact, reading.settings.languages) == (("0912345678", "+48 1"), ("no", "pl"))
    assert about.date == datetime.date(2026, 11, 1)
    assert about.translators == {"no": ("Kari",)}
    assert read(tmp_path, "---\ntitle: One\n---\n", "issue = 1.10\n").publication.colophon.issue == "1.10"


def test_a_date_and_nested_print_settings_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: One\ndate: 2026-11-01\nprint:\n  trim: A6\n  stock: {caliper: 0.12mm}\n---\n")
    assert reading.publication.colophon.date == datetime.date(2026, 11, 1)
    assert (reading.settings.print.trim.width, reading.settings.print.caliper.mm) == (105, 0.12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: One\ntilte: Two\n---\n", [(3, "setting-unknown")]),
        ("---\ntitle: One\ndate: soon\n---\n", [(3, "setting-type")]),
        ("---\ntitle: One\nprint:\n  bleed: wide\n---\n", [(4, "setting-type")]),
        ("---\ntitle: One\ntitle: Two\n---\n", [(3, "setting-twice")]),
        ("---\nsubtitle: One\n---\n\nText.\n", [(1, "title-missing")]),
        ("Text only.\n", [(1, "title-missing")]),
        ("---\ntitle: One: two\n---\n", [(2, "yaml")]),
        ('---\ntitle: One\nissue: "7\nlang: pl\n---\n', [(3, "yaml")]),
        ("---\ntitle: One\nkeywords: [a, b\nlang: pl\n---\n", [(3, "yaml")]),
        ("---\ntitle: One\nissue 7\nlang: pl\n---\n", [(3, "yaml")]),
        ("---\ntitle: One\n\tissue: 7\n---\n", [(3, "yaml")]),
        ('---\ntitle: One\nlang: "\x1b[31m"\n---\n', [(3, "yaml")]),
        ("---\ntitle: One\n\ndate: 2026-13-45\n---\n", [(4, "setting-type")]),
        ("---\ntitle: One\ndate:\nissue: !!timestamp x\n---\n", [(3, "setting-type")]),
        ("---\ntitle: !!bool x\nissue: !!int\ndate: !!float\n---\n", [(4, "setting-type")]),
        ("---\ntitle: One\nkeywords: [2026-13-45]\nlanguages:\n  - pl\n  - 5x\n---\n", [(4, "setting-type")]),
        ("---\ntitle: &a One\nsubtitle: *a\n---\n", [(3, "yaml")]),
        ("---\ntitle: One\n\nNo end.\n", [(1, "yaml")]),
        ("---\n- a\n- b\n---\n", [(2, "yaml")]),
        ("\n\n---\ntitle: One\n---\n", [(1, "yaml")]),
        (" ---\ntitle: One\n---\n", [(1, "yaml")]),
        (
            "---\ntitle: One\ntilte: x\ndate: soon\nlang: 7\n---\n",
            [(3, "setting-unknown"), (4, "setting-type"), (5, "setting-type")],
        ),
    ],
)
def test_every_fault_of_the_front_matter_is_told_with_its_line(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    assert codes(tmp_path, text) == expected


def test_faults_of_the_house_are_told_with_their_line(tmp_path: Path) -> None:
    assert codes(tmp_path, "---\ntitle: One\n---\n", '# ours\npublisher = "We"\ncolour = "red"\n') == [
        (3, "setting-unknown")
    ]
    assert codes(tmp_path, "---\ntitle: One\n---\n", "publisher = We\n") == [(1, "toml")]
    assert codes(tmp_path, "---\ntitle: One\n---\n", 'issue = 1\nseries = """a\n\n\n') == [(2, "toml")]


def test_a_file_that_is_not_utf8_is_told_with_the_line_of_the_byte(tmp_path: Path) -> None:
    file = tmp_path / "manuscript.md"
    file.write_bytes(b"---\ntitle: x\n---\n\ncaf\xe9\n")
    with pytest.raises(PublishError) as caught:
        source.read(file, "sample")
    assert [(problem.place.line, problem.code) for problem in caught.value.problems] == [(5, "not-utf8")]


def test_a_first_heading_gives_the_title_where_nothing_else_does(tmp_path: Path) -> None:
    reading = read(tmp_path, "# A letter\n\nText.\n\n## One\n\nMore.\n")
    assert reading.publication.colophon.title == "A letter"
    assert [section.key for section in reading.publication.sections] == ["opening", "one"]
    assert "A letter" not in tree.plain_text(list(reading.blocks))


def test_sections_begin_at_headings_and_the_opening_is_always_there(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n\n## One\n\na\n\n### Below\n\n## Two {#zwei}\n\nb\n")
    assert [(section.key, section.title) for section in reading.publication.sections] == [
        ("opening", ""),
        ("one", "One"),
        ("zwei", "Two"),
    ]


def test_a_heading_without_letters_gets_a_key_too(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n\n## ?!\n\na\n")
    assert reading.publication.sections[1].key == "heading-1"


def test_verse_becomes_lines(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n\n::: verse\nOne line,\nanother.\n\nA stanza.\n:::\n")
    stanzas = [element["c"] for element in tree.walk(list(reading.blocks)) if element["t"] == "LineBlock"]
    assert [[tree.plain_text(line) for line in stanza] for stanza in stanzas] == [
        ["One line,", "another."],
        ["A stanza."],
    ]


def test_task_items_get_a_box(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n\n- [x] done\n- [ ] open\n- [sic] plain\n")
    boxes = [tree.classes_of(element) for element in tree.walk(list(reading.blocks)) if element["t"] == "Span"]
    assert boxes == [["task", "done"], ["task"]]


def test_spaced_rules_are_rules_and_stay_text_inside_code(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n\na\n\n* * *\n\nb\n\n- - -\n\n```\n* * *\n```\n")
    assert kinds(reading).count("HorizontalRule") == 2
    assert [element["c"][1] for element in tree.walk(list(reading.blocks)) if element["t"] == "CodeBlock"] == ["* * *"]


def test_an_interrupted_list_goes_on_counting(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: T\n---\n\n1. a\n2. b\n\nbetween\n\n3. c\n")
    starts = [element["c"][0][0] for element in tree.walk(list(reading.blocks)) if element["t"] == "OrderedList"]
    assert starts == [1, 3]


def test_inline_comments_vanish_and_directives_reach_the_segments(tmp_path: Path) -> None:
    text = "# T\n\n<!-- publish:note: plain words -->\n\nSay <!-- hush -->this.\n\n<!-- publish:skip -->\n\nNot this.\n"
    segments = read(tmp_path, text).publication.segments
    assert [(segment.text, segment.note) for segment in segments] == [("T", ""), ("Say this.", "plain words")]


def test_every_segment_has_a_line(tmp_path: Path) -> None:
    text = '# T\n\n\n\nPara[^1].\n\n| a | b |\n|---|---|\n| c | d |\n\nT2\n: M\n\n![a](x.svg "c")\n\n[^1]: Note.\n'
    segments = read(tmp_path, text).publication.segments
    assert all(segment.place.line > 0 for segment in segments)
    assert {segment.text: segment.place.line for segment in segments}["Note."] == 16


def test_the_title_and_the_summary_are_handed_out_with_the_opening(tmp_path: Path) -> None:
    text = "---\ntitle: T one\nsubtitle: S two\nsummary: First. Second.\ncover-alt: A hand\n---\n"
    opening = read(tmp_path, text).publication.sections[0]
    assert [(s.context, s.text) for s in opening.segments] == [
        ("title", "T one"),
        ("subtitle", "S two"),
        ("summary", "First."),
        ("summary", "Second."),
        ("cover-alt", "A hand"),
    ]


def test_what_stands_in_another_language_on_purpose_is_not_handed_out(tmp_path: Path) -> None:
    text = "---\ntitle: T\n---\n\n::: {lang=pa}\nਸਤ ਸ੍ਰੀ ਅਕਾਲ\n:::\n\nHello [ਪੰਜਾਬੀ]{lang=pa} friends.\n"
    segments = read(tmp_path, text).publication.segments
    assert [segment.text for segment in segments] == ["T", "Hello {1}ਪੰਜਾਬੀ{/1} friends."]
    assert segments[1].codes[0].shown == "pa"


@pytest.mark.parametrize("depth", [60, 2_000, 200_000])
def test_a_bomb_of_nested_quotes_is_refused_and_no_traceback(tmp_path: Path, depth: int) -> None:
    assert codes(tmp_path, "---\ntitle: T\n---\n\n" + ">" * depth + " a\n") == [(0, "too-large")]


def test_twenty_nested_quotes_are_still_read(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, "---\ntitle: T\n---\n\n" + ">" * 20 + " a\n")).count("BlockQuote") == 20


@pytest.mark.parametrize("slug", ["my spring", "-x", "a.b", "Ä", "a;b", "x" * 61])
def test_a_name_that_file_names_and_addresses_break_at_is_refused(tmp_path: Path, slug: str) -> None:
    file = tmp_path / slug / "manuscript.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: T\n---\n", encoding="utf-8")
    assert [problem.code for problem in source.read(file, slug).problems] == ["slug"]
    assert source.read(file, project.slug_of(file)).problems == ()


def classes_in(blocks: object) -> set[str]:
    return {name for element in tree.walk(blocks) for name in tree.classes_of(element)}


def test_classes_of_our_own_are_left_out_and_told_with_their_lines(tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n\n[a]{.note .mine}\n\n> A\n> [b]{.call}\n\n## T {.masthead}\n\n- [x] done\n"
    reading = read(tmp_path, text)
    assert [(problem.code, problem.place.line) for problem in reading.problems] == [
        ("class-ours", 5),
        ("class-ours", 8),
        ("class-ours", 10),
    ]
    assert classes_in(list(reading.blocks)) == {"mine", "task", "done"}


def test_the_language_of_code_is_no_class_of_ours_but_goes_too(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: A\n---\n\n```text\na\n```\n\n`b`{.note} and `c`{.python}\n")
    assert reading.problems == ()
    assert classes_in(list(reading.blocks)) == {"python"}


def test_every_class_of_our_style_sheets_is_ours_or_the_authors() -> None:
    styles = Path(__file__).parents[2] / "styles"
    rules = re.sub(
        r"/\*.*?\*/", "", "".join(sheet.read_text("utf-8") for sheet in styles.glob("*.css")), flags=re.DOTALL
    )
    used = set(re.findall(r"\.([a-z][a-z-]*[a-z])(?=[^{};]*\{)", rules))
    # What an author may say, and what only speaks of cells, lists and the way of writing.
    assert used - classes.OURS <= {*BOXES, "smallcaps", "center", "end", "start", "figure", "ltr", "rtl", "level"}


def test_a_picture_that_only_decorates_is_not_in_the_title_of_a_section(tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n\n## ![A rule](a.svg){.decorative} The tap\n\n## ![The van](a.svg)\n"
    titles = [section.title for section in read(tmp_path, text).publication.sections]
    assert titles == ["", "The tap", "The van"]


def test_words_that_are_the_same_are_one_element_and_lines_stay(tmp_path: Path) -> None:
    text = "---\ntitle: One\n---\n\nAgain and again.[^1]\n\n| again |\n|---|\n| *and* again |\n\n[^1]: And again.\n"
    blocks = list(read(tmp_path, text).blocks)
    again = [element for element in tree.walk(blocks) if element == tree.string("again")]
    assert len(again) == 2
    assert all(element is again[0] for element in again)
    lines = [(element["t"], line) for element in tree.walk(blocks, tree.WORDS) if (line := tree.line_of(element))]
    assert lines == [("Para", 5), ("Note", 5), ("Para", 11), ("Table", 8), ("Plain", 7), ("Plain", 9), ("Emph", 9)]


def test_who_passes_by_words_meets_everything_else(tmp_path: Path) -> None:
    text = "---\ntitle: One\n---\n\nA *word*\nand [another](https://example.org)\\\nbelow.\n\n- [ ] ![seen](a.png)\n"
    blocks = list(read(tmp_path, text).blocks)
    others = [element for element in tree.walk(blocks) if element["t"] not in tree.WORDS]
    assert list(tree.walk(blocks, tree.WORDS)) == others


@pytest.mark.parametrize("text", ["<img src=a.png>", "&#33;[a](a.png)", "!\n[a](a.png)", "! [a](a.png)", "[a](a.png)!"])
def test_nothing_is_a_picture_that_is_not_written_as_one(text: str) -> None:
    blocks = pandoc.read_markdown(f"Before {text} behind.", Place("letter.md"))
    assert not any(element["t"] == "Image" for element in tree.walk(blocks))
    assert any(found["t"] == "Image" for found in tree.walk(pandoc.read_markdown("![a](a.png)", Place("letter.md"))))
