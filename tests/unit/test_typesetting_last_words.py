"""The short last word of a paragraph stays with the word before it."""

from __future__ import annotations

import pytest

from publish import tree
from publish.pandoc import read_markdown
from publish.problems import Place
from publish.typesetting.last_words import kept

TIED = "Eleven people put up their hands and it was"


@pytest.mark.parametrize(("end", "tied"), [
    ("so.", "was\u00a0so."), ("so.[^1]\n\n[^1]: A note of some length.", "was\u00a0so."), ("*so*.", "was\u00a0so."),
    ("so *or not*.", "or\u00a0not."), ("extraordinary.", "was extraordinary."), ("`so`", "was so"),
])  # fmt: skip
def test_the_last_blank_is_firm_before_a_short_word_only(end: str, tied: str) -> None:
    blocks = read_markdown(f"{TIED} {end}", Place("case.md"))
    assert tree.plain_text(kept(blocks)[:1]).strip().endswith(tied)


def test_short_lines_and_headings_stay_as_they_are() -> None:
    blocks = read_markdown("# Eleven people put up their hands and so\n\nOne or two.", Place("case.md"))
    assert kept(blocks) == blocks
