"""The only door to pandoc: Markdown text in, pandoc's tree out."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.problems import Place, Problem, PublishError, ToolMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.model import Element

MANUSCRIPT = "commonmark_x-smart-emoji-tex_math_dollars-yaml_metadata_block"
"""The dialect of a manuscript. `smart` is off because quotes do not survive a round trip through it."""

_OPTIONS = ["--from", MANUSCRIPT + "+sourcepos", "--to", "json"]
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
    return list(_run(_OPTIONS, with_rules(text).encode(), place, lighten)["blocks"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that `with_rules` went over, the place it begins at, and the last of its lines."""

    text: str
    place: Place
    last: int


def read_pieces(pieces: Sequence[Piece], lighten: Callable[[Element], Element]) -> Iterator[list[Element]]:
    """Yield the blocks of each piece, while pandoc reads the next; PublishError where it gives one up.

    Lines are counted from where each begins.
    """
    from concurrent.futures import ThreadPoolExecutor

    command = _command(_OPTIONS)
    with ThreadPoolExecutor(1) as beside:
        process = _begun(command)
        try:
            done = beside.submit(_done, process, pieces[0].text.encode())
            for piece, following in itertools.zip_longest(pieces, pieces[1:]):
                heard = _heard(done.result, piece.place, piece.last)
                if following is not None:
                    process = _begun(command)
                    done = beside.submit(_done, process, following.text.encode())
                yield list(_document(heard, piece.place, lighten, piece.last)["blocks"])
        finally:
            process.kill()


def with_rules(text: str) -> str:
    """Return a text with `* * *` and `- - -` written as `***`, outside code: pandoc 3.9 reads them as empty lists."""
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
    """Run pandoc on a text and read its JSON."""
    return _document(_heard(lambda: _done(_begun(_command(options)), given), place), place, lighten)


def _command(options: list[str]) -> list[str]:
    """Return how pandoc is run: without access to files or network, within bounds of memory."""
    return [program(), "--sandbox", *options, "+RTS", *_MEMORY, "-RTS"]


def _begun(command: list[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - the text goes in by a pipe, no word of it into the command


def _done(process: subprocess.Popen[bytes], given: bytes) -> subprocess.CompletedProcess[bytes]:
    """Wait for pandoc, and kill it where time is over or this process is interrupted, so that none is left behind."""
    with process:
        try:
            out, err = process.communicate(given, SECONDS)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _heard(
    answer: Callable[[], subprocess.CompletedProcess[bytes]], place: Place, last: int = 0
) -> subprocess.CompletedProcess[bytes]:
    try:
        done = answer()
    except subprocess.TimeoutExpired:
        raise PublishError(_too_much(place, last)) from None
    if done.returncode:
        exhausted = done.returncode == _HEAP_EXHAUSTED
        raise PublishError(_too_much(place, last) if exhausted else _refused(place, done.stderr))
    return done


def _document(
    done: subprocess.CompletedProcess[bytes],
    place: Place,
    lighten: Callable[[Element], Element] | None,
    last: int = 0,
) -> Any:  # noqa: ANN401 - JSON
    try:
        document = json.loads(done.stdout, object_hook=lighten)
    except RecursionError:
        raise PublishError(_too_much(place, last)) from None
    if _deeper_than(document, DEEPEST):
        raise PublishError(_too_much(place, last))
    return document


def _deeper_than(document: object, bound: int) -> bool:
    """Whether JSON is nested deeper than a bound, told without recursion: every later walk is recursive."""
    level, depth = [document], 0
    while level and depth <= bound:
        lists = [node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list)]
        level, depth = [child for children in lists for child in children], depth + 1
    return bool(level)


_HEAP_EXHAUSTED = 251


def _too_much(place: Place, last: int = 0) -> Problem:
    """Say that a text is beyond pandoc; of a piece of one, up to which line it goes."""
    return Problem(
        place,
        f"the text {f'from here to line {last} ' if last else ''}is too large or too deeply nested to read",
        "split it into several publications, or look for thousands of nested brackets or quote marks",
        "too-large",
    )


def _refused(place: Place, stderr: bytes) -> Problem:
    said = stderr.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
    return Problem(place, f"pandoc could not read the text: {said[0]}", "mend the text at that place", "unreadable")
