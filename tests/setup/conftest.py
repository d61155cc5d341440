"""A machine made of fakes: what `scripts/setup` would run there, without running it here."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]

# What every Unix has; all else on the fake machine's PATH is a fake.
UNIX = ("cat", "chmod", "cksum", "cp", "dirname", "env", "grep", "mkdir", "sh", "tail", "touch")

APT_GET = """
case "$*" in
*update*) ;;
*)
    for word; do echo "$word" >>"$MACHINE/installed"; done
    for program in fc-list java chromium pdftoppm gs qpdf msgfmt soffice node npm; do
        [ -e "$MACHINE/bin/$program" ] || cp "$MACHINE/bin/logger" "$MACHINE/bin/$program"
    done ;;
esac
"""
DPKG_QUERY = 'grep -qxF "$4" "$MACHINE/installed" && printf installed'
BREW = """
case $1 in
list) cat "$MACHINE/installed" ;;
install) for word; do echo "$word" >>"$MACHINE/installed"; done ;;
esac
"""
PYTHON = """
case "$2 $3" in
"venv --clear") mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
*ensurepip*) [ ! -e "$MACHINE/no-ensurepip" ] ;;
*"print("*) echo 3.11 ;;
*ctypes*) exit 1 ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A checkout of the project and a PATH of fakes, in a folder of its own."""

    folder: Path

    @property
    def checkout(self) -> Path:
        return self.folder / "checkout"

    def put(self, program: str, script: str = "", *, logged: bool = True) -> None:
        """Put a program on the PATH; what it is called with goes into the log."""
        said = f'echo "{program} $*" >>"$MACHINE/log"\n' if logged else ""
        target = self.folder / "bin" / program
        target.write_text(f"#!/bin/sh\n{said}{script}\n", encoding="utf-8")
        target.chmod(0o755)

    def has(self, *packages: str) -> None:
        """Call these system packages installed."""
        with (self.folder / "installed").open("a", encoding="utf-8") as file:
            file.writelines(f"{package}\n" for package in packages)

    def set_up(self, level: str = "build") -> subprocess.CompletedProcess[str]:
        """Run scripts/setup there; what ran before is struck from the log."""
        (self.folder / "log").write_text("", encoding="utf-8")
        path = self.folder / "bin"
        return subprocess.run(
            [path / "sh", self.checkout / "scripts" / "setup", level],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={"PATH": str(path), "MACHINE": str(self.folder)},
        )

    def ran(self, *words: str) -> list[str]:
        """Return the logged commands in which all the words stand."""
        lines = (self.folder / "log").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if all(word in line for word in words)]


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """A machine with no package manager and no Python."""
    machine = Machine(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "installed").touch()
    for program in UNIX:
        found = shutil.which(program)
        assert found, f"{program} is no part of this Unix"
        (tmp_path / "bin" / program).symlink_to(found)
    machine.put("id", "echo 0", logged=False)
    machine.put("logger", 'echo "${0##*/} $*" >>"$MACHINE/log"', logged=False)
    machine.checkout.mkdir()
    shutil.copytree(HOUSE / "scripts", machine.checkout / "scripts")
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(HOUSE / name, machine.checkout)
    return machine


@pytest.fixture
def debian(bare: Machine) -> Machine:
    """A fresh Debian with Python 3.11, run by root."""
    bare.put("apt-get", APT_GET)
    bare.put("dpkg-query", DPKG_QUERY, logged=False)
    bare.put("python3.11", PYTHON)
    return bare


@pytest.fixture
def mac(bare: Machine) -> Machine:
    """A fresh Mac with Homebrew and Python 3.11."""
    bare.put("brew", BREW)
    bare.put("python3.11", PYTHON)
    return bare
