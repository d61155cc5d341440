"""What every check keeps to: it names its codes, each has a golden case, and each complaint has a place and a hint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish.checks import CHECKS, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Said

PROBLEMS = Path(__file__).parents[1] / "golden" / "problems"
CODES = [(check.name, code) for check in CHECKS if check.stage is Stage.SOURCE for code in check.codes]


def test_no_code_belongs_to_two_checks() -> None:
    codes = [code for check in CHECKS for code in check.codes]
    assert sorted(codes) == sorted(set(codes))
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(("name", "code"), CODES)
def test_every_code_has_a_golden_case_that_brings_it_about(
    name: str, code: str, publish: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert name
    shutil.copytree(PROBLEMS / code, tmp_path / "case")
    monkeypatch.chdir(tmp_path / "case")
    before = {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()}
    said = publish("check", "manuscript.md", "--json")
    found = [json.loads(line) for line in said.out.splitlines()]
    assert code in {problem["code"] for problem in found}
    for problem in found:
        assert problem["line"] > 0
        assert problem["hint"]
        assert problem["message"]
    assert before == {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()}
