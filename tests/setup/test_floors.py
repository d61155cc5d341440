"""The contracts between the rooms bite: a small house that breaks each of them is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = ("model", "pandoc", "tree", "edition", "typesetting", "outputs/one", "outputs/two", "kits/one", "kits/po")
SOUND = {"typesetting": "import weasyprint", "kits/po": "import polib", "edition": "import publish.pandoc"}
BREACHES = {
    "upward": ("model", "import publish.typesetting", "publish.model is not allowed to import publish.typesetting"),
    "a room without a floor": ("attic", "", "- publish.attic"),
    "an output knows another": ("outputs/two", "from publish.outputs import one", "publish.outputs.two is not allowed"),
    "a kit knows another": ("kits/one", "from publish.kits import po", "publish.kits.one is not allowed"),
    "a kit sees the tree": ("kits/one", "import publish.tree", "publish.kits.one -> publish.tree"),
    "a second door to WeasyPrint": ("edition", "import weasyprint", "publish.edition -> weasyprint"),
    "a second door to polib": ("kits/one", "import polib", "publish.kits.one -> polib"),
    "click outside cli": ("outputs/one", "import click", "publish.outputs.one -> click"),
}


def lint(house: Path, rooms: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the project's own contracts over a house of these rooms."""
    shutil.copy(HOUSE / "pyproject.toml", house)
    for name in ("__init__", "outputs/__init__", "kits/__init__", *ROOMS, *rooms):
        file = house / "publish" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(rooms.get(name, "") + "\n", encoding="utf-8")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(
        command, cwd=house, env={"PYTHONPATH": str(house)}, capture_output=True, text=True, check=False
    )


def test_a_sound_house_is_let_pass(tmp_path: Path) -> None:
    done = lint(tmp_path, SOUND)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_of_the_floors_is_refused(tmp_path: Path, breach: str) -> None:
    room, line, complaint = BREACHES[breach]
    done = lint(tmp_path, SOUND | {room: line})
    assert done.returncode == 1
    assert complaint in done.stdout
