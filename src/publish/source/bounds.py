"""What pandoc would never come to the end of: found in the text beforehand, and refused with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.problems import Place

MOST_SIGNS = 12_000_000
"""How long a text may be: some two million words, so that no file fills a machine's memory by mistake."""

MOST_NOTES = 20_000
"""How many footnotes a text may come to, those inside of footnotes counted as often as they are printed."""

MOST_LINKS = 800
"""How many links, pictures and marked passages a paragraph may hold: pandoc's time and memory grow with their square.

With 900, it takes 6 seconds and its 512 MB; with 3,000 it would take minutes and some gigabytes.
"""

_DEFINITION = re.compile(r"[ ]{0,3}(?:>[ ]?)*+\[\^([^\]\s]{1,200})\]:")
_USE = re.compile(r"\[\^([^\]\s]{1,200})\]")
_LINK = re.compile(r"\][\[({]")
_BEGINS_ANEW = re.compile(r"[ \t>]*(?:[-*+#|:]|\d+[.)]|\[[^\]]*\]:)")
_CODE = re.compile(r"(`+)[^`\n]*\1")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_HEAPED = re.compile("[\u0300-\u036f\u20d0-\u20ff]{100}")
# Signs of the keyboard only, for there are scripts that put no blanks between words; `>>>` is bounded by its depth.
_ENDLESS = re.compile(r"[!-=?-~]{10000}")


def refused(text: str, place: Place) -> Problem | None:
    """Return why a text is not given to pandoc: notes inside of themselves, or accents without end; None for others."""
    if len(text) > MOST_SIGNS:
        message, hint = f"the text has more than {MOST_SIGNS:,} signs", "divide it into several publications"
        return Problem(place, message, hint, "too-large")
    endless = _ENDLESS.search(text)
    if endless:
        message, hint = "here stand 10,000 signs without a blank", "break them into words, or take them out"
        return _too_large(text, endless, place, message, hint)
    heaped = _HEAPED.search(text)
    if heaped:
        message, hint = "a letter here carries a hundred accents", "take out all that it does not need"
        return _too_large(text, heaped, place, message, hint)
    linked = _linked(text)
    if linked:
        message = f"this paragraph holds more than {MOST_LINKS} links"
        hint = "make a list of them, or put a blank line between some"
        return Problem(replace(place, line=linked), message, hint, "too-large")
    inside, lines = _notes(text)
    return _unending(inside, lines, place)


def _too_large(text: str, found: re.Match[str], place: Place, message: str, hint: str) -> Problem:
    line = text.count("\n", 0, found.start()) + 1
    return Problem(replace(place, line=line), message, hint, "too-large")


def _linked(text: str) -> int:
    """Return the first line of a paragraph with more links than pandoc can manage, 0 where there is none."""
    begun = count = 0
    for number, line, blank_before in _prose(text):
        # A cell and an item are paragraphs of their own.
        if blank_before or "|" in line or _BEGINS_ANEW.match(line):
            begun, count = number, 0
        count += 0 if "|" in line else len(_LINK.findall(_CODE.sub("", line)))
        if count > MOST_LINKS:
            return begun
    return 0


def _notes(text: str) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return the notes that each note's text holds, and the line each stands on."""
    inside: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    current = ""
    for number, line, blank_before in _prose(text):
        definition = _DEFINITION.match(line)
        if definition:
            current = definition[1].casefold()
            lines.setdefault(current, number)
        elif blank_before and not line.startswith(("    ", "\t", ">")):
            current = ""
        if current:
            held = _CODE.sub("", line[definition.end() if definition else 0 :])
            inside.setdefault(current, []).extend(use[1].casefold() for use in _USE.finditer(held))
    return inside, lines


def _prose(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the lines outside of fenced code that are not blank: number, line, and whether a blank one precedes it."""
    fence, blank = "", True
    for number, line in enumerate(text.split("\n"), start=1):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and line.strip():
            yield number, line, blank
        blank = not line.strip()


def _unending(inside: Mapping[str, list[str]], lines: Mapping[str, int], place: Place) -> Problem | None:
    """Count what each note comes to, those it holds first; one that is met again on the way down is inside itself."""
    weight: dict[str, int] = {}
    on_the_way: set[str] = set()
    waiting = [*inside]
    while waiting:
        label = waiting[-1]
        held = [other for other in inside.get(label, ()) if other in inside]
        missing = [other for other in held if other not in weight]
        if label in weight or not missing:
            weight.setdefault(label, 1 + sum(weight[other] for other in held))
            on_the_way.discard(waiting.pop())
        elif label in on_the_way or label in missing:
            return _inside_itself(label, lines, place)
        else:
            on_the_way.add(label)
            waiting += dict.fromkeys(missing)
        if weight.get(label, 0) > MOST_NOTES:
            return _too_many(label, lines, place)
    return None


def _inside_itself(label: str, lines: Mapping[str, int], place: Place) -> Problem:
    message = f"footnote [^{label}] stands inside its own text, so it has no end"
    hint = "take its mark out of the note, and out of the notes that stand in it"
    return Problem(replace(place, line=lines[label]), message, hint, "note-endless")


def _too_many(label: str, lines: Mapping[str, int], place: Place) -> Problem:
    message = f"footnote [^{label}] comes to more than {MOST_NOTES} notes with all that stand inside of it"
    return Problem(replace(place, line=lines[label]), message, "write out fewer notes within notes", "too-large")
