"""`scripts/setup` installs what is missing, leaves alone what is there, and says what it cannot do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Machine

HOUSE = Path(__file__).parents[2]
LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
FONTS = ("fonts-noto-core", "fonts-noto-mono")
FACES = (
    "Noto Serif",
    "Noto Serif Gurmukhi",
    "Noto Serif Gujarati",
    "Noto Serif Tamil",
    "Noto Serif Devanagari",
    "Noto Nastaliq Urdu",
    "Noto Naskh Arabic",
    "Noto Sans Mono",
)
OF_TESTS = (
    "libjaxb-java",
    "default-jre-headless",
    "chromium",
    "poppler-utils",
    "ghostscript",
    "qpdf",
    "gettext",
    "libreoffice-writer-nogui",
)


def test_the_shell_reads_both_scripts_to_the_end() -> None:
    for shell, script in (("sh", "scripts/setup"), ("bash", ".ci/run")):
        found = shutil.which(shell)
        assert found
        subprocess.run([found, "-n", HOUSE / script], check=True)


def test_an_unknown_level_is_wrong_usage(bare: Machine) -> None:
    done = bare.set_up("everything")
    assert done.returncode == 2
    assert "build|test" in done.stderr


def test_without_a_package_manager_it_names_what_is_missing_and_the_command(bare: Machine) -> None:
    done = bare.set_up()
    assert done.returncode == 3
    for name in ("Python 3.11", *FACES, "libpango-1.0.so.0"):
        assert name in done.stderr
    [apt] = [line for line in done.stderr.splitlines() if "apt-get install" in line]
    assert set(apt.split()) >= {"sudo", "python3-venv", *LIBRARIES, *FONTS}
    [brew] = [line for line in done.stderr.splitlines() if "brew install" in line]
    assert set(brew.split()) >= {"pango", "font-noto-nastaliq-urdu"}
    assert not (bare.checkout / ".venv").exists()


def test_a_fresh_debian_gets_libraries_fonts_and_python_packages(debian: Machine) -> None:
    done = debian.set_up()
    assert done.returncode == 0, done.stderr
    [install] = debian.ran("apt-get", "install", "--no-install-recommends")
    assert set(install.split()) >= {*LIBRARIES, *FONTS}
    assert debian.ran("apt-get", "update")
    assert debian.ran("-m pip install -c constraints.txt --no-build-isolation -e .")


@pytest.mark.parametrize("level", ["build", "test"])
def test_a_second_run_installs_nothing(debian: Machine, level: str) -> None:
    assert debian.set_up(level).returncode == 0
    again = debian.set_up(level)
    assert (again.returncode, again.stderr) == (0, "")
    assert not debian.ran("apt-get")
    assert not debian.ran("pip install")
    assert not debian.ran("npm")


def test_the_set_up_for_tests_serves_the_build_too(debian: Machine) -> None:
    assert debian.set_up("test").returncode == 0
    assert debian.set_up("build").stderr == ""


def test_only_what_is_missing_is_installed(debian: Machine) -> None:
    debian.has(*LIBRARIES, "fonts-noto-mono")
    debian.put("fc-list")
    assert debian.set_up().returncode == 0
    [install] = debian.ran("apt-get", "install")
    assert install.endswith("--no-install-recommends fonts-noto-core")


def test_new_constraints_renew_the_python_packages_alone(debian: Machine) -> None:
    debian.set_up()
    with (debian.checkout / "constraints.txt").open("a", encoding="utf-8") as file:
        file.write("# renewed\n")
    assert debian.set_up().returncode == 0
    assert debian.ran("pip install")
    assert not debian.ran("apt-get")


def test_without_root_or_sudo_it_prints_the_command_and_runs_nothing(debian: Machine) -> None:
    debian.put("id", "echo 1000", logged=False)
    done = debian.set_up()
    assert done.returncode == 3
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0" in done.stderr
    assert "brew" not in done.stderr
    assert not debian.ran("apt-get")


def test_with_sudo_apt_runs_as_root(debian: Machine) -> None:
    debian.put("id", "echo 1000", logged=False)
    debian.put("sudo", '"$@"')
    assert debian.set_up().returncode == 0
    assert debian.ran("sudo", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install")


def test_when_apt_fails_its_last_words_are_shown(debian: Machine) -> None:
    debian.put("apt-get", "echo the mirror is down; exit 100")
    done = debian.set_up()
    assert done.returncode == 3
    assert "the mirror is down" in done.stderr
    assert "fonts-noto-core" in done.stderr


def test_a_python_that_cannot_make_environments_gets_its_own_package(debian: Machine) -> None:
    (debian.folder / "no-ensurepip").touch()
    done = debian.set_up()
    assert debian.ran("apt-get", "install", "python3.11-venv")
    assert done.returncode == 3  # the fake package brings nothing
    assert "Python 3.11" in done.stderr


def test_the_tests_need_more_than_the_build(debian: Machine) -> None:
    assert debian.set_up("test").returncode == 0
    [install] = debian.ran("apt-get", "install")
    assert set(install.split()) >= {*LIBRARIES, *FONTS, *OF_TESTS}
    assert debian.ran("pip install", "-e .[test]")
    assert debian.ran("npm install", "--no-package-lock")
    assert (debian.checkout / ".tools" / "node" / "package.json").is_file()


def test_a_java_that_is_there_is_kept(debian: Machine) -> None:
    debian.put("java")
    debian.set_up("test")
    [install] = debian.ran("apt-get", "install")
    assert "default-jre-headless" not in install


def test_a_mac_gets_formulae_and_fonts(mac: Machine) -> None:
    assert mac.set_up().returncode == 0
    [install] = mac.ran("brew install")
    assert set(install.split()) >= {"pango", "harfbuzz", "font-noto-serif-tamil", "font-noto-naskh-arabic"}
    assert mac.set_up().returncode == 0
    assert not mac.ran("brew install")
