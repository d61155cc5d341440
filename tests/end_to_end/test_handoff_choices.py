"""What comes back late never takes the place of a newer or reviewed translation by itself, and is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from publish import languages, project, source, translations
from publish.kits import KITS, Form, kits_of
from publish.model import JOINED, Rendering, State
from publish.workshop import receiving, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Said
    from publish.model import Kit
    from publish.project import House
    from publish.workshop.receiving import Received

MANUSCRIPT = """---
title: The walk
---

We walk to the water. We count the steps. Then we rest.
"""
WATER, STEPS, REST = "We walk to the water.", "We count the steps.", "Then we rest."
FIRST = {"The walk": "Spacer", WATER: "Idziemy nad wodę.", STEPS: "Liczymy kroki.", REST: "Potem odpoczywamy."}
FORMS = pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    folder = tmp_path / "house" / "source" / "walk"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text(MANUSCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "house")
    return project.House(tmp_path / "house")


def current(house: House) -> translations.Translation:
    publication = source.read(house.manuscript("walk"), "walk", house.shared()).publication
    return translations.current(publication, "pl", house.translation("walk", "pl"))


def stand(house: House, said: dict[str, str], state: State = State.TRANSLATED) -> None:
    """Let the store say this, as if somebody had worked in it."""
    publication = source.read(house.manuscript("walk"), "walk", house.shared()).publication
    before = current(house)
    renderings = tuple(
        replace(r, target=said[r.segment.text], state=state) if r.segment.text in said else r for r in before.renderings
    )
    file = house.translation("walk", "pl")
    project.write(file, translations.save(replace(before, renderings=renderings), publication))


def kit_of(house: House) -> Kit:
    publication = source.read(house.manuscript("walk"), "walk", house.shared()).publication
    return kits_of(publication, current(house))[0]


def back(kit: Kit, said: dict[str, str], form: Form, folder: Path) -> Path:
    """Return a kit as it comes back, with this typed into it."""
    typed = tuple(
        Rendering(r.segment, said.get(r.segment.text, r.target), State.TRANSLATED) if r.target or said else r
        for r in kit.renderings
    )
    file = folder / f"back.{form.suffix}"
    file.write_bytes(form.write(replace(kit, renderings=typed)))
    return file


def received(house: House, file: Path, *, take: bool = False) -> Received:
    receipt = receiving.receive(house, [file], take=take)
    assert receipt.problems == ()
    return receipt.kits[0]


def said_of(house: House, text: str) -> Rendering:
    return next(r for r in current(house).renderings if r.segment.text == text)


@FORMS
def test_what_is_newer_than_the_kit_stays_and_what_came_back_is_kept_beside_it(
    house: House, tmp_path: Path, form: Form
) -> None:
    old = kit_of(house)
    stand(house, FIRST)
    file = back(old, {**FIRST, STEPS: "Rachujemy kroki."}, form, tmp_path)
    kit = received(house, file)
    assert [problem.code for problem in kit.problems] == ["row-kept"]
    assert (kit.taken, kit.held, kit.unchanged) == (0, 1, 3)
    assert said_of(house, STEPS).target == FIRST[STEPS]
    assert said_of(house, STEPS).returned == ("Rachujemy kroki.",)
    before = house.translation("walk", "pl").read_bytes()
    assert received(house, file).held == 1
    assert house.translation("walk", "pl").read_bytes() == before
    assert received(house, file, take=True).taken == 1
    assert (said_of(house, STEPS).target, said_of(house, STEPS).returned) == ("Rachujemy kroki.", ())


@FORMS
def test_a_reviewed_translation_is_not_replaced_by_whoever_had_seen_it(
    house: House, tmp_path: Path, form: Form
) -> None:
    stand(house, FIRST, State.REVIEWED)
    kit = received(house, back(kit_of(house), {STEPS: "Rachujemy kroki."}, form, tmp_path))
    assert (kit.taken, kit.held) == (0, 1)
    assert "was reviewed" in kit.problems[0].message
    assert said_of(house, STEPS).state is State.REVIEWED


@FORMS
def test_who_corrects_what_stood_in_the_kit_is_believed(house: House, tmp_path: Path, form: Form) -> None:
    stand(house, FIRST)
    kit = received(house, back(kit_of(house), {STEPS: "Rachujemy kroki."}, form, tmp_path))
    assert (kit.taken, kit.held, kit.problems) == (1, 0, ())
    assert said_of(house, STEPS).target == "Rachujemy kroki."


@FORMS
def test_what_nobody_touched_in_an_old_kit_takes_nothing_back(house: House, tmp_path: Path, form: Form) -> None:
    stand(house, FIRST)
    old = kit_of(house)
    stand(house, {STEPS: "Rachujemy kroki."})
    kit = received(house, back(old, {REST: "Potem siadamy."}, form, tmp_path))
    assert (kit.taken, kit.held, kit.problems) == (1, 0, ())
    assert said_of(house, STEPS).target == "Rachujemy kroki."
    assert said_of(house, STEPS).returned == ()
    assert said_of(house, REST).target == "Potem siadamy."


def test_two_volunteers_with_the_same_section_are_both_kept(house: House, tmp_path: Path) -> None:
    old, form = kit_of(house), KITS[0]
    for place, steps in enumerate(("Liczymy kroki.", "Rachujemy kroki.", "Kroki liczymy razem.")):
        (tmp_path / str(place)).mkdir()
        received(house, back(old, {**FIRST, STEPS: steps}, form, tmp_path / str(place)))
    assert said_of(house, STEPS).target == "Liczymy kroki."
    assert said_of(house, STEPS).returned == ("Rachujemy kroki.", "Kroki liczymy razem.")


def test_sentences_said_together_are_held_together(house: House, tmp_path: Path) -> None:
    old = kit_of(house)
    stand(house, {WATER: FIRST[WATER]})
    typed = {"The walk": "Spacer", WATER: "Idziemy nad wodę i liczymy kroki.", STEPS: JOINED, REST: "Siadamy sobie."}
    kit = received(house, back(old, typed, KITS[0], tmp_path))
    assert (kit.taken, kit.held) == (2, 2)
    assert [said_of(house, text).target for text in (WATER, STEPS)] == [FIRST[WATER], ""]
    assert said_of(house, STEPS).returned == (JOINED,)
    # What is joined to nothing is lost neither when its passage changes.
    house.manuscript("walk").write_text(MANUSCRIPT.replace(STEPS, "Nothing at all like it."), encoding="utf-8")
    now = current(house)
    assert (JOINED,) in [r.returned for r in (*now.renderings, *now.obsolete)]


def test_what_is_held_stays_when_the_source_moves_on(house: House, tmp_path: Path) -> None:
    old = kit_of(house)
    stand(house, FIRST)
    received(house, back(old, {STEPS: "?? Rachujemy kroki.", WATER: "Chodźmy nad wodę."}, KITS[2], tmp_path))
    changed = MANUSCRIPT.replace("We count the steps. Then", "We all count the steps, then")
    house.manuscript("walk").write_text(changed, encoding="utf-8")
    kept = [text for r in current(house).renderings for text in r.returned]
    assert kept == ["Chodźmy nad wodę.", "?? Rachujemy kroki."]


def test_the_editor_chooses(house: House, tmp_path: Path, publish: Callable[..., Said]) -> None:
    old = kit_of(house)
    stand(house, FIRST)
    file = back(old, {STEPS: "Rachujemy kroki.", REST: "Potem siadamy."}, KITS[1], tmp_path)
    said = publish("receive", str(file), "--report")
    assert "2 kept beside" in said.out
    assert "passage 3: the translation that stands there is newer than the file" in said.err
    words = languages.words("pl")["fault-kept"]
    html = (house.handoff("walk", "pl") / f"{file.name}.report.html").read_text(encoding="utf-8")
    assert words in html
    assert report._WORDS["row-kept"] == "kept"
    key = said_of(house, STEPS).segment.key
    assert "returned: Rachujemy kroki." in publish("status", "walk", "--changes").out
    assert publish("keep", "walk", "00000000", "--returned").code == 1
    assert publish("keep", "walk", "--ours", "--returned").code == 2
    assert publish("keep", "walk", key, "--returned").code == 0
    assert said_of(house, STEPS).target == "Rachujemy kroki."
    assert publish("keep", "walk", "--ours").code == 0
    assert (said_of(house, REST).target, said_of(house, REST).returned) == (FIRST[REST], ())
    assert "returned:" not in publish("status", "walk", "--changes").out
