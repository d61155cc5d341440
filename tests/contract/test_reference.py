"""The reference in docs/ says what the program does; `pytest --accept tests/contract` rewrites it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
REFERENCE = runpy.run_path(str(PROJECT / "scripts" / "reference.py"))


@pytest.mark.parametrize("file", REFERENCE["pages"](), ids=lambda file: file.name)
def test_the_reference_is_current(file: Path, request: pytest.FixtureRequest) -> None:
    text = REFERENCE["pages"]()[file]
    if request.config.getoption("--accept"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text
