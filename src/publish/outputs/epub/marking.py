"""The text of finished documents in reading order, and its foreign scripts told from the text around them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_X = "{http://www.w3.org/1999/xhtml}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# In these no element may stand, or their text is not read as part of the page.
_CLOSED = {f"{_X}title", f"{_X}style", f"{_X}script"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of text in a tree: the element it belongs to, and whether it stands in it or after it."""

    element: _Element
    tail: bool
    text: str
    language: str

    def cut(self, before: str, inserted: Sequence[_Element]) -> None:
        """Let the text end after `before`, and put elements behind it; their tails hold the rest."""
        parent = self.element.getparent() if self.tail else self.element
        if parent is None:
            return
        if self.tail:
            self.element.tail = before
        else:
            self.element.text = before
        at = parent.index(self.element) + 1 if self.tail else 0
        for number, element in enumerate(inserted):
            parent.insert(at + number, element)


def slots(root: _Element) -> Iterator[Slot]:
    """Yield all text of a tree in reading order, with the language it is said to be in."""
    yield from _slots(root, root.get("lang", ""))


def _slots(element: _Element, outer: str) -> Iterator[Slot]:
    if element.tag in _CLOSED:
        return
    language = element.get("lang") or outer
    if element.text:
        yield Slot(element, tail=False, text=element.text, language=language)
    for child in element:
        yield from _slots(child, language)
        if child.tail:
            yield Slot(child, tail=True, text=child.tail, language=language)


def tell_scripts(root: _Element) -> None:
    """Give every stretch in a script its language is not written in a language of its own, and a direction.

    A manuscript should say which language a passage is in; where it does not, the script is all that is known
    (BCP 47: `und-Guru`), and it is enough for a reader to find the face and the direction.
    """
    for slot in list(slots(root)):
        own = languages.language(slot.language).script.code
        if _foreign_to(own).search(slot.text):
            _wrap(slot, list(_stretches(slot.text, own)))


@functools.cache
def _foreign_to(own: str) -> re.Pattern[str]:
    """Return what finds a character that cannot stand as it is in a text of a script."""
    others = (script for code, script in languages.SCRIPTS.items() if code not in {own, *EUROPEAN})
    return re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for each in others for low, high in each.ranges) + "]")


def name_boxes(root: _Element) -> None:
    """Tell each box from the next: a box is a note beside the text, by its title, and no landmark of the document."""
    for box in root.iter(f"{_X}aside"):
        if box.get("role") is None:
            box.set("role", "note")
            title = next((part for part in box if part.get("class") == "box-title"), None)
            if title is not None:
                box.set("aria-label", "".join(str(said) for said in title.itertext()))


def _wrap(slot: Slot, parts: list[tuple[str, str]]) -> None:
    before = parts[0][0] if not parts[0][1] else ""
    inserted: list[_Element] = []
    for said, script in parts[1 if before else 0 :]:
        if not script:
            inserted[-1].tail = said
            continue
        tag = f"und-{script}"
        span = slot.element.makeelement(f"{_X}span", {"lang": tag, _XML_LANG: tag, "dir": languages.direction(tag)})
        span.text = said
        inserted.append(span)
    slot.cut(before, inserted)


def _stretches(said: str, own: str) -> Iterator[tuple[str, str]]:
    """Yield text cut where a foreign script begins and ends; the script is empty for what may stand as it is."""
    at = 0
    for start, end, script in _runs(said, own):
        if start > at:
            yield said[at:start], ""
        yield said[start:end], script
        at = end
    if at < len(said):
        yield said[at:], ""


def _runs(said: str, own: str) -> Iterator[tuple[int, int, str]]:
    """Yield where foreign scripts begin and end. Blanks and marks between two words of a script go with them.

    Only scripts that need a face or a direction of their own are told apart: Latin words in Punjabi may stand.
    """
    current, start, end = "", 0, 0
    for index, character in enumerate(said):
        script = languages.script_of(character)
        if script is None:
            continue
        foreign = "" if script in {own, *EUROPEAN} else script
        if foreign != current:
            if current:
                yield start, end, current
            current, start = foreign, index
        end = index + 1
    if current:
        yield start, end, current


EUROPEAN = {"Latn", "Grek", "Cyrl"}
