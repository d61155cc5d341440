"""Where links lead and pictures lie inside an EPUB; what leads out of it must be a whole address."""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publish import tree
from publish.outputs.epub import pictures
from publish.outputs.epub.book import Resource, relative
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.model import Edition, Element
    from publish.problems import Place
    from publish.settings import Settings

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# RFC 3986: what may stand in an address as it is; a percent sign already begins an escape.
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Targets:
    """The file of each section, the file each id stands in, and each picture by the name the manuscript calls it."""

    files: Mapping[str, str]
    ids: Mapping[str, str]
    base_url: str
    pictures: Mapping[str, Resource] = field(default_factory=dict)

    def link(self, target: str, file: str) -> str:
        """Return a target as it is written in a document: another file for an id that stands there."""
        if target.startswith("#"):
            held = self.ids.get(urllib.parse.unquote(target[1:]), "")
            fragment = "#" + urllib.parse.unquote(target[1:])
            return "" if not held else fragment if held == file else relative(held, file) + fragment
        if target.startswith("/") and not target.startswith("//"):
            target = self.base_url + target
        return address(target)

    def picture(self, source: str, file: str) -> str:
        """Return where a picture lies, seen from a document."""
        return relative(self.pictures[source].file, file)


def address(target: str) -> str:
    """Return an address with everything escaped that an address cannot hold."""
    return urllib.parse.quote("https:" + target if target.startswith("//") else target, safe=_SAFE)


def targets_of(edition: Edition, settings: Settings) -> Targets:
    """Return where everything of an edition lies; PublishError with every link and picture that leads nowhere."""
    files = {section.key: f"text/section-{number:02}.xhtml" for number, section in enumerate(edition.sections)}
    elements = {section.key: list(_lined(section.blocks)) for section in edition.sections}
    ids = {name: files[key] for key, own in elements.items() for element, _ in own if (name := _id_of(element))}
    everything = [found for own in elements.values() for found in own]
    shown, problems = pictures.gather(edition, everything)
    targets = Targets(files, ids, settings.base_url, shown)
    problems = [*problems, *_lost(everything, targets, edition.place)]
    if problems:
        raise PublishError(*problems)
    return targets


def _lined(blocks: Sequence[Element]) -> Iterator[tuple[Element, int]]:
    """Yield every element of a section but words, each with the line it stands on."""
    line = 0
    for element in tree.walk(blocks, tree.WORDS):
        line = tree.line_of(element) or line
        yield element, line


def _id_of(element: Element) -> str:
    return str(tree.attr_of(element)[0])


def _lost(elements: Iterable[tuple[Element, int]], targets: Targets, file: Place) -> Iterator[Problem]:
    for element, line in elements:
        if element["t"] == "Link":
            place = replace(file, line=line)
            yield from _wrong(str(element["c"][2][0]), targets, place)
            yield from _silent(element, place)


def _silent(link: Element, place: Place) -> Iterator[Problem]:
    """Yield that a link has nothing to tap, if it is so."""
    inner = link["c"][1]
    if not tree.plain_text(inner) and not any(found["t"] == "Image" for found in tree.walk(inner)):
        message = f"the link to “{link['c'][2][0]}” has no words"
        yield Problem(place, message, "write between the square brackets where it leads", "link-empty")


def _wrong(target: str, targets: Targets, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with a link's target, if anything."""
    if target.startswith("#"):
        if urllib.parse.unquote(target[1:]) not in targets.ids:
            hint = "link to the id of a heading, such as [the poem](#ten-to-six)"
            yield Problem(place, f"the link to “{target}” leads nowhere", hint, "link-broken")
    elif target.startswith("/") and not target.startswith("//"):
        if not targets.base_url:
            hint = "set base-url to the address of your site, or write the whole address"
            yield Problem(place, f"the link to “{target}” needs the address of a site", hint, "link-site-root")
    elif not _SCHEME.match(target) and not target.startswith("//"):
        hint = "an EPUB holds no other files: write the whole address, https:// and all"
        yield Problem(place, f"the link to “{target}” leads to a file outside the EPUB", hint, "link-relative")
    elif not _sound(target):
        yield Problem(place, f"“{target}” is not an address", "copy it again from the browser", "link-address")


def _sound(target: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(target)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) if parts.scheme in {"http", "https"} or target.startswith("//") else True
