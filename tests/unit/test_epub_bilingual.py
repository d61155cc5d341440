"""EPUBs in two languages: every paragraph finds its other, nothing stands twice, and a lone edition is refused."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from publish import edition, source, translations, tree
from publish.checks import epub as checks
from publish.outputs import epub
from publish.problems import Place, PublishError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publish.model import Edition
    from publish.settings import Settings

ENGLISH = """---
title: The early bus
lang: en
date: 2026-11-01
publisher: Us
---

Good evening, see [the riders](#riders).[^who]

## Riders {#riders}

Everybody is tired.

- One is asleep.
- One is singing.

***

[^who]: All of us.
"""
POLISH = (
    ENGLISH.replace("lang: en", "lang: pl")
    .replace("Good evening, see [the riders]", "Dobry wieczór, zobacz [pasażerów]")
    .replace("## Riders", "## Pasażerowie")
    .replace("Everybody is tired.", "Wszyscy są zmęczeni.")
    .replace("One is asleep.", "Ktoś śpi.")
    .replace("One is singing.", "Ktoś śpiewa.")
    .replace("All of us.", "Wszyscy.")
)
FORMS = pytest.mark.parametrize("make", [epub.make_beside, epub.make_tap], ids=["beside", "tap"])


def read(text: str, file: Path) -> tuple[Edition, Settings]:
    file.write_text(text, encoding="utf-8")
    reading = source.read(file, "bus")
    return edition.original(reading.publication), reading.settings


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Edition, Settings]:
    """Return the Polish edition with the English one beside it."""
    english, settings = read(ENGLISH, tmp_path / "en.md")
    polish, _ = read(POLISH, tmp_path / "pl.md")
    return replace(polish, original="en", others=(english,)), settings


def documents(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if "/text/section-" in name]
        return {name.rpartition("/")[2]: etree.fromstring(archive.read(name)) for name in names}


@FORMS
def test_both_languages_are_there_word_for_word(
    make: Callable[[Edition, Settings], bytes], pair: tuple[Edition, Settings]
) -> None:
    held = documents(make(*pair))
    for each in (pair[0], *pair[0].others):
        for section, document in zip(each.sections, held.values(), strict=True):
            said = " ".join("".join(document.itertext()).split())
            for block in tree.walk(list(section.blocks)):
                if block["t"] in {"Para", "Plain", "Header"}:
                    assert tree.plain_text(block["c"]).rstrip(".") in said


@FORMS
def test_our_checker_finds_nothing_and_the_bytes_are_the_same_twice(
    make: Callable[[Edition, Settings], bytes], pair: tuple[Edition, Settings]
) -> None:
    data = make(*pair)
    assert list(checks.find(checks.Made(data, Place("bus.epub"), *pair))) == []
    assert data == make(*pair)


def test_every_paragraph_has_its_other_beside_it(pair: tuple[Edition, Settings]) -> None:
    riders = documents(epub.make_beside(*pair))["section-01.xhtml"]
    pairs = riders.findall(".//{*}div[@class='pair']")
    assert [[part.get("lang") for part in each] for each in pairs] == [[None, "en"], [None, "en"]]
    assert len(riders.findall(".//{*}hr")) == 1  # the same in both stands once


def test_a_tap_leads_to_the_other_and_back(pair: tuple[Edition, Settings]) -> None:
    riders = documents(epub.make_tap(*pair))["section-01.xhtml"]
    taps = [link for link in riders.iter("{*}a") if "tap" in (link.get("class") or "")]
    assert len(taps) == 2
    for link in taps:
        note = riders.find(f".//{{*}}aside[@id='{link.get('href')[1:]}']")
        assert note is not None
        assert note[0].get("lang") == "en"
        assert next(note.iter("{*}a")).get("href") == f"#{link.get('id')}"


def test_the_three_forms_have_names_of_their_own(pair: tuple[Edition, Settings]) -> None:
    names = set()
    for make in (epub.make, epub.make_beside, epub.make_tap):
        with zipfile.ZipFile(io.BytesIO(make(*pair))) as archive:
            names.add(archive.read("EPUB/content.opf").partition(b'id="edition-id">')[2].partition(b"<")[0])
    assert len(names) == 3


@FORMS
def test_an_edition_that_comes_alone_is_refused(
    make: Callable[[Edition, Settings], bytes], pair: tuple[Edition, Settings]
) -> None:
    with pytest.raises(PublishError) as raised:
        make(replace(pair[0], others=()), pair[1])
    assert raised.value.problems[0].code == "bilingual"


PARTIAL = (
    ENGLISH
    + """
::: {lang=pa}
ਚਾਹ ਗਰਮ ਹੈ।
:::

| Bus | Time |
|-----|------|
| N7  | late |
"""
)


@pytest.fixture
def partial(tmp_path: Path) -> tuple[Edition, Settings]:
    """Return a Punjabi edition in which a paragraph, an item and a cell are not translated yet, beside its original."""
    file = tmp_path / "bus.md"
    file.write_text(PARTIAL, encoding="utf-8")
    reading = source.read(file, "bus")
    missing = {"Everybody is tired.", "One is singing.", "late"}
    empty = translations.current(reading.publication, "pa", tmp_path / "pa.po")
    answers = {
        rendering.segment.key: re.sub(r"[A-Z][a-z ]*|[a-z ]+", "ਹਾਂ", rendering.segment.text)
        for rendering in empty.renderings
        if rendering.segment.text not in missing
    }
    store = tmp_path / "pa.po"
    store.write_bytes(translations.save(translations.merge(empty, answers, {}), reading.publication))
    made = edition.translated(reading.publication, translations.current(reading.publication, "pa", store))
    return replace(made, others=(edition.original(reading.publication),)), reading.settings


def test_every_paragraph_without_a_pair_is_named_with_its_line(partial: tuple[Edition, Settings]) -> None:
    lines = PARTIAL.split("\n")
    found = [(problem.place.line, problem.message.partition("”")[0][1:]) for problem in edition.unpaired(partial[0])]
    assert [said for _, said in found] == ["Everybody is tired.", "One is singing.", "late"]
    assert all(said in lines[line - 1] for line, said in found)
    assert {(problem.code, problem.severity) for problem in edition.unpaired(partial[0])} == {("unpaired", "warning")}


def test_a_complete_translation_has_a_pair_for_every_paragraph(pair: tuple[Edition, Settings]) -> None:
    assert list(edition.unpaired(pair[0])) == []


@FORMS
def test_what_has_no_pair_stands_once_and_alone(
    make: Callable[[Edition, Settings], bytes], partial: tuple[Edition, Settings]
) -> None:
    data = make(*partial)
    riders = documents(data)["section-01.xhtml"]
    said = "".join(riders.itertext())
    assert said.count("Everybody is tired.") == 1  # not translated
    assert said.count("ਚਾਹ ਗਰਮ ਹੈ।") == 1  # the same in every edition
    for cell in (*riders.iterfind(".//{*}div[@class='pair']/*"), *riders.iter("{*}aside")):
        assert "".join(cell.itertext()).strip()
    alone = next(part for part in riders.iter("{*}p") if "Everybody" in "".join(part.itertext()))
    assert "pair" not in (alone.getparent().get("class") or "")
    assert not [link for link in alone.iter("{*}a") if "tap" in (link.get("class") or "")]
    assert list(checks.find(checks.Made(data, Place("bus.epub"), *partial))) == []


@FORMS
def test_a_section_without_a_pair_is_named(
    make: Callable[[Edition, Settings], bytes], pair: tuple[Edition, Settings], tmp_path: Path
) -> None:
    longer, _ = read(ENGLISH.replace("Everybody is tired.", "Everybody is tired.\n\nReally."), tmp_path / "more.md")
    with pytest.raises(PublishError, match="Pasażerowie"):
        make(replace(pair[0], others=(longer,)), pair[1])


@FORMS
@pytest.mark.parametrize("caption", ["The early bus.", ""], ids=["with words", "without words"])
def test_a_picture_stands_once_with_what_both_say_under_it(
    caption: str, make: Callable[[Edition, Settings], bytes], tmp_path: Path
) -> None:
    (tmp_path / "bus.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    shown = f' "{caption}"' if caption else ""
    english, settings = read(f"---\ntitle: A\nlang: en\n---\n\n![A bus.](bus.svg{shown})\n", tmp_path / "en.md")
    polish, _ = read(
        f"---\ntitle: A\nlang: pl\n---\n\n![Autobus.](bus.svg{shown.replace('The early bus', 'Autobus o świcie')})\n",
        tmp_path / "pl.md",
    )
    both = replace(polish, original="en", others=(english,))
    data = make(both, settings)
    (opening,) = documents(data).values()
    assert [image.get("alt") for image in opening.iter("{*}img")] == ["Autobus."]
    assert "".join(opening.itertext()).count("The early bus.") == (1 if caption else 0)
    assert list(checks.find(checks.Made(data, Place("bus.epub"), both, settings))) == []


@FORMS
def test_words_of_the_other_language_that_are_lost_are_found(
    make: Callable[[Edition, Settings], bytes], pair: tuple[Edition, Settings]
) -> None:
    lost = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make(*pair))) as whole, zipfile.ZipFile(lost, "w") as archive:
        for entry in whole.infolist():
            archive.writestr(entry, whole.read(entry).replace(b"Everybody is tired.", b"Everybody."))
    found = list(checks.find(checks.Made(lost.getvalue(), Place("bus.epub"), *pair)))
    assert [problem.code for problem in found] == ["epub-text"]
    assert "Everybody is tired." in found[0].message
