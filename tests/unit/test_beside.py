"""The outputs of an edition made by two: each once, the same whoever makes it, and by us where a copy dies."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish.build import beside
from publish.build.cache import Kept
from publish.build.planning import Task
from publish.model import Colophon, Edition
from publish.problems import Place
from publish.settings import Settings
from publish.typesetting import copies, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.build.making import Outcome

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # who runs tests may have threads
USUAL = ("reading", "booklet", "press", "epub")


def tasks(outputs: Sequence[str]) -> list[Task]:
    about = Edition("letter", Colophon("A letter", lang="en"), "en", "en", (), 1.0, Path(), Place("letter.md"))
    return [Task(about, Settings(about.colophon), output, Path(f"dist/{output}")) for output in outputs]


@pytest.fixture(autouse=True)
def _made_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made says which process made it, in a process that can be copied."""
    monkeypatch.setattr(copies, "can_be_made", lambda: True)
    monkeypatch.setattr(beside, "make", lambda task: Kept(f"{task.output} {os.getpid()}".encode(), []))


def makers(outputs: Sequence[str], hands: int) -> dict[str, int]:
    with sharing.hands(hands):
        begun: list[int] = []
        said = dict(beside.made(tasks(outputs), begun.append))
    ours = [at for at, made in said.items() if isinstance(made, Kept) and made.data.endswith(b" %d" % os.getpid())]
    assert begun == ours
    assert sorted(said) == list(range(len(outputs)))
    found = [made.data.decode().split() for _, made in sorted(said.items()) if isinstance(made, Kept)]
    assert [output for output, _ in found] == list(outputs)
    return {output: int(process) for output, process in found}


def test_a_copy_makes_what_needs_no_more_than_the_pages(forked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    make = beside.make

    def slowly(task: Task) -> Kept | Outcome:
        time.sleep(0.5 if task.output == "press" else 0)
        return make(task)

    monkeypatch.setattr(beside, "make", slowly)
    by = makers(USUAL, 2)
    assert len(forked) == 1
    assert by == {"reading": os.getpid(), "booklet": forked[0], "press": os.getpid(), "epub": forked[0]}


def test_what_a_copy_has_no_time_for_is_made_here(forked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    make = beside.make

    def slowly(task: Task) -> Kept | Outcome:
        time.sleep({"epub": 1.0, "press": 0.3}.get(task.output, 0))
        return make(task)

    monkeypatch.setattr(beside, "make", slowly)
    by = makers(USUAL, 2)
    assert by == dict.fromkeys(USUAL[:3], os.getpid()) | {"epub": forked[0]}


@pytest.mark.parametrize(
    ("outputs", "hands"),
    [(USUAL, 1), (("reading", "epub"), 2), (("epub",), 2), (("epub", "press", "reading"), 2), ((), 2)],
    ids=["no processor is idle", "it would be all", "there is nothing beside it", "nothing is for it", "nothing"],
)
def test_no_copy_is_made_for_nothing(outputs: Sequence[str], hands: int, forked: list[int]) -> None:
    assert set(makers(outputs, hands).values()) <= {os.getpid()}
    assert not forked


def test_what_a_copy_dies_over_is_made_here(monkeypatch: pytest.MonkeyPatch, forked: list[int]) -> None:
    ours = os.getpid()

    def make(task: Task) -> Kept:
        if os.getpid() != ours:
            os._exit(9)
        return Kept(f"{task.output} {os.getpid()}".encode(), [])

    monkeypatch.setattr(beside, "make", make)
    assert makers(USUAL, 2) == dict.fromkeys(USUAL, ours)
    assert len(forked) == 1


def test_where_no_copy_can_be_made_all_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: object) -> copies.Copy:
        raise BlockingIOError

    monkeypatch.setattr(copies, "Copy", no_room)
    assert set(makers(USUAL, 2).values()) == {os.getpid()}
