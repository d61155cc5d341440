"""Signs that have no end or no effect are told with their line; what is meant as it stands is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish import source
from publish.checks.source import signs

if TYPE_CHECKING:
    from pathlib import Path

CASES = {
    "One.\n\n<!-- two\n\n## Three\n": [(3, "error", "a comment opens here that nobody closes")],
    "One.\n\n```\ntwo\n\n## Three\n": [(3, "warning", "code opens here")],
    "- One.\n\n  ```\n  two\n": [(3, "warning", "code opens here")],
    "::: box\n::: verse\nOne.\n:::\n": [(1, "warning", "“::: box” opens here")],
    "One **two\nthree and **four\n": [(1, "warning", "“**” is printed")],
    "| One | **two |\n|--|--|\n| a | b |\n": [(1, "warning", "“**” is printed")],
    "One\x0btwo \x07, \x07.\n": [
        (1, "warning", "a character that is no text (U+000B)"),
        (1, "warning", "a character that is no text (U+0007)"),
    ],
    "####One\n": [(1, "warning", "“####” is printed")],
    "::: box :::\nOne.\n:::\n": [(1, "warning", "“:::” is printed")],
    "One \\*\\*two, f***, *a* and #three.\n\n`**` <!-- fine -->\n\n    ::: box\n    **\n": [],
    "::: box\nOne.\n\n~~~\n::: verse\n**\n~~~\n:::\n\n::: {.verse lang=pa}\n:::\n": [],
    "> ```\n> ::: box\n> ```\n\nOne.\n": [],
}


@pytest.mark.parametrize("text", CASES)
def test_a_sign_without_end_or_effect_is_told(tmp_path: Path, text: str) -> None:
    manuscript = tmp_path / "manuscript.md"
    manuscript.write_text(f"---\ntitle: A\n---\n{text}", encoding="utf-8")
    found = list(signs.find(source.read(manuscript, "sample")))
    assert [
        (p.place.line - 3, p.severity.value, p.message[: len(said)])
        for p, (_, _, said) in zip(found, CASES[text], strict=True)
    ] == CASES[text]
