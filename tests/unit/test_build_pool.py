"""What goes between the processes of a build."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from publish import build, edition, source
from publish.build import pool
from publish.build.batches import Batch
from publish.build.making import Outcome
from publish.build.planning import Task
from publish.build.running import Crew
from publish.problems import Place, Problem

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    import pytest


def test_what_a_worker_hands_back_bears_no_text_and_is_of_the_task_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text("---\ntitle: A letter\n---\n\nNobody slept.\n", encoding="utf-8")
    reading = source.read(file, "letter")
    task = Task(edition.original(reading.publication), reading.settings, "epub", tmp_path / "letter.epub")
    outcome = Outcome(task, None, (Problem(Place("letter.md"), "it is late", "sleep", "late"),))
    sent = pickle.dumps(pool._light(outcome))
    assert b"slept" in pickle.dumps(outcome)
    assert b"slept" not in sent
    assert pool._came_of(Batch((3,), (task,), ("",)), _done(pickle.loads(sent))) == [(3, outcome)]  # noqa: S301 - our own


def test_where_processes_cannot_be_copied_workers_are_sent_what_is_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool.warm, "can_copy", lambda: False)
    tasks = []
    for name in ("one", "two"):
        file = tmp_path / name / "letter.md"
        file.parent.mkdir()
        file.write_text(f"---\ntitle: {name}\n---\n\nNobody slept.\n", encoding="utf-8")
        reading = source.read(file, name)
        made = file.with_suffix(".epub")
        tasks.append(Task(edition.original(reading.publication), reading.settings, "epub", made))
    outcomes = list(build.run(tasks, jobs=2))
    assert [outcome.problems for outcome in outcomes] == [(), ()]
    assert all(task.file.read_bytes().startswith(b"PK") for task in tasks)


def test_what_goes_wrong_meanwhile_is_left_to_whoever_asks_for_it() -> None:
    asked: list[str] = []

    def split() -> None:
        asked.append("split")
        raise ValueError

    pool._meanwhile(Crew(meanwhile=split))
    assert asked == ["split"]


def _done(outcome: Outcome) -> Future[list[Outcome]]:
    from concurrent.futures import Future

    done: Future[list[Outcome]] = Future()
    done.set_result([outcome])
    return done
