"""What stands before the text: cover, contents and imprint, or the masthead of a leaflet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from publish import languages
from publish.markup import tag, text
from publish.problems import PublishError
from publish.typesetting import faces, ground, pictures
from publish.typesetting.ties import TIE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Colophon, Edition
    from publish.typesetting.pictures import Picture

CONTENTS = 3
"""Fewer sections than this are found without a table of contents."""

# How many characters of a title stand on one row of the contents; how many rows leave room for the imprint under
# them, where lines are as far apart as those of Latin text; how many a page of contents has at most.
_ROW = 48
_ROWS = 16
_MOST = 36
_LEADING = 1.42

# A title of more characters than this is set smaller on the cover, and smaller still.
_LONG = 42
_LONGER = 90

_UPRIGHT = 0.9
"""A cover picture whose width is less than this share of its height fills the cover, or what the title leaves of it.

The title stands over it where it is light there, and on the paper above it where it is not.
"""


def matter(edition: Edition) -> str:
    """Return the pages before the text: the cover, and behind it the contents over the imprint.

    Where they do not fit on one page, the imprint stays behind the cover and the contents stand on the next.
    """
    listed, ours = contents(edition), imprint(edition, "imprint")
    rows = _rows(edition)
    # A careful guess, for what does not fit would be printed over.
    if rows * faces.manner(edition.language).leading / _LEADING <= _ROWS:
        return cover(edition) + tag("div", {"class": "inside"}, listed + ours)
    close = {"class": "listed", "style": f"--rows:{min(rows, _MOST)}"}
    return cover(edition) + tag("div", {"class": "inside"}, ours) + tag("div", close, listed)


def _rows(edition: Edition) -> int:
    """Return how many rows the contents take, long titles counted as often as they turn over."""
    return sum(math.ceil(len(section.title) / _ROW) for section in edition.sections if section.title)


def masthead(edition: Edition) -> str:
    """Return the head of a leaflet: its title and subtitle, and whose it is."""
    about = edition.colophon
    line = _dotted(edition, (about.publisher, _issue(edition), _date(edition)))
    lines = (_line("series", line), tag("h1", {}, text(about.title)), _line("subtitle", about.subtitle))
    return tag("header", {"class": "masthead"}, "".join(lines))


def cover(edition: Edition, beside: Edition | None = None) -> str:
    """Return the cover: the title, whose it is, the picture, where there is one, and the title in a second language."""
    about = edition.colophon
    picture, shape = _picture(edition)
    top = tag("div", {"class": "cover-top"}, _line("publisher", about.publisher) + _series(about))
    length = "longer" if len(about.title) > _LONGER else "long" if len(about.title) > _LONG else None
    title = (tag("h1", {"class": length}, text(about.title)), _line("subtitle", about.subtitle), _authors(edition))
    foot = _line("issue", _issue(edition)) + _line("date", _date(edition))
    second = _second_title(beside, about.title) if beside is not None else ""
    middle = tag("div", {"class": "cover-title"}, "".join(title) + second)
    last = tag("div", {"class": "cover-foot"}, foot) if foot else ""
    return tag("header", {"class": f"cover {shape}"}, picture + top + middle + last)


def _second_title(edition: Edition, first: str) -> str:
    about = edition.colophon
    said = {"class": "second-title", "lang": edition.language, "dir": languages.direction(edition.language)}
    title = _line("title", about.title) if about.title != first else ""
    return tag("div", said, title + _line("subtitle", about.subtitle))


def _series(about: Colophon) -> str:
    return _line("series", about.series) if about.series not in {about.title, about.publisher} else ""


def _authors(edition: Edition) -> str:
    """Return who wrote it, where that is not the collective itself and not too many for a cover."""
    names = edition.colophon.authors
    if not names or names == (edition.colophon.publisher,) or len(names) > CONTENTS:
        return ""
    return _line("authors", joined(edition.language, names))


def _picture(edition: Edition) -> tuple[str, str]:
    """Return the picture of the cover and how the cover is laid out around it; one that cannot be read is left out.

    What is wrong with it is said when the page is set, with every other picture.
    """
    about = edition.colophon
    if not about.cover:
        return "", "drawn"
    try:
        picture = pictures.read(edition.folder, about.cover, edition.place)
        shape = _shape(picture)
    except PublishError:
        shape = "banded"
    image = tag("img", {"src": pictures.address(about.cover), "alt": about.cover_alt or about.title})
    return tag("div", {"class": "cover-picture"}, image), shape


def _shape(picture: Picture) -> str:
    """Return how a cover is laid out around its picture."""
    if not 0 < picture.proportion < _UPRIGHT:
        return "banded"
    return "filled" if ground.is_light(picture) else "under"


def contents(edition: Edition) -> str:
    """Return the table of contents, where there are sections enough to need one."""
    listed = [section for section in edition.sections if section.title]
    if len(listed) < CONTENTS:
        return ""
    # The heading's own markup stays in the text; the contents name it in plain words.
    rows = [
        tag("li", {}, tag("a", {"href": f"#{section.key}"}, tag("span", {"class": "entry"}, text(section.title))))
        for section in listed
    ]
    heading = tag("h2", {}, text(languages.words(edition.language)["contents"]))
    return tag("nav", {"class": "contents"}, heading + tag("ol", {}, "".join(rows)))


def imprint(edition: Edition, place: str) -> str:
    """Return the imprint: who publishes, when, under what licence, who translated, and what is not finished."""
    about, said = edition.colophon, languages.words(edition.language)
    translators = (about.translators or {}).get(edition.language, ())
    rows = [
        _line("imprint-title", about.title) if place == "imprint" else "",
        _line("", _dotted(edition, (_issue(edition), _date(edition)))) if place == "imprint" else "",
        _named(edition, "written-by", "names", about.authors),
        _line("", said["published-by"].format(name=about.publisher)) if about.publisher else "",
        _named(edition, "translated-by", "names", translators),
        _from(edition),
        _labelled(said["contact"], _dotted(edition, about.contact)),
        _labelled(said["licence"], about.licence),
        _line("identifier", about.identifier),
        _unfinished(edition),
    ]
    content = "".join(rows)
    return tag("section", {"class": place}, content) if content else ""


def _named(edition: Edition, word: str, slot: str, names: Sequence[str]) -> str:
    said = languages.words(edition.language)[word]
    return _line("", said.format(**{slot: joined(edition.language, names)})) if names else ""


def _labelled(label: str, value: str) -> str:
    return (
        tag("p", {}, tag("span", {"class": "label"}, text(label)) + " " + tag("bdi", {}, text(value))) if value else ""
    )


def _tongue(edition: Edition) -> str:
    """Return the name of the original's language, as the readers of the edition call it."""
    return text(languages.name_in(edition.language, edition.original))


def _from(edition: Edition) -> str:
    if edition.language == edition.original:
        return ""
    said = text(languages.words(edition.language)["translated-from"])
    return tag("p", {}, said.replace("{language}", _tongue(edition)))


def _unfinished(edition: Edition) -> str:
    """Return the notice that part of the edition is not translated: nothing untranslated is published unsaid."""
    if edition.coverage >= 1:
        return ""
    said = text(languages.words(edition.language)["incomplete"])
    percent = str(int(edition.coverage * 100))
    return tag("p", {"class": "incomplete"}, said.replace("{percent}", percent).replace("{language}", _tongue(edition)))


def _issue(edition: Edition) -> str:
    number = edition.colophon.issue
    return languages.words(edition.language)["issue"].format(number=number) if number else ""


def _date(edition: Edition) -> str:
    """Return the date, whose day and month and year no line parts."""
    date = edition.colophon.date
    return languages.date_in(edition.language, date).replace(" ", TIE) if date else ""


def joined(language: str, names: Sequence[str]) -> str:
    """Return names as a language lists them: `A, B and C`."""
    said, kept = languages.words(language), [apart(language, name) for name in names]
    if len(kept) < 2:
        return "".join(kept)
    return said["list-comma"].join(kept[:-1]) + said["list-and"] + kept[-1]


def apart(language: str, part: str) -> str:
    """Return a part of a line so that its direction does not mix with its neighbours' (UAX #9: isolates)."""
    return f"\u2068{part}\u2069" if part and languages.direction(language) == "rtl" else part


def _dotted(edition: Edition, parts: Sequence[str]) -> str:
    return " · ".join(apart(edition.language, part) for part in parts if part)


def _line(css: str, content: str) -> str:
    return tag("p", {"class": css or None}, text(content)) if content else ""
