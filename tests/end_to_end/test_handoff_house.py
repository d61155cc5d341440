"""What a house does with hand-offs: terms and memory go along, who has what is known, small changes are small."""

from __future__ import annotations

import datetime
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from publish import languages, memory, project, source, translations
from publish.memory import Known
from publish.model import JOINED, State
from publish.problems import PublishError
from publish.workshop import handoff, hands, keeping, picture, receiving, report, status, usage
from publish.workshop.handoff import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Said
    from publish.project import House
    from publish.source import Reading

DAY = datetime.date(2026, 11, 22)
GLOSSARY = """[terms."rota"]
note = "Who works when."
pl = "grafik"

[terms."gate"]
pl = "brama"

[keep]
names = ["Night Shift"]
"""
FIRST = """---
title: The walk
languages: [pl]
---

## Middle {#middle}

The rota of Night Shift hangs by the gate. We read it together at five. Then we went home.
"""
SECOND = """---
title: The return
languages: [pl]
---

## Again {#again}

We read it together at five. We read it together at six.
"""
SAID = {
    "Middle": "Środek",
    "The rota of Night Shift hangs by the gate.": "Grafik Night Shift wisi przy bramie.",
    "We read it together at five.": "Czytamy go razem o piątej.",
    "Then we went home.": "Potem poszliśmy do domu.",
}

PLAIN = ("markdown",)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    root = tmp_path / "house"
    for slug, text in (("first", FIRST), ("second", SECOND)):
        (root / "source" / slug).mkdir(parents=True)
        (root / "source" / slug / "manuscript.md").write_text(text, encoding="utf-8")
    (root / "source" / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    monkeypatch.chdir(root)
    return project.House(root)


def reading_of(house: House, slug: str) -> Reading:
    return source.read(house.manuscript(slug), slug, house.shared())


def translate(house: House, slug: str = "first", said: dict[str, str] | None = None) -> None:
    """Put translations into the store as if they had come back."""
    publication = reading_of(house, slug).publication
    file = house.translation(slug, "pl")
    before = translations.current(publication, "pl", file)
    keys = {segment.text: segment.key for segment in publication.segments}
    texts = {keys[text]: target for text, target in (said or SAID).items()}
    project.write(file, translations.save(translations.merge(before, texts, {}), publication))


def kit_of(house: House, slug: str, wanted: Wanted | None = None) -> str:
    out = handoff.hand_off(house, reading_of(house, slug), ["pl"], wanted or Wanted(forms=PLAIN))
    return "".join(file.read_text(encoding="utf-8") for file in out.files if file.suffix == ".md")


def test_terms_that_stand_in_a_section_go_along_and_no_others(house: House) -> None:
    kit = kit_of(house, "first")
    assert "- rota = grafik (Who works when.)" in kit
    assert "- Night Shift = Night Shift" in kit
    assert "rota" not in kit_of(house, "second")


def test_a_broken_glossary_is_a_problem_with_its_line(house: House) -> None:
    file = house.glossary()
    file.write_text('[terms."rota"]\npl = grafik\n', encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        kit_of(house, "first")
    assert [(p.code, p.place.line) for p in caught.value.problems] == [("glossary", 2)]
    file.write_text('[terms."rota"]\npl = 3\n[names]\n', encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        kit_of(house, "first")
    assert sorted((p.code, p.place.line) for p in caught.value.problems) == [("glossary", 1), ("glossary", 3)]


def test_what_another_publication_says_is_proposed_and_never_taken_unconfirmed(house: House) -> None:
    translate(house)
    kit = kit_of(house, "second")
    assert re.search(r"100 %, first\)\n\n\?\? Czytamy go razem o piątej\.", kit)
    near = re.search(r"(\d\d) %, first\)\n>\n> \(± (.*)\)\n\n\?\? Czytamy go razem o piątej\.", kit)
    assert near is not None
    assert memory.NEAR <= int(near[1]) < 100
    assert near[2] == "We read it together at ~~five~~ **six**."
    receipt = receiving.receive(house, [house.handoff("second", "pl")])
    assert [kit.taken for kit in receipt.kits] == [0, 0]


def test_a_memory_goes_out_as_tmx_and_another_house_learns_it(house: House) -> None:
    translate(house)
    handoff.hand_off(house, reading_of(house, "first"), ["pl"], Wanted(forms=PLAIN, memory=True))
    with zipfile.ZipFile(house.dist / "first/handoff/first.pl.zip") as bundle:
        data = bundle.read("memory.tmx")
        assert "glossary.csv" in bundle.namelist()
    (house.root / "theirs.tmx").write_bytes(data)
    house.translation("first", "pl").unlink()
    receipt = receiving.receive(house, [house.root / "theirs.tmx"])
    assert list(receipt.learnt.values()) == [len(SAID)]
    assert "?? Grafik Night Shift wisi przy bramie." in kit_of(house, "first")
    again = receiving.receive(house, [house.root / "theirs.tmx"])
    assert list(again.learnt.values()) == [0]
    assert receiving.receive(house, [house.dist / "first/handoff/first.pl.zip"]).problems == ()


def test_a_memory_says_again_what_was_written_codes_and_all() -> None:
    known = [Known("Read {1}this{/1}.{2/} <&>", "Czytaj {1}to{/1}.{2/} <&>", "first"), Known("One", "Raz")]
    data = memory.write_tmx(known, "en-GB", "pl")
    assert memory.is_tmx(data)
    assert memory.read_tmx(data, "a.tmx") == {"pl": [("en-GB", each) for each in known]}
    assert memory.write_tmx(known, "en-GB", "pl") == data


@pytest.mark.parametrize(
    "data",
    [
        b"<tmx><body><tu>",
        b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx version="1.4"><header srclang="en"/><body/></tmx>',
        b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx version="1.4"><body><tu/></body></tmx>',
    ],
)
def test_a_hostile_memory_is_refused(house: House, data: bytes) -> None:
    (house.root / "bad.tmx").write_bytes(data)
    receipt = receiving.receive(house, [house.root / "bad.tmx"])
    assert [problem.code for problem in receipt.problems] == ["tmx"]
    assert not house.memory("pl").exists()


def edit(house: House, old: str, new: str) -> None:
    file = house.manuscript("first")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_kit_of_what_changed_holds_nothing_else(house: House) -> None:
    translate(house, said={**SAID, "The walk": "Spacer"})
    out = handoff.hand_off(house, reading_of(house, "first"), ["pl"], Wanted(forms=PLAIN, changed=True))
    assert (out.files, [problem.code for problem in out.problems]) == ((), ["handoff-empty"])
    edit(house, "at five", "at six")
    edit(house, "went home.", "went home. It rained.")
    out = handoff.hand_off(house, reading_of(house, "first"), ["pl"], Wanted(forms=PLAIN, changed=True))
    assert [file.name for file in out.files] == ["01-middle.changed.md", "first.pl.changed.zip"]
    kit = out.files[0].read_text(encoding="utf-8")
    assert re.findall(r"^> ([^(\n].*)$", kit, re.MULTILINE) == ["We read it together at six.", "It rained."]
    assert "± We read it together at ~~five~~ **six**." in kit


def test_a_small_change_keeps_the_translations_when_somebody_says_so(house: House) -> None:
    translate(house, said={**SAID, "The walk": "Spacer"})
    edit(house, "at five", "at six")
    edit(house, "went home", "walked home")
    reading = reading_of(house, "first")
    found = list(status.changes(house, reading))
    assert [change.section for change in found] == ["middle", "middle"]
    kept = keeping.keep(house, reading, ["pl"], [found[0].key])
    assert [(each.kept, each.stale) for each in kept] == [(1, 1)]
    assert [each.kept for each in keeping.keep(house, reading, ["pl"])] == [1]
    current = translations.current(reading.publication, "pl", house.translation("first", "pl"))
    assert current.coverage == 1
    with pytest.raises(PublishError) as caught:
        keeping.keep(house, reading, ["pl"], ["00000000"])
    assert [problem.code for problem in caught.value.problems] == ["key-unknown"]


def test_who_has_what_is_recorded_and_ends_when_it_comes_back(house: House) -> None:
    wanted = Wanted(forms=PLAIN, day=DAY, to="Ola „O” \\ Nowak", sections=("middle",))
    handoff.hand_off(house, reading_of(house, "first"), ["pl"], wanted)
    handoff.hand_off(house, reading_of(house, "first"), ["pl"], wanted)
    record = hands.read_hands(house.handed_out("first"))
    assert record == (hands.Hand("pl", "middle", "markdown", DAY, "Ola „O” \\ Nowak"),)
    board = status.status(house, reading_of(house, "first"))
    assert [p.hand.to if p.hand else None for p in board.languages["pl"]] == [None, "Ola „O” \\ Nowak"]
    kit = house.handoff("first", "pl") / "01-middle.md"
    kit.write_text(kit.read_text(encoding="utf-8").replace("> Middle\n", "> Middle\n\nŚrodek\n"), encoding="utf-8")
    receiving.receive(house, [kit], day=DAY + datetime.timedelta(days=3))
    assert [hand.back for hand in hands.read_hands(house.handed_out("first"))] == [datetime.date(2026, 11, 25)]
    assert [p.hand for p in status.status(house, reading_of(house, "first")).languages["pl"]] == [None, None]


@pytest.mark.parametrize("text", ["[[handoff]]\n", "handoff = 3\n", "= x", '[[handoff]]\nlanguage="pl"\ndate="x"\n'])
def test_a_record_nobody_can_read_is_a_problem(house: House, text: str) -> None:
    house.handed_out("first").write_text(text, encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        status.status(house, reading_of(house, "first"))
    assert [problem.code for problem in caught.value.problems] == ["handoffs"]


def test_a_sentence_said_with_the_one_above_leaves_no_gap(house: House) -> None:
    from publish import edition, tree

    translate(house, said={**SAID, "The walk": "Spacer", "Then we went home.": JOINED})
    reading = reading_of(house, "first")
    current = translations.current(reading.publication, "pl", house.translation("first", "pl"))
    assert current.coverage == 1
    made = edition.translated(reading.publication, current)
    said = [tree.plain_text(block) for block in edition.blocks_of(made)]
    assert said == ["Środek", "Grafik Night Shift wisi przy bramie. Czytamy go razem o piątej."]


def test_what_comes_back_late_and_broken_is_not_stored(house: House) -> None:
    handoff.hand_off(house, reading_of(house, "first"), ["pl"], Wanted(forms=PLAIN))
    kit = house.handoff("first", "pl") / "01-middle.md"
    text = kit.read_text(encoding="utf-8").replace("> Then we went home.\n", "> Then we went home.\n\nPo\x00tem.\n")
    kit.write_text(text.replace("> Middle\n", "> Middle\n\n!! a\x00b\n"), encoding="utf-8")
    edit(house, "Then we went home.", "All of us slept badly.")
    (received,) = receiving.receive(house, [kit]).kits
    assert [problem.code for problem in received.problems] == ["row-character"]
    assert [r.note for r in translations.entries(house.translation("first", "pl")) if r.note] == ["ab"]


def test_a_volunteer_may_say_two_sentences_in_one(house: House) -> None:
    handoff.hand_off(house, reading_of(house, "first"), ["pl"], Wanted(forms=PLAIN))
    kit = house.handoff("first", "pl") / "01-middle.md"
    text = kit.read_text(encoding="utf-8")
    said = {"We read it together at five.": "Czytamy go o piątej i idziemy do domu.", "Then we went home.": JOINED}
    for source_text, target in {**said, "Middle": JOINED}.items():
        text = text.replace(f"> {source_text}\n", f"> {source_text}\n\n{target}\n")
    kit.write_text(text, encoding="utf-8")
    (received,) = receiving.receive(house, [kit]).kits
    assert (received.taken, [problem.code for problem in received.problems]) == (2, ["row-joined"])
    again = kit_of(house, "first")
    assert f"\n\n{JOINED}\n" in again
    assert receiving.receive(house, [kit]).kits[0].unchanged == 2


def test_terms_said_in_more_than_one_way_are_reported(house: House) -> None:
    translate(house, said={**SAID, "The rota of Night Shift hangs by the gate.": "Rozpiska Night Shift wisi tu."})
    translate(house, "second", {"We read it together at five.": "Czytamy to razem o 17."})
    found = {(use.language, use.source): use for use in usage.usage(house)}
    assert set(found) == {("pl", "rota"), ("pl", "gate"), ("pl", "We read it together at five.")}
    assert found["pl", "We read it together at five."].ways == ("Czytamy go razem o piątej.", "Czytamy to razem o 17.")


def test_the_picture_shows_every_section_and_language_and_needs_no_other_file(house: House) -> None:
    translate(house)
    handoff.hand_off(
        house, reading_of(house, "first"), ["pl"], Wanted(forms=PLAIN, day=DAY, to="<Ola>", sections=("opening",))
    )
    boards = [status.status(house, reading_of(house, slug)) for slug in ("first", "second")]
    html = picture.picture(boards).decode()
    assert html == picture.picture(boards).decode()
    assert [html.count(said) for said in ("Polski", "Middle", "Again", "&lt;Ola&gt;, since 2026-11-22")] == [2, 1, 1, 1]
    assert not re.search(r"(?:src|href)=", html)


@pytest.mark.parametrize("language", ["pl", "ur"])
def test_the_report_speaks_the_language_of_the_volunteer(house: House, language: str) -> None:
    handoff.hand_off(house, reading_of(house, "first"), [language], Wanted(forms=PLAIN))
    kit = house.handoff("first", language) / "01-middle.md"
    text = kit.read_text(encoding="utf-8").replace("> Middle\n", "> Middle\n\n<b>X</b>\n")
    kit.write_text(text, encoding="utf-8")
    (received,) = receiving.receive(house, [kit]).kits
    file = report.write_report(house, received)
    html = file.read_text(encoding="utf-8")
    said = languages.words(language)
    assert f'lang="{language}" dir="{languages.direction(language)}"' in html
    assert said["fault-markup"] in html
    assert "&lt;b&gt;X&lt;/b&gt;" in html
    assert receiving.receive(house, [house.handoff("first", language)]).problems == ()


def test_every_problem_of_a_row_has_words_in_the_report() -> None:
    from publish.checks import translation as check

    for code in (*check.CODES, "row-gone", "row-mixed", "row-kept"):
        assert languages.words("en")[f"fault-{report._WORDS[code]}"]


def test_the_commands_say_it(house: House, publish: Callable[..., Said]) -> None:
    translate(house)
    edit(house, "at five", "at six")
    assert publish("status", "first", "--changes", "--html", "board.html").code == 0
    assert (house.root / "board.html").is_file()
    said = publish("status", "first", "--changes")
    assert "We read it together at ~~five~~ **six**." in said.out
    assert "kept" in publish("keep", "first").out
    assert publish("keep", "first", "00000000").code == 1
    assert "~~" not in publish("status", "first", "--changes").out
    assert publish("status", "--terms").code == 0
    states = [r.state for r in translations.entries(house.translation("first", "pl"))]
    assert State.STALE not in states


def test_the_pdf_of_the_original_is_the_one_of_the_build_and_not_made_twice(
    house: House, publish: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publish import build
    from publish.build import making
    from publish.workshop.original import original

    reading = reading_of(house, "first")
    memory = build.Memory(tmp_path / "memory")
    made = original(house, reading, memory)
    monkeypatch.setattr(making, "make", lambda task: pytest.fail(f"{task.output} was made again"))
    assert original(house, reading, memory) == made
    monkeypatch.undo()
    monkeypatch.chdir(house.root)
    assert publish("build", "first", "--lang", "en", "--output", "reading").code == 0
    assert house.artifact("first", "en", "", "pdf").read_bytes() == made


def test_a_volunteer_gets_a_word_document_unless_somebody_asks_for_another_form(
    house: House, publish: Callable[..., Said]
) -> None:
    assert publish("handoff", "first", "--to", "pl").code == 0
    names = {file.name for file in house.handoff("first", "pl").iterdir()}
    assert names == {"00-opening.docx", "01-middle.docx"}
    with zipfile.ZipFile(house.handoff("first", "pl").parent / "first.pl.zip") as bundle:
        readme = bundle.read("README.txt").decode()
        assert {"00-opening.docx", "01-middle.docx"} < set(bundle.namelist())
    assert languages.words("pl")["kit-translation"] in readme
    assert "!!" not in readme
    assert publish("build", "first", "--output", "epub", "--to", "ur").code == 0
    assert (house.handoff("first", "ur") / "01-middle.docx").is_file()
