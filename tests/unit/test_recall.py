"""What was worked out for an edition is recalled for the same thing, and for nothing else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from publish import recall
from publish.project import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable


class Worker:
    """Counts how often it had to work."""

    def __init__(self) -> None:
        self.times = 0

    def work(self) -> list[int]:
        self.times += 1
        return [self.times]


def worked_out(kind: str, of: str, make: Callable[[], list[int]]) -> list[int]:
    """Return what is recalled of a thing, or is made now and noted."""
    known: list[int] | None = recall.found(kind, of)
    if known is None:
        recall.note(kind, of, known := make())
    return known


def notebooks(made_with: str = "this", *, afresh: bool = False) -> recall.Notebooks:
    return recall.Notebooks(cache_folder(), made_with, afresh)


def asked(worker: Worker, *of: str, name: str = "letter pl", where: recall.Notebooks | None = None) -> list[int]:
    with recall.edition(name, where or notebooks()):
        return [worked_out("kind", each, worker.work)[0] for each in of]


def test_the_same_is_worked_out_once() -> None:
    worker = Worker()
    assert asked(worker, "a", "b", "a") == [1, 2, 1]
    assert asked(worker, "b", "a") == [2, 1]
    assert worker.times == 2


def test_another_edition_another_program_and_a_build_anew_recall_nothing() -> None:
    worker = Worker()
    asked(worker, "a")
    assert asked(worker, "a", name="letter ur") == [2]
    assert asked(worker, "a", where=notebooks("that")) == [3]
    assert asked(worker, "a", where=notebooks("that", afresh=True)) == [4]
    assert asked(worker, "a", where=notebooks("that")) == [4]


def test_what_was_not_asked_for_is_forgotten() -> None:
    worker = Worker()
    asked(worker, "a", "b")
    asked(worker, "b")
    assert asked(worker, "a") == [3]


def test_outside_of_an_edition_nothing_is_kept() -> None:
    worker = Worker()
    assert [worked_out("kind", "a", worker.work)[0] for _ in range(2)] == [1, 2]
    with recall.edition("letter", None):
        assert not recall.is_open()
        assert worked_out("kind", "a", worker.work) == [3]
    assert not list(cache_folder().rglob("*"))


@pytest.mark.parametrize("damage", [b"", b"nothing of ours", None], ids=["empty", "other", "bent"])
def test_what_was_damaged_is_worked_out_again(damage: bytes | None) -> None:
    worker = Worker()
    asked(worker, "a")
    (file,) = (each for each in cache_folder().rglob("*") if each.is_file())
    bent = bytearray(file.read_bytes())
    bent[-1] ^= 1
    file.write_bytes(bytes(bent) if damage is None else damage)
    assert asked(worker, "a") == [2]


def broken_off() -> None:
    with recall.edition("letter", notebooks()):
        recall.note("kind", "a", [1])
        raise KeyError


def test_work_that_is_broken_off_keeps_nothing() -> None:
    with pytest.raises(KeyError):
        broken_off()
    assert not list(cache_folder().rglob("*"))


def test_too_much_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "LARGEST", 100)
    with recall.edition("letter", notebooks()):
        recall.note("kind", "a", random.Random(1).randbytes(1000))  # noqa: S311 - so that it cannot be made shorter
    with recall.edition("letter", notebooks()):
        assert recall.found("kind", "a") is None
