"""The engine: only what changed is made, the same bytes wherever it is made, and nothing is lost when it is killed."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from publish import edition, languages, source
from publish.build import unchanged
from publish.build.files import SETTLED
from publish.typesetting import sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Said

PROGRAM = [sys.executable, "-c", "from publish.cli import main; main()"]
Cluster: TypeAlias = Any  # Dask has no type information
QUICK = ("--output", "epub")


def made(house: Path) -> dict[str, bytes]:
    return {str(file.relative_to(house)): file.read_bytes() for file in (house / "dist").rglob("*") if file.is_file()}


def state(said: Said) -> dict[str, tuple[str, list[str]]]:
    """What `--explain --json` says of each artifact."""
    records = [json.loads(line) for line in said.out.splitlines()]
    return {record["artifact"]: (record["state"], record["because"]) for record in records if "state" in record}


def explained(publish: Callable[..., Said]) -> dict[str, tuple[str, list[str]]]:
    return state(publish("build", "--jobs", "1", *QUICK, "--dry-run", "--json"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_build_in_which_nothing_changed_imports_nothing_that_makes(house: Path, publish: Callable[..., Said]) -> None:
    first = publish("build", "--jobs", "1")
    before = {file: file.stat().st_mtime_ns for file in (house / "dist").rglob("*")}
    command = [sys.executable, "-X", "importtime", *PROGRAM[1:], "build"]
    said = subprocess.run(command, capture_output=True, check=True, text=True)
    words = [line for line in said.stderr.splitlines() if not line.startswith("import time:")]
    assert said.stdout == first.out
    assert words == [f"Nothing has changed: {len(first.out.splitlines())} files are as they should be."]
    assert not re.search(r"\| +(weasyprint|lxml|pikepdf|yaml|publish\.(outputs|source|edition|pandoc))", said.stderr)
    assert {file: file.stat().st_mtime_ns for file in (house / "dist").rglob("*")} == before


def test_what_was_written_just_before_a_build_is_read_again_once(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    manuscript = house / "source/first-issue/manuscript.md"
    manuscript.write_bytes(manuscript.read_bytes())
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    read: list[str] = []
    digest = unchanged._digest
    monkeypatch.setattr(unchanged, "_digest", lambda path: read.append(path) or digest(path))
    later = time.time_ns() + 2 * SETTLED
    monkeypatch.setattr(unchanged.time, "time_ns", lambda: later)
    for _ in range(2):
        assert "Nothing has changed" in publish("build", "--jobs", "1", *QUICK).err
        assert read.count(str(manuscript)) == 1
    before = manuscript.stat()
    with manuscript.open("a", encoding="utf-8") as text:
        text.write("\nAnd so on.\n")
    os.utime(manuscript, ns=(before.st_atime_ns, before.st_mtime_ns + SETTLED))
    assert "Nothing has changed" not in publish("build", "--jobs", "1", *QUICK).err


def test_what_is_said_of_a_file_is_said_again_while_it_lies_there(house: Path, publish: Callable[..., Said]) -> None:
    change(house / "source/publication.toml", '# languages = ["pl", "pa", "ur"]', 'languages = ["fr"]')
    first = publish("build", "--jobs", "1", *QUICK)
    again = publish("build", "--jobs", "1", *QUICK)
    assert "French" in first.err
    assert (again.code, again.out) == (0, first.out)
    assert first.err.splitlines()[:2] == again.err.splitlines()[:2]


def test_split_files_are_written_only_where_something_of_them_changed(
    house: Path, publish: Callable[..., Said]
) -> None:
    change(house / "source/publication.toml", '# languages = ["pl", "pa", "ur"]', 'languages = ["pl", "ur"]')
    folder = house / "dist/first-issue/handoff"

    def written() -> set[str]:
        """Build, and return the languages whose split files were written."""
        before = {file: file.stat().st_mtime_ns for file in folder.rglob("*.*")}
        assert publish("build", "--jobs", "1").code == 0
        after = {file: file.stat().st_mtime_ns for file in folder.rglob("*.*")}
        new = [file for file in after if after[file] != before.get(file)]
        return {language for file in new for language in ("pl", "ur") if language in re.split(r"[/.]", str(file))}

    assert written() == {"pl", "ur"}
    assert {file.suffix for file in (folder / "pl").iterdir()} == {".md", ".docx"}
    whole = made(house)
    (house / "dist/first-issue/en/first-issue.en.epub").unlink()
    assert (written(), made(house)) == (set(), whole)
    (folder / "first-issue.ur.zip").unlink()
    assert (written(), made(house)) == ({"ur"}, whole)
    kit = next(iter(sorted((folder / "pl").glob("*.md"))))
    kit.write_text(kit.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert (written(), made(house)) == ({"pl"}, whole)
    (house / "source/glossary.toml").write_text('[terms.issue]\npl = "numer"\n', encoding="utf-8")
    assert written() == {"pl", "ur"}


@pytest.mark.parametrize(
    ("file", "old", "new", "because"),
    [
        ("source/first-issue/manuscript.md", "\n## ", "\n\n## ", []),
        ("source/first-issue/manuscript.md", "\n## ", " And so on.\n\n## ", ["the text changed"]),
        ("source/publication.toml", "\n", '\nbase-url = "https://example.org"\n', ["the settings changed"]),
    ],
    ids=["lines", "words", "settings"],
)
def test_it_is_said_which_ingredient_changed(
    house: Path, publish: Callable[..., Said], file: str, old: str, new: str, because: list[str]
) -> None:
    assert explained(publish) == {"epub": ("due", ["it was never made here"])}
    assert not (house / "dist").exists()
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    assert explained(publish) == {"epub": ("fresh", [])}
    text = (house / file).read_text(encoding="utf-8")
    (house / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert explained(publish) == {"epub": ("due" if because else "fresh", because)}


def test_a_picture_a_font_and_the_house_s_words_are_ingredients(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    pictures = list((house / "source/first-issue").rglob("*.svg"))
    assert pictures
    for picture in pictures:
        picture.write_text(picture.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
    assert explained(publish) == {"epub": ("due", ["the pictures changed"])}
    monkeypatch.setattr("publish.build.machine.font_files", lambda: ())
    assert explained(publish)["epub"][1] == ["the pictures changed", "the fonts changed"]
    folder = tmp_path / "styles"
    subprocess.run(["cp", "-R", languages.styles_folder(), folder], check=True)
    with (folder / "words" / "en.toml").open("a", encoding="utf-8") as words:
        words.write("# a remark\n")
    monkeypatch.setattr(languages, "styles_folder", lambda: folder)
    assert "the house words changed" in explained(publish)["epub"][1]


def test_a_file_that_was_lost_or_written_over_comes_back_without_being_made(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    whole = made(house)
    (file,) = (house / "dist").rglob("*.epub")

    def never(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("publish.build.making.make", never)
    file.unlink()
    assert explained(publish) == {"epub": ("kept", ["the file is gone"])}
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    assert made(house) == whole
    file.write_bytes(b"somebody's own")
    assert explained(publish) == {"epub": ("kept", ["somebody changed the file"])}
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    assert made(house) == whole


def test_a_cache_that_was_deleted_or_cannot_be_written_costs_only_time(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    whole = made(house)
    nowhere = tmp_path / "file"
    nowhere.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere))
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    assert publish("build", "--jobs", "1", *QUICK).code == 0
    assert made(house) == whole


def test_two_builds_at_once_do_not_disturb_each_other(house: Path) -> None:
    running = [subprocess.Popen([*PROGRAM, "build", "--jobs", "1", *QUICK], cwd=house) for _ in range(2)]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert len(made(house)) == 1
    assert not list(house.rglob("*.part"))


def test_outputs_made_together_have_the_same_bytes_as_alone(house: Path) -> None:
    reading = source.read(house / "source/first-issue/manuscript.md", "first-issue", house / "source/publication.toml")
    whole = edition.original(reading.publication)
    from publish.outputs import OUTPUTS

    wanted = [output for output in OUTPUTS if output.name in {"reading", "booklet", "press", "epub"}]
    alone = {output.name: output.make(whole, reading.settings) for output in wanted}
    for order in (wanted, wanted[::-1]):
        with sharing.together():
            assert {output.name: output.make(whole, reading.settings) for output in order} == alone


def killed_at_random(house: Path, chance: random.Random) -> Iterator[int]:
    """Builds that are killed at a random moment: the whole of them, or one of their workers."""
    command = [*PROGRAM, "build", "--jobs", "2", "--anew", "--output", "epub", "--output", "reading"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for _ in range(5):
        with subprocess.Popen(command, cwd=house, start_new_session=True, **quiet) as running:
            time.sleep(chance.uniform(0.2, 3))
            os.killpg(running.pid, signal.SIGKILL)
        yield running.pid


def test_a_build_killed_at_any_moment_is_completed_by_the_next(house: Path, publish: Callable[..., Said]) -> None:
    outputs = ("--output", "epub", "--output", "reading")
    assert publish("build", "--jobs", "2", *outputs).code == 0
    whole = made(house)
    for _ in killed_at_random(house, random.Random(7)):  # noqa: S311 - chance is what is wanted
        assert publish("build", "--jobs", "1", *outputs).code == 0
        assert {name: data for name, data in made(house).items() if not name.endswith(".part")} == whole


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A Dask scheduler and two workers, each a process, talking over the loopback."""
    distributed = pytest.importorskip("distributed")
    here = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(processes=True, silence_logs="CRITICAL", **here) as started:
        yield started


@pytest.mark.filterwarnings("default")
def test_one_process_two_and_a_cluster_make_the_same_bytes(
    house: Path, publish: Callable[..., Said], cluster: Cluster
) -> None:
    assert publish("build", "--jobs", "1").code == 0
    alone = made(house)
    assert publish("build", "--jobs", "2", "--anew").code == 0
    assert made(house) == alone
    assert publish("build", "--scheduler", cluster.scheduler_address, "--anew").code == 0
    assert made(house) == alone


@pytest.mark.filterwarnings("default")
def test_the_work_of_a_lost_worker_is_done_again(house: Path, publish: Callable[..., Said], cluster: Cluster) -> None:
    assert publish("build", "--jobs", "1").code == 0
    alone = made(house)
    command = [*PROGRAM, "build", "--scheduler", cluster.scheduler_address, "--anew"]
    with subprocess.Popen(command, cwd=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        busy: list[str] = []
        while not busy and running.poll() is None:
            time.sleep(0.05)
            busy = [address for address, worker in cluster.scheduler.workers.items() if worker.processing]
        lost = next(nanny for nanny in cluster.workers.values() if nanny.worker_address == busy[0])
        os.kill(lost.pid, signal.SIGKILL)
        _, said = running.communicate(timeout=180)
    assert (running.returncode, "error" in said) == (0, False)
    assert made(house) == alone


@pytest.mark.filterwarnings("default")
def test_a_worker_that_would_make_other_bytes_is_refused(
    house: Path, publish: Callable[..., Said], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.build.machine.fonts", lambda _contents: "the fonts of another machine")
    said = publish("build", "--scheduler", cluster.scheduler_address, *QUICK)
    assert said.code == 1
    assert "a worker of the cluster has other fonts than this machine, so its files would differ" in said.err
    assert not list((house / "dist").rglob("*.epub"))


@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_is_not_there_is_a_problem_with_a_hint(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house
    monkeypatch.setattr("publish.build.cluster.SECONDS", 1)
    said = publish("build", "--scheduler", "tcp://127.0.0.1:9", *QUICK)
    assert said.code == 1
    assert "--scheduler: error: no scheduler answers at tcp://127.0.0.1:9" in said.err
    assert "hint: start one with `dask scheduler`" in said.err
