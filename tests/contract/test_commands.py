"""What every command keeps to: it explains itself, is documented, and starts without the heavy tools."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from publish.cli.commands import publish as program

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Said

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
COMMANDS = sorted(program.commands)
HEAVY = ("weasyprint", "pikepdf", "ebooklib", "PIL", "fontTools")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_all_its_flags(name: str, publish: Callable[..., Said]) -> None:
    said = publish(name, "--help")
    assert (said.code, said.err) == (0, "")
    for option in program.commands[name].params:
        if isinstance(option, click.Option):
            assert option.help, f"{option.opts} says nothing"
            assert option.opts[-1] in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_flag_is_documented(name: str) -> None:
    part = DOCUMENTED.split(f"## publish {name}\n", 1)[1].split("\n## ", 1)[0]
    for option in program.commands[name].params:
        if isinstance(option, click.Option) and option.name not in {"color", "traceback"}:
            assert f"`{option.opts[-1]}" in part


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_refuses_a_flag_nobody_knows(name: str, publish: Callable[..., Said]) -> None:
    said = publish(name, "--no-such-flag")
    assert (said.code, said.out) == (2, "")
    assert "--no-such-flag" in said.err


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["status"], ["check", "--json"], ["schema"]])
def test_the_first_answer_does_not_wait_for_the_heavy_tools(arguments: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "source" / "letter"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text("# A letter\n\nGood evening.\n", encoding="utf-8")
    told = f"import sys; from publish.cli import run; code = run({arguments}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{told}; sys.exit(code)"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert not set(HEAVY) & set(done.stderr.split())
