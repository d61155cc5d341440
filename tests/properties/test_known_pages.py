"""Laws of known pages: what a text is set to never hangs on what was set before, and what stays is not set again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish import edition, recall, source
from publish.project import cache_folder
from publish.typesetting import Geometry, known_pages, typeset
from unit.test_typesetting_lines import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publish.model import Edition
    from publish.settings import Settings

ALL_SORTS = """---
title: All sorts
lang: en
---

## Lists

{words}

- One thing[^{n}a], which is said at some length so that it turns over once or even twice.
- Another thing, with a list in it:
  1. first of all this,
  2. and then that.

{words}

### A table

| What | How many |
|------|---------:|
| Shifts of a night | 3 |
| Breaks of a shift | 1 |

{words}

> What somebody said, at the end of a shift, when nobody was there to hear it but us.

::: pullquote
What somebody said.
:::

{words}

::: verse
A line of a song,
another line of it.
:::

Term
: What it means, and more of what it means.

{words}[^{n}b]

[^{n}a]: A note of several words, which stands at the foot of its page.
[^{n}b]: Another note, with *an emphasis* in it.
"""
WORDS = "We are paid by the minute, says Rosa, and not by the twenty-four-hour day; so we count every one of them. "
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(
            ["I", "indeed", "Donaudampfschifffahrtsgesellschaftskapitän", "and more, " * 30, "*", "\u00a0"]
        ),
    ),
    min_size=1,
    max_size=3,
)


def all_sorts(folder: Path) -> tuple[Edition, Settings]:
    head, _, body = ALL_SORTS.partition("## Lists")
    said = [f"## Lists{body}".replace("{words}", WORDS * (3 + n % 3)).replace("{n}", str(n)) for n in range(9)]
    (folder / "manuscript.md").write_text(head + "\n\n".join(said), encoding="utf-8")
    reading = source.read(folder / "manuscript.md", "all-sorts", folder / "publication.toml")
    return edition.original(reading.publication), reading.settings


def words_of(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - pandoc's tree
    """Yield every word of a tree."""
    if isinstance(node, dict):
        if node.get("t") == "Str":
            yield node
        else:
            yield from words_of(node.get("c"))
    elif isinstance(node, list | tuple):
        for each in node:
            yield from words_of(each)


def edited(made: Edition, edits: list[tuple[float, str]]) -> Edition:
    """Return an edition some words of which are others."""
    # Equal words of a text are one element; here each is to be its own.
    texts = [tuple(json.loads(json.dumps(section.blocks))) for section in made.sections]
    sections = [replace(section, blocks=text) for section, text in zip(made.sections, texts, strict=True)]
    made = replace(made, sections=tuple(sections))
    words = [word for section in made.sections for word in words_of(section.blocks)]
    for place, said in edits:
        words[int(place * len(words))]["c"] = said
    return made


def built(made: Edition, about: Settings, name: str) -> bytes:
    """Return the pages of an edition; what is worked out is kept where it is named."""
    notebooks = recall.Notebooks(cache_folder(), "this") if name else None
    with recall.edition(name, notebooks):
        return typeset(made, about, Geometry(about.print.trim, about.print.bleed)).pdf


@pytest.mark.parametrize("language", ["en-GB", "pl", "pa", "ur"])
@given(edits=EDITS)
@settings(max_examples=2, deadline=None)
def test_an_edited_text_is_set_as_if_nothing_had_been_known_of_it(
    language: str, edits: list[tuple[float, str]]
) -> None:
    made, about = sample(language)
    before = built(made, about, "known")
    after = edited(made, edits)
    assert built(after, about, "known") == built(after, about, "")
    assert built(made, about, "known") == before


@given(edits=EDITS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_are_lists_tables_notes_and_verse(tmp_path: Path, edits: list[tuple[float, str]]) -> None:
    made, about = all_sorts(tmp_path)
    built(made, about, "known")
    after = edited(made, edits)
    assert built(after, about, "known") == built(after, about, "")


def served(made: Edition, about: Settings) -> tuple[set[int], set[int]]:
    """Return which pages of an edition were known, and which were laid out."""
    serve, found = known_pages.Known.serve, {True: set[int](), False: set[int]()}

    def seen(known: known_pages.Known, context: Any, *boxes: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        came = serve(known, context, *boxes)
        found[came is not None].add(context.current_page)
        return came

    with mock.patch.object(known_pages.Known, "serve", seen):
        built(made, about, "known")
    return found[True], found[False]


def test_pages_that_stay_are_not_laid_out_again(tmp_path: Path) -> None:
    made, about = all_sorts(tmp_path)
    assert not served(made, about)[0]
    known, new = served(made, about)
    last = max(known | new)
    assert new == {2, last}  # the contents, and the page the text ends on
    assert not known & new
    _, new = served(edited(made, [(0.5, "indeed")]), about)
    assert {2, last} < new
    assert len(new) <= 6
