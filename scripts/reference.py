"""Write the reference in docs/ from what the program itself knows: commands, settings, outputs, problems.

`python scripts/reference.py` writes the files; a test compares them, so that they cannot go stale.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish import settings
from publish.checks import CHECKS
from publish.cli.commands import publish
from publish.kits import KITS
from publish.model import Colophon
from publish.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
GOLDEN = PROJECT / "tests" / "golden" / "problems"

SHARED = {"color", "traceback"}
"""Flags every command has, said once."""

WRITTEN = "<!-- Written by scripts/reference.py; change the program, not this page. -->\n"

SETTINGS = """
A setting is looked for in the front matter of the manuscript, then in `source/publication.toml` (for a manuscript
outside any house: in a `publication.toml` beside it), then its default holds. No environment variable changes it.
In front matter (YAML) and in `publication.toml`, a dot in a name is a table: `print.trim` is `trim` under `print`.
`publish schema` prints the same as a JSON Schema; a copy is [publication.schema.json](../publication.schema.json).
"""

PROBLEMS = """
Every problem is said as `file:line: error: what is wrong`, with a hint below; `--json` adds the code. An error stops
the edition it concerns, a warning does not, unless `--strict` is given. What follows are examples, from the tests.
"""

CLI = """
Data goes to stdout, words to stderr. Exit codes: 0 done, 1 problems, 2 wrong usage, 3 a tool is missing, 130 stopped
with Ctrl-C. Every command takes `--help`, `--color auto|always|never` and `--traceback`; `NO_COLOR` is honoured.
"""


def pages() -> dict[Path, str]:
    """Return every file of the reference, and what should stand in it."""
    return {
        DOCS / "reference" / "cli.md": page("The command line", CLI, commands()),
        DOCS / "reference" / "settings.md": page("Settings", SETTINGS, setting_rows()),
        DOCS / "reference" / "outputs.md": page("Outputs and forms", "", output_rows()),
        DOCS / "reference" / "problems.md": page("Problems", PROBLEMS, problems()),
        DOCS / "publication.schema.json": json.dumps(settings.schema(), indent=2, ensure_ascii=False) + "\n",
    }


def page(title: str, introduction: str, lines: Iterator[str]) -> str:
    """Return a page of Markdown."""
    return f"{WRITTEN}\n# {title}\n{introduction}\n" + "\n".join(lines).rstrip("\n") + "\n"


def commands() -> Iterator[str]:
    """Yield what every command says of itself."""
    for name, command in publish.commands.items():
        context = click.Context(command, info_name=f"publish {name}", terminal_width=100, max_content_width=100)
        yield f"## publish {name}\n"
        yield inspect.cleandoc(command.help or "") + "\n"
        yield f"    {command.get_usage(context).removeprefix('Usage: ')}\n"
        own = [option for option in command.params if isinstance(option, click.Option) and option.name not in SHARED]
        records = [record for option in own if (record := option.get_help_record(context))]
        if records:
            yield "| Flag | Meaning |\n|---|---|"
            yield "\n".join(f"| `{cell(flag)}` | {cell(text)} |" for flag, text in records) + "\n"


def setting_rows() -> Iterator[str]:
    """Yield every setting with what it may hold."""
    yield "| Setting | Holds | Meaning | Default | Example |\n|---|---|---|---|---|"
    for entry in settings.FIELDS:
        default = settings.default_of(entry)
        shown = ", ".join(map(str, default)) if isinstance(default, list) else default
        said = f"`{shown}`" if shown is not None else ""
        yield f"| `{entry.key}` | {cell(entry.kind.name)} | {cell(entry.help)} | {said} | `{cell(entry.example)}` |"


def output_rows() -> Iterator[str]:
    """Yield every output, and every form of the split files."""
    yield "`publish build` makes those marked \\* when none is named by `--output` or by the setting `outputs`.\n"
    yield "| Output | File | What it is | What to do with it |\n|---|---|---|---|"
    usual = settings.Settings(Colophon("Spring"))
    for output in OUTPUTS:
        name = ".".join(part for part in ("spring.pl", output.infix, output.suffix) if part)
        star = " \\*" if output.default else ""
        yield f"| `{output.name}`{star} | `{name}` | {cell(output.summary)} | {cell(output.next_step(usual))} |"
    yield "\nForms of the split files, for `publish handoff --form`; `publish receive` tells them apart itself:\n"
    yield "| Form | File | What it is |\n|---|---|---|"
    for form in KITS:
        yield f"| `{form.name}` | `02-letters.{form.suffix}` | {cell(form.summary)} |"


def problems() -> Iterator[str]:
    """Yield every golden case of a problem: its code, and what is said of it."""
    stages = {code: check.name for check in CHECKS for code in check.codes}
    for case in sorted(GOLDEN.iterdir()):
        said = (case / "expected.txt").read_text(encoding="utf-8")
        shown = re.search(r"^\S+: (?:error|warning): .*\n  hint: .*$", said, re.MULTILINE)
        if shown:
            found_by = f" ({stages[case.name]})" if case.name in stages else ""
            yield f"## {case.name}{found_by}\n\n```text\n{shown[0]}\n```\n"


def cell(text: str) -> str:
    """Return text fit for a cell of a table."""
    return text.replace("|", "\\|")


def main() -> None:
    """Write all of it."""
    for file, text in pages().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
