"""The store of record as other hands and other programs leave it: every fault has its line, nothing is cut short."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from publish import source, translations
from publish.model import Colophon, Publication, Rendering, Section, Segment, State, Translation, Unit
from publish.problems import Place, PublishError
from publish.segments import key_of
from publish.translations import store

ROOT = Path(__file__).parents[2]
STORES = sorted(ROOT.glob("source/*/translations/*.po"))
PLACE = Place("a.md", 1)


def publication_of(*sections: tuple[str, ...]) -> Publication:
    made = []
    for number, texts in enumerate(sections):
        segments = tuple(Segment(key_of(text), text, (), PLACE) for text in texts)
        made.append(Section(f"s{number}", f"Section {number}", (), (Unit(segments, "paragraph"),)))
    return Publication("sample", Colophon("Sample"), tuple(made), PLACE, Path())


def saved(publication: Publication, said: dict[str, str], obsolete: tuple[Rendering, ...] = ()) -> bytes:
    renderings = tuple(
        Rendering(s, said.get(s.text, ""), State.TRANSLATED if s.text in said else State.UNTRANSLATED)
        for s in publication.segments
    )
    return translations.save(Translation("sample", "pl", renderings, obsolete), publication)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('msgid "open\nmsgstr ""\n', 1),
        ('msgid "a"\nmsgstr "open\n', 2),
        ('msgid "a"\nmsgstr "b"c"\n', 2),
        ('msgid ""\n"continued\nmsgstr "x"\n', 2),
        ('#~ msgid "gone\n#~ msgstr "x"\n', 1),
        ('#| msgid "before\nmsgid "a"\nmsgstr "x"\n', 1),
        ('msgid "a\\"\nmsgstr "x"\n', 1),
        ('<<<<<<< ours\nmsgid "a"\n', 1),
        ("just text\n", 1),
    ],
)
def test_a_text_that_does_not_end_is_a_problem_with_its_line(tmp_path: Path, broken: str, line: int) -> None:
    file = tmp_path / "pl.po"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        store.read(file)
    assert [(problem.code, problem.place.line) for problem in caught.value.problems][:1] == [("po", line)]
    assert all(problem.hint for problem in caught.value.problems)


def test_a_store_that_says_the_name_of_a_file_is_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "# pl").write_text('msgid "a"\nmsgstr "not this"\n', encoding="utf-8")
    (tmp_path / "pl.po").write_text("# pl", encoding="utf-8")
    assert store.read(tmp_path / "pl.po") == ()


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x1c", "\u00a0", "\u200b", "\t", '"', "\\"])
def test_every_character_survives_the_store(tmp_path: Path, sign: str) -> None:
    publication = publication_of((f"one{sign}two {sign}",))
    file = tmp_path / "pl.po"
    file.write_bytes(saved(publication, {f"one{sign}two {sign}": f"raz{sign}dwa{sign}"}))
    (entry,) = store.read(file)
    assert (entry.segment.text, entry.target) == (f"one{sign}two {sign}", f"raz{sign}dwa{sign}")


def test_what_was_stale_when_its_passage_went_is_kept_under_the_source_it_was_made_for(tmp_path: Path) -> None:
    segment = Segment(key_of("now"), "now", (), PLACE)
    gone = Rendering(segment, "dawniej", State.STALE, "", "once")
    publication = publication_of(("other",))
    file = tmp_path / "pl.po"
    file.write_bytes(saved(publication, {}, (gone,)))
    back = translations.current(publication_of(("once",)), "pl", file)
    assert [(r.target, r.state) for r in back.renderings] == [("dawniej", State.TRANSLATED)]


def test_saving_again_changes_nothing(tmp_path: Path) -> None:
    publication = publication_of(("one", "two"), ("three",))
    first = saved(publication, {"one": "raz", "three": "trzy"})
    file = tmp_path / "pl.po"
    file.write_bytes(first)
    assert translations.save(translations.current(publication, "pl", file), publication) == first


def test_one_translation_more_changes_one_line() -> None:
    publication = publication_of(("one", "two"), ("three",))
    before = saved(publication, {"one": "raz"}).decode().split("\n")
    after = saved(publication, {"one": "raz", "two": "dwa"}).decode().split("\n")
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [('msgstr ""', 'msgstr "dwa"')]


def test_git_merges_the_work_of_two_on_two_sections(tmp_path: Path) -> None:
    publication = publication_of(("one", "two"), ("three", "four"))
    for name, said in (("base", {}), ("ours", {"one": "raz", "two": "dwa"}), ("theirs", {"three": "trzy"})):
        (tmp_path / name).write_bytes(saved(publication, said))
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    merged = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert merged.returncode == 0
    assert merged.stdout == saved(publication, {"one": "raz", "two": "dwa", "three": "trzy"})


@pytest.mark.validators
@pytest.mark.parametrize("file", STORES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_msgfmt_finds_nothing_wrong(file: Path, tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext is not here")
    publication = source.read(file.parents[1] / "manuscript.md", file.parents[1].name).publication
    fresh = tmp_path / file.name
    fresh.write_bytes(translations.save(translations.current(publication, file.stem, file), publication))
    command = ["msgfmt", "--check", "-o", "/dev/null", fresh]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("file", STORES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_weblate_reads_what_we_wrote(file: Path) -> None:
    pypo = pytest.importorskip("translate.storage.pypo")
    theirs = [unit for unit in pypo.pofile.parsefile(str(file)).units if not unit.isheader() and not unit.isobsolete()]
    own = list(store.read(file))
    said = [(unit.getcontext(), str(unit.source), str(unit.target), unit.isfuzzy()) for unit in theirs]
    kept = [(e.segment.key, e.segment.text, e.target, e.state is State.STALE) for e in own]
    assert said == kept[: len(said)]
    assert len({context for context, *_ in said}) == len(said)


CRITICAL = {"escapes", "newlines", "tabs", "printf", "variables", "xmltags", "nplurals", "urls", "emails", "blank"}
"""What Weblate stops a translation for; its other checks are of style."""


@pytest.mark.parametrize("file", STORES, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
def test_the_checks_of_weblate_find_nothing_that_stops_a_translation(file: Path) -> None:
    pypo, checks = pytest.importorskip("translate.storage.pypo"), pytest.importorskip("translate.filters.checks")
    settings = checks.CheckerConfig(targetlanguage=file.stem)
    checkers = [checks.StandardChecker(checkerconfig=settings), checks.StandardUnitChecker(checkerconfig=settings)]
    units = [unit for unit in pypo.pofile.parsefile(str(file)).units if unit.target and not unit.isheader()]
    found = {name: unit.target for unit in units for checker in checkers for name in checker.run_filters(unit)}
    assert units
    assert {name: target for name, target in found.items() if name in CRITICAL} == {}


def test_a_passage_with_two_translations_is_told_and_neither_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "pl.po"
    whole = saved(publication_of(("We rest.",)), {"We rest.": "Odpoczywamy."})
    entry = whole.decode().split("\n\n")[-1]
    file.write_text(whole.decode() + "\n" + entry.replace("Odpoczywamy.", "Leżymy."), encoding="utf-8")
    with pytest.raises(PublishError, match="stands there twice"):
        store.read(file)
    file.write_text(whole.decode() + "\n" + entry, encoding="utf-8")
    assert store.read(file)


def test_a_store_in_which_letters_were_written_as_their_bytes_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "pl.po"
    file.write_bytes(saved(publication_of(("We rest.",)), {"We rest.": "Leżymy \\305\\274."}))
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("ż", "\\305\\274"), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != said
    assert [entry.target for entry in store.read(file)] == ["Leżymy \\305\\274."]
