"""What every output keeps to: a name, a file of its own, something to say, and the same bytes twice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish import edition, source
from publish.build.planning import in_company
from publish.model import Colophon, Rendering, State, Translation
from publish.outputs import OUTPUTS, Company
from publish.settings import Settings

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.outputs import Output
    from publish.source import Reading

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "reference" / "outputs.md").read_text(encoding="utf-8")
MANUSCRIPT = """---
title: A letter
lang: en
---

Good evening.[^note]

## One

*Leaning* and **strong**, and [a link](#two).

## Two

> Somebody said this.

[^note]: A note.
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    file = tmp_path_factory.mktemp("letter") / "letter.md"
    file.write_text(MANUSCRIPT, encoding="utf-8")
    return source.read(file, "letter")


def test_no_two_outputs_have_the_same_name_or_file() -> None:
    assert not [name for name, count in Counter(output.name for output in OUTPUTS).items() if count > 1]
    assert not [file for file, count in Counter((out.infix, out.suffix) for out in OUTPUTS).items() if count > 1]


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_every_output_says_what_it_is_and_is_documented(output: Output) -> None:
    assert re.fullmatch("[a-z]+(-[a-z]+)*", output.name)
    assert output.summary
    assert output.next_step(Settings(Colophon("A letter")))
    assert f"`{output.name}`" in DOCUMENTED


def edition_for(output: Output, reading: Reading) -> Edition:
    """Return the edition an output is made of: the original, or a translation into itself, with those it needs."""
    original = edition.original(reading.publication)
    said = tuple(Rendering(segment, segment.text, State.REVIEWED) for segment in reading.publication.segments)
    translated = edition.translated(reading.publication, Translation("letter", "pl", said))
    own = translated if output.company is Company.ORIGINAL else original
    found = in_company(own, (original, translated), output.company)
    assert found is not None
    return found


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_the_same_edition_gives_the_same_bytes_twice(output: Output, reading: Reading) -> None:
    made = output.make(edition_for(output, reading), reading.settings)
    assert made
    assert made == output.make(edition_for(output, reading), reading.settings)


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_no_artifact_names_the_folder_it_was_made_from(output: Output, reading: Reading) -> None:
    made = output.make(edition_for(output, reading), reading.settings)
    assert str(reading.publication.folder).encode() not in made
