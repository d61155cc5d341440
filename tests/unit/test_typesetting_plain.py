"""What pages and boxes have in common is worked out once; no byte differs, whatever a style sheet asks for."""

from __future__ import annotations

import functools
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TAKEN = ["page_styles.share", "plain_boxes.pass_by", "contexts.share"]
SHEET = """
@page { size: 90mm 120mm; margin: 12mm 10%; counter-increment: page 1 other 2;
  @top-left-corner { content: "c"; width: 50%; background: #eee }
  @top-left { content: string(head); font: italic 8pt var(--face) }
  @left-middle { content: counter(page) " / " counter(pages); height: calc(2em + 3%) }
  @left-bottom { width: 3mm; margin: auto }
  @bottom-left { content: string(head) leader(".") counter(page); min-width: 2cm; padding: 1vw }
  @bottom-center { content: "middle " string(head) " and more of it"; max-width: 40% }
  @bottom-right { content: "r"; border: 1pt solid }
  @right-top { content: none }
  @footnote { border-top: 1pt solid; padding: 1% } }
@page :nth(3) { background: #fafafa; margin-left: 3cm;
  @top-center { content: "three" counter(other); margin: 2pt auto } }
@page :left { @top-right { content: element(running) } }
@page wide:nth(2 of wide) { margin: 5vw; @right-bottom { content: "second of its kind"; width: 1cm } }
@page :blank { @top-center { content: "blank"; border-radius: 2pt; background: red } }
:root { --face: "Noto Sans"; font: 10pt/1.3 "Noto Serif" }
h2 { string-set: head content(); background: currentcolor; color: rgb(10 20 30 / .5); position: relative; top: 2pt }
.wide { page: wide; break-before: right }
p { width: calc(100% - 1em); margin: 2% 0 0 2%; border-radius: 2pt; text-align: justify }
blockquote { float: left; width: 50%; background: linear-gradient(white, #ccc); padding: 1%; box-sizing: border-box }
aside { float: inline-end; height: 30% } .note { float: footnote } .run { position: running(running) }
em { background-color: rgba(0, 0, 0, 0.1) } strong { visibility: hidden; background: red; border: 1pt dotted }
ul { columns: 2; min-height: 3% } li:nth-child(2) { position: absolute; right: 0; width: 30%; box-shadow: 0 0 2pt red }
table { border-collapse: collapse; width: 80% } td { padding: 2%; border: 2pt solid; line-height: calc(1em + 2pt) }
p::first-line { font-size: 110% } .flex { display: flex } .grid { display: grid; gap: 2% }
"""
BODY = """
<p class=run>Runs along</p><h2>One of them</h2><p>%s<em>stressed</em> and <strong>strong</strong>
<span class=note>A note that is <em>long</em> enough to turn over in its area</span></p>
<blockquote>Stands aside %s</blockquote><aside>Right</aside><p dir=rtl>%s</p>
<ul><li>one<li>two<li>three %s</ul><table><tr><td>a<td>b %s</table>
<div class=wide><h2>Another</h2><div class=flex><p>%s</p><p>%s</p></div><div class=grid><p>%s</p><p>b</p></div></div>
"""
STRANGE = """
import hashlib
import weasyprint
from publish.typesetting import contexts, making_up, page_styles, plain_boxes
{change}
html = weasyprint.HTML(string=BODY)
making_up.begin(html)
print(hashlib.sha256(html.write_pdf(stylesheets=[weasyprint.CSS(string=SHEET)], pdf_identifier=b"x")).hexdigest())
"""
OURS = """
import hashlib
from pathlib import Path
from publish import edition, source
from publish.typesetting import Geometry, contexts, page_styles, plain_boxes, typeset
{change}
read = source.read(Path("source/night-shift/manuscript.md"), "night-shift")
made = typeset(edition.original(read.publication), read.settings, Geometry(read.settings.print.trim))
print(hashlib.sha256(made.pdf).hexdigest())
"""


def with_change(code: str, change: str = "") -> str:
    """Return the code that makes pages, and changes what is taken away before."""
    body = BODY.replace("%s", "Words that go on to the end. " * 6) * 3
    return code.replace("{change}", change).replace("=BODY", f"={body!r}").replace("=SHEET", f"={SHEET!r}")


@functools.cache
def say(code: str) -> str:
    """Return what a Python process of its own prints."""
    command = [sys.executable, "-c", inspect.cleandoc(code)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_our_pages_are_the_same_to_the_byte_with_what_is_taken_away_and_without() -> None:
    assert say(with_change(OURS)) == say(with_change(OURS, f"{' = '.join(TAKEN)} = lambda: None"))


@pytest.mark.parametrize("taken", TAKEN)
def test_strange_pages_are_the_same_to_the_byte_with_each_of_it_and_without(taken: str) -> None:
    assert say(with_change(STRANGE)) == say(with_change(STRANGE, f"{taken} = lambda: None"))


def test_strange_pages_differ_where_anything_does() -> None:
    strange = with_change(STRANGE)
    assert say(strange) != say(strange.replace("12mm 10%", "12mm 11%"))


def test_what_is_called_in_weasyprints_place_stands_there_and_everywhere() -> None:
    said = say("""
        import inspect
        import weasyprint.layout
        import weasyprint.layout.page as pages
        from weasyprint.formatting_structure.boxes import Box
        from weasyprint.layout import background, block, float, grid, inline, percent, table
        from weasyprint.text import line_break
        from publish.typesetting import contexts, page_styles, plain_boxes
        asked = (page_styles.is_shared, plain_boxes.is_passed_by)
        print(any(ask() for ask in asked))
        for take in (page_styles.share, plain_boxes.pass_by, contexts.share) * 2:
            take()
        print(all(ask() for ask in asked))
        print({module.resolve_percentages.__module__ for module in (pages, block, float, grid, inline, percent, table)})
        print(all(hasattr(call, "__wrapped__") and not hasattr(call.__wrapped__, "__wrapped__") for call in (
            percent.resolve_percentages, background.layout_box_backgrounds, inline.avoid_collisions,
            block.avoid_collisions, Box.is_in_normal_flow, inline.strut, pages.set_page_type_computed_styles)))
    """)
    assert said.splitlines() == ["False", "True", "{'weasyprint.layout.percent'}", "True"]


def test_a_font_that_says_the_same_has_the_same_strut() -> None:
    said = say("""
        import inspect, re
        from weasyprint.text import line_break
        from publish.typesetting import contexts
        source = inspect.getsource(line_break._font_style_cache_key)
        print(sorted(re.findall(r"style\\['(\\w+)'\\]", source)) == sorted(contexts._SAYS_STRUT))
    """)
    assert said.split() == ["True"]


def test_pages_of_a_kind_share_their_styles() -> None:
    said = say("""
        import weasyprint
        from publish.typesetting import page_styles
        page_styles.share()
        body = "<p style='break-after: page'>one" * 5
        sheet = "@page { @top-left { content: counter(page) } } @page :first { margin: 1cm }"
        pages = weasyprint.HTML(string=body).render(stylesheets=[weasyprint.CSS(string=sheet)]).pages
        print(len({id(page._page_box.style) for page in pages}), len(pages))
    """)
    assert said.split() == ["2", "5"]
