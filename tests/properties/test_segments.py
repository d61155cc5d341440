"""The laws of segments: composing what was extracted changes nothing, and nothing typed can change the structure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trees
from publish import pandoc, segments, source, tree
from publish.problems import Place
from publish.segments import CODE
from publish.source import normal, positions

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "manuscripts"

MANUSCRIPTS = [*sorted(ROOT.glob("source/*/manuscript.md")), *sorted(SHARED.glob("**/*.md"))]
READABLE = [file for file in MANUSCRIPTS if file.name != "README.md"]


def skeleton(node: object) -> object:
    """A tree with every run of text and blanks collapsed: what no translation may change."""
    if isinstance(node, list):
        return [
            skeleton(child) for child in node if not (isinstance(child, dict) and child.get("t") in {"Str", "Space"})
        ]
    if isinstance(node, dict):
        return {key: skeleton(value) for key, value in node.items()}
    return node


def without_titles(node: object) -> object:
    """A skeleton without the texts that stand in attributes, which are translated too."""
    if isinstance(node, dict) and node.get("t") in {"Link", "Image"}:
        return {**node, "c": [node["c"][0], without_titles(node["c"][1]), node["c"][2][0]]}
    if isinstance(node, dict) and node.get("t") == "Div":
        kept = [pair for pair in node["c"][0][2] if pair[0] not in {"title", "caption"}]
        return {**node, "c": [[*node["c"][0][:2], kept], without_titles(node["c"][1])]}
    if isinstance(node, list):
        return [without_titles(child) for child in node]
    if isinstance(node, dict):
        return {key: without_titles(value) for key, value in node.items()}
    return node


def pseudo(text: str) -> str:
    """A translation a careful imaginary translator makes: every letter changed, every code kept."""
    pieces = CODE.split(text)
    marks = [match[0] for match in CODE.finditer(text)]
    changed = [re.sub(r"[^\W\d_]", "ż", piece) for piece in pieces[:: CODE.groups + 1]]
    return "".join(piece + mark for piece, mark in zip(changed, [*marks, ""], strict=True))


@given(trees.BLOCKS)
@settings(trees.LAW, max_examples=40)
def test_composing_what_was_extracted_gives_the_tree_back(blocks: list[Any]) -> None:
    assert segments.compose(blocks, "en", lambda text: text) == blocks


@given(trees.BLOCKS)
@settings(trees.LAW, max_examples=40)
def test_leaving_everything_untranslated_and_unmarked_gives_the_tree_back(blocks: list[Any]) -> None:
    assert segments.compose(blocks, "en", lambda _: None) == blocks


@given(trees.BLOCKS)
@settings(trees.LAW, max_examples=40)
def test_a_translation_keeps_the_skeleton(blocks: list[Any]) -> None:
    said = segments.compose(blocks, "en", pseudo)
    assert skeleton(without_titles(said)) == skeleton(without_titles(blocks))


@given(trees.INLINES, st.text(alphabet="ab *_[](){}<>#>`|\\^~{1}{/1}{2/}&\n\t\u202e", max_size=40))
@settings(trees.LAW, max_examples=60)
def test_whatever_is_typed_either_has_a_fault_or_composes_to_plain_words(inlines: list[Any], typed: str) -> None:
    draft = segments.extract([{"t": "Para", "c": inlines}], "en")
    for text, codes in [pair for unit in draft for pair in unit.texts][:1]:
        if segments.faults(codes, typed):
            continue
        said = segments.compose(
            [{"t": "Para", "c": inlines}], "en", lambda source, text=text: typed if source == text else source
        )
        kinds = {element["t"] for element in tree.walk(said)}
        assert kinds <= {element["t"] for element in tree.walk(inlines)} | {"Para", "Str", "Space"}


@given(trees.BLOCKS)
@settings(trees.LAW, max_examples=60)
def test_the_source_is_always_a_sound_translation_of_itself(blocks: list[Any]) -> None:
    for draft in segments.extract(blocks, "en"):
        for text, codes in draft.texts:
            assert segments.faults(codes, text) == []
            assert segments.mended(codes, text) == text


@given(trees.BLOCKS)
@settings(trees.LAW, max_examples=60)
def test_no_two_segments_of_a_publication_share_a_key(blocks: list[Any]) -> None:
    units = segments.keyed([segments.extract(blocks, "en"), segments.extract(blocks, "en")], "a.md")
    keys = [segment.key for section in units for unit in section for segment in unit.segments]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("file", READABLE, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_manuscript_is_extracted_and_composed_without_loss(file: Path) -> None:
    reading = source.read(file, "sample")
    lang = reading.publication.colophon.lang
    for section in reading.publication.sections:
        blocks = list(section.blocks)
        assert segments.compose(blocks, lang, lambda text: text) == blocks
        said = segments.compose(blocks, lang, pseudo)
        assert skeleton(without_titles(said)) == skeleton(without_titles(blocks))


@pytest.mark.parametrize("file", READABLE, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_reading_with_positions_says_the_same_as_reading_without(file: Path) -> None:
    body = re.sub(r"\A---\n.*?\n---\n", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    with_positions = normal.normal_form(pandoc.read_markdown(body, Place("a.md")))
    options = ["--from", pandoc.MANUSCRIPT, "--to", "json"]
    plain = normal.normal_form(pandoc._run(options, pandoc.with_rules(body).encode(), Place("a.md"))["blocks"])
    assert tree.without_lines(with_positions) == plain
    lightened = normal.normal_form(pandoc.read_markdown(body, Place("a.md"), positions.lightened))
    assert lightened == with_positions


def test_two_texts_whose_keys_meet_by_chance_get_two(monkeypatch: pytest.MonkeyPatch) -> None:
    once = segments.key_of
    monkeypatch.setattr(segments, "key_of", lambda *parts: once(*parts)[0])
    blocks = [{"t": "Para", "c": tree.words(f"Passage {number}.")} for number in range(12)]
    (units,) = segments.keyed([segments.extract(blocks, "en")], "a.md")
    assert len({segment.key for unit in units for segment in unit.segments}) == 12
