"""Where a command begins: handed to a process on standby that has everything imported, or carried out here.

What is imported here is most of what a build takes that is handed over, so it is little.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing takes as long as asking does
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

ALONE = "--no-standby"
"""The flag of `build` for whoever wants no process left behind, and an end of the one there is."""


INTERRUPTED = 130
"""The exit code of whoever is interrupted while asking, as of the command line (128 and the signal's number)."""


def main() -> NoReturn:
    """Carry out the command line and end the program with its exit code."""
    asked = sys.argv[1:]
    # Only a build is worth it, where it is made here, and only the fonts of Linux bear a process that is copied.
    elsewhere = any(each.startswith("--scheduler") for each in asked)
    if sys.platform == "linux" and asked[:1] == ["build"] and not elsewhere:
        _hand_over(asked)
    from publish import cli

    cli.main()


def _hand_over(asked: Sequence[str]) -> None:
    """Have a process on standby carry out a command, and end as it did; where there is none, leave one for the next."""
    from publish.front import asking

    try:
        born = asking.born_with()
        if ALONE in asked:
            asking.send_away(born)
            return
        code = asking.carried_out(asked, born)
    except OSError:  # the system does not tell what is to be compared: a build does not hang on it
        return
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    if code is not None:
        os._exit(code)  # nothing was said here that could still be on its way
    from publish import cli

    def stay() -> None:
        from publish.front import standby

        standby.stay(born)

    cli.main(stay)
