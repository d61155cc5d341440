"""Kits that lie there already: left alone, written over where nobody has touched them, else put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish import build, project, source
from publish.workshop import handoff, kit_files
from publish.workshop.handoff import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from publish.problems import Problem

MANUSCRIPT = """---
title: The walk
---

## Middle {#middle}

We walk to the water. We count the steps.
"""
STORE = """msgctxt "7a7a7a7a"
msgid "We walk to the water."
msgstr "Idziemy nad wodę."

msgctxt "8b8b8b8b"
msgid "We count the steps."
msgstr "{said}"
"""
FORMS = ("markdown", "docx")


class Desk:
    """A house, and what is handed out there again and again with one memory."""

    def __init__(self, folder: Path) -> None:
        self.house = project.House(folder / "house")
        self.memory = build.Memory(folder / "memory")
        self.house.translation("walk", "pl").parent.mkdir(parents=True)
        self.says()
        self.store()

    def says(self, old: str = "", new: str = "") -> None:
        self.house.manuscript("walk").write_text(MANUSCRIPT.replace(old, new) if old else MANUSCRIPT, encoding="utf-8")

    def store(self, said: str = "Liczymy kroki.") -> None:
        self.house.translation("walk", "pl").write_text(STORE.replace("{said}", said), encoding="utf-8")

    def hand_out(self) -> tuple[Problem, ...]:
        reading = source.read(self.house.manuscript("walk"), "walk", self.house.shared())
        return handoff.hand_off(self.house, reading, ["pl"], Wanted(forms=FORMS), self.memory).problems

    @property
    def kits(self) -> dict[str, bytes]:
        folder = self.house.handoff("walk", "pl")
        return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path)
    monkeypatch.chdir(made.house.root)
    assert made.hand_out() == ()
    return made


def test_a_kit_nobody_touched_is_written_over_without_being_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.kits
    monkeypatch.setattr(kit_files, "read_kit", lambda name, _: pytest.fail(f"{name} was read"))
    desk.says("count", "count all")
    assert desk.hand_out() == ()
    assert desk.kits.keys() == before.keys()
    assert {name for name, data in desk.kits.items() if data != before[name]} == {"01-middle.docx", "01-middle.md"}


def test_a_kit_is_written_over_where_a_sentence_was_said_otherwise_in_the_store(desk: Desk) -> None:
    before = desk.kits
    desk.store("Liczymy.")
    assert desk.hand_out() == ()
    assert desk.kits.keys() == before.keys()
    assert "Liczymy." in desk.kits["01-middle.md"].decode()


def test_a_kit_that_says_what_no_store_says_any_more_is_put_aside(desk: Desk) -> None:
    before = desk.kits
    desk.store("")
    problems = desk.hand_out()
    assert [problem.code for problem in problems] == ["kit-kept", "kit-kept"]
    assert all("says what the store no longer says" in problem.message for problem in problems)
    assert desk.kits["01-middle.kept-1.docx"] == before["01-middle.docx"]
    assert desk.kits["01-middle.kept-1.md"] == before["01-middle.md"]


def test_a_kit_somebody_worked_in_is_put_aside_whatever_is_remembered_of_it(desk: Desk) -> None:
    file = desk.house.handoff("walk", "pl") / "01-middle.md"
    written = file.read_text(encoding="utf-8").replace("Liczymy kroki.", "Liczymy wszystkie kroki.")
    file.write_text(written, encoding="utf-8")
    problems = desk.hand_out()
    assert [problem.code for problem in problems] == ["kit-kept"]
    assert "somebody has translated in this file" in problems[0].message
    assert desk.kits["01-middle.kept-1.md"].decode() == written
    assert desk.hand_out() == ()


def test_a_kit_that_is_saved_while_the_others_are_written_is_put_aside(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk.house.handoff("walk", "pl") / "01-middle.md"
    written = file.read_text(encoding="utf-8").replace("Liczymy kroki.", "Liczymy wszystkie kroki.")
    put = kit_files.put

    def late(*told: object) -> None:
        file.write_text(written, encoding="utf-8")
        put(*told)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(kit_files, "put", late)
    desk.says("count", "count all")
    assert [problem.code for problem in desk.hand_out()] == ["kit-kept"]
    assert desk.kits["01-middle.kept-1.md"].decode() == written
