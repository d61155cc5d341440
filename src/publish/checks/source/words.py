"""Languages: whether the house can say its own words (Contents, Notes, Translated by …) in each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import languages, tree
from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.problems import Problem
    from publish.source import Reading

CODES = ("language-unknown", "words-missing", "language-invalid")


_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def find(reading: Reading) -> Iterator[Problem]:
    """Yield the languages of a publication that the house does not know, or has no words in."""
    own = reading.publication.colophon.lang
    for tag in dict.fromkeys([own, *reading.settings.languages]):
        line = scan.line_of_setting(reading, "lang" if tag == own else "languages")
        if tag.partition("-")[0].lower() not in languages.LANGUAGES:
            message = f"nothing is known of the language “{tag}”"
            hint = "check the tag (ISO 639); its script counts as Latin unless it is named, as in xx-Deva"
            yield scan.warning(reading, line, message, hint, "language-unknown")
        elif not languages.has_words(tag):
            name = languages.language(tag).english
            message = f"the house has no words in {name} yet, so Contents, Notes and the like stand in English"
            yield scan.warning(reading, line, message, f"add styles/words/{tag}.toml", "words-missing")
    yield from _invalid(reading)


def _invalid(reading: Reading) -> Iterator[Problem]:
    """A passage in a language no reading program can make out; one without letters says that none is meant."""
    for element, line in scan.elements(reading):
        tag = tree.value_of(element, "lang")
        if tag and not _TAG.fullmatch(tag):
            message = f"“{tag}” is not a language tag"
            yield scan.error(reading, line, message, "write one such as {lang=pa} or {lang=en-GB}", "language-invalid")
