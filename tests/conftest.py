"""What all tests share: `--accept` rewrites the golden files, `publish` runs a command in this process."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from publish import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files with what came out")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


def zipped(members: dict[str, bytes], mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files, by their names in it, whatever these are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", mode) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def publish(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command of the program in this process, in the folder the test stands in."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = cli.run(arguments)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def house(tmp_path: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new house, and the test standing in it."""
    monkeypatch.chdir(tmp_path)
    assert publish("new-house", "night owls").code == 0
    monkeypatch.chdir(tmp_path / "night owls")
    return tmp_path / "night owls"


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The copies of this process that a test makes, as they are made."""
    fork, found = os.fork, list[int]()

    def forking() -> int:
        process = fork()
        if process:
            found.append(process)
        return process

    monkeypatch.setattr(os, "fork", forking)
    return found


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds what another made, or what its user made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
