"""Lines share the contexts of Pango: the expression that makes them stands in WeasyPrint once, and no byte differs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

from publish.typesetting import contexts

ROOT = Path(__file__).parents[2]


def say(code: str) -> str:
    """Return what a Python process of its own prints."""
    command = [sys.executable, "-c", inspect.cleandoc(code)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_the_expression_that_makes_contexts_stands_in_weasyprint_once() -> None:
    said = say("""
        import inspect
        from weasyprint.text import line_break
        from publish.typesetting import contexts
        print(inspect.getsource(line_break.Layout).count(contexts.MAKES_CONTEXT))
        contexts.share()
        contexts.share()
        print(contexts.is_shared())
    """)
    assert said.split() == ["1", "True"]


def test_pages_are_the_same_to_the_byte_with_shared_contexts_and_without() -> None:
    code = """
        import hashlib
        from publish import edition, source
        from publish.typesetting import contexts, Geometry, typeset
        from pathlib import Path
        {change}
        read = source.read(Path("source/night-shift/manuscript.md"), "night-shift")
        made = typeset(edition.original(read.publication), read.settings, Geometry(read.settings.print.trim))
        print(contexts.is_shared(), hashlib.sha256(made.pdf).hexdigest())
    """
    shared, alone = say(code.format(change="")).split(), say(code.format(change="contexts.share = lambda: 0")).split()
    assert (shared[0], alone[0]) == ("True", "False")
    assert shared[1] == alone[1]


def test_fonts_and_contexts_are_not_held_without_end() -> None:
    class Style(dict[str, str]):
        class font_config:  # noqa: N801 - WeasyPrint's name
            font_map = None

    made: list[str] = []
    once = contexts._once(lambda style: made.append(style["lang"]) or style["lang"], ("lang",))
    languages = [str(number) for number in range(contexts._MOST + 1)]
    assert [once(Style(lang=language)) for language in (*languages, *languages[-1:])] == [*languages, languages[-1]]
    assert made == languages
    assert once(Style(lang="0")) == "0"
    assert len(made) == len(languages) + 1
