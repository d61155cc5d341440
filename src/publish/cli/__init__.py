"""Every command and flag. The only room that imports click, prints, and ends the program."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from publish import project
from publish.cli import options, saying
from publish.cli.commands import publish
from publish.problems import Place, Problem, PublishError, ToolMissingError, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DONE, PROBLEMS, USAGE, TOOL_MISSING, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143
"""The exit codes; the last two are those of a shell's for a program stopped by a signal (128 and its number)."""


_GARBAGE = 100_000
"""Objects after which garbage is looked for. A manuscript is a tree of many small ones, and hardly any is garbage.

A build looks for it between two editions: it is over before the last has left much.
"""


def main(stay: Callable[[], None] | None = None) -> NoReturn:
    """Run the command line and end the program with its exit code.

    `stay` is what leaves a copy of this process on standby, called when there is something worth a copy.
    """
    _leave(work(sys.argv[1:], stay))


def work(arguments: Sequence[str], stay: Callable[[], None] | None = None) -> int:
    """Run a command as the process it is for, and return its exit code."""
    signal.signal(signal.SIGTERM, _stop)
    gc.set_threshold(_GARBAGE)
    if list(arguments[:1]) == ["build"]:
        gc.disable()
    # Python has no stream where the shell closed one (`>&-`): what would be said there is for nobody.
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it is held to the end of the program
    sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    try:
        code = run(arguments, stay)
    finally:
        # What was being written when we were stopped, if the exception came between two steps of its own clean-up.
        project.abandon()
    return TERMINATED if saying.hushed() else code


def _leave(code: int) -> NoReturn:
    """End the program: at once, for Python takes itself apart for as long as a build takes in which nothing changed.

    Only the engine of a cluster is to be told; our own workers are gone by now.
    """
    if "distributed" not in sys.modules:
        with contextlib.suppress(OSError, ValueError):  # who read it is gone: that is for Python to say
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)


def _stop(*_: object) -> NoReturn:
    """Stop where one is, and once more after two seconds: an exception may be lost in a callback of a library's."""
    saying.hush()
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, 2)
    sys.exit(TERMINATED)


def run(arguments: Sequence[str], stay: Callable[[], None] | None = None) -> int:
    """Run one command and return its exit code; no exception of ours or of any tool gets past this."""
    try:
        return int(publish.main(list(arguments), prog_name="publish", standalone_mode=False, obj=stay) or DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return USAGE
    except click.UsageError as error:
        # It holds what was typed, or the name of a file that came by post.
        click.UsageError(visible(error.format_message()), error.ctx).show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        saying.clear()
        return INTERRUPTED
    except PublishError as error:
        saying.clear()
        saying.problems(error.problems)
        saying.tally(error.problems)
        return TOOL_MISSING if isinstance(error, ToolMissingError) else PROBLEMS
    except OSError as error:
        _say_refused(error, trace=f"--{options.TRACEBACK}" in arguments)
        return PROBLEMS
    except Exception as error:  # noqa: BLE001 - the last resort: an apology instead of a traceback
        # The flag is looked for as typed: a fault while reading the flags must show its traceback too.
        _apologise(error, trace=f"--{options.TRACEBACK}" in arguments)
        return PROBLEMS


def _say_refused(error: OSError, *, trace: bool) -> None:
    """Say what the machine refused, such as to write the answer: the disk is full, or the folder is gone."""
    hint = "check the free space, and that the folder you stand in is still there"
    message = f"the machine refuses: {error.strerror or type(error).__name__}"
    saying.problems([Problem(Place(str(error.filename or "publish")), message, hint, "machine-refused")])
    if trace:
        import traceback

        saying.words("".join(traceback.format_exception(error)))


def _apologise(error: Exception, *, trace: bool) -> None:
    said = str(error).strip().split("\n")[0]
    saying.clear()
    saying.words(f"publish: this is a fault of ours, sorry: {type(error).__name__}: {said}")
    if trace:
        import traceback

        saying.words("".join(traceback.format_exception(error)))
    else:
        saying.words("  hint: please report what you ran, and what it says when you add --traceback")
