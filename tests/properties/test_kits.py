"""The law of kits: what was written is read back, whatever it says, in every registered form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.kits import KITS, Form
from publish.model import JOINED, Code, Kit, Proposal, Rendering, Segment, State, Term
from publish.problems import Place

LINE = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=("Cc", "Cs")),
        st.sampled_from("ਪੰਜਾਬੀதமிழ்हिंदीગુજરાતીاردو،۔\u200c\u200d\u2009\u00a0\u00ad>#?!\\{}/“”"),
    ),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split(" ")).strip(" ") or "w")


@st.composite
def kits(draw: st.DrawFn) -> Kit:
    count = draw(st.integers(1, 5))
    renderings = []
    for index in range(count):
        text = draw(LINE) + " {1}here{/1}{2/}"
        kind = draw(st.sampled_from(["link", "emphasis", "strong", "span", "small-caps"]))
        codes = (Code(1, kind, paired=True, shown="#one"), Code(2, "note", paired=False, shown="a note"))
        note = draw(st.sampled_from(["", "mind it"]))
        context = draw(st.sampled_from(["paragraph", "heading", "cell", "verse"]))
        segment = Segment(f"{index:08x}", text, codes, Place("a.md", index), note, context, index // 2)
        target = draw(st.one_of(st.just(""), st.just(JOINED), LINE, LINE.map(lambda said: said + "{1}so{/1}{2/}")))
        done = draw(st.sampled_from([State.TRANSLATED, State.REVIEWED]))
        state = done if target else State.UNTRANSLATED
        remark = draw(st.one_of(st.just(""), LINE)).strip()  # as stores keep notes
        renderings.append(Rendering(segment, target, state, remark))
    target = draw(st.sampled_from(["pl", "pa", "ur", "ar", "ta"]))
    terms = (Term("here", draw(LINE), draw(st.one_of(st.just(""), LINE))), Term("Ala", "Ala", keep=True))
    proposals = tuple(
        Proposal(rendering.segment.key, "an old source", draw(LINE), 80, "spring")
        for rendering in renderings
        if not rendering.target and draw(st.booleans())
    )
    facts = ("sample", "Sample", "one", "One", 1, "en", target, "12345678")
    return Kit(*facts, tuple(renderings), terms, proposals)


SEGMENT = Segment("0123abcd", "Hello there.", (), Place("a.md", 1))
KIT = Kit("sample", "Sample", "one", "One", 1, "en", "pl", "12345678", (Rendering(SEGMENT),))


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
@given(kit=kits())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_back(form: Form, kit: Kit) -> None:
    data = form.write(kit)
    assert form.knows(data)
    returned = form.read(data, "a")
    facts = (returned.name, returned.section, returned.source, returned.target, returned.version)
    assert facts == (kit.name, kit.section, kit.source, kit.target, kit.version)
    assert [(row.key, row.target) for row in returned.rows] == [(r.segment.key, r.target) for r in kit.renderings]
    assert [row.source for row in returned.rows] == [r.segment.text for r in kit.renderings]
    assert [row.note for row in returned.rows] == [r.note for r in kit.renderings]


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
@given(kit=kits())
@settings(max_examples=20, deadline=None)
def test_a_proposal_nobody_confirmed_does_not_come_back_as_a_translation(form: Form, kit: Kit) -> None:
    old = "the {1}old{/1} source{2/}"
    stale = tuple(replace(r, state=State.STALE, previous=old) if r.target else r for r in kit.renderings)
    returned = form.read(form.write(replace(kit, renderings=stale)), "a")
    assert [row.target for row in returned.rows] == [""] * len(stale)


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
def test_a_note_of_several_lines_comes_back_as_a_note(form: Form) -> None:
    rendering = Rendering(SEGMENT, "Witam.", State.TRANSLATED, "Ola: is it so?\n\nJan: it is.")
    kit = replace(KIT, renderings=(rendering,))
    rows = form.read(form.write(kit), "a").rows
    assert [(row.target, " ".join(row.note.split())) for row in rows] == [("Witam.", "Ola: is it so? Jan: it is.")]


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
@given(kit=kits())
@settings(max_examples=10, deadline=None)
def test_the_same_kit_makes_the_same_bytes(form: Form, kit: Kit) -> None:
    assert form.write(kit) == form.write(kit)


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
def test_no_form_takes_the_file_of_another_for_its_own(form: Form) -> None:
    assert [other.name for other in KITS if other.knows(form.write(KIT))] == [form.name]
