"""A manuscript that is read in pieces is the same, to the letter and with its lines, as one that is read whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish import pandoc, source
from publish.problems import Place, PublishError
from publish.source import bounds, cuts, front_matter, identifiers, normal, pieces, positions

if TYPE_CHECKING:
    from publish.model import Element

PROJECT = Path(__file__).parents[2]
MANUSCRIPTS = sorted([*PROJECT.glob("source/*/manuscript.md"), *PROJECT.glob("tests/golden/**/manuscript.md")])
HERE = Place("a.md")

# One to a line; ⏎ stands for a line break.
HEADINGS = (
    """
# A
## A
## B {#x}
## A {#a}
### C
## A 1
## D[^1]
## *B*
## !
# [b]
## a ##
## \\# {#a} ##
## A &amp;
## Σας
## İx
## a\u00a0b
  ## a
> ## Q
- ## L
Setext a⏎===
{#q .foo}
{.foo⏎#zz}
- {.k}
""".strip("\n")
    .replace("\n", "|")
    .replace("⏎", "\n")
)
LINES = (
    """
see [a] here|[A][]|[x][b]|[c] here|[b]: /url|[a]: /u 'title|- [c]: /url
notes [^1], [^2]|[^1]: one|[^2]: two [^1]|    more|[^3]:|    ## In a note {#a}|see [^3]
```|````|~~~|  ```|   ~~~|    ```|- ```|1. ```|> ```|\t```|``` {=html}
- item|  cont|1. one|a) x|: def|term|~ def
::: box|::: {.x #a}|:::|::::|:::: y|  :::|  ::: z
<div>|</div>|<!-- c|-->|<!-- publish:skip -->|<!-->|<script>|</script>|<pre>|<?x|?>|<![CDATA[|]]>|<!DOCTYPE
para <!-- x|<span>|---|***|* * *|> quote|> [a]|> [!NOTE]
text {#a}|[sp]{#a}|`code` {#b}|{#b}|{=html}|[x] task|![p](q.svg)|![p](q.svg){#a .b}
text\\|[a⏎b]|[ a  B ]|`|[^1|]: z
""".strip("\n")
    .replace("\n", "|")
    .replace("⏎", "\n")
)
TABLES = ["| a | b |\n|---|---|", "a | b"]
TEXT = st.lists(
    st.tuples(
        st.sampled_from([*HEADINGS.split("|"), *["## A"] * 8, *LINES.split("|"), *TABLES]),
        st.sampled_from(["\n", "\n\n"]),
    ),
    min_size=4,
    max_size=24,
).map(lambda parts: "".join(line + end for line, end in parts))


def whole(text: str) -> list[Element]:
    return normal.normal_form(pandoc.read_markdown(text, HERE, positions.lightened))


def in_pieces(text: str, least: int = 1) -> list[Element] | None:
    return pieces._joined(pandoc.with_rules(text).split("\n"), HERE, least)


@given(TEXT)
@example("# A\n\n## A\n\n# A\n\n## A {#a}\n\n## !\n\n## ?\n")
@example("## A\n\n- ```\n\n\n## B\n\n## C\n")
@settings(max_examples=150, deadline=None)
def test_a_text_says_the_same_in_pieces(text: str) -> None:
    joined = in_pieces(text)
    assert joined is None or joined == whole(text)


@pytest.mark.parametrize("file", MANUSCRIPTS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_manuscript_says_the_same_in_pieces(file: Path) -> None:
    text = front_matter.split(file.read_bytes().decode(errors="replace").replace("\r\n", "\n"), "a.md").body
    try:
        joined = in_pieces(text)
    except PublishError:
        return
    assert joined is None or joined == whole(text)


def test_the_manuscripts_of_the_house_can_be_cut_at_their_headings() -> None:
    for name, least in (("night-shift", 7), ("break-time", 2)):
        lines = (PROJECT / "source" / name / "manuscript.md").read_text(encoding="utf-8").split("\n")
        assert len(list(cuts.allowed(lines))) >= least


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One.\n\n## A\n\nTwo.\n", True),
        ("One.[^1]\n\n[^1]: Note.\n\n## A\n\nTwo.[^2]\n\n[^2]: Note.\n", True),
        ("One.[^1]\n\n## A\n\nTwo.\n\n[^1]: Note.\n", False),
        ("One [site].\n\n## A\n\nTwo.\n\n[Site]: https://example.org\n", False),
        ("One [sic].\n\n## A\n\nTwo [sic].\n", True),
        ("See [The  End].\n\n## The End\n\nTwo.\n", False),
        ("::: box\n\n## A\n\n:::\n", False),
        ("```\n\n## A\n\n```\n", False),
        ("<!--\n\n## A\n\n-->\n", False),
        ("One.\n## A\n\nTwo.\n", False),
        ("{.wide}\n\n## A\n\nTwo.\n", False),
    ],
)
def test_a_text_is_cut_where_no_piece_needs_another(text: str, cut: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (in_pieces(text) is not None) == cut


def test_a_hundred_chapters_of_the_same_names_have_the_ids_they_have_in_one() -> None:
    text = "\n\n".join(f"# One\n\nText.[^{number}]\n\n[^{number}]: Note.\n\n## Two" for number in range(30))
    assert in_pieces(text, 300) == whole(text)


def test_a_piece_that_pandoc_cannot_manage_is_told_with_its_lines() -> None:
    text = "One.\n\n## A\n\nTwo.\n\n## B\n\n" + ">" * 90 + " deep\n\n## C\n\nThree.\n"
    with pytest.raises(PublishError) as caught:
        in_pieces(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line) == ("too-large", 7)
    assert "from here to line 10" in problem.message


def test_a_piece_that_takes_too_long_is_told_and_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    begin = pandoc._begun
    monkeypatch.setattr(pandoc, "_begun", lambda command: begun.append(begin(command)) or begun[-1])
    monkeypatch.setattr(pandoc, "SECONDS", 0.0001)
    with pytest.raises(PublishError, match="too large"):
        in_pieces("One.\n\n## A\n\nTwo.\n\n## B\n\nThree.\n")
    assert all(process.returncode is not None for process in begun)


def test_a_text_of_many_million_signs_is_refused_before_anything_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "manuscript.md"
    file.write_text("---\ntitle: T\n---\n" + "word " * 100)
    monkeypatch.setattr(bounds, "MOST_SIGNS", 400)
    with pytest.raises(PublishError, match="more than 400 signs"):
        source.read(file, "sample")


def test_a_heading_of_many_lines_is_not_looked_through_for_attributes_again_and_again() -> None:
    lines = ["- ["] + ["a"] * 100_000
    met = [identifiers.Heading(line, "a", "b") for line in range(1, 10_000)]
    started = time.process_time()
    with pytest.raises(identifiers.UnsureError):
        identifiers.renamed([met], lines, frozenset())
    assert time.process_time() - started < 5
