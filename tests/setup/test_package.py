"""The project's own papers agree: what is named is pinned, what is pinned has no address, what is shipped is whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
PINS = [line for line in (HOUSE / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
MAKEFILE = (HOUSE / "Makefile").read_text(encoding="utf-8")


def plain(requirement: str) -> str:
    """Return the name of a requirement as the package index writes it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>~!;\[ ]", requirement)[0]).lower()


def test_every_line_of_the_constraints_is_one_exact_version() -> None:
    assert PINS
    for pin in PINS:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", pin), f"{pin} names an address or a range"


def test_every_dependency_is_pinned_and_the_build_backend_too() -> None:
    named = PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]
    named += PROJECT["project"]["optional-dependencies"]["test"]
    assert {plain(name) for name in named} <= {plain(pin) for pin in PINS}


def test_exact_versions_are_the_same_in_both_files() -> None:
    named = PROJECT["build-system"]["requires"] + PROJECT["project"]["dependencies"]
    named += PROJECT["project"]["optional-dependencies"]["test"]
    exact = {name for name in named if "==" in name and "*" not in name}
    assert exact
    assert exact <= set(PINS)


@pytest.mark.parametrize("target", ["build", "test", "lint", "accept", "clean"])
def test_the_makefile_knows_its_targets(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout.strip()


def test_build_is_what_make_does_alone() -> None:
    alone = subprocess.run(["make", "-n"], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert "publish build" in alone.stdout


def test_every_test_runs_after_style_types_and_floors() -> None:
    done = subprocess.run(["make", "-n", "test"], cwd=HOUSE, capture_output=True, text=True, check=True)
    steps = ["scripts/setup test", "ruff format --check", "ruff check", "mypy", "lint-imports", "pytest"]
    places = [done.stdout.index(step) for step in steps]
    assert places == sorted(places)


def test_the_build_server_calls_make_test() -> None:
    assert (HOUSE / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_the_licence_is_here_in_full() -> None:
    text = (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_wheel_carries_the_rooms_and_the_styles(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling comes with `scripts/setup`")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(build, cwd=HOUSE, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    rooms = {f"publish/{path.relative_to(HOUSE / 'src/publish')}" for path in (HOUSE / "src/publish").rglob("*.py")}
    styles = {f"publish/{path.relative_to(HOUSE)}" for path in (HOUSE / "styles").rglob("*") if path.is_file()}
    assert packed >= rooms | styles
    assert styles
