"""Files are written whole or not at all, whatever stops the writing."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from publish import project

WRITING = """
import signal, sys, time
from pathlib import Path
from publish import project
from publish.build import pool

signal.signal(signal.SIGTERM, pool._stopped)
with project.beside(Path(sys.argv[1])) as (part, file):
    file.write(b"half")
    file.flush()
    print(part.name, flush=True)
    time.sleep(60)
"""


def test_a_worker_that_is_stopped_while_it_writes_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "spring.pdf"
    file.write_bytes(b"as it was")
    with subprocess.Popen([sys.executable, "-c", WRITING, file], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        part = worker.stdout.readline().strip()
        assert (tmp_path / part).read_bytes() == b"half"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 128 + signal.SIGTERM
    assert [found.name for found in tmp_path.iterdir()] == ["spring.pdf"]
    assert file.read_bytes() == b"as it was"


def test_what_breaks_off_the_writing_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "spring.pdf"
    project.write(file, b"as it was")
    with contextlib.suppress(KeyboardInterrupt), project.beside(file) as (part, written):
        written.write(b"half")
        assert part.parent == file.parent
        raise KeyboardInterrupt
    assert [found.name for found in tmp_path.iterdir()] == ["spring.pdf"]
    assert file.read_bytes() == b"as it was"


def test_a_file_in_the_writing_is_for_us_alone_and_an_artifact_for_all(tmp_path: Path) -> None:
    file = tmp_path / "spring.pdf"
    with project.beside(file) as (part, _):
        assert part.stat().st_mode & 0o777 == 0o600
    project.write(file, b"whole")
    assert file.stat().st_mode & 0o777 == 0o644


def test_manuscripts_in_one_folder_have_translations_of_their_own(tmp_path: Path) -> None:
    houses = [project.lone_house(tmp_path / name, tmp_path) for name in ("a.md", "b.md")]
    stores = {house.translation(project.slug_of(house.lone or tmp_path), "pl") for house in houses}
    records = {house.handed_out(project.slug_of(house.lone or tmp_path)) for house in houses}
    assert stores == {tmp_path / "a-translations" / "pl.po", tmp_path / "b-translations" / "pl.po"}
    assert records == {tmp_path / "a-translations" / "handoffs.toml", tmp_path / "b-translations" / "handoffs.toml"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("letter.md", "letter"),
        ("Open letter, no. 2.md", "Open-letter-no-2"),
        ("zażółć gęś.md", "zazolc-ges"),
        ("Straße.markdown", "Strasse"),
        ("letter.txt", "letter-txt"),
        ("spring/manuscript.md", "spring"),
    ],
)
def test_a_manuscript_goes_by_its_name(tmp_path: Path, name: str, slug: str) -> None:
    assert project.slug_of(tmp_path / name) == slug


def test_names_in_other_letters_are_told_apart(tmp_path: Path) -> None:
    names = ("你好.md", "再见.md", "你好 a.md", "再见 a.md", "!.md", "?.md", "x" * 80 + "ж.md", "x" * 80 + "ш.md")
    slugs = {project.slug_of(tmp_path / name) for name in names}
    assert len(slugs) == len(names)
    assert all(project.SLUG.fullmatch(slug) and len(slug) <= project.LONGEST_SLUG for slug in slugs)
