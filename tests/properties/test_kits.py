"""The law of kits: what was written is read back, whatever it says, in every registered form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.kits import KITS, Form
from publish.model import Code, Kit, Rendering, Segment, State
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
        codes = (Code(1, "link", paired=True, shown="#one"), Code(2, "note", paired=False, shown="a note"))
        segment = Segment(f"{index:08x}", text, codes, Place("a.md", index), draw(st.sampled_from(["", "mind it"])))
        target = draw(st.one_of(st.just(""), LINE))
        state = State.TRANSLATED if target else State.UNTRANSLATED
        renderings.append(Rendering(segment, target, state, draw(st.one_of(st.just(""), LINE))))
    target = draw(st.sampled_from(["pl", "pa", "ur", "ar", "ta"]))
    return Kit("sample", "Sample", "one", "One", 1, "en", target, "12345678", tuple(renderings))


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
    stale = tuple(replace(r, state=State.STALE, previous="the old source") if r.target else r for r in kit.renderings)
    returned = form.read(form.write(replace(kit, renderings=stale)), "a")
    assert [row.target for row in returned.rows] == [""] * len(stale)


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
@given(kit=kits())
@settings(max_examples=10, deadline=None)
def test_the_same_kit_makes_the_same_bytes(form: Form, kit: Kit) -> None:
    assert form.write(kit) == form.write(kit)


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
def test_no_form_takes_the_file_of_another_for_its_own(form: Form) -> None:
    segment = Segment("0123abcd", "Hello there.", (), Place("a.md", 1))
    kit = Kit("sample", "Sample", "one", "One", 1, "en", "pl", "12345678", (Rendering(segment),))
    assert [other.name for other in KITS if other.knows(form.write(kit))] == [form.name]
