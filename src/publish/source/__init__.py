"""manuscript.md to publication: front matter, normal form, sections, units, and every problem found on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import project, segments, settings, tree
from publish.model import OPENING, Colophon, Element, Publication, Section
from publish.problems import Place, Problem, PublishError
from publish.source import bounds, classes, front_matter
from publish.source.kept import Shelf, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publish.settings import Given, Settings

__all__ = ["SECTION_LEVEL", "Reading", "Shelf", "read"]

SECTION_LEVEL = 2
"""A heading of this level (`##`) or above begins a section."""

_ABOUT = {"title": "title", "subtitle": "subtitle", "summary": "summary", "cover-alt": "cover_alt"}
"""What of the colophon is translated: the context of its unit, and the attribute."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A manuscript as it was read: the publication and its settings, and what was wrong on the way.

    `text` is the manuscript itself and `blocks` its whole tree, for the checks that look at them.
    """

    publication: Publication
    settings: Settings
    problems: tuple[Problem, ...]
    text: str
    blocks: tuple[Element, ...]


def read(
    manuscript: Path, slug: str, shared: Path | None = None, *, untitled: bool = False, shelf: Shelf | None = None
) -> Reading:
    """Return a manuscript read, with the settings of its house; PublishError where it cannot be read at all.

    What pandoc makes of it is kept on a shelf, where there is one. A manuscript without a title is read only where
    `untitled` allows it, under its slug, so that its other faults are found too.
    """
    place = Place(project.shown(manuscript))
    text = project.read_text(manuscript)
    matter = front_matter.split(text, place.file)
    unending = bounds.refused(matter.body, place)
    if unending is not None:
        raise PublishError(*matter.problems, unending)
    house, problems = front_matter.read_shared(shared) if shared and shared.is_file() else ([], [])
    blocks, misnamed = classes.left_out(tree_of(matter.body, manuscript, place, shelf), matter.body, place)
    blocks, title = _title_of(blocks, matter.given, place)
    resolved, more = settings.resolve([title, house, matter.given], replace(place, line=1))
    # Settings nobody could read may well hold a title: that it is missing would be said in vain.
    unread = any(problem.code == "yaml" for problem in matter.problems)
    problems = [*problems, *matter.problems, *(each for each in more if not (unread and each.code == "title-missing"))]
    if resolved is None and untitled:
        instead = settings.Given("title", slug, place)
        resolved, _ = settings.resolve([title, house, matter.given, [instead]], place)
    if resolved is None:
        raise PublishError(*problems)
    problems += [*misnamed, *_badly_named(slug, manuscript, place)]
    publication = _publication(slug, resolved.colophon, blocks, manuscript)
    return Reading(publication, resolved, tuple(problems), text, tuple(blocks))


def _badly_named(slug: str, manuscript: Path, place: Place) -> list[Problem]:
    """Return what is wrong with a slug: it stands in file names, addresses and commands, which break at other signs."""
    if project.SLUG.fullmatch(slug) and len(slug) <= project.LONGEST_SLUG:
        return []
    better = manuscript.parent.with_name(project.slug_of(manuscript))
    hint = f"rename the folder: letters a to z, digits and hyphens, such as {project.shown(better)}"
    return [Problem(place, f"“{slug}” cannot be the name of a publication", hint, "slug")]


def _title_of(blocks: list[Element], given: Sequence[Given], place: Place) -> tuple[list[Element], list[Given]]:
    """Take the title from a first heading `# …` where the front matter gives none."""
    first = next((block for block in blocks if segments.directive_of(block) is None), None)
    named = any(setting.key == "title" for setting in given)
    if named or first is None or first["t"] != "Header" or first["c"][0] != 1:
        return blocks, []
    line = replace(place, line=tree.line_of(first))
    return [block for block in blocks if block is not first], [
        settings.Given("title", tree.plain_text(first["c"][2]), line)
    ]


def _publication(slug: str, colophon: Colophon, blocks: Sequence[Element], manuscript: Path) -> Publication:
    file = project.shown(manuscript)
    parts = _split(blocks)
    about = {context: getattr(colophon, name) for context, name in _ABOUT.items() if getattr(colophon, name)}
    drafts = [segments.extract(part, colophon.lang) for part in parts]
    drafts[0] = [*segments.drafts_of_text(about, colophon.lang, 1), *drafts[0]]
    units = segments.keyed(drafts, file)
    sections = [
        Section(*_heading(part, number), tuple(part), own)
        for number, (part, own) in enumerate(zip(parts, units, strict=True))
    ]
    return Publication(slug, colophon, tuple(sections), Place(file, 1), manuscript.parent)


def _split(blocks: Sequence[Element]) -> list[list[Element]]:
    """Cut blocks into sections; what stands before the first heading is the opening, and is always there.

    A directive stands before the block it speaks of, so it goes with a heading that follows it.
    """
    parts: list[list[Element]] = [[]]
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] <= SECTION_LEVEL:
            held = _trailing_directives(parts[-1])
            parts.append([*held, block])
        else:
            parts[-1].append(block)
    return parts


def _trailing_directives(part: list[Element]) -> list[Element]:
    held: list[Element] = []
    while part and segments.directive_of(part[-1]) is not None:
        held.insert(0, part.pop())
    return held


def _heading(part: Sequence[Element], number: int) -> tuple[str, str]:
    """Return the key and the title of a section."""
    heading = next((block for block in part if block["t"] == "Header"), None)
    if number == 0 or heading is None:
        return OPENING, ""
    return str(heading["c"][1][0]), tree.plain_text(tree.without_ornaments(heading["c"][2]))
