"""Files are written whole or not at all, whatever stops the writing."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

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
