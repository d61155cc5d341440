"""A kit as XLIFF: what its rules refuse, what CAT tools do to it, and what hostile ones try."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from translate.storage import xliff as older_store
from translate.storage import xliff2 as store

from publish import strangers
from publish.kits import xliff
from publish.kits.xliff import rules
from publish.model import Code, Kit, Proposal, Rendering, Segment, State, Term
from publish.problems import Place, PublishError

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = (Code(1, "link", paired=True, shown="#end"), Code(2, "note", paired=False, shown="Or last."))
SEGMENTS = (
    Segment("00000000", "Read {1}the end{/1} first.{2/}", CODES, Place("a.md", 1), "It is a joke."),
    Segment("00000001", "We walk to the water.", (), Place("a.md", 2)),
    Segment("00000002", "We count <the> steps & rest.", (), Place("a.md", 3), context="heading", unit=1),
)
RENDERINGS = (
    Rendering(SEGMENTS[0], "Najpierw {1}koniec{/1}.{2/}", State.REVIEWED, "Czy to żart?"),
    Rendering(SEGMENTS[1], "Szliśmy nad wodę.", State.STALE, previous="We walked to the water."),
    Rendering(SEGMENTS[2]),
)
KIT = Kit("walk", "The walk", "middle", "Middle", 1, "en", "ur", "12345678", RENDERINGS)
CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
BOTH = pytest.mark.parametrize(
    ("write", "read"),
    [(xliff.write, xliff.read), (xliff.write_older, xliff.read_older)],
    ids=["2.1", "1.2"],
)


def targets(data: bytes) -> dict[str, str]:
    read = xliff.read if xliff.knows(data) else xliff.read_older
    return {row.key[-1]: row.target for row in read(data, "a").rows}


def said_of(data: bytes) -> list[str]:
    return [fault.says for fault in rules.find(strangers.xml(data, "a"))]


def test_our_own_files_keep_the_rules() -> None:
    proposal = Proposal("00000002", "We count them.", "Liczymy je.", 80, "spring")
    kit = replace(KIT, glossary=(Term("water", "پانی", "drinking water"), Term("whale")), proposals=(proposal,))
    assert said_of(xliff.write(kit)) == []


def test_a_unit_says_all_that_is_to_be_known_of_it() -> None:
    kit = replace(KIT, glossary=(Term("water", "پانی"), Term("whale", "وہیل")))
    root = etree.fromstring(xliff.write(kit))
    assert root.find(f"{CORE}file").attrib["trgDir"] == "rtl"
    segments = list(root.iter(f"{CORE}segment"))
    assert [(one.get("state"), one.get("subState")) for one in segments] == [
        ("reviewed", None),
        ("initial", "publish:stale"),
        ("initial", None),
    ]
    link, note = segments[0][0]
    assert (link.tag, link.get("type"), link.get("dispStart"), link.get("canDelete")) == (
        f"{CORE}pc",
        "link",
        "{1}",
        "no",
    )
    assert (note.tag, note.get("disp"), note.get("canDelete")) == (f"{CORE}ph", "{2/}", "no")
    assert [data.text for data in root.iter(f"{CORE}data")] == ["link #end", "note Or last."]
    assert [term.text for term in root.iter("{urn:oasis:names:tc:xliff:glossary:2.0}term")] == ["water"]
    match = next(root.iter("{urn:oasis:names:tc:xliff:matches:2.0}match"))
    assert [side.text for side in match] == ["We walked to the water.", "Szliśmy nad wodę."]


@pytest.mark.parametrize("write", [xliff.write, xliff.write_older], ids=["2.1", "1.2"])
def test_a_proposal_counts_only_where_it_was_confirmed_or_changed(write: Callable[[Kit], bytes]) -> None:
    assert targets(write(KIT))["1"] == ""
    root = etree.fromstring(write(KIT))
    target = [side for side in root.iter("{*}target") if side.getparent().tag.endswith(("segment", "trans-unit"))][1]
    target.text = "Idziemy."
    assert targets(etree.tostring(root))["1"] == "Idziemy."
    confirmed = write(KIT).replace(b' subState="publish:stale"', b"")
    confirmed = confirmed.replace(b"needs-review-translation", b"translated")
    assert targets(confirmed)["1"] == "Szliśmy nad wodę."


def test_weblates_engine_opens_both() -> None:
    units = [unit for unit in store.Xliff2File.parsestring(xliff.write(KIT)).units if unit.source.strip()]
    assert len(units) >= 3
    units = older_store.xlifffile.parsestring(xliff.write_older(KIT)).units
    assert [unit.target for unit in units[1:]] == ["Szliśmy nad wodę.", None]
    assert units[0].isapproved()


def test_what_weblates_engine_saves_again_is_read() -> None:
    opened = older_store.xlifffile.parsestring(xliff.write_older(KIT))
    opened.units[2].target = "قدم"
    assert targets(bytes(opened)) == {"0": "Najpierw {1}koniec{/1}.{2/}", "1": "", "2": "قدم"}


def in_file(
    unit: str, *, file: str = "", root: str = 'version="2.1" srcLang="en" trgLang="pl"', spaces: str = ""
) -> bytes:
    opening = f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" {root} xmlns:my="urn:my" {spaces}>'
    return f'{opening}<file id="f1">{file}<unit id="u1">{unit}</unit></file></xliff>'.encode()


def segment(source: str, target: str | None = None, about: str = "") -> str:
    said = "" if target is None else f"<target>{target}</target>"
    return f"<segment{about}><source>{source}</source>{said}</segment>"


VALID = {
    "text": in_file(segment("a", "b")),
    "pair over two segments": in_file(segment('<sc id="1"/>a') + segment('b<ec startRef="1"/>')),
    "isolated": in_file(segment('<sc id="1" isolated="yes"/>a')),
    "reordered": in_file(segment('a<ph id="1"/><ph id="2"/>', '<ph id="2"/>b<ph id="1"/>')),
    "sequence": in_file(
        segment(
            '<ph id="1" canReorder="firstNo" canCopy="no" canDelete="no"/>'
            '<ph id="2" canReorder="no" canCopy="no" canDelete="no"/>'
        )
    ),
    "comment": in_file(
        '<notes><note id="n1">x</note></notes>' + segment('<mrk id="m" type="comment" ref="#n=n1">a</mrk>')
    ),
    "extension": in_file("<my:x id='1'/>" + segment("a"), file="<my:x id='1'/>"),
    "orders": in_file(
        '<segment><source>a</source><target order="2">b</target></segment>'
        '<segment><source>a</source><target order="1">b</target></segment>'
    ),
    "character": in_file(segment('a<cp hex="001A"/>')),
}


@pytest.mark.parametrize("name", VALID)
def test_what_is_valid_is_accepted(name: str) -> None:
    assert said_of(VALID[name]) == []


NO = 'canCopy="no" canDelete="no"'
# One way to break each constraint of the standard; every one is accepted by the schema, or by tools, or by both.
INVALID = {
    "no file": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en"/>',
    "another root": b"<tmx/>",
    "no version": in_file(segment("a"), root='srcLang="en"'),
    "no source language": in_file(segment("a"), root='version="2.1"'),
    "source language": in_file(segment("a"), root='version="2.1" srcLang="e"'),
    "target without language": in_file(segment("a", "b"), root='version="2.1" srcLang="en"'),
    "language of a source": in_file('<segment><source xml:lang="ja">a</source></segment>'),
    "language that is inherited": in_file(segment("a"), root='version="2.1" srcLang="en" xml:lang="ja"'),
    "no segment": in_file("<ignorable><source> </source></ignorable>"),
    "no source": in_file("<segment><target>a</target></segment>"),
    "two sources": in_file("<segment><source>a</source><source>a</source></segment>"),
    "notes at the end": in_file(segment("a") + "<notes><note>x</note></notes>"),
    "empty notes": in_file("<notes/>" + segment("a")),
    "empty data": in_file("<originalData/>" + segment("a")),
    "text between": in_file(segment("a") + "x"),
    "unknown element": in_file(segment("<b>a</b>")),
    "unknown attribute": in_file(segment("a", about=' translate="no"')),
    "extension in a segment": in_file("<segment><source>a</source><my:x/></segment>"),
    "extension on a code": in_file(segment('<pc id="1" my:x="1">a</pc>')),
    "extension on a source": in_file('<segment><source my:x="1">a</source></segment>'),
    "id": in_file(segment("a", about=' id="#1"')),
    "id of two segments": in_file(segment("a", about=' id="s"') + segment("a", about=' id="s"')),
    "id of two codes": in_file(segment('<ph id="1"/><ph id="1"/>')),
    "id of two notes": in_file('<notes><note id="n">x</note><note id="n">x</note></notes>' + segment("a")),
    "id of two data": in_file('<originalData><data id="d"/><data id="d"/></originalData>' + segment("a")),
    "id of two extensions": in_file('<my:x id="1"/><my:y id="1"/><my:x id="1"/>' + segment("a")),
    "state": in_file(segment("a", about=' state="done"')),
    "subState": in_file(segment("a", about=' subState="my:x"')),
    "subState without a prefix": in_file(segment("a", about=' state="initial" subState="x"')),
    "type": in_file(segment('<ph id="1" type="bold"/>')),
    "subType alone": in_file(segment('<ph id="1" subType="xlf:b"/>')),
    "subType of another type": in_file(segment('<ph id="1" type="fmt" subType="xlf:var"/>')),
    "data that is not there": in_file(segment('<ph id="1" dataRef="d"/>')),
    "sub-flow that is not there": in_file(segment('<ph id="1" subFlows="u9"/>')),
    "copy of nothing": in_file(segment('<ph id="1"/><ph id="2" copyOf="9"/>')),
    "copy of what may not be": in_file(segment(f'<ph id="1" {NO}/><ph id="2" copyOf="1"/>')),
    "start without end": in_file(segment('<sc id="1"/>a')),
    "end without start": in_file(segment('a<ec startRef="1"/>')),
    "end before start": in_file(segment('<ec startRef="1"/>a<sc id="1"/>')),
    "isolated with its end": in_file(segment('<sc id="1" isolated="yes"/>a<ec startRef="1"/>')),
    "isolated end with startRef": in_file(segment('<ec startRef="1" isolated="yes"/>')),
    "unlike ends": in_file(segment('<sc id="1" canDelete="no"/>a<ec startRef="1"/>')),
    "annotation without end": in_file(segment('<sm id="1" translate="no"/>a')),
    "no sequence begun": in_file(segment(f'<ph id="1" canReorder="no" {NO}/>')),
    "fixed and copied": in_file(segment('<ph id="1" canReorder="firstNo"/>')),
    "character": in_file(segment('<cp hex="00A0"/>')),
    "no hexadecimal": in_file(segment('<cp hex="zz"/>')),
    "comment without text": in_file(segment('<mrk id="m" type="comment">a</mrk>')),
    "comment whose note is elsewhere": in_file(
        segment('<mrk id="m" type="comment" ref="#f=f1/n=n1">a</mrk>'), file='<notes><note id="n1">x</note></notes>'
    ),
    "fragment": in_file(segment('<mrk id="m" type="my:x" ref="#/u=u1/f=f1/n=1">a</mrk>')),
    "two at one place": in_file(
        '<segment><source>a</source><target order="2">b</target></segment>' + segment("a", "b")
    ),
    "blanks kept otherwise": in_file('<segment><source xml:space="preserve">a</source><target>b</target></segment>'),
    "unknown to its module": in_file(
        "<val:rules/>" + segment("a"), spaces='xmlns:val="urn:oasis:names:tc:xliff:validation:2.0"'
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_is_invalid_is_refused(name: str) -> None:
    assert said_of(INVALID[name])
    with pytest.raises(PublishError) as refused:
        xliff.read(INVALID[name], "a")
    assert {problem.code for problem in refused.value.problems} == {"xliff-invalid"}
    assert all(problem.hint for problem in refused.value.problems)


OF_ROWS = {
    "code deleted": in_file(segment('a<ph id="1" canDelete="no"/>', "b")),
    "target with half a pair": in_file(segment("a", '<sc id="1"/>b')),
    "sequence apart": in_file(
        segment(
            f'<ph id="1" canReorder="firstNo" {NO}/><ph id="2" canReorder="no" {NO}/><ph id="3"/>',
            f'<ph id="1" canReorder="firstNo" {NO}/><ph id="3"/><ph id="2" canReorder="no" {NO}/>',
        )
    ),
}


@pytest.mark.parametrize("name", OF_ROWS)
def test_a_fault_in_the_codes_of_a_target_is_left_to_its_row(name: str) -> None:
    assert [fault.of_row for fault in rules.find(strangers.xml(OF_ROWS[name], "a"))] == [True]
    with pytest.raises(PublishError) as refused:
        xliff.read(OF_ROWS[name], "a")
    assert [problem.code for problem in refused.value.problems] == ["kit-unmarked"]


def test_a_code_that_was_deleted_refuses_its_row_alone() -> None:
    data = xliff.write(KIT)
    root = etree.fromstring(data)
    target = root.find(f".//{CORE}segment/{CORE}target")
    etree.strip_elements(target, f"{CORE}ph", with_tail=False)
    assert targets(etree.tostring(root))["0"] == "Najpierw {1}koniec{/1}."


def test_what_it_belongs_to_is_known_from_a_note_where_a_tool_dropped_the_metadata() -> None:
    root = etree.fromstring(xliff.write(KIT))
    for metadata in list(root.iter("{urn:oasis:names:tc:xliff:metadata:2.0}metadata")):
        metadata.getparent().remove(metadata)
    returned = xliff.read(etree.tostring(root), "a")
    assert (returned.name, returned.section, returned.target, returned.version) == ("walk", "middle", "ur", "12345678")


def test_a_note_a_tool_added_reaches_the_editor() -> None:
    data = xliff.write(KIT).replace(
        b'</notes>\n      <segment id="00000002"', b'<note>Which steps?</note></notes><segment id="00000002"'
    )
    assert [row.note for row in xliff.read(data, "a").rows] == ["Czy to żart?", "", "Which steps?"]


def test_segments_are_known_by_what_they_say_where_a_tool_renamed_them() -> None:
    root = etree.fromstring(xliff.write_older(KIT))
    for number, unit in enumerate(root.iter("{urn:oasis:names:tc:xliff:document:1.2}trans-unit")):
        unit.set("id", str(number))
    assert [(row.key, row.source) for row in xliff.read_older(etree.tostring(root), "a").rows][1:] == [
        ("", "We walk to the water."),
        ("", "We count <the> steps & rest."),
    ]


def test_annotations_of_a_tool_are_looked_through() -> None:
    data = xliff.write(KIT).replace(b"koniec", b'<mrk id="q" type="term">koniec</mrk>')
    assert targets(data)["0"] == "Najpierw {1}koniec{/1}.{2/}"


def hostile(doctype: str, used: str) -> bytes:
    root = xliff.write(KIT).decode().partition("?>")[2]
    return f"{doctype}{root}".replace("We walk to the water.", used).encode()


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
HOSTILE = {
    "XXE": (hostile('<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), "unsafe"),
    "billion laughs": (hostile(f"<!DOCTYPE x [{LAUGHS}]>", "&a9;"), "unsafe"),
    "document type": (hostile('<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd">', "a"), "unsafe"),
    "many small elements": (xliff.write(KIT).replace(b"</file>", b"<a/>" * 300_000 + b"</file>"), "unsafe"),
    "deep": (xliff.write(KIT).replace(b"</file>", b"<a>" * 300), "unsafe"),
    "broken": (xliff.write(KIT)[:-20], "xml-broken"),
    "utf-7": (xliff.write(KIT).replace(b"'UTF-8'", b"'UTF-7'"), "xml-broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    data, code = HOSTILE[name]
    assert xliff.knows(data)
    with pytest.raises(PublishError) as refused:
        xliff.read(data, "a")
    assert [problem.code for problem in refused.value.problems] == [code]


BROKEN_OLDER = {
    "no source": (b"<source>We walk to the water.</source>", b""),
    "doubled id": (b'id="00000001"', b'id="00000002"'),
}


@pytest.mark.parametrize("name", BROKEN_OLDER)
def test_an_older_file_that_is_invalid_is_refused(name: str) -> None:
    with pytest.raises(PublishError) as refused:
        xliff.read_older(xliff.write_older(KIT).replace(*BROKEN_OLDER[name]), "a")
    assert {problem.code for problem in refused.value.problems} == {"xliff-invalid"}
