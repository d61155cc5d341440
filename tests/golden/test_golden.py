"""Each folder below is a case: its files, and in `expected.txt` what a command says there.

The command stands in `command.txt`; without one it is `check manuscript.md`. A new case is a new folder with a
manuscript in it; `pytest --accept tests/golden` writes its `expected.txt`. Read the difference before you commit it.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Said

GOLDEN = Path(__file__).parent
CASES = sorted(file.parent for file in GOLDEN.glob("*/*/manuscript.md")) + sorted(
    file.parent for file in GOLDEN.glob("*/*/command.txt") if not (file.parent / "manuscript.md").is_file()
)


def what_came(case: Path, said: Said) -> str:
    command = case / "command.txt"
    typed = command.read_text(encoding="utf-8").strip() if command.is_file() else "check manuscript.md"
    return f"$ publish {typed}\n{said.out}--- words\n{said.err}--- exit {said.code}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_command_says_what_is_expected(
    case: Path,
    publish: Callable[..., Said],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    shutil.copytree(case, tmp_path / "case", ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(tmp_path / "case")
    command = case / "command.txt"
    typed = command.read_text(encoding="utf-8") if command.is_file() else "check manuscript.md"
    came = what_came(case, publish(*shlex.split(typed)))
    if request.config.getoption("--accept"):
        (case / "expected.txt").write_text(came, encoding="utf-8")
    assert came == (case / "expected.txt").read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) > 30
