"""Inline containers to sentences with numbered codes, and back."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import tree
from publish.model import Code, Element

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CODE = re.compile(r"\{(/?)(\d{1,3})(/?)\}")
"""A numbered inline code in a segment's text: `{1}`, `{/1}` or `{2/}`."""

_PAIRED = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "struck",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "small-caps",
    "Span": "span",
    "Link": "link",
    "Quoted": "quoted",
    "Cite": "citation",
}
_SINGLE = {
    "Note": "note",
    "Code": "code",
    "Image": "picture",
    "Math": "formula",
    "RawInline": "raw",
    "LineBreak": "break",
}
# A mail address is looked for once a word: looked for at every letter, a word of 100,000 letters takes minutes.
_ADDRESS = re.compile(r"(https?://|mailto:|www\.)\S+|(?<!\S)\S[^\s@]*+@\S+\.\S+")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an inline container: text, the opening or close of a paired code, or a single code."""

    kind: str  # "text", "open", "close", "single"
    text: str = ""
    shell: Element | None = None


@dataclass(frozen=True)
class Run:
    """The tokens of one sentence, or of the break between two."""

    tokens: tuple[Token, ...]
    sentence: bool

    @functools.cached_property
    def worded(self) -> tuple[str, tuple[Code, ...], Mapping[int, Element]]:
        """The run as text with codes numbered from 1, the codes, and what each stands for."""
        return _worded(self.tokens)

    @functools.cached_property
    def is_wording(self) -> bool:
        """Whether it is a sentence that has something to translate."""
        return self.sentence and is_wording(self.worded[0])


def _tokens(inlines: Sequence[Element]) -> list[Token]:
    tokens: list[Token] = []
    for inline in inlines:
        kind = inline["t"]
        if kind == "Str":
            tokens.extend(_text_tokens(inline["c"]))
        elif kind == "Space":
            tokens.append(Token("text", " "))
        elif kind in _PAIRED and not _is_task(inline):
            tokens.append(Token("open", shell=inline))
            tokens.extend(_tokens(tree.inlines_of(inline)))
            tokens.append(Token("close", shell=inline))
        else:
            tokens.append(Token("single", shell=inline))
    return tokens


def _text_tokens(text: str) -> list[Token]:
    """Return text as tokens; what looks like a code in it is itself protected by one."""
    tokens, end = [], 0
    for match in CODE.finditer(text):
        tokens.append(Token("text", text[end : match.start()]))
        tokens.append(Token("single", shell=tree.string(match[0])))
        end = match.end()
    tokens.append(Token("text", text[end:]))
    return [token for token in tokens if token.kind != "text" or token.text]


def _is_task(inline: Element) -> bool:
    return inline["t"] == "Span" and "task" in tree.classes_of(inline)


def cut(inlines: Sequence[Element], language: str) -> Sequence[Run]:
    """Return a container as sentences, cut only at a blank or break that stands outside every paired code."""
    kinds = [(inline["t"], inline) for inline in inlines]
    words = tuple([inline["c"] if kind == "Str" else " " if kind == "Space" else None for kind, inline in kinds])
    return _runs(_tokens(inlines), language) if None in words else _cut_words(words, language)


@functools.lru_cache(maxsize=4096)
def _cut_words(words: tuple[str, ...], language: str) -> tuple[Run, ...]:
    """Return plain words as sentences; the same container is cut for each language it is translated into."""
    text = "".join(words)
    if "{" not in text and not any(" " in word for word in words if word != " "):
        return tuple(_plain_runs(text, language))
    tokens = [token for word in words for token in ((_BLANK,) if word == " " else _text_tokens(word))]
    return tuple(_runs(tokens, language))


def _plain_runs(text: str, language: str) -> Iterator[Run]:
    """Yield what `_runs` returns for plain words without codes: there, every blank stands outside of any code."""
    begins = 0
    for start in sorted(_sentence_starts(text, language)):
        if text[start - 1 : start] == " " and start - 1 > begins:
            yield Run((Token("text", text[begins : start - 1]),), sentence=True)
            yield Run((_BLANK,), sentence=False)
            begins = start
    if text[begins:]:
        yield Run((Token("text", text[begins:]),), sentence=True)


_BLANK = Token("text", " ")


def _runs(tokens: Sequence[Token], language: str) -> list[Run]:
    starts = _sentence_starts("".join(token.text for token in tokens if token.kind == "text"), language)
    runs: list[Run] = []
    current: list[Token] = []
    depth = offset = 0
    for token in tokens:
        offset += len(token.text) if token.kind == "text" else 0
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        blank = token.text == " " or (token.shell is not None and token.shell["t"] == "LineBreak")
        if blank and depth == 0 and offset in starts and current:
            runs += [Run(tuple(current), sentence=True), Run((token,), sentence=False)]
            current = []
        else:
            current.append(token)
    return [*runs, Run(tuple(current), sentence=True)] if current else runs


def _sentence_starts(text: str, language: str) -> set[int]:
    import sentencex

    if not text:
        return set()
    starts, end = set(), 0
    for sentence in sentencex.segment(language.split("-", maxsplit=1)[0], text):
        starts.add(end)
        end += len(sentence)
    return starts


def _worded(tokens: Sequence[Token]) -> tuple[str, tuple[Code, ...], Mapping[int, Element]]:
    parts: list[str] = []
    codes: list[Code] = []
    shells: dict[int, Element] = {}
    open_codes: list[int] = []
    for token in tokens:
        if token.kind == "text":
            parts.append(token.text)
        elif token.kind == "close":
            parts.append(f"{{/{open_codes.pop()}}}")
        else:
            number = len(codes) + 1
            paired = token.kind == "open"
            shell = token.shell or {}
            shells[number] = shell
            codes.append(Code(number, _kind(shell), paired, _shown(shell)))
            parts.append(f"{{{number}}}" if paired else f"{{{number}/}}")
            open_codes += [number] if paired else []
    return "".join(parts), tuple(codes), shells


def _kind(shell: Element) -> str:
    if _is_task(shell):
        return "task"
    return _PAIRED.get(shell["t"]) or _SINGLE.get(shell["t"]) or "text"


def _shown(shell: Element) -> str:
    kind = shell["t"]
    if kind == "Link":
        return str(shell["c"][2][0])
    if kind == "Image":
        return tree.plain_text(shell["c"][1]) or str(shell["c"][2][0])
    if kind == "Span":
        return tree.value_of(shell, "lang") or " ".join(tree.classes_of(shell))
    if kind == "Note":
        text = tree.plain_text(shell["c"])
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    if kind in {"Code", "Math", "RawInline"}:
        return str(shell["c"][1])
    return str(shell["c"]) if kind == "Str" else ""


_SHOWN = 60


def is_wording(text: str) -> bool:
    """Whether a text holds something to translate: letters, outside codes and addresses."""
    said = CODE.sub("", text)
    if "@" in said or ":" in said or "www." in said:
        said = _ADDRESS.sub("", said)
    return any(map(str.isalpha, said))


def hang(text: str, shells: Mapping[int, Element]) -> list[Element]:
    """Return a text with codes as inlines: each code is what it stands for, all else is plain words and spaces."""
    stack: list[tuple[int, list[Element]]] = [(0, [])]
    end = 0
    for match in CODE.finditer(text):
        stack[-1][1].extend(tree.words(text[end : match.start()]))
        end = match.end()
        number = int(match[2])
        if match[1]:
            opened, inner = stack.pop()
            stack[-1][1].append(tree.with_inlines(shells[opened], tree.tidy(inner)))
        elif match[3]:
            stack[-1][1].append(shells[number])
        else:
            stack.append((number, []))
    stack[-1][1].extend(tree.words(text[end:]))
    return tree.tidy(stack[0][1])
