"""A kit as a Word document: what Word, LibreOffice and people do to it, and what hostile ones try."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx import Document
from lxml import etree

from conftest import zipped
from publish import strangers
from publish.kits import docx
from publish.kits.docx.parts import made, named, text
from publish.model import JOINED, Code, Kit, Proposal, Rendering, Row, Segment, State, Term
from publish.problems import Place, PublishError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CODES = (Code(1, "link", paired=True, shown="#end"), Code(2, "note", paired=False, shown="Or last."))
SOURCES = ("Read {1}the end{/1} first.{2/}", "We walk to the water.", "We count the steps.")


def segment(number: int, codes: tuple[Code, ...] = (), note: str = "") -> Segment:
    return Segment(f"{number:08x}", SOURCES[number], codes, Place("a.md", number), note, unit=min(number, 1))


def kit_of(*targets: str, language: str = "pl") -> Kit:
    renderings = [
        Rendering(segment(number, CODES if number == 0 else ()), target, State.TRANSLATED)
        if target
        else Rendering(segment(number, CODES if number == 0 else ()))
        for number, target in enumerate((*targets, "", "", "")[:3])
    ]
    return Kit("walk", "The walk", "middle", "Middle", 1, "en", language, "12345678", tuple(renderings))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def edited(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    parts = parts_of(data)
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    return zipped({**parts, "word/document.xml": etree.tostring(root)})


def rows_in(root: etree._Element) -> list[etree._Element]:
    """Return the rows of passages: those of four cells, without the labels."""
    return [row for row in root.iter(named("tr")) if len(row.findall(named("tc"))) == 4][1:]


def cell(row: etree._Element, column: int) -> etree._Element:
    return row.findall(named("tc"))[column]


def targets(data: bytes) -> dict[str, str]:
    return {row.key[-1]: row.target for row in docx.read(data, "a").rows}


# What realistic cells of Word hold (ECMA-376 part 1, 17.13 to 17.16), each to be read as "Idziemy nad wodę.".
RUN = "<w:r><w:t>{}</w:t></w:r>"
KEEP = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
MARKED = 'w:id="9" w:author="Ala" w:date="2026-05-01T10:00:00Z"'
CELLS = {
    "plain": RUN.format("Idziemy nad wodę."),
    "pieces": KEEP.format("Idziemy ") + '<w:proofErr w:type="spellStart"/>' + KEEP.format("nad ") + RUN.format("wodę."),
    "typed with track changes": f"<w:ins {MARKED}>{RUN.format('Idziemy nad wodę.')}</w:ins>",
    "deleted with track changes": RUN.format("Idziemy nad wodę.")
    + f"<w:del {MARKED}><w:r><w:delText>rzekę</w:delText></w:r></w:del>",
    "moved": f"<w:moveFrom {MARKED}>{RUN.format('Idziemy ')}</w:moveFrom>"
    f"<w:moveTo {MARKED}>{KEEP.format('Idziemy ')}</w:moveTo>{RUN.format('nad wodę.')}",
    "content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN.format('Idziemy nad wodę.')}</w:sdtContent></w:sdt>",
    "smart tag": '<w:smartTag w:uri="urn:x" w:element="place">' + RUN.format("Idziemy nad wodę.") + "</w:smartTag>",
    "simple field": '<w:fldSimple w:instr=" QUOTE ">' + RUN.format("Idziemy nad wodę.") + "</w:fldSimple>",
    "field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE "x" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + RUN.format("Idziemy nad wodę.")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "run from right to left": '<w:dir w:val="rtl">' + RUN.format("Idziemy nad wodę.") + "</w:dir>",
    "link": "<w:hyperlink>" + RUN.format("Idziemy nad wodę.") + "</w:hyperlink>",
    "tab and break": "<w:r><w:t>Idziemy</w:t><w:tab/><w:t>nad</w:t><w:br/><w:t>wodę.</w:t></w:r>",
    "hidden": RUN.format("Idziemy nad wodę.") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ukryte</w:t></w:r>",
    "two paragraphs": RUN.format("Idziemy") + f"</w:p><w:p/><w:p>{RUN.format('nad wodę.')}",
    "control around paragraphs": "</w:p><w:sdt><w:sdtContent><w:p>"
    + RUN.format("Idziemy nad wodę.")
    + "</w:p></w:sdtContent></w:sdt><w:p>",
    "override": '<w:bdo w:val="ltr">' + RUN.format("Idziemy nad wodę.") + "</w:bdo>",
}


def with_target(inside: str) -> bytes:
    def change(root: etree._Element) -> None:
        place = cell(rows_in(root)[1], 2)
        for paragraph in place.findall(named("p")):
            place.remove(paragraph)
        place.extend(etree.fromstring(f"<x {W}><w:p>{inside}</w:p></x>"))

    return edited(docx.write(kit_of()), change)


@pytest.mark.parametrize("name", CELLS)
def test_what_a_cell_of_word_says_is_read(name: str) -> None:
    assert targets(with_target(CELLS[name]))["1"] == "Idziemy nad wodę."


def test_signs_word_has_elements_for_come_and_go_whole() -> None:
    said = "współ\u00adpraca po\u2011angielsku 9\u2009600\u00a0zł \u200c\u200d"
    data = docx.write(kit_of("", said))
    assert b"softHyphen" in parts_of(data)["word/document.xml"]
    assert targets(data)["1"] == said.strip(" ")


def test_rows_may_be_sorted() -> None:
    def change(root: etree._Element) -> None:
        rows = rows_in(root)
        rows[0].getparent().extend(reversed(rows))

    data = edited(docx.write(kit_of("A{1}b{/1}{2/}", "B", "C")), change)
    assert targets(data) == {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}
    assert [row.number for row in docx.read(data, "a").rows] == [3, 2, 1]


@pytest.mark.parametrize("tracked", [False, True])
def test_rows_may_be_deleted(tracked: bool) -> None:  # noqa: FBT001 - a parameter of the test
    def change(root: etree._Element) -> None:
        row = rows_in(root)[1]
        if tracked:
            row.find(named("trPr")).append(made("del", id="9", author="Ala"))
        else:
            row.getparent().remove(row)

    assert targets(edited(docx.write(kit_of("A", "B", "C")), change)) == {"0": "A", "2": "C"}


def test_what_stands_in_a_row_that_was_added_is_kept_as_a_note() -> None:
    def change(root: etree._Element) -> None:
        row = rows_in(root)[1]
        cells = [made("tc", made("p", made("r", text(said)))) for said in ("", "", "Cd.", "")]
        row.addnext(made("tr", *cells))

    rows = docx.read(edited(docx.write(kit_of("A", "B", "C")), change), "a").rows
    assert [row.target for row in rows] == ["A", "B", "C"]
    assert rows[1].note == "Cd."


def merge(root: etree._Element) -> None:
    """Merge the second and third passage the way Word does: the paragraphs of both in one cell."""
    first, second = rows_in(root)[1:3]
    for column in range(4):
        place = cell(first, column)
        place.extend(cell(second, column).findall(named("p")))
    second.getparent().remove(second)


def test_rows_that_were_merged_come_apart_by_their_paragraphs() -> None:
    assert targets(edited(docx.write(kit_of("A", "B", "C")), merge)) == {"0": "A", "1": "B", "2": "C"}


def test_sentences_said_as_one_in_a_merged_row_are_joined() -> None:
    assert targets(edited(docx.write(kit_of("A", "B i C")), merge)) == {"0": "A", "1": "B i C", "2": JOINED}


def test_cells_merged_over_two_rows_keep_what_they_say() -> None:
    def change(root: etree._Element) -> None:
        for place, value in zip((cell(row, 2) for row in rows_in(root)[1:3]), ("restart", "continue"), strict=True):
            place.find(named("tcPr")).append(made("vMerge", val=value))

    assert targets(edited(docx.write(kit_of("A", "B")), change)) == {"0": "A", "1": "B", "2": ""}


@pytest.mark.parametrize("column", [0, 1, 3])
@pytest.mark.parametrize("labels", [True, False])
def test_a_column_may_be_lost(column: int, labels: bool) -> None:  # noqa: FBT001 - a parameter of the test
    def change(root: etree._Element) -> None:
        for row in list(root.iter(named("tr"))):
            cells = row.findall(named("tc"))
            if len(cells) == 4:
                row.remove(cells[column])
        if not labels:
            first = next(root.iter(named("tr")))
            first.getparent().remove(first)

    data = edited(docx.write(kit_of("A", "B", "C")), change)
    assert targets(data) == {"0": "A", "1": "B", "2": "C"}


def test_number_and_control_may_be_lost_where_the_bookmark_is_left() -> None:
    def change(root: etree._Element) -> None:
        for row in rows_in(root):
            row.remove(cell(row, 0))
            for control in list(row.iter(named("sdt"))):
                control.getparent().remove(control)

    assert targets(edited(docx.write(kit_of("A", "B", "C")), change)) == {"0": "A", "1": "B", "2": "C"}


def test_what_it_belongs_to_is_known_from_the_properties_too() -> None:
    def change(root: etree._Element) -> None:
        last = [paragraph for paragraph in root.iter(named("p")) if paragraph.getparent().tag == named("body")][-1]
        last.getparent().remove(last)

    returned = docx.read(edited(docx.write(kit_of()), change), "a")
    assert (returned.name, returned.section, returned.target, returned.version) == ("walk", "middle", "pl", "12345678")


def test_a_main_part_of_another_name_is_found() -> None:
    parts = parts_of(docx.write(kit_of("", "B")))
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/document2.xml")
    assert targets(zipped(parts))["1"] == "B"


def test_a_changed_source_is_told_apart() -> None:
    def change(root: etree._Element) -> None:
        next(cell(rows_in(root)[1], 1).iter(named("t"))).text = "We run."

    assert docx.read(edited(docx.write(kit_of("", "B")), change), "a").rows[1].source == "We run."


def test_a_proposal_stands_there_unconfirmed_and_says_what_changed() -> None:
    kit = kit_of()
    stale = Rendering(segment(1), "Szliśmy.", State.STALE, previous="We walked to the water.")
    proposal = Proposal(segment(2).key, "We count them.", "Liczymy je.", 80, "spring")
    kit = replace(kit, renderings=(kit.renderings[0], stale, kit.renderings[2]), proposals=(proposal,))
    data = docx.write(kit)
    said = "\n".join(cell.text for row in Document(io.BytesIO(data)).tables[0].rows for cell in row.cells)
    assert "?? Szliśmy." in said
    assert "walked walk to the water." in said
    assert "?? Liczymy je." in said
    assert "80 % · spring" in said
    assert targets(data) == {"0": "", "1": "", "2": ""}


def test_a_volunteer_who_confirms_a_proposal_takes_its_mark_away() -> None:
    stale = Rendering(segment(1), "Szliśmy.", State.STALE, previous="We walked.")
    document = Document(io.BytesIO(docx.write(replace(kit_of(), renderings=(stale,)))))
    place = document.tables[0].rows[-1].cells[2]
    place.text = place.text.removeprefix("?? ")
    buffer = io.BytesIO()
    document.save(buffer)
    assert targets(buffer.getvalue()) == {"1": "Szliśmy."}


@pytest.mark.parametrize("above", [True, False])
def test_a_translation_beside_a_proposal_is_taken_and_the_proposal_is_not(above: bool) -> None:  # noqa: FBT001 - a parameter of the test
    stale = Rendering(segment(1), "Szliśmy.", State.STALE, previous="We walked to the water.")

    def change(root: etree._Element) -> None:
        proposal = next(cell(rows_in(root)[1], 2).iter(named("p")))
        own = made("p", made("r", text("Idziemy.")))
        (proposal.addprevious if above else proposal.addnext)(own)

    row = docx.read(
        edited(docx.write(replace(kit_of(), renderings=(kit_of().renderings[0], stale))), change), "a"
    ).rows[1]
    assert (row.target, row.note) == ("Idziemy.", "")


def test_a_proposal_that_was_worked_on_but_kept_its_mark_reaches_the_editor_as_a_note() -> None:
    stale = Rendering(segment(1), "Szliśmy \u2026 nad {1}wodę.", State.STALE, previous="We walked.")
    data = docx.write(replace(kit_of(language="ur"), renderings=(stale,)))
    assert [(row.target, row.note) for row in docx.read(data, "a").rows] == [("", "")]

    def change(root: etree._Element) -> None:
        for said in cell(rows_in(root)[0], 2).iter(named("t")):
            said.text = (said.text or "").replace("Szliśmy", "Idziemy")

    rows = docx.read(edited(data, change), "a").rows
    assert [(row.target, row.note) for row in rows] == [("", "?? Idziemy \u2026 nad {1}wodę.")]


def test_number_and_labels_are_enough_where_google_docs_dropped_the_rest() -> None:
    def change(root: etree._Element) -> None:
        etree.strip_tags(root, named("sdt"), named("sdtContent"))
        etree.strip_elements(root, named("sdtPr"), named("bookmarkStart"), named("bookmarkEnd"))

    data = edited(docx.write(kit_of("A{1}b{/1}{2/}", "B", "C")), change)
    assert b"sdt" not in parts_of(data)["word/document.xml"]
    assert targets(data) == {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}
    assert [row.source for row in docx.read(data, "a").rows] == list(SOURCES)


def test_the_sources_are_locked_and_looks_are_shown() -> None:
    root = etree.fromstring(parts_of(docx.write(kit_of()))["word/document.xml"])
    controls = [row.findall(f".//{named('sdt')}") for row in rows_in(root)]
    assert [len(found) for found in controls] == [1, 1, 1]
    locks = [lock.get(named("val")) for lock in root.iter(named("lock"))]
    assert locks == ["sdtContentLocked"] * 3
    styles = [style.get(named("val")) for style in controls[0][0].iter(named("rStyle"))]
    assert styles == ["KitCode", "KitLink", "KitCode", "KitCode"]


def test_an_author_tells_the_translator_in_the_margin() -> None:
    noted = Rendering(segment(1, note="The harbour, not the sea."))
    data = docx.write(replace(kit_of(), renderings=(noted,)))
    assert [comment.text for comment in Document(io.BytesIO(data)).comments] == ["The harbour, not the sea."]
    assert b"w:date" not in parts_of(data)["word/comments.xml"]


def test_the_glossary_stands_over_the_table() -> None:
    kit = replace(kit_of(), glossary=(Term("water", "woda", "drinking water"), Term("steps")))
    said = [paragraph.text for paragraph in Document(io.BytesIO(docx.write(kit))).paragraphs]
    assert "Słowniczek: water (drinking water) = woda" in said


@pytest.mark.parametrize(("language", "rtl"), [("ur", True), ("ar", True), ("pa", False), ("pl", False)])
def test_the_table_runs_as_the_translation_is_read(language: str, rtl: bool) -> None:  # noqa: FBT001 - a parameter of the test
    root = etree.fromstring(parts_of(docx.write(kit_of("", "B", language=language)))["word/document.xml"])
    assert (root.find(f".//{named('bidiVisual')}") is not None) == rtl
    place = cell(rows_in(root)[1], 2)
    assert (place.find(f".//{named('bidi')}").get(named("val")) is None) == rtl
    assert (place.find(f".//{named('r')}/{named('rPr')}/{named('rtl')}") is not None) == rtl
    assert {lang.get(named("bidi")) for lang in place.iter(named("lang"))} == {language}


def test_it_bears_no_clock_no_name_and_no_picture() -> None:
    parts = parts_of(docx.write(kit_of("", "B")))
    assert not [name for name in parts if "thumbnail" in name or "media" in name]
    everything = b"".join(parts.values())
    assert not [word for word in (b"dcterms", b"creator", b"lastModifiedBy", b"rsid", b"Exif") if word in everything]
    with zipfile.ZipFile(io.BytesIO(docx.write(kit_of()))) as container:
        assert {info.date_time for info in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert container.namelist()[0] == "[Content_Types].xml"


def test_it_holds_what_python_docx_would_save_and_what_xml_has_signs_of_its_own_for() -> None:
    said = 'a & b < c > "d" \u00a0 e\' \U0001f600 ]]>'
    kit = replace(kit_of(said, "", said), title=said)
    noted = replace(
        kit, renderings=(replace(kit.renderings[0], segment=segment(0, CODES, note=said)), *kit.renderings[1:])
    )
    for each in (kit, noted):
        saved = io.BytesIO()
        Document(io.BytesIO(docx.write(each))).save(saved)
        assert parts_of(saved.getvalue()) == parts_of(docx.write(each))
    assert sorted(targets(docx.write(kit)).values()) == ["", said, said]


def test_a_heading_longer_than_a_name_of_word_may_be_stands_in_it_whole() -> None:
    kit = replace(kit_of(), heading="long " * 80 + "end")
    document = Document(io.BytesIO(docx.write(kit)))
    assert len(document.core_properties.title) == 255
    assert kit.heading in [paragraph.text for paragraph in document.paragraphs]


def document_of(xml: bytes, **others: bytes) -> bytes:
    parts = parts_of(docx.write(kit_of("", "B")))
    return zipped({**parts, "word/document.xml": xml, **others})


def entity(declared: str, used: str = "&x;") -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{used}</w:t></w:r></w:p></w:body>"
    return document_of(f"<!DOCTYPE d [{declared}]><w:document {W}>{body}</w:document>".encode())


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))


def linked() -> bytes:
    buffer = io.BytesIO(docx.write(kit_of()))
    with zipfile.ZipFile(buffer, "a") as container:
        entry = zipfile.ZipInfo("word/link")
        entry.external_attr = 0o120777 << 16
        container.writestr(entry, "../../secret")
    return buffer.getvalue()


def doubled() -> bytes:
    parts = parts_of(docx.write(kit_of()))
    data = zipped({**parts, "word/documenu.xml": parts["word/document.xml"]})
    return data.replace(b"word/documenu.xml", b"word/document.xml")


def locked() -> bytes:
    data = bytearray(docx.write(kit_of()))
    start = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06"))
    data[start + 8] |= 1  # the flag of a password, in the last entry of the directory
    return bytes(data)


def stored(inside: bytes) -> bytes:
    parts = parts_of(docx.write(kit_of()))
    parts["word/document.xml"] = f"<w:d {W}>".encode() + inside + b"</w:d>"
    return zipped(parts, zipfile.ZIP_STORED)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "XXE of a file": lambda: entity('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "XXE from afar": lambda: entity('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'),
    "XXE by parameter": lambda: entity('<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;', "x"),
    "billion laughs": lambda: entity(LAUGHS, "&a9;"),
    "quadratic blow-up": lambda: entity(f'<!ENTITY x "{"x" * 50_000}">', "&x;" * 5_000),
    "four million paragraphs": lambda: document_of(b"<d>" + b"<w:p/>" * 4_000_000 + b"</d>"),
    "three million paragraphs, not compressed": lambda: stored(b"<w:p/>" * 3_000_000),
    "half a million attributes": lambda: stored(b"<w:p " + b"".join(b'a%d="" ' % n for n in range(500_000)) + b"/>"),
    "deep nesting": lambda: document_of(b"<a>" * 100_000 + b"</a>" * 100_000),
    "one node of 30 MB": lambda: document_of(b"<a>" + b"x" * 30_000_000 + b"</a>"),
    "thousands of parts": lambda: document_of(b"<a/>", **{f"word/{n}.xml": b"" for n in range(10_000)}),
    "path out": lambda: document_of(b"<a/>", **{"../../evil.xml": b"x"}),
    "absolute path": lambda: document_of(b"<a/>", **{"/etc/evil": b"x"}),
    "link": linked,
    "two of a name": doubled,
    "password": locked,
    "macros": lambda: document_of(b"<a/>", **{"word/vbaProject.bin": b"x"}),
    "cut short": lambda: docx.write(kit_of())[:3000],
    "broken text": lambda: document_of(b"<w:document"),
    "no kit": lambda: document_of(
        f"<w:document {W}><w:body/></w:document>".encode(), **{"docProps/custom.xml": b"<a/>"}
    ),
}
CODES_OF = {"broken text": "xml-broken", "no kit": "kit-unmarked", "four million paragraphs": "unsafe"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    with pytest.raises(PublishError) as refused:
        docx.read(HOSTILE[name](), "a")
    assert [problem.code for problem in refused.value.problems] == [CODES_OF.get(name, "unsafe")]
    assert all(problem.hint for problem in refused.value.problems)


MEASURED = """
import pathlib, resource, sys
from publish.kits import read_kit
from publish.problems import PublishError
try:
    read_kit("a", pathlib.Path(sys.argv[1]).read_bytes())
    print("read", end=" ")
except PublishError as error:
    print("refused", end=" ")
# Not ru_maxrss: a child begins with its parent's.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_utime)
"""
GREEDY = ("four million paragraphs", "three million paragraphs, not compressed", "half a million attributes")


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc, as Linux has it")
@pytest.mark.parametrize("name", [*GREEDY, "one node of 30 MB", "billion laughs", "thousands of parts"])
def test_what_is_greedy_gets_little_memory_and_time(tmp_path: Path, name: str) -> None:
    file = tmp_path / "greedy.docx"
    file.write_bytes(HOSTILE[name]())
    done = subprocess.run([sys.executable, "-c", MEASURED, file], capture_output=True, text=True, check=True)
    verdict, megabytes, seconds = done.stdout.split()
    assert verdict == "refused"
    assert int(megabytes) < 300
    assert float(seconds) < 2


def test_as_many_elements_as_are_taken_fit_into_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.docx"
    said = b"<w:p><w:r><w:t>word</w:t></w:r></w:p>" * (strangers.MOST_ELEMENTS // 3 - 10)
    file.write_bytes(stored(b'<w:p><w:r><w:t>publish-kit publication="a"</w:t></w:r></w:p>' + said))
    done = subprocess.run([sys.executable, "-c", MEASURED, file], capture_output=True, text=True, check=True)
    verdict, megabytes, seconds = done.stdout.split()
    assert verdict == "read"
    assert int(megabytes) < 300
    assert float(seconds) < 2


REMOTE = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
 Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
 Target="file:///etc/passwd" TargetMode="External"/></Relationships>"""


@pytest.mark.parametrize(
    "others",
    [
        {"word/_rels/document.xml.rels": REMOTE.encode()},
        {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" * 99},
        {"word/embeddings/inner.zip": zipped({"a": b"x" * 99})},
    ],
    ids=["template and picture from elsewhere", "embedded object", "zip in the zip"],
)
def test_what_is_never_followed_does_no_harm(others: dict[str, bytes]) -> None:
    parts = parts_of(docx.write(kit_of("", "B")))
    assert targets(zipped({**parts, **others}))["1"] == "B"


def test_a_picture_or_text_box_in_a_cell_is_passed_over() -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    assert targets(with_target(RUN.format("Idziemy.") + box))["1"] == "Idziemy."


def test_ten_megabytes_in_one_cell_are_read_in_time() -> None:
    assert len(targets(with_target(RUN.format("x" * 1_000_000)))["1"]) == 1_000_000


def test_the_bounds_hold_for_a_kit_far_larger_than_any() -> None:
    sentence = Segment("0000000a", "We walk to the water and count the steps.", (), Place("a.md", 1))
    many = tuple(replace(Rendering(sentence), segment=replace(sentence, key=f"{n:08x}", unit=n)) for n in range(1_000))
    data = docx.write(replace(kit_of(), renderings=many))
    assert len(docx.read(data, "a").rows) == 1_000
    assert sum(1 for _ in strangers.xml(parts_of(data)["word/document.xml"], "a").iter()) < strangers.MOST_ELEMENTS / 2


def test_a_row_says_its_number() -> None:
    assert docx.read(docx.write(kit_of("", "B")), "a").rows[1] == Row(
        "00000001", "We walk to the water.", "B", "", 2, 2
    )
