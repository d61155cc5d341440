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


def main() -> NoReturn:
    """Carry out the command line and end the program with its exit code."""
    asked = sys.argv[1:]
    # Only a build is worth it, and only the fonts of Linux bear a process that is copied.
    if sys.platform == "linux" and asked[:1] == ["build"]:
        _hand_over(asked)
    from publish import cli

    cli.main()


def _hand_over(asked: Sequence[str]) -> None:
    """Have a process on standby carry out a command, and end as it did; where there is none, leave one for the next."""
    from publish.front import asking

    born = asking.born_with()
    if ALONE in asked:
        asking.send_away(born)
        return
    code = asking.carried_out(asked, born)
    if code is not None:
        os._exit(code)  # nothing was said here that could still be on its way
    from publish import cli

    def stay() -> None:
        from publish.front import standby

        standby.stay(born)

    cli.main(stay)
