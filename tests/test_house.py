"""The house keeps its own rules: short files and functions, rooms that say what they are for, true documents."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from publish import languages, model, settings
from publish.problems import Place

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "publish"
MODULES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted({file.relative_to(SOURCE).parts[0].removesuffix(".py") for file in MODULES} - {"__init__", "__main__"})
BANNED = {"util", "utils", "helper", "helpers", "common", "base", "misc", "manager", "data"}


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_fits_on_a_few_screens(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_no_function_is_longer_than_a_screen(file: Path) -> None:
    long = [node.name for node in functions(file) if (node.end_lineno or 0) - node.lineno + 1 > 40]
    assert long == []


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_no_room_is_a_lumber_room(file: Path) -> None:
    assert file.stem not in BANNED


def test_most_functions_are_short() -> None:
    lengths = sorted((n.end_lineno or 0) - n.lineno + 1 for file in MODULES for n in functions(file))
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 22


@pytest.mark.parametrize("room", ROOMS)
def test_the_architecture_names_every_room(room: str) -> None:
    assert f"`{room}`" in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_room_the_architecture_names_is_there() -> None:
    table = re.findall(r"^\| `(\w+)` \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(table) == ROOMS


def test_values_do_not_change() -> None:
    for value in vars(model).values():
        if dataclasses.is_dataclass(value) and isinstance(value, type):
            assert value.__dataclass_params__.frozen, value  # type: ignore[attr-defined] # dataclasses have it, and no type says so


def test_every_setting_has_an_attribute_and_every_attribute_a_setting() -> None:
    owners = (settings.Settings, settings.Print, model.Colophon)
    attributes = {entry.name for owner in owners for entry in dataclasses.fields(owner)} - {"colophon", "print"}
    assert {entry.attribute for entry in settings.FIELDS} == attributes


@pytest.mark.parametrize("entry", settings.FIELDS, ids=lambda entry: entry.key)
def test_the_example_of_a_setting_can_be_set(entry: settings.Field) -> None:

    given = settings.Given(entry.key, yaml.safe_load(entry.example), Place("example", 1))
    assert settings.check_given(given)[1] is None


def test_the_languages_of_the_house_have_words_and_faces() -> None:
    for file in (ROOT / "styles" / "words").glob("*.toml"):
        language = languages.language(file.stem)
        assert language.autonym
        assert language.autonym != file.stem


def tracked() -> list[str]:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False)
    return [name for name in listed.stdout.decode().split("\0") if name]


FOREIGN = re.compile(rb"(?<![\w.])/(?:work|root)/|https?://[^ \"]*(?:/simple/|/pool/main/|\.whl\b)")


def test_nothing_tracked_bears_a_machine_path_or_a_registry() -> None:
    names = [name for name in tracked() if (ROOT / name).suffix not in {".png", ".icc", ".svg"}]
    found = [name for name in names if (ROOT / name).is_file() and FOREIGN.search((ROOT / name).read_bytes())]
    assert [name for name in found if name != "tests/test_house.py"] == []


def test_what_is_made_is_never_tracked() -> None:
    assert [name for name in tracked() if name.startswith("dist/")] == []


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_the_usual_files_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 500


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_can_be_entered_first(room: str) -> None:
    assert importlib.import_module(f"publish.{room}").__doc__
