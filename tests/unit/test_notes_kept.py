"""Notes stay on the page of their call, and the one line of WeasyPrint that would send them on is still the one."""

from __future__ import annotations

import inspect
import subprocess
import sys

from publish.typesetting import notes


def test_the_line_that_sends_notes_on_stands_in_weasyprint_once() -> None:
    said = """
import inspect
from weasyprint.layout import block
from publish.typesetting import notes
print(inspect.getsource(block._linebox_layout).count(notes.SENDS_ON))
notes.keep()
print(notes.is_kept())
"""
    done = subprocess.run([sys.executable, "-c", inspect.cleandoc(said)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "True"]


def test_keeping_notes_twice_is_keeping_them_once() -> None:
    notes.keep()
    notes.keep()
    assert notes.is_kept()
