"""A Word kit that LibreOffice saved as OpenDocument says the same, and what hostile ones try there."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from publish.kits import docx
from publish.kits.docx.parts import made, named
from publish.problems import PublishError
from unit import test_kits_docx as word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

MIMETYPE = b"application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
    }.items()
)
MARK = 'publish-kit publication="walk" section="middle" source="en" target="pl" version="12345678"'
HIDDEN = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'


def odt(inside: str, **others: bytes) -> bytes:
    """Return an OpenDocument kit in which this stands in the cell of the translation."""
    cell = "<table:table-cell>{}</table:table-cell>"
    labels = "".join(cell.format(f"<text:p>{name}</text:p>") for name in ("#", "Oryginał", "Tłumaczenie", "Uwagi"))
    number = cell.format("<text:p>2</text:p><text:p>00000001</text:p>")
    row = (
        number + cell.format("<text:p>We walk to the water.</text:p>") + cell.format(inside) + cell.format("<text:p/>")
    )
    table = f"<table:table><table:table-header-rows><table:table-row>{labels}</table:table-row>"
    table += f"</table:table-header-rows><table:table-row>{row}</table:table-row></table:table>"
    body = f"<office:body><office:text>{table}<text:p>{MARK}</text:p></office:text></office:body>"
    styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    content = f"<office:document-content {SPACES}>{styles}{body}</office:document-content>".encode()
    return word.zipped({"mimetype": MIMETYPE, "content.xml": content, **others})


# What LibreOffice writes into a paragraph (OpenDocument 1.3 part 3, 5 and 6), each to be read as "Idziemy nad wodę.".
CELLS = {
    "plain": "<text:p>Idziemy nad wodę.</text:p>",
    "spans": "<text:p><text:span>Idziemy <text:span>nad</text:span></text:span> wodę.</text:p>",
    "broken over lines": "<text:p>Idziemy\n      nad wodę.</text:p>",
    "blanks and tab": "<text:p>Idziemy<text:s/>nad<text:tab/>wodę.</text:p>",
    "line break": "<text:p>Idziemy<text:line-break/>nad wodę.</text:p>",
    "two paragraphs": "<text:p>Idziemy</text:p><text:p/><text:p>nad wodę.</text:p>",
    "list": "<text:list><text:list-item><text:p>Idziemy nad wodę.</text:p></text:list-item></text:list>",
    "heading": "<text:h>Idziemy nad wodę.</text:h>",
    "link": '<text:p><text:a>Idziemy</text:a> nad <text:bookmark text:name="x"/>wodę.</text:p>',
    "inserted with track changes": '<text:p>Idziemy <text:change-start text:change-id="1"/>nad '
    '<text:change-end text:change-id="1"/>wodę.</text:p>',
    "deleted with track changes": '<text:p>Idziemy nad <text:change text:change-id="1"/>wodę.</text:p>',
    "hidden": '<text:p>Idziemy nad wodę.<text:span text:style-name="H">ukryte</text:span></text:p>',
    "note and comment": "<text:p>Idziemy nad wodę.<text:note><text:note-body><text:p>x</text:p></text:note-body>"
    "</text:note><office:annotation><text:p>y</text:p></office:annotation></text:p>",
    "picture and text box": "<text:p>Idziemy nad wodę.<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box>"
    "</draw:frame></text:p>",
    "page break": "<text:p>Idziemy nad <text:soft-page-break/>wodę.</text:p>",
    "control of a form": "<text:p><loext:content-control xmlns:loext='urn:x'>Idziemy nad wodę.</loext:content-control>"
    "</text:p>",
}


@pytest.mark.parametrize("name", CELLS)
def test_what_a_cell_of_libreoffice_says_is_read(name: str) -> None:
    data = odt(CELLS[name])
    assert docx.knows(data)
    (row,) = docx.read(data, "a").rows
    assert (row.key, row.source, row.target, row.number) == (
        "00000001",
        "We walk to the water.",
        "Idziemy nad wodę.",
        2,
    )


def test_deleted_text_kept_apart_is_no_text() -> None:
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
    data = odt(f"{deleted}</text:changed-region></text:tracked-changes><text:p>Idziemy.</text:p>")
    assert docx.read(data, "a").rows[0].target == "Idziemy."


def entity(declared: str, used: str) -> bytes:
    parts = word.parts_of(odt(f"<text:p>{used}</text:p>"))
    return word.zipped({**parts, "content.xml": f"<!DOCTYPE d [{declared}]>".encode() + parts["content.xml"]})


def locked() -> bytes:
    data = bytearray(odt("<text:p/>"))
    start = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06"))
    data[start + 8] |= 1
    return bytes(data)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "XXE": lambda: entity('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
    "billion laughs": lambda: entity(word.LAUGHS, "&a9;"),
    "many paragraphs": lambda: odt("<text:p/>" * 2_000_000),
    "deep nesting": lambda: odt("<text:span>" * 50_000 + "</text:span>" * 50_000),
    "path out": lambda: odt("<text:p/>", **{"../../evil.xml": b"x"}),
    "macros": lambda: odt("<text:p/>", **{"Basic/Standard/Module1.xml": b"x"}),
    "password": locked,
    "no text": lambda: word.zipped({"mimetype": MIMETYPE, "meta.xml": b"<a/>"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    with pytest.raises(PublishError) as refused:
        docx.read(HOSTILE[name](), "a")
    assert [problem.code for problem in refused.value.problems] == ["unsafe"]


@pytest.mark.parametrize("span", ["4000000000", "-1", "x", "٣"])
def test_a_cell_that_claims_to_be_endless_is_as_wide_as_a_table(span: str) -> None:
    inside = f'<text:p>Idziemy<text:s text:c="{span}"/>nad wodę.</text:p>'
    parts = word.parts_of(odt(inside))
    wide = f'<table:table-cell table:number-columns-spanned="{span}"><text:p/>'.encode()
    assert parts["content.xml"].count(b"<table:table-cell><text:p/>") == 1
    content = parts["content.xml"].replace(b"<table:table-cell><text:p/>", wide)
    data = word.zipped({**parts, "content.xml": content})
    assert re.fullmatch(r"Idziemy +nad wodę\.", docx.read(data, "a").rows[0].target)


soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


def saved(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Return Word documents as LibreOffice saves them, as OpenDocument."""
    (folder / "in").mkdir()
    for number, data in enumerate(files.values()):
        (folder / "in" / f"{number:03d}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    given = sorted(map(str, (folder / "in").iterdir()))
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(folder / "out"), *given]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return dict(zip(files, (file.read_bytes() for file in sorted((folder / "out").iterdir())), strict=True))


@pytest.mark.validators
@soffice
def test_every_cell_of_word_says_the_same_once_libreoffice_saved_it(tmp_path: Path) -> None:
    cells = saved({name: word.with_target(inside) for name, inside in word.CELLS.items()}, tmp_path)
    said = {name: word.targets(data)["1"] for name, data in cells.items()}
    assert said == dict.fromkeys(word.CELLS, "Idziemy nad wodę.")


def sort(root: etree._Element) -> None:
    rows = word.rows_in(root)
    rows[0].getparent().extend(reversed(rows))


def delete(root: etree._Element) -> None:
    row = word.rows_in(root)[2]
    row.getparent().remove(row)


def delete_tracked(root: etree._Element) -> None:
    row = word.rows_in(root)[2]
    row.find(named("trPr")).append(made("del", id="9", author="Ala", date="2026-05-01T10:00:00Z"))
    for run in list(row.iter(named("r"))):
        gone = made("del", id="10", author="Ala", date="2026-05-01T10:00:00Z")
        run.addprevious(gone)
        gone.append(run)
        for said in run.iter(named("t")):
            said.tag = named("delText")


def lose(column: int) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        for row in list(root.iter(named("tr"))):
            cells = row.findall(named("tc"))
            if len(cells) == 4:
                row.remove(cells[column])

    return change


def merge_cells(root: etree._Element) -> None:
    for place, value in zip(
        (word.cell(row, 3) for row in word.rows_in(root)[1:3]), ("restart", "continue"), strict=True
    ):
        place.find(named("tcPr")).append(made("vMerge", val=value))


ROWS: dict[str, tuple[Callable[[etree._Element], None], dict[str, str]]] = {
    "sorted": (sort, {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}),
    "deleted": (delete, {"0": "A{1}b{/1}{2/}", "1": "B"}),
    "deleted with track changes": (delete_tracked, {"0": "A{1}b{/1}{2/}", "1": "B"}),
    "without numbers": (lose(0), {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}),
    "without sources": (lose(1), {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}),
    "without notes": (lose(3), {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}),
    "merged": (word.merge, {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}),
    "cells merged": (merge_cells, {"0": "A{1}b{/1}{2/}", "1": "B", "2": "C"}),
}


@pytest.mark.validators
@soffice
def test_what_people_do_to_rows_is_read_once_libreoffice_saved_it(tmp_path: Path) -> None:
    kit = docx.write(word.kit_of("A{1}b{/1}{2/}", "B", "C"))
    files = saved({name: word.edited(kit, change) for name, (change, _) in ROWS.items()}, tmp_path)
    assert {name: word.targets(data) for name, data in files.items()} == {
        name: said for name, (_, said) in ROWS.items()
    }


@pytest.mark.validators
@soffice
def test_what_it_belongs_to_is_known_from_its_properties_too(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        last = [paragraph for paragraph in root.iter(named("p")) if paragraph.getparent().tag == named("body")][-1]
        last.getparent().remove(last)

    data = saved({"a": word.edited(docx.write(word.kit_of()), change)}, tmp_path)["a"]
    returned = docx.read(data, "a")
    assert (returned.name, returned.section, returned.target, returned.version) == ("walk", "middle", "pl", "12345678")
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert container.read("mimetype") == MIMETYPE
