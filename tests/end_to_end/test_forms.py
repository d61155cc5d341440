"""A section goes out in any form, is translated there, and comes back with the same result, in any mixture."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx import Document

from publish import edition, project, source, translations
from publish.kits import KITS, Form, kits_of
from publish.model import Rendering, State
from publish.problems import errors
from publish.workshop import receiving

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Element, Kit
    from publish.project import House
    from publish.source import Reading

MANUSCRIPT = """---
title: The walk
summary: A short one. It has two sentences.
contact: letters@example.org
languages: [pl, ur]
---

Read [the end](#end) first.[^1] It is *very **short*** and costs 3 £.

## Middle {#middle}

We walk to the water. We count the steps, ~~all~~ H~2~O.

| Day | Steps |
|-----|------:|
| Monday | few of them |

> Somebody said this aloud.

## End

Then we rest, `code` and all. ![A map of the harbour](map.png)

- First the shoes
- then the socks

::: verse
Over the water
under the stars
:::

[^1]: Or read it *last*.
"""
FORMS = pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
SIGNS = {"pl": "ąćęłńóśźżabdefghi", "ur": "ابپتٹثجچحخدڈذرزسش"}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    folder = tmp_path / "house" / "source" / "walk"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text(MANUSCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "house")
    return project.House(tmp_path / "house")


def reading_of(house: House) -> Reading:
    return source.read(house.manuscript("walk"), "walk", house.shared())


def say(text: str, language: str) -> str:
    """Say a text in letters of the language, its codes, numbers and signs left where they are."""

    def letters(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith("{") else "".join(SIGNS[language][ord(sign) % 16] for sign in match[0])

    return re.sub(r"\{[^}]*\}|[A-Za-z]+", letters, text)


def kits(house: House, language: str) -> list[Kit]:
    reading = reading_of(house)
    store = house.translation("walk", language)
    return kits_of(reading.publication, translations.current(reading.publication, language, store))


def translated(kit: Kit) -> Kit:
    """Return a kit as a volunteer leaves it, all of it said."""
    renderings = tuple(
        Rendering(one.segment, say(one.segment.text, kit.target), State.TRANSLATED, one.note) for one in kit.renderings
    )
    return replace(kit, renderings=renderings)


def made_of(house: House, language: str) -> list[Element]:
    publication = reading_of(house).publication
    current = translations.current(publication, language, house.translation("walk", language))
    assert current.coverage == 1
    return edition.blocks_of(edition.translated(publication, current))


def take_in(house: House, folder: Path) -> None:
    receipt = receiving.receive(house, [folder])
    assert receipt.problems == ()
    assert errors(problem for kit in receipt.kits for problem in kit.problems) == ()


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Element]]:
    """The editions as the first form, plain text, makes them."""
    folder = tmp_path / "other" / "source" / "walk"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text(MANUSCRIPT, encoding="utf-8")
    other = project.House(tmp_path / "other")
    with monkeypatch.context() as here:
        here.chdir(tmp_path / "other")
        return {language: through(other, tmp_path / "plain", language, [KITS[0]]) for language in SIGNS}


def through(house: House, folder: Path, language: str, forms: list[Form]) -> list[Element]:
    """Send every section out in one of the forms, in turn, take all of it back, and return the edition."""
    folder = folder / language
    folder.mkdir(parents=True)
    for place, kit in enumerate(kits(house, language)):
        (folder / f"renamed {place}").write_bytes(forms[place % len(forms)].write(translated(kit)))
    take_in(house, folder)
    return made_of(house, language)


@FORMS
@pytest.mark.parametrize("language", SIGNS)
def test_every_form_brings_back_the_same_edition(
    house: House, tmp_path: Path, wanted: dict[str, list[Element]], form: Form, language: str
) -> None:
    assert through(house, tmp_path / "back", language, [form]) == wanted[language]


@pytest.mark.parametrize("first", range(len(KITS)))
def test_any_mixture_of_forms_brings_back_the_same_edition(
    house: House, tmp_path: Path, wanted: dict[str, list[Element]], first: int
) -> None:
    forms = [*KITS[first:], *KITS[:first]]
    assert through(house, tmp_path / "back", "pl", forms) == wanted["pl"]


@FORMS
def test_a_kit_half_done_in_one_form_is_finished_in_another(
    house: House, tmp_path: Path, wanted: dict[str, list[Element]], form: Form
) -> None:
    for kit in kits(house, "pl"):
        half = tuple(
            done if place % 2 else asked
            for place, (done, asked) in enumerate(zip(translated(kit).renderings, kit.renderings, strict=True))
        )
        (tmp_path / f"half-{kit.number}").write_bytes(form.write(replace(kit, renderings=half)))
        receiving.receive(house, [tmp_path / f"half-{kit.number}"])
    assert through(house, tmp_path / "rest", "pl", [KITS[0]]) == wanted["pl"]


@FORMS
def test_a_stale_passage_comes_back_from_every_form_only_when_confirmed(
    house: House, tmp_path: Path, form: Form
) -> None:
    through(house, tmp_path / "first", "pl", [form])
    changed = MANUSCRIPT.replace("We walk to the water.", "We all walk to the water.")
    house.manuscript("walk").write_text(changed, encoding="utf-8")
    kit = next(kit for kit in kits(house, "pl") if kit.section == "middle")
    stale = [one.segment.key for one in kit.renderings if one.state is State.STALE]
    assert len(stale) == 1
    file = tmp_path / "again"
    file.write_bytes(form.write(kit))
    receiving.receive(house, [file])
    kept = {one.segment.key: one.state for other in kits(house, "pl") for one in other.renderings}
    assert [key for key, state in kept.items() if state is State.STALE] == stale
    file.write_bytes(form.write(translated(kit)))
    receiving.receive(house, [file])
    made_of(house, "pl")


def test_all_forms_come_back_in_one_zip(house: House, tmp_path: Path, wanted: dict[str, list[Element]]) -> None:
    bundle = tmp_path / "mail.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for place, kit in enumerate(kits(house, "ur")):
            form = KITS[1 + place % (len(KITS) - 1)]
            archive.writestr(f"{kit.number}.{form.suffix}", form.write(translated(kit)))
    take_in(house, bundle)
    assert made_of(house, "ur") == wanted["ur"]


def test_what_a_volunteer_types_into_word_comes_back(house: House, tmp_path: Path) -> None:
    form = next(form for form in KITS if form.name == "docx")
    kit = next(kit for kit in kits(house, "pl") if kit.section == "middle")
    document = Document(io.BytesIO(form.write(kit)))
    for row in document.tables[0].rows:
        if row.cells[0].text[:1].isdigit():
            said = next(one for one in kit.renderings if one.segment.key in row.cells[0].text)
            row.cells[2].text = say(said.segment.text, "pl")
    document.save(str(tmp_path / "typed.docx"))
    receipt = receiving.receive(house, [tmp_path / "typed.docx"])
    assert [(taken.taken, errors(taken.problems)) for taken in receipt.kits] == [(len(kit.renderings), ())]


@pytest.mark.validators
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize(
    "kinds",
    [("docx:MS Word 2007 XML",), ("odt",), ("odt", "docx:MS Word 2007 XML")],
    ids=["docx", "odt", "odt and back"],
)
def test_what_libreoffice_saves_again_comes_back_whole(
    house: House,
    tmp_path: Path,
    wanted: dict[str, list[Element]],
    kinds: tuple[str, ...],
) -> None:
    form = next(form for form in KITS if form.name == "docx")
    out = tmp_path / "out"
    out.mkdir()
    for language in SIGNS:
        for kit in kits(house, language):
            (out / f"{language}-{kit.number}.docx").write_bytes(form.write(translated(kit)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    given = out
    for kind in kinds:
        saved = tmp_path / kind[:3]
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", saved, *sorted(given.iterdir())]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        given = saved
    take_in(house, given)
    assert {language: made_of(house, language) for language in SIGNS} == wanted
