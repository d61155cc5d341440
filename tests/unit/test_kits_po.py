"""A kit as a PO file: what PO tools say of it and do to it, and what hostile ones try."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import polib
import pytest
from translate.storage import pypo

from publish.kits import po
from publish.model import Code, Kit, Proposal, Rendering, Segment, State, Term
from publish.problems import Place, PublishError

if TYPE_CHECKING:
    from pathlib import Path

CODES = (Code(1, "link", paired=True, shown="#end"), Code(2, "note", paired=False, shown="Or last."))
SEGMENTS = (
    Segment("00000000", "Read {1}the end{/1} first.{2/}", CODES, Place("a.md", 1), "It is a {joke}."),
    Segment("00000001", "We walk to the water.", (), Place("a.md", 2)),
    Segment("00000002", 'We "count" the steps\\.', (), Place("a.md", 3), context="heading", unit=1),
)
RENDERINGS = (
    Rendering(SEGMENTS[0], "Najpierw {1}koniec{/1}.{2/}", State.TRANSLATED, "Czy to żart?"),
    Rendering(SEGMENTS[1], "Szliśmy nad wodę.", State.STALE, previous="We walked to the water."),
    Rendering(SEGMENTS[2]),
)
KIT = Kit("walk", "The walk", "middle", "Middle", 1, "en", "pl", "12345678", RENDERINGS)


def targets(data: bytes) -> dict[str, str]:
    return {row.key[-1]: row.target for row in po.read(data, "a").rows}


def test_an_entry_says_all_that_is_to_be_known_of_a_passage() -> None:
    terms = (Term("water", "woda"), Term("whale", "wieloryb"))
    first, second, third = polib.pofile(po.write(replace(KIT, glossary=terms)).decode())
    assert first.comment.split("\n") == ["Middle · Akapit", "It is a {joke}.", "{1}…{/1} = #end", "{2/} = Or last."]
    assert first.tcomment == "Czy to żart?"
    assert (second.flags, second.previous_msgid) == (["fuzzy"], "We walked to the water.")
    assert "Słowniczek: water = woda" in second.comment.split("\n")
    assert (third.msgctxt, third.msgstr, third.flags) == ("00000002", "", [])


def test_what_the_memory_says_is_fuzzy() -> None:
    proposal = Proposal("00000002", "We count them.", "Liczymy je.", 80, "spring")
    data = po.write(replace(KIT, proposals=(proposal,)))
    entry = polib.pofile(data.decode())[2]
    assert (entry.msgstr, entry.flags, entry.previous_msgid) == ("Liczymy je.", ["fuzzy"], "We count them.")
    assert targets(data)["2"] == ""


@pytest.mark.validators
def test_msgfmt_finds_nothing_to_say(tmp_path: Path) -> None:
    file = tmp_path / "a.po"
    file.write_bytes(po.write(KIT))
    done = subprocess.run(["msgfmt", "-c", "-o", tmp_path / "a.mo", file], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.validators
@pytest.mark.parametrize("options", [["--width=40"], ["--no-wrap"], ["--sort-output"], ["--escape"], ["--indent"]])
def test_what_gettext_saves_again_is_read_the_same(tmp_path: Path, options: list[str]) -> None:
    file = tmp_path / "a.po"
    file.write_bytes(po.write(KIT))
    done = subprocess.run(["msgcat", *options, file], capture_output=True, check=True)
    plain = {row.key: (row.source, row.target, row.note) for row in po.read(po.write(KIT), "a").rows}
    assert {row.key: (row.source, row.target, row.note) for row in po.read(done.stdout, "a").rows} == plain


LETTERS = ("Szliśmy nad wodę.", "ہم پانی تک گئے۔", "ਅਸੀਂ ਪਾਣੀ ਤੱਕ ਗਏ।", "C:\\303\\263 ó \\ę", "a\u00a0b\u200dc\u2009")


@pytest.mark.validators
@pytest.mark.parametrize("said", LETTERS)
def test_letters_written_as_their_bytes_are_read_as_letters(tmp_path: Path, said: str) -> None:
    rendering = Rendering(SEGMENTS[1], said, State.TRANSLATED)
    file = tmp_path / "a.po"
    file.write_bytes(po.write(replace(KIT, renderings=(rendering,))))
    done = subprocess.run(["msgcat", "--escape", file], capture_output=True, check=True)
    assert done.stdout != file.read_bytes()
    assert targets(done.stdout) == {"1": said}


def test_what_weblates_engine_saves_again_is_read_the_same() -> None:
    store = pypo.pofile.parsestring(po.write(KIT))
    store.updateheader(add=True, Last_Translator="Ala <ala@example.org>", PO_Revision_Date="2026-05-01 10:00+0200")
    unit = next(unit for unit in store.units if unit.getcontext() == "00000002")
    unit.target = "Liczymy „kroki”."
    assert targets(bytes(store)) == {"0": "Najpierw {1}koniec{/1}.{2/}", "1": "", "2": "Liczymy „kroki”."}


def test_an_editor_that_confirms_takes_the_flag_away() -> None:
    file = polib.pofile(po.write(KIT).decode())
    file[1].flags.remove("fuzzy")
    assert targets(str(file).encode())["1"] == "Szliśmy nad wodę."


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_are_read(ending: str) -> None:
    data = po.write(KIT).decode().replace("\n", ending).encode("utf-8-sig")
    assert targets(data)["0"] == "Najpierw {1}koniec{/1}.{2/}"


def test_a_line_break_somebody_typed_is_a_blank() -> None:
    data = po.write(KIT).replace(b"Najpierw {1}", b"Najpierw\\n  {1}")
    assert targets(data)["0"] == "Najpierw {1}koniec{/1}.{2/}"


def test_what_it_belongs_to_is_known_from_the_comment_where_a_tool_wrote_a_header_of_its_own() -> None:
    lines = [line for line in po.write(KIT).decode().split("\n") if "X-Publish" not in line]
    returned = po.read("\n".join(lines).encode(), "a")
    assert (returned.name, returned.section, returned.target, returned.version) == ("walk", "middle", "pl", "12345678")


@pytest.mark.parametrize(
    ("whole", "cut"), [('"Najpierw', "Najpierw"), ('.{2/}"\n', ".{2/}\n"), ('msgid "We walk', "We walk")]
)
def test_a_text_without_its_quotation_marks_is_refused_not_cut_short(whole: str, cut: str) -> None:
    text = po.write(KIT).decode()
    line = text[: text.rindex(whole)].count("\n") + 1
    with pytest.raises(PublishError) as caught:
        po.read((text[: text.rindex(whole)] + cut + text[text.rindex(whole) + len(whole) :]).encode(), "a.po")
    assert [(problem.code, problem.place.line) for problem in caught.value.problems] == [("po", line)]


def test_entries_that_are_gone_are_passed_over() -> None:
    data = po.write(KIT) + b'\n#~ msgid "Gone"\n#~ msgstr "Nie ma"\n'
    assert set(targets(data)) == {"0", "1", "2"}


HOSTILE = {
    "utf-7": (po.write(KIT).replace(b"charset=UTF-8", b"charset=utf-7"), "not-utf8"),
    "another charset": (po.write(KIT).replace(b"charset=UTF-8", b"charset=ISO-8859-2"), "not-utf8"),
    "a charset that is code": (po.write(KIT).replace(b"charset=UTF-8", b"charset=unicode_escape"), "not-utf8"),
    "not utf-8": (po.write(KIT).replace("ę".encode(), b"\xea"), "not-utf8"),
    "broken": (po.write(KIT) + b"\nthis is no entry\n", "po"),
    "no kit": (b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n', "kit-unmarked"),
    "many lines": (po.write(KIT) + b"#\n" * 200_000, "too-large"),
    "large": (po.write(KIT) + b'"' + b"x" * 6_000_000 + b'"', "too-large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    data, code = HOSTILE[name]
    assert po.knows(data)
    with pytest.raises(PublishError) as refused:
        po.read(data, "a")
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_file_name_as_content_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.po"
    secret.write_bytes(po.write(KIT))
    assert not po.knows(str(secret).encode())
