"""The only door to pandoc: Markdown text in, pandoc's tree out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.problems import Place, Problem, PublishError, ToolMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Element

MANUSCRIPT = "commonmark_x-smart-emoji-tex_math_dollars-yaml_metadata_block"
"""The dialect of a manuscript. `smart` is off because quotes do not survive a round trip through it."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SPACED_RULE = re.compile(r" {0,3}(\*( +\*){2,}|-( +-){2,})[ \t]*")

HEAP = "512M"
_MEMORY = (f"-M{HEAP}", "-F1.5", "-O16m", "-A4m", "-H1m")
"""How pandoc goes about its memory, as Haskell's runtime spells it.

F is how large it may grow, as a share of what is alive in it, before it is tidied up: 2 takes a tenth more. Below O,
that is not worth while. A and H are how much is filled before anybody looks: pandoc asks for 64 MB, which is slower.
"""
SECONDS = 120
DEEPEST = 100
"""How deep pandoc's JSON may be nested, lightened: some forty block quotes in one another."""


def read_markdown(text: str, place: Place, lighten: Callable[[Element], Element] | None = None) -> list[Element]:
    """Return the blocks of a Markdown text, with pandoc's source positions; PublishError where pandoc gives up.

    Every node is put through `lighten` as it is read, the innermost first.
    """
    options = ["--from", MANUSCRIPT + "+sourcepos", "--to", "json"]
    return list(_run(options, _with_rules(text).encode(), place, lighten)["blocks"])


def _with_rules(text: str) -> str:
    """Return the text with `* * *` and `- - -` written as `***`, outside code: pandoc 3.9 reads them as empty lists."""
    lines, fence = text.split("\n"), ""
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if opening and not fence:
            fence = opening[1]
        elif opening and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence and _SPACED_RULE.fullmatch(line):
            lines[number] = "***"
    return "\n".join(lines)


def program() -> str:
    """Return the path of the pandoc that pypandoc brings or finds; ToolMissingError where there is none."""
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError:
        problem = Problem(
            Place("pandoc"), "pandoc is not installed", "install it with: pip install pypandoc_binary", "tool-missing"
        )
        raise ToolMissingError(problem) from None


def looks() -> str:
    """Return how every pandoc looks that `program` may choose from; where none of them changed, its choice did not."""
    named = [os.environ.get("PYPANDOC_PANDOC", ""), shutil.which("pandoc") or ""]
    own = [f"{folder}/pypandoc/files/pandoc" for folder in sys.path]
    usual = ["~/bin/pandoc", "~/.bin/pandoc", "~/Applications/pandoc/pandoc", f"{sys.exec_prefix}/bin/pandoc"]
    return repr([_look(path) for path in (*named, *own, *map(os.path.expanduser, usual))])


def _look(path: str) -> tuple[str, int, int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino


def version() -> str:
    """Return pandoc's version, e.g. `3.9`."""
    printed = subprocess.run([program(), "--version"], capture_output=True, check=True, timeout=SECONDS)  # noqa: S603 - a list of ours, and no shell
    return printed.stdout.decode().split()[1]


def _run(options: list[str], given: bytes, place: Place, lighten: Callable[[Element], Element] | None = None) -> Any:  # noqa: ANN401 - JSON
    """Run pandoc without access to files or network, within bounds of time and memory, and read its JSON."""
    command = [program(), "--sandbox", *options, "+RTS", *_MEMORY, "-RTS"]
    # `run` kills pandoc on a timeout and when this process is interrupted, so none is left behind.
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603 - the text goes in by a pipe, no word of it into the command
    except subprocess.TimeoutExpired:
        raise PublishError(_too_much(place)) from None
    if done.returncode:
        raise PublishError(_too_much(place) if done.returncode == _HEAP_EXHAUSTED else _refused(place, done.stderr))
    try:
        document = json.loads(done.stdout, object_hook=lighten)
    except RecursionError:
        raise PublishError(_too_much(place)) from None
    if _deeper_than(document, DEEPEST):
        raise PublishError(_too_much(place))
    return document


def _deeper_than(document: object, bound: int) -> bool:
    """Whether JSON is nested deeper than a bound, told without recursion: every later walk is recursive."""
    level, depth = [document], 0
    while level and depth <= bound:
        lists = [node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list)]
        level, depth = [child for children in lists for child in children], depth + 1
    return bool(level)


_HEAP_EXHAUSTED = 251


def _too_much(place: Place) -> Problem:
    return Problem(
        place,
        "the text is too large or too deeply nested to read",
        "split it into several publications, or look for thousands of nested brackets or quote marks",
        "too-large",
    )


def _refused(place: Place, stderr: bytes) -> Problem:
    said = stderr.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
    return Problem(place, f"pandoc could not read the text: {said[0]}", "mend the text at that place", "unreadable")
