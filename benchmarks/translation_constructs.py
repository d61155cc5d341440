"""Fifty constructs of a manuscript: what of each is offered to translators, and whether it comes back whole."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import edition, segments, source, tree
from publish.model import Rendering, State, Translation
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Element, Publication

CONSTRUCTS = {
    "emphasis": "We *walk* to the water.",
    "strong": "We **walk** to the water.",
    "emphasis in strong": "We **walk *far* away** today.",
    "emphasis in a word": "un*believ*able news",
    "code": "Press `Ctrl-C` to stop.",
    "code with backticks": "Type ``a `quoted` word`` here.",
    "link": "Read [the letter](https://example.org/a) first.",
    "link with a title": 'Read [the letter](https://example.org/a "A long letter") first.',
    "reference link": "Read [the letter][l] first.\n\n[l]: https://example.org/a",
    "autolink": "Look at <https://example.org/a> today.",
    "link around emphasis": "Read [the *long* letter](#end) first.",
    "picture": "![A gate at night](images/gate.png)",
    "picture with a title": '![A gate at night](images/gate.png "The gate")',
    "picture with attributes": '![A gate](images/gate.png "The gate"){width=50%}',
    "picture in a sentence": "The sign ![two hands](images/hands.png) means help.",
    "note": "We walked.[^1]\n\n[^1]: It was far.",
    "note of two paragraphs": "We walked.[^1]\n\n[^1]: It was far.\n\n    And it was late.",
    "note of one word": "We walked.[^1]\n\n[^1]: Far.",
    "two notes in a sentence": "We[^a] walked[^b].\n\n[^a]: All of us.\n\n[^b]: Far.",
    "tight list": "- bread\n- roses",
    "loose list": "- bread\n\n  and butter\n\n- roses",
    "list in a list": "- bread\n    - white\n    - brown\n- roses",
    "numbered list": "1. bread\n2. roses",
    "numbered list from five": "5. bread\n6. roses",
    "lettered list": "a) bread\nb) roses",
    "task list": "- [ ] write it\n- [x] read it",
    "definition list": "Rota\n\n:   Who works when.\n\n:   A sheet on the wall.",
    "quotation": "> We walked.\n> It was far.",
    "quotation in a quotation": "> We said:\n>\n> > No more.\n>\n> They heard.",
    "wrapped quotation": "> We walked all the way to the\nwater, and nobody stopped us.",
    "table": "| Day | Shift |\n|---|---|\n| Monday | late |\n| Tuesday | early |",
    "table with alignment": "| Day | Hours |\n|:---|---:|\n| Monday | eight |",
    "table with markup": "| Day | Who |\n|---|---|\n| *Monday* | [us](#end) |",
    "table with a bar in a cell": "| Place | Year |\n|---|---|\n| Leeds \\| Bradford | the long one |",
    "division": "::: box\nWrite to us.\n:::",
    "division with a title": '::: {.box title="Write to us"}\nWe answer.\n:::',
    "division in another language": "::: {lang=pl}\nDobry wieczór.\n:::\n\nGood evening.",
    "verse": "::: verse\nWe want bread\\\nand roses too\n:::",
    "hard break": "First line\\\nsecond line",
    "hard break of two blanks": "First line  \nsecond line",
    "heading with an id": "## The end {#end}\n\nSee [the end](#end).",
    "heading with markup": "## The *long* walk\n\nFar.",
    "two headings alike": "## Again\n\nOne.\n\n## Again\n\nTwo.",
    "rule": "One.\n\n* * *\n\nTwo.",
    "code block": "Type:\n\n```\nmake all\n```",
    "struck out": "We ~~walked~~ ran.",
    "below and above": "H~2~O and m^2^ here.",
    "span with a language": "They said [dobry wieczór]{lang=pl} to us.",
    "span with a class": "The [Night Shift]{.smallcaps} is here.",
    "directives": "<!-- publish:skip -->\n\nNot this.\n\n<!-- publish:note: a joke -->\n\nBut this.",
    "escaped stars": "We got \\*stars\\* for it.",
    "what looks like a code": "Write {1} and {/1} and {2/} as they are.",
    "thin and fixed blanks": "He said\u2009“no” at 5\u00a0pm, after 9\u202f600\u00a0m.",
    "joiners and soft hyphens": "The words क्\u200dष and می\u200cخواهم and long\u00adword stay.",
    "sign of a hash": "We are #NightShift and № 5.",
    "entity": "Bread &amp; roses &lt;3 for all.",
    "typographic quotes": "“Who’s there?” — she said … ‘nobody’.",
    "straight quotes": '"Who\'s there?" -- she said...',
    "three sentences": "We met at p. 33. Then Dr. Li left. Who stayed?",
    "numbers alone": "| A | B |\n|---|---|\n| 1926 | 30 min |",
    "title, subtitle and summary": "Only a word.",
}
"""More than the fifty that were measured elsewhere: the dialect of the house, whole."""

HEAD = '---\ntitle: "A title: with a colon"\nsubtitle: And more of it\nsummary: A short one. Of two sentences.\n---\n\n'
RAW = re.compile(r"\*\*|\]\(|\[\^|^#{1,6} |^> |^\| |`|:::|<[a-z/]", re.MULTILINE)
"""What a translator must never see: marks of Markdown and HTML."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a construct."""

    name: str
    lossless: bool
    skeleton: bool
    offered: float
    raw: int
    characters: bool


def results() -> Iterator[Result]:
    """Yield what becomes of every construct."""
    for name, text in CONSTRUCTS.items():
        publication = _read(HEAD + text + "\n")
        own = edition.blocks_of(edition.original(publication))
        same = edition.blocks_of(_edition(publication, lambda said: said))
        other = edition.blocks_of(_edition(publication, pseudo))
        texts = [segment.text for segment in publication.segments]
        yield Result(
            name,
            tree.without_lines(same) == tree.without_lines(own),
            skeleton(other) == skeleton(own),
            offered(publication),
            sum(len(RAW.findall(_plain(text))) for text in texts if "\\*" not in text),
            _odd("".join(texts)) == _odd(text) or _odd(str(same)) == _odd(str(own)),
        )


def _read(text: str) -> Publication:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letter.md"
        file.write_text(text, encoding="utf-8")
        return source.read(file, "letter").publication


def _edition(publication: Publication, say: Any) -> Any:  # noqa: ANN401 - an edition
    said = tuple(Rendering(segment, say(segment.text), State.TRANSLATED) for segment in publication.segments)
    return edition.translated(publication, Translation("letter", "pl", said))


def pseudo(text: str) -> str:
    """Return what a careful imaginary translator makes of a text: every letter changed, every code kept."""
    return "".join(
        piece if CODE.fullmatch(piece) else re.sub(r"[^\W\d_]", "ż", piece)
        for piece in re.split(r"(\{/?\d{1,3}/?\})", text)
    )


def skeleton(node: object) -> object:
    """Return a tree without its words and the texts in its attributes: what no translation may change."""
    if isinstance(node, list | tuple):
        return [skeleton(child) for child in node if not (isinstance(child, dict) and child.get("t") in _WORDS)]
    if not isinstance(node, dict):
        return node
    content = node.get("c")
    if node["t"] in {"Link", "Image"}:
        content = [content[0], content[1], content[2][0]] if content else content
    if node["t"] == "Div" and content:
        content = [[*content[0][:2], [pair for pair in content[0][2] if pair[0] not in _TITLES]], content[1]]
    return {"t": node["t"], "c": skeleton(content)}


_WORDS, _TITLES = {"Str", "Space"}, {"title", "caption"}


def offered(publication: Publication) -> float:
    """Return the share of the letters in a publication that translators are offered."""
    about = publication.colophon
    whole = [about.title, about.subtitle, about.summary]
    for section in publication.sections:
        whole += list(_texts(list(section.blocks)))
    given = sum(map(_letters, (_plain(segment.text) for segment in publication.segments)))
    return given / max(sum(map(_letters, whole)), 1)


def _texts(blocks: list[Element]) -> Iterator[str]:
    """Yield all texts a reader reads but code, addresses, and what the author leaves in another language."""
    skip = False
    for block in blocks:
        directive = segments.directive_of(block)
        if directive is not None:
            skip = directive[0] == "skip"
        elif not skip and not (block["t"] == "Div" and tree.value_of(block, "lang")):
            yield from (_text(element) for element in tree.walk(block))
        else:
            skip = False


def _text(element: Element) -> str:
    if element["t"] == "Str":
        return "" if "://" in element["c"] else str(element["c"])
    if element["t"] in {"Link", "Image"}:
        return str(element["c"][2][1])
    return " ".join(tree.value_of(element, key) for key in _TITLES) if element["t"] == "Div" else ""


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _plain(text: str) -> str:
    return CODE.sub("", text)


def _odd(text: str) -> list[str]:
    return sorted(sign for sign in text if sign in "\u2009\u00a0\u202f\u200d\u200c\u00ad")
