"""What is looked at in each document: language and direction, headings, pictures, notes, tables."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.epub.opened import EPUB_TYPE, XML_LANG, X, all_text, kinds, spoken, target_of, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from publish.checks.epub.opened import Opened
    from publish.problems import Problem

_AGAIN = "make it again; if it stays, please tell us, with the manuscript that shows it"
_EUROPEAN = {"Latn", "Grek", "Cyrl"}
_HEADING = re.compile(r"\{http://www\.w3\.org/1999/xhtml\}h([1-6])")
_FILE_NAME = re.compile(r"\S+\.x?html?")
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*(?!\s|inherit|currentcolor)([^;}]+)", re.IGNORECASE)


def roots(book: Opened) -> Iterator[Problem]:
    """Yield documents whose root does not say their language and direction, or whose head has no title."""
    own = book.language
    way = languages.direction(own) if own else "ltr"
    for name, root in book.documents.items():
        if root.get("lang") != own or root.get(XML_LANG) != own:
            yield book.problem("epub-language", f"{name} does not say that it is in {own}", _AGAIN)
        if root.get("dir", "ltr") != way:
            yield book.problem("epub-direction", f"{name} does not run {way}", _AGAIN)
        title = next(root.iter(f"{X}title"), None)
        said = (title.text or "").strip() if title is not None else ""
        if not said or _FILE_NAME.fullmatch(said):
            yield book.problem("epub-title", f"{name} has no title", _AGAIN)


def passages(book: Opened) -> Iterator[Problem]:
    """Yield passages whose language is said in one way only, or that run the other way and do not say so."""
    for name, root in book.documents.items():
        for element, around in _with_surroundings(root, "", ""):
            tag = element.get("lang", "")
            if tag != (element.get(XML_LANG) or ""):
                yield book.problem("epub-language", f"{name}: a passage says its language in one way only", _AGAIN)
            elif tag and languages.direction(tag) != (element.get("dir") or around):
                yield book.problem("epub-direction", f"{name}: a passage in {tag} runs the wrong way", _AGAIN)


def _with_surroundings(element: _Element, language: str, way: str) -> Iterator[tuple[_Element, str]]:
    """Yield every element with the direction of what is around it."""
    yield element, way
    inner = element.get("dir") or way
    for child in element:
        yield from _with_surroundings(child, language, inner)


def scripts(book: Opened) -> Iterator[Problem]:
    """Yield text in a script that the language around it is not written in."""
    for name, root in book.documents.items():
        body = next(root.iter(f"{X}body"), None)
        found = (
            set()
            if body is None
            else {
                (script, tag)
                for text, tag in spoken(body, root.get("lang", ""))
                for script in {languages.script_of(character) for character in text}
                if script and script not in _EUROPEAN and script != languages.language(tag).script.code
            }
        )
        for script, tag in sorted(found):
            hint = "mark it in the manuscript: [ਸਤ ਸ੍ਰੀ ਅਕਾਲ]{lang=pa}"
            yield book.problem("epub-script-unmarked", f"{name}: {script} stands in text said to be {tag}", hint)


def pictures(book: Opened) -> Iterator[Problem]:
    """Yield pictures that say nothing to those who do not see them, and are not said to be mere ornament."""
    for name, root in book.documents.items():
        for image in root.iter(f"{X}img"):
            silent = not (image.get("alt") or "").strip()
            if silent and (image.get("role") != "presentation" or image.get("alt") is None):
                hint = "say in the square brackets what it shows, or mark it {.decorative}"
                yield book.problem("epub-alt", f"{name}: the picture {image.get('src')} has no words", hint)


def headings(book: Opened) -> Iterator[Problem]:
    """Yield headings that are empty or leave out a level, and documents without anything to read."""
    for name, root in book.documents.items():
        last = 0
        for element in root.iter():
            found = _HEADING.fullmatch(element.tag)
            if found is None:
                continue
            level = int(found[1])
            if not told(element):
                yield book.problem("epub-heading", f"{name} has an empty heading", "give it words, or take it out")
            if last and level > last + 1:
                message = f"{name}: a heading of level {level} stands under one of level {last}"
                yield book.problem("epub-heading", message, "leave out no level")
            last = level
        body = next(root.iter(f"{X}body"), None)
        if body is not None and not all_text(body).strip() and next(body.iter(f"{X}img"), None) is None:
            yield book.problem("epub-empty", f"{name} has nothing in it", "take the empty section out")


def identifiers(book: Opened) -> Iterator[Problem]:
    """Yield ids that stand twice in a document: a link finds only the first."""
    for name, root in book.documents.items():
        ids = Counter(str(key) for element in root.iter() if (key := element.get("id")))
        for key in sorted(key for key, count in ids.items() if count > 1):
            yield book.problem("epub-id", f"{name} has the id {key} twice", _AGAIN)


def notes(book: Opened) -> Iterator[Problem]:
    """Yield notes that do not pop up: those that do not say in both ways what they are, or miss each other."""
    for name, root in book.documents.items():
        named = {element.get("id"): element for element in root.iter()}
        for element in root.iter():
            if not kinds(element) & {"noteref", "footnote", "endnote"}:
                continue
            if fault := _note_fault(name, element, named):
                yield book.problem("epub-note", f"{name}: {fault}", _AGAIN)


def _note_fault(name: str, element: _Element, named: dict[str | None, _Element]) -> str:
    """Return what keeps a call or a note from working, if anything."""
    said = {element.get(EPUB_TYPE, ""), element.get("role", "").removeprefix("doc-")}
    if len(said) > 1 or "endnote" in said:
        return "a note is not told to every reader as one"
    if "footnote" in said:
        return _footnote_fault(element)
    if len(element) or not (element.text or "").strip():
        return "the call of a note holds something else than its number"
    file, fragment = target_of(name, element.get("href", ""))
    target = named.get(fragment)
    if file != name or target is None or "footnote" not in kinds(target):
        return "the call of a note does not lead to one in the same file"
    return ""


def _footnote_fault(element: _Element) -> str:
    """Return what is wrong with a note: the link back comes first, or Kindle's pop-ups run together."""
    back = next((link for link in element.iter(f"{X}a") if "backlink" in kinds(link)), None)
    if back is None:
        return "a note has no way back"
    before = all_text(element).partition(all_text(back))[0]
    if before.strip():
        return "the way back does not stand first in its note"
    if not all_text(element).replace(all_text(back), "", 1).strip():
        return "a note has no words"
    return ""


def tables(book: Opened) -> Iterator[Problem]:
    """Yield tables of which nobody hears what their columns are."""
    for name, root in book.documents.items():
        for table in root.iter(f"{X}table"):
            cells = list(table.iter(f"{X}th"))
            if not cells or any(not cell.get("scope") for cell in cells):
                yield book.problem("epub-table", f"{name} has a table without headings", "give it a first row of them")


def colours(book: Opened) -> Iterator[Problem]:
    """Yield style sheets that give text a colour of its own: on a dark page it is lost."""
    for name, data in book.files.items():
        if name.endswith(".css") and (found := _COLOUR.search(data.decode("utf-8", "replace"))):
            hint = "leave the colour of text to the reader"
            yield book.problem("epub-colour", f"{name} colours text {found[1].strip()}", hint)
        if name.endswith(".css") and re.search(rb"(?<![-\w.#])a\s*\{[^}]*text-decoration\s*:\s*none", data):
            yield book.problem("epub-colour", f"{name} hides links among the words", "underline them")
