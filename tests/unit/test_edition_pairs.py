"""Two editions of one tree side by side: every block beside its own, names kept apart, and whose company is needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from publish import edition, source, tree
from publish.build.planning import in_company
from publish.model import Edition, Rendering, State, Translation
from publish.outputs import Company

ROOT = Path(__file__).parents[2] / "source"


def both(slug: str) -> tuple[Edition, Edition]:
    """Return a sample, and a translation of it that says everything as the original does."""
    publication = source.read(ROOT / slug / "manuscript.md", slug).publication
    said = tuple(Rendering(segment, segment.text, State.REVIEWED) for segment in publication.segments)
    return edition.original(publication), edition.translated(publication, Translation(slug, "pl", said))


@pytest.mark.parametrize("slug", ["break-time", "night-shift"])
def test_everything_stands_beside_its_own_and_nothing_is_lost(slug: str) -> None:
    one, other = both(slug)
    for own, beside in zip(one.sections, other.sections, strict=True):
        found = edition.pairs(own, beside)
        assert [tree.plain_text(left) for left, _ in found] == [tree.plain_text(right) for _, right in found]
        said = "".join(tree.plain_text(left).replace(" ", "") for left, _ in found)
        assert said == tree.plain_text(list(own.blocks)).replace(" ", "")


def test_items_of_a_list_stand_beside_each_other_and_keep_their_numbers() -> None:
    one, other = both("break-time")
    section = next(at for at, own in enumerate(one.sections) if any(b["t"] == "OrderedList" for b in own.blocks))
    lists = [left[0] for left, _ in edition.pairs(one.sections[section], other.sections[section])]
    numbers = [block["c"][0][0] for block in lists if block["t"] == "OrderedList"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(len(block["c"][1]) == 1 for block in lists if block["t"] == "OrderedList")


def test_sections_that_do_not_match_stand_beside_each_other_whole() -> None:
    one, other = both("break-time")
    shorter = replace(other.sections[1], blocks=other.sections[1].blocks[:-1])
    assert edition.pairs(one.sections[1], shorter) == [(list(one.sections[1].blocks), list(shorter.blocks))]


def test_names_are_kept_apart_and_links_follow_them() -> None:
    one, other = both("night-shift")
    apart = edition.named_apart(other)
    names = [{tree.attr_of(found)[0] for found in tree.walk(edition.blocks_of(each))} - {""} for each in (one, apart)]
    links = {
        str(found["c"][2][0])[1:]
        for found in tree.walk(edition.blocks_of(apart))
        if found["t"] == "Link" and str(found["c"][2][0]).startswith("#")
    }
    assert names[0]
    assert not names[0] & names[1]
    assert links <= names[1]
    assert all(section.key.startswith("pl-") for section in apart.sections)
    assert edition.blocks_of(other) == edition.blocks_of(both("night-shift")[1])


def test_an_output_gets_the_company_it_needs_and_is_made_of_nothing_else() -> None:
    one, other = both("break-time")
    complete = (one, other)
    assert [made.siblings for made in (in_company(each, complete, Company.NONE) for each in complete) if made] == [
        ("pl",),
        ("en-GB",),
    ]
    assert in_company(one, complete, Company.ORIGINAL) is None
    assert in_company(other, complete, Company.ALL) is None
    assert in_company(one, (one,), Company.ALL) is None
    assert [made.others for made in (in_company(other, complete, Company.ORIGINAL),) if made] == [(one,)]
    assert [made.others for made in (in_company(one, complete, Company.ALL),) if made] == [(other,)]
