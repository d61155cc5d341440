"""A section goes out, is translated, comes back in any wrapping, and becomes an edition; what is hostile is refused."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from conftest import zipped
from publish import edition, project, source, translations, tree
from publish.kits import KITS, Form, kits_of
from publish.model import State
from publish.workshop import handoff, receiving, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Said
    from publish.project import House
    from publish.source import Reading

MANUSCRIPT = """---
title: The walk
summary: A short one. It has two sentences.
contact: letters@example.org
languages: [pl, ur]
---

Read [the end](#end) first.[^1] It is *short*.

## Middle {#middle}

We walk to the water. We count the steps.

## End

Then we rest.

[^1]: Or read it last.
"""

PLAIN = handoff.Wanted(forms=("markdown",))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    folder = tmp_path / "house" / "source" / "walk"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text(MANUSCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "house")
    return project.House(tmp_path / "house")


def reading_of(house: House) -> Reading:
    return source.read(house.manuscript("walk"), "walk", house.shared())


def translate(text: str) -> str:
    return re.sub(r"[A-Za-z]+(?![^{]*\})", lambda match: match[0][::-1].lower(), text)


def fill(kit: str, say: Callable[[str], str] = translate) -> str:
    """Write a translation under every passage of a Markdown kit."""

    def under(match: re.Match[str]) -> str:
        return f"{match[0]}\n{say(match[2])}\n"

    return re.sub(r"(### [^\n]*\n\n)> ([^\n]*)\n(?:>[^\n]*\n)*", under, kit)


def hand_out(house: House, language: str = "pl") -> list[Path]:
    out = handoff.hand_off(house, reading_of(house), [language], PLAIN)
    assert out.problems == ()
    return [file for file in out.files if file.suffix == ".md"]


def current(house: House, language: str = "pl") -> translations.Translation:
    publication = reading_of(house).publication
    return translations.current(publication, language, house.translation("walk", language))


def test_each_section_is_one_file_and_all_of_them_one_zip_with_instructions(house: House) -> None:
    out = handoff.hand_off(house, reading_of(house), ["pl", "ur"], PLAIN)
    names = [str(file.relative_to(house.dist)) for file in out.files]
    assert names[:4] == [f"walk/handoff/pl/{name}" for name in ("00-opening.md", "01-middle.md", "02-end.md")] + [
        "walk/handoff/walk.pl.zip"
    ]
    with zipfile.ZipFile(house.dist / "walk/handoff/walk.ur.zip") as bundle:
        assert bundle.namelist() == ["README.txt", "00-opening.md", "01-middle.md", "02-end.md"]
        readme = bundle.read("README.txt").decode()
    assert "letters@example.org" in readme
    assert "اردو" in readme


def test_a_language_is_one_however_its_tag_is_written(house: House, publish: Callable[..., Said]) -> None:
    assert publish("handoff", "walk", "--to", "PL,pl", "--form", "markdown").code == 0
    assert [folder.name for folder in (house.dist / "walk/handoff").iterdir() if folder.is_dir()] == ["pl"]
    file = house.handoff("walk", "pl") / "01-middle.md"
    file.write_text(fill(file.read_text(encoding="utf-8")).replace('target="pl"', 'target="PL"', 1), encoding="utf-8")
    assert receiving.receive(house, [file]).stores == (house.translation("walk", "pl"),)
    about = MANUSCRIPT.replace("[pl, ur]", "[PL, pl, PA-guru, EN-gb]")
    house.manuscript("walk").write_text(about, encoding="utf-8")
    assert status.languages_of(house, reading_of(house)) == ["pl", "pa-Guru", "en-GB"]


def test_a_section_is_named_by_its_heading_too(house: House, publish: Callable[..., Said]) -> None:
    said = publish("handoff", "walk", "--to", "pl", "--section", "MIDDLE", "--section", "end")
    assert [line.rpartition("/")[2] for line in said.out.splitlines()] == [
        "01-middle.docx",
        "02-end.docx",
        "walk.pl.zip",
    ]
    house.manuscript("walk").write_text(
        MANUSCRIPT.replace("## Middle {#middle}", "## At last, the water"), encoding="utf-8"
    )
    assert "01-at-last-the-water" in publish("handoff", "walk", "--to", "pl", "--section", "At last, the water").out
    assert publish("handoff", "walk", "--to", "pl", "--section", "Start").code == 1


def test_a_section_with_a_very_long_heading_is_a_file_too(house: House) -> None:
    manuscript = house.manuscript("walk")
    long = "very long " * 60
    manuscript.write_text(manuscript.read_text(encoding="utf-8").replace("## End", f"## {long}"), encoding="utf-8")
    out = handoff.hand_off(house, reading_of(house), ["pl"], handoff.Wanted(forms=tuple(form.name for form in KITS)))
    assert out.problems == ()
    receipt = receiving.receive(house, [house.handoff("walk", "pl")])
    assert {kit.problems for kit in receipt.kits} == {()}
    assert len(receipt.kits) == 3 * len(KITS)


def test_the_same_hand_off_makes_the_same_bytes(house: House) -> None:
    first = [file.read_bytes() for file in handoff.hand_off(house, reading_of(house), ["pl"], PLAIN).files]
    assert [file.read_bytes() for file in handoff.hand_off(house, reading_of(house), ["pl"], PLAIN).files] == first


def test_a_section_translated_and_returned_becomes_an_edition(house: House) -> None:
    for file in hand_out(house):
        file.write_text(fill(file.read_text(encoding="utf-8")), encoding="utf-8")
    receipt = receiving.receive(house, [house.handoff("walk", "pl")])
    assert [problem for kit in receipt.kits for problem in kit.problems] == []
    assert receipt.stores == (house.translation("walk", "pl"),)
    translation = current(house)
    assert translation.coverage == 1
    made = edition.translated(reading_of(house).publication, translation)
    assert made.colophon.title == translate("The walk")
    assert made.colophon.summary == translate("A short one. It has two sentences.")
    assert [section.key for section in made.sections] == ["opening", "middle", "end"]
    blocks = edition.blocks_of(made)
    assert tree.plain_text(blocks[0]) == translate("Read the end first. It is short.")
    assert [element["c"][2][0] for element in tree.walk(blocks) if element["t"] == "Link"] == ["#end"]
    notes = [tree.plain_text(element["c"]) for element in tree.walk(blocks) if element["t"] == "Note"]
    assert notes == [translate("Or read it last.")]


@pytest.mark.parametrize("wrap", ["file", "folder", "zip", "windows"])
def test_kits_come_back_in_any_wrapping(house: House, tmp_path: Path, wrap: str) -> None:
    text = fill(hand_out(house)[1].read_text(encoding="utf-8"))
    back = tmp_path / "back"
    back.mkdir()
    path = back / "renamed (2).txt"
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig") if wrap == "windows" else text.encode())
    if wrap == "zip":
        bundle = tmp_path / "mail.zip"
        with zipfile.ZipFile(bundle, "w") as archive:
            archive.write(path, "inner/Ordner ü/x.md")
        path = bundle
    receipt = receiving.receive(house, [back if wrap == "folder" else path])
    assert receipt.problems == ()
    assert [kit.taken for kit in receipt.kits] == [3]
    assert {r.segment.text for r in current(house).renderings if r.done} == {
        "Middle",
        "We walk to the water.",
        "We count the steps.",
    }


LOST = {
    "one number": lambda text: re.sub(r"### 3 .*\n", "", text),
    "all numbers": lambda text: re.sub(r"### .*\n", "", text),
    "their signs": lambda text: text.replace("### ", ""),
    "signs for stars": lambda text: re.sub("### (.*)", r"**\1**", text),
    "quoted in a mail": lambda text: re.sub("^", "> ", text, flags=re.MULTILINE),
    "UTF-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("name", LOST)
def test_what_programs_do_to_a_text_file_puts_nothing_under_another_passage(house: House, name: str) -> None:
    file = hand_out(house)[0]
    changed = LOST[name](fill(file.read_text(encoding="utf-8")))
    file.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    receipt = receiving.receive(house, [file])
    assert [(kit.taken, kit.problems) for kit in receipt.kits] == [(6, ())]
    said = {r.segment.text: r.target for r in current(house).renderings if r.target}
    assert said == {text: translate(text) for text in said}


@pytest.mark.parametrize("form", KITS, ids=lambda form: form.name)
def test_what_was_written_over_the_source_is_not_passed_over(house: House, form: Form) -> None:
    publication = reading_of(house).publication
    kit = kits_of(publication, current(house))[1]
    over = [replace(r, segment=replace(r.segment, text=translate(r.segment.text))) for r in kit.renderings]
    house.dist.mkdir()
    file = house.dist / "back"
    file.write_bytes(form.write(replace(kit, renderings=tuple(over))))
    received = receiving.receive(house, [file]).kits[0]
    assert [problem.code for problem in received.problems] == ["row-source"] * 3
    assert (received.taken, received.empty) == (0, 0)


def test_a_translation_beside_a_source_somebody_touched_is_taken(house: House) -> None:
    file = hand_out(house)[1]
    text = fill(file.read_text(encoding="utf-8"))
    file.write_text(text.replace("> We walk to the water.", "> We walk  to the water !"), encoding="utf-8")
    kit = receiving.receive(house, [file]).kits[0]
    assert (kit.taken, kit.problems) == (3, ())


def test_a_file_without_passages_and_a_folder_without_files_are_told(house: House, tmp_path: Path) -> None:
    file = hand_out(house)[1]
    file.write_text(file.read_text(encoding="utf-8").partition("\n")[0], encoding="utf-8")
    assert [problem.code for problem in receiving.receive(house, [file]).problems] == ["kit-empty"]
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    (nothing / ".DS_Store").write_bytes(b"x")
    assert [problem.code for problem in receiving.receive(house, [nothing]).problems] == ["parcel-empty"]


FOREIGN = {
    b"": "the file is empty",
    b"{\\rtf1 x": "this is a text in RTF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "this is an old Word document (.doc), or one with a password",
    b"%PDF-1.7": "this is a PDF, and nothing can be taken out of it",
    b"Rar!\x1a\x07": "this is an archive, and only zips are opened",
    zipped({"inner.zip": zipped({"a.md": b"x"})}): "this is a zip inside of a zip, or a document of another program",
}


@pytest.mark.parametrize("data", FOREIGN, ids=FOREIGN.values())
def test_what_is_no_kit_is_called_by_its_name(house: House, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "returned.docx"
    file.write_bytes(data)
    assert [problem.message for problem in receiving.receive(house, [file]).problems] == [FOREIGN[data]]


def test_a_dry_run_writes_nothing(house: House) -> None:
    file = hand_out(house)[1]
    file.write_text(fill(file.read_text(encoding="utf-8")), encoding="utf-8")
    receipt = receiving.receive(house, [file], dry_run=True)
    assert (receipt.kits[0].taken, receipt.stores) == (3, ())
    assert not house.translation("walk", "pl").exists()


def test_a_unit_with_a_fault_is_refused_alone_with_its_line(house: House) -> None:
    file = hand_out(house)[0]
    broken = fill(file.read_text(encoding="utf-8")).replace("daer {1}eht dne{/1} tsrif.{2/}", "daer eht dne tsrif.")
    file.write_text(broken, encoding="utf-8")
    kit = receiving.receive(house, [file]).kits[0]
    assert [problem.code for problem in kit.problems] == ["row-code-missing", "row-code-missing"]
    lines = broken.split("\n")
    assert all("Read {1}the end{/1}" in "\n".join(lines[p.place.line - 1 :][:4]) for p in kit.problems)
    states = {r.segment.text: r.state for r in current(house).renderings}
    assert states["Read {1}the end{/1} first.{2/}"] is State.UNTRANSLATED
    assert states["It is {1}short{/1}."] is State.TRANSLATED


def test_a_link_closed_the_way_it_looks_from_right_to_left_is_understood(house: House) -> None:
    file = hand_out(house, "ur")[0]
    typed = "پہلے \u2066{1}\u2069آخر\u2066{1/}\u2069 پڑھیں۔{2}"
    text = file.read_text(encoding="utf-8").replace("first.{2/}\n", f"first.{{2/}}\n\n{typed}\n", 1)
    file.write_text(text, encoding="utf-8")
    kit = receiving.receive(house, [file]).kits[0]
    assert (kit.taken, kit.problems) == (1, ())
    assert "پہلے {1}آخر{/1} پڑھیں۔{2/}" in {r.target for r in current(house, "ur").renderings}


def test_a_change_in_one_section_leaves_the_kits_of_the_others_as_they_are(house: House) -> None:
    before = {file: file.read_bytes() for file in hand_out(house)}
    changed = MANUSCRIPT.replace("We count the steps.", "We count all the steps.")
    house.manuscript("walk").write_text(changed, encoding="utf-8")
    assert [file.name for file in hand_out(house) if file.read_bytes() != before[file]] == ["01-middle.md"]


def test_what_a_volunteer_wrote_is_put_aside_before_a_new_hand_off(house: House) -> None:
    file = hand_out(house)[1]
    filled = fill(file.read_text(encoding="utf-8"))
    file.write_text(filled, encoding="utf-8")
    out = handoff.hand_off(house, reading_of(house), ["pl"], PLAIN)
    assert [problem.code for problem in out.problems] == ["kit-kept"]
    assert file.with_name("01-middle.kept-1.md").read_text(encoding="utf-8") == filled


def test_a_kit_of_an_older_manuscript_is_merged_by_what_it_says(house: House) -> None:
    file = hand_out(house)[1]
    filled = fill(file.read_text(encoding="utf-8"))
    manuscript = house.manuscript("walk")
    changed = MANUSCRIPT.replace("We walk to the water.", "We all walk to the water.")
    manuscript.write_text(changed.replace("We count the steps.", "We count the steps. Slowly."), encoding="utf-8")
    file.write_text(filled, encoding="utf-8")
    kit = receiving.receive(house, [file]).kits[0]
    assert [problem.code for problem in kit.problems] == ["row-gone"]
    renderings = {r.segment.text: r for r in current(house).renderings}
    assert renderings["We all walk to the water."].state is State.STALE
    assert renderings["We all walk to the water."].previous == "We walk to the water."
    assert renderings["We count the steps."].state is State.TRANSLATED
    assert renderings["Slowly."].state is State.UNTRANSLATED


def test_a_stale_passage_goes_out_with_its_old_source_and_comes_back_only_when_confirmed(house: House) -> None:
    for file in hand_out(house):
        file.write_text(fill(file.read_text(encoding="utf-8")), encoding="utf-8")
    receiving.receive(house, [house.handoff("walk", "pl")])
    changed = MANUSCRIPT.replace("We walk to the water.", "We all walk to the water.")
    house.manuscript("walk").write_text(changed, encoding="utf-8")
    kit = hand_out(house)[1]
    text = kit.read_text(encoding="utf-8")
    assert "We walk to the water." in text
    assert f"?? {translate('We walk to the water.')}" in text
    receiving.receive(house, [kit])
    assert [r.state for r in current(house).renderings if not r.done] == [State.STALE]
    kit.write_text(text.replace("\n?? ", "\n"), encoding="utf-8")
    receiving.receive(house, [kit])
    assert current(house).coverage == 1


@pytest.mark.parametrize("form", ["markdown", "po"])
def test_a_proposal_that_was_worked_on_but_kept_its_mark_is_told(house: House, form: str) -> None:
    for file in hand_out(house):
        file.write_text(fill(file.read_text(encoding="utf-8")), encoding="utf-8")
    receiving.receive(house, [house.handoff("walk", "pl")])
    changed = MANUSCRIPT.replace("We walk to the water.", "We all walk to the water.")
    house.manuscript("walk").write_text(changed, encoding="utf-8")
    out = handoff.hand_off(house, reading_of(house), ["pl"], handoff.Wanted(forms=(form,), changed=True))
    assert [kit.problems for kit in receiving.receive(house, [out.files[0]]).kits] == [()]
    text = out.files[0].read_text(encoding="utf-8")
    old = translate("We walk to the water.")
    out.files[0].write_text(text.replace(old, f"lla {old}"), encoding="utf-8")
    kit = receiving.receive(house, [out.files[0]]).kits[0]
    assert [(problem.code, kit.taken, kit.empty) for problem in kit.problems] == [("row-marked", 0, 1)]


OWN = "Wszyscy idziemy nad wodę."


@pytest.mark.parametrize(
    ("typed", "wanted", "noted"),
    [
        ("{0}\n?? {1}", OWN, ""),
        ("?? {1}\n{0}", OWN, ""),
        ("?? {1}\n\n{0}", OWN, ""),
        ("?? {1} {1} {1}\n{0}", "", OWN),
        ("?? {1} {1} {1}\n\n{0}", OWN, ""),
    ],
)
def test_a_translation_beside_a_proposal_is_taken_and_the_proposal_is_not(
    house: House, typed: str, wanted: str, noted: str
) -> None:
    kit = hand_out(house)[1]
    text = kit.read_text(encoding="utf-8")
    under = "> We walk to the water.\n\n"
    assert under in text
    said = typed.format(OWN, "Idziemy nad wodę.")
    kit.write_text(text.replace(under, f"{under}{said}\n"), encoding="utf-8")
    receiving.receive(house, [kit])
    walk = next(r for r in current(house).renderings if r.segment.text == "We walk to the water.")
    assert (walk.target, walk.note) == (wanted, noted)


def test_status_counts_words_left_by_language_and_section(house: House) -> None:
    file = hand_out(house)[1]
    file.write_text(fill(file.read_text(encoding="utf-8")), encoding="utf-8")
    receiving.receive(house, [file])
    board = status.status(house, reading_of(house))
    assert list(board.languages) == ["pl", "ur"]
    assert [(p.section, p.complete, p.words_left) for p in board.languages["pl"]] == [
        ("opening", False, 20),
        ("middle", True, 0),
        ("end", False, 4),
    ]


def link_bundle() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        entry = zipfile.ZipInfo("kit.md")
        entry.external_attr = 0o120777 << 16
        bundle.writestr(entry, "../../secret")
    return buffer.getvalue()


def spoilt(bundle: bytes) -> bytes:
    """Return a zip whose directory is whole and whose contents are not."""
    return bundle[:40] + bytes(255 - byte for byte in bundle[40:60]) + bundle[60:]


TMX = """<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>We</seg></tuv>
<tuv xml:lang="../../../x"><seg>My</seg></tuv></tu></body></tmx>"""

HOSTILE = {
    "spoilt": (spoilt(zipped({"a.md": bytes(range(200))})), "zip"),
    "memory": (TMX.encode(), "tmx"),
    "bomb": (zipped({"a.md": b"\0" * 40_000_000}), "zip"),
    "many": (zipped({f"{n}.md": b"x" for n in range(300)}), "zip"),
    "slip": (zipped({"../../evil.md": b"x"}), "zip"),
    "absolute": (zipped({"/etc/evil.md": b"x"}), "zip"),
    "link": (link_bundle(), "zip"),
    "broken": (b"PK\x03\x04 not a zip at all", "zip"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "kit-unknown"),
    "latin1": ('<!-- publish-kit publication="walk" -->\ncafé'.encode("latin-1"), "not-utf8"),
    "unmarked": (b"### 1 \xc2\xb7 0123abcd\n\n> We.\n\nMy.\n", "kit-unmarked"),
    "foreign": (
        b'<!-- publish-kit publication="../../etc" section="a" source="en" target="pl" version="1" -->\n',
        "kit-foreign",
    ),
    "no language": (
        b'<!-- publish-kit publication="walk" section="a" source="en" target="../x" version="1" -->\n',
        "kit-language",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_foreign_is_refused_and_nothing_is_written(house: House, tmp_path: Path, name: str) -> None:
    data, code = HOSTILE[name]
    file = tmp_path / "returned"
    file.write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    receipt = receiving.receive(house, [file])
    assert [problem.code for problem in receipt.problems] == [code]
    assert all(problem.hint for problem in receipt.problems)
    assert sorted(tmp_path.rglob("*")) == before


TYPED = {
    "<script>alert(1)</script>": "row-html",
    "safe\u202eexe.txt": "row-character",
    "We walk to the water.": "row-untranslated",
    "{1}nothing to link{/1}": "row-code-unknown",
    "wa\ufffdter": "row-character",
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_translator_must_not_type_is_refused_in_words(house: House, typed: str) -> None:
    file = hand_out(house)[1]
    text = file.read_text(encoding="utf-8").replace(
        "> We walk to the water.\n", f"> We walk to the water.\n\n{typed}\n"
    )
    file.write_text(text, encoding="utf-8")
    kit = receiving.receive(house, [file]).kits[0]
    assert TYPED[typed] in {problem.code for problem in kit.problems}
    assert kit.taken == 0


MARKDOWN = [
    "**bold",
    "# heading",
    "- item",
    "1. Mai",
    "a | b",
    "[x](javascript:alert)",
    "![](/etc/passwd)",
    "2*3*4",
    "`x",
    "> q",
]


@pytest.mark.parametrize("typed", MARKDOWN)
def test_markdown_in_a_return_is_plain_text(house: House, typed: str) -> None:
    for file in hand_out(house):
        filled = fill(file.read_text(encoding="utf-8"), lambda text: f"{translate(text)} {typed}")
        file.write_text(filled, encoding="utf-8")
    receiving.receive(house, [house.handoff("walk", "pl")])
    made = edition.translated(reading_of(house).publication, current(house))
    own = edition.original(reading_of(house).publication)
    kinds = [element["t"] for element in tree.walk(edition.blocks_of(made)) if element["t"] not in {"Str", "Space"}]
    assert kinds == [e["t"] for e in tree.walk(edition.blocks_of(own)) if e["t"] not in {"Str", "Space"}]
    assert typed in tree.plain_text(edition.blocks_of(made))


def test_an_incomplete_edition_marks_what_stands_in_the_original(house: House) -> None:
    file = hand_out(house)[1]
    file.write_text(fill(file.read_text(encoding="utf-8")), encoding="utf-8")
    receiving.receive(house, [file])
    made = edition.translated(reading_of(house).publication, current(house))
    assert 0 < made.coverage < 1
    marked = [
        e for e in tree.walk(edition.blocks_of(made)) if e["t"] == "Span" and "untranslated" in tree.classes_of(e)
    ]
    assert tree.plain_text(marked[0]["c"][1]) == "Read the end first."
    assert {tree.value_of(span, "lang") for span in marked} == {"en"}


def test_a_title_nobody_translated_stays_the_words_it_is(house: House) -> None:
    text = MANUSCRIPT + '\n::: {.box title="Write to us. Soon!"}\nAt once.\n:::\n'
    house.manuscript("walk").write_text(text, encoding="utf-8")
    made = edition.translated(reading_of(house).publication, current(house))
    boxes = [element for element in tree.walk(edition.blocks_of(made)) if "box" in tree.classes_of(element)]
    assert [tree.value_of(box, "title") for box in boxes] == ["Write to us. Soon!"]
