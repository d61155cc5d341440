"""How WeasyPrint is loaded: as it is, but sooner.

At every start it reads the declarations of Pango, HarfBuzz and fontconfig with a parser of C, and has the system's
linker look for each library under names of other systems: together as long as the rest of it takes. What the parser
makes of them is kept, and libraries are asked for by their name alone. What it needs of fontTools for faces that no
library can cut is loaded when there is one.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from publish import project

# Both stand at the head of `weasyprint.pdf.fonts`; a test holds that they are loaded when they are asked for.
_LATER = ("fontTools.subset", "fontTools.varLib.instancer")


def load() -> Any:  # noqa: ANN401 - WeasyPrint has no type information
    """Return WeasyPrint; elsewhere than on Linux as it loads itself, for libraries lie at places of their own."""
    if "weasyprint" in sys.modules or not sys.platform.startswith("linux"):
        import weasyprint

        return weasyprint
    import cffi  # type: ignore[import-untyped] # it has no type information

    plain = cffi.FFI
    cffi.FFI = lambda: _Declared(plain)
    later = {name: _Later(name) for name in _LATER if name not in sys.modules}
    sys.modules.update(later)
    try:
        import weasyprint
    finally:
        cffi.FFI = plain
        for name in later:
            del sys.modules[name]  # whoever else asks for it gets it whole
    return weasyprint


def stand_in(plain: Any, ours: Any) -> None:  # noqa: ANN401 - functions of WeasyPrint's, and ours of the same kind
    """Have every module of WeasyPrint that calls a function by its name call another in its place."""
    called: str = plain.__name__
    for module in [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]:
        if getattr(module, called, None) is plain:
            setattr(module, called, ours)


def source_of(thing: Any) -> str:  # noqa: ANN401 - a function or a class of WeasyPrint's
    """Return the source of what stands at the top of a module, as Python's `inspect` does, without reading the rest."""
    text = Path(str(sys.modules[thing.__module__].__file__)).read_text(encoding="utf-8")
    found = re.search(rf"^(?:def|class) {thing.__name__}\b.*\n(?:(?:[ )].*)?\n)*", text, re.MULTILINE)
    return found[0].rstrip("\n") + "\n" if found else ""


class _Declared:
    """Stands in for the `FFI` that WeasyPrint makes: one that knows its declarations already."""

    def __init__(self, plain: Any) -> None:  # noqa: ANN401 - cffi's
        self.plain = plain

    def cdef(self, source: str) -> None:
        """Become what knows these declarations, and has all it can do."""
        known = _known(self.plain, source)
        for name in dir(known):
            if not name.startswith("__"):
                setattr(self, name, getattr(known, name))
        # What was made with a library is given back to it at the very end, when Python has let go of it already.
        self.RTLD_NOW = known.RTLD_NOW | os.RTLD_NODELETE


def _known(plain: Any, source: str) -> Any:  # noqa: ANN401 - cffi's
    """Return an FFI for declarations in C, as it was kept for the same ones; made now where it was not."""
    import cffi

    key = project.digest_of(f"{cffi.__version__} {sys.version_info[:2]} {source}".encode())
    file = project.cache_folder() / "declared" / key
    written = project.kept(file)
    if written is None:
        parser = plain()
        parser.cdef(source)
        try:
            written = _written(parser)
        except OSError:  # there is no room for a file: this time it serves as it is
            return parser
        project.keep(file, written)
    told: dict[str, Any] = {}
    exec(compile(written, "declared", "exec"), told)  # noqa: S102 - what cffi wrote here, or we kept with its digest
    return told["ffi"]


def _written(parser: Any) -> bytes:  # noqa: ANN401 - cffi's
    """Return the module that cffi makes of the declarations it has read."""
    parser.set_source("declared", None)
    with tempfile.TemporaryDirectory(prefix="publish-") as folder, contextlib.redirect_stdout(io.StringIO()):
        parser.emit_python_code(f"{folder}/declared.py")
        return Path(folder, "declared.py").read_bytes()


class _Later(ModuleType):
    """Stands in for a module whose functions are called when something uncommon happens, and loads it then."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever is in it
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*positional: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
            return getattr(importlib.import_module(self.__name__), name)(*positional, **named)

        return called
