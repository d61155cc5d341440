"""WeasyPrint is loaded sooner, and is the same as it would be."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it is loaded as it is")

SETTING = """
    import hashlib, sys
    from pathlib import Path
    from publish import edition, source
    from publish.typesetting import Geometry, typeset
    read = source.read(Path("source/break-time/manuscript.md"), "break-time")
    made = typeset(edition.original(read.publication), read.settings, Geometry(read.settings.print.trim))
    print(hashlib.sha256(made.pdf).hexdigest())
"""


def say(cache: Path, code: str, before: str = "") -> list[str]:
    """Return the words that a Python process of its own prints."""
    command = [sys.executable, "-c", inspect.cleandoc(before) + "\n" + inspect.cleandoc(code)]
    around = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    root = Path(__file__).parents[2]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env=around).stdout.split()


def test_pages_are_the_same_to_the_byte_however_weasyprint_was_loaded(tmp_path: Path) -> None:
    plain = say(tmp_path, SETTING, "import weasyprint")
    assert not list(tmp_path.rglob("declared/*"))
    first = say(tmp_path, SETTING)
    (kept,) = tmp_path.rglob("declared/*")
    again = say(tmp_path, SETTING)
    kept.write_bytes(b"0" * 64 + b"\nraise SystemExit('damaged')\n")
    damaged = say(tmp_path, SETTING)
    assert "SystemExit" not in kept.read_text()
    nowhere = "import tempfile; tempfile.TemporaryDirectory = lambda **_: open('/nowhere/to/write')"
    kept.unlink()
    unkept = say(tmp_path, SETTING, nowhere)
    assert not list(tmp_path.rglob("declared/*"))
    assert plain == first == again == damaged == unkept


def test_declarations_are_kept_and_nothing_is_left_of_the_way_they_were_brought_in(tmp_path: Path) -> None:
    said = say(
        tmp_path,
        """
        import sys
        from publish.typesetting import loading
        loading.load()
        import cffi, weasyprint.text.ffi
        print(cffi.FFI.__module__, "pycparser" in sys.modules, "fontTools.subset" in sys.modules)
        from fontTools import subset
        from fontTools.varLib import instancer
        print(subset.Options.__module__, instancer.instantiateVariableFont.__module__)
        print(weasyprint.text.ffi.pango.pango_version() > 0, type(weasyprint.text.ffi.ffi.NULL).__name__)
        """,
    )
    assert said == [
        *("cffi.api", "True", "False"),
        *("fontTools.subset", "fontTools.varLib.instancer"),
        *("True", "_CDataBase"),
    ]


def test_what_weasyprint_needs_of_fonttools_is_there_when_it_is_called(tmp_path: Path) -> None:
    said = say(
        tmp_path,
        """
        from publish.typesetting import loading
        loading.load()
        from weasyprint.pdf import fonts
        print(type(fonts.subset.Options()).__name__)
        try:
            fonts.instantiateVariableFont({}, {})
        except Exception as error:
            print(type(error).__name__)
        """,
    )
    assert said == ["Options", "ValueError"]


def test_what_was_made_with_a_library_is_given_back_when_all_is_over(tmp_path: Path) -> None:
    said = say(
        tmp_path,
        """
        from publish.typesetting import loading
        loading.load()
        from weasyprint.text.ffi import ffi, gobject, pango, pangoft2
        held = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        context = ffi.gc(pango.pango_font_map_create_context(held), gobject.g_object_unref)
        layouts = [ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref) for _ in range(100)]
        import sys
        sys.held = layouts
        print("over")
        """,
    )
    assert said == ["over"]
