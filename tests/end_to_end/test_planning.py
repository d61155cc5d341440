"""A plan: what did not change is neither read nor put together again, and what comes of it is the same."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish import build, checks, edition, pandoc, source, translations
from publish.model import Edition
from publish.project import House, cache_folder
from publish.translations import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Said
    from publish.model import Rendering

QUICK = ("build", "--jobs", "1", "--output", "epub", "--incomplete")
LANGUAGES = ("pl", "ur")


@pytest.fixture
def letter(house: Path) -> House:
    """A house with a publication in three languages, wholly translated."""
    made = House(house)
    publication = read(made).publication
    for language in LANGUAGES:
        file = made.translation("first-issue", language)
        empty = translations.current(publication, language, file)
        said = {r.segment.key: f"Ó {r.segment.text}" for r in empty.renderings}
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(translations.save(translations.merge(empty, said, {}), publication))
    return made


def read(house: House) -> source.Reading:
    return source.read(house.manuscript("first-issue"), "first-issue", house.shared())


def artifacts(house: House) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (house.dist / "first-issue").rglob("*.epub")}


def say(house: House, language: str, old: str, new: str) -> None:
    file = house.translation("first-issue", language)
    text = file.read_text(encoding="utf-8")
    assert f'msgstr "{old}' in text
    file.write_text(text.replace(f'msgstr "{old}', f'msgstr "{new}', 1), encoding="utf-8")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stores that were read, and the languages of the editions that were put together."""
    found: list[str] = []
    read_store, compose = store.read, edition.translated
    monkeypatch.setattr(store, "read", lambda file: found.append(file.name) or read_store(file))
    monkeypatch.setattr(edition, "translated", lambda of, said: found.append(said.language) or compose(of, said))
    return found


def first_words(house: House) -> str:
    return f"Ó {read(house).publication.segments[1].text[:12]}"


def test_only_the_language_that_changed_is_read_and_put_together(
    letter: House, publish: Callable[..., Said], looked_at: list[str]
) -> None:
    assert publish(*QUICK).code == 0
    assert {"pl", "pl.po", "ur", "ur.po"} <= set(looked_at)
    looked_at.clear()
    words = first_words(letter)
    say(letter, "pl", words, f"Otóż {words}")
    assert publish(*QUICK).code == 0
    assert set(looked_at) == {"pl", "pl.po"}
    once = artifacts(letter)
    (cache_folder() / "records").rename(cache_folder() / "gone")
    assert publish(*QUICK, "--anew").code == 0
    assert artifacts(letter) == once


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("source/first-issue/manuscript.md", "\nAnd so on.\n"),
        ("source/publication.toml", '\nkeywords = ["night"]\n'),
        ("source/glossary.toml", '[terms.issue]\npl = "numer"\nur = "shumara"\n'),
    ],
    ids=["manuscript", "settings", "glossary"],
)
def test_what_every_edition_hangs_on_has_all_of_them_looked_at(
    letter: House, publish: Callable[..., Said], looked_at: list[str], file: str, text: str
) -> None:
    assert publish(*QUICK).code == 0
    looked_at.clear()
    before = (letter.root / file).read_text(encoding="utf-8") if (letter.root / file).is_file() else ""
    above = file.endswith(".toml")
    (letter.root / file).write_text(text + before if above else before + text, encoding="utf-8")
    publish(*QUICK)
    assert {"pl.po", "ur.po"} <= set(looked_at)


def test_what_was_wrong_with_a_store_is_said_again_from_wherever_one_stands(
    letter: House, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = first_words(letter)
    say(letter, "pl", words, f"{{7/}} {words}")
    first, again = (publish(*QUICK, "--dry-run") for _ in range(2))
    assert "source/first-issue/translations/pl.po" in first.err
    assert again.err == first.err
    monkeypatch.chdir(letter.root / "source")
    assert "\nfirst-issue/translations/pl.po" in f"\n{publish(*QUICK, '--dry-run').err}"


def test_a_store_written_while_it_is_read_is_not_remembered_as_it_was(
    letter: House, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    words, file, read_store = first_words(letter), letter.translation("first-issue", "pl"), store.read
    before = file.read_bytes()

    def written_and_read(of: Path) -> tuple[Rendering, ...]:
        if of == file:
            say(letter, "pl", words, f"Otóż {words}")
        return read_store(of)

    with monkeypatch.context() as patched:
        patched.setattr(store, "read", written_and_read)
        publish(*QUICK, "--lang", "pl", "--dry-run")
    file.write_bytes(before)
    assert publish(*QUICK).code == 0
    once = artifacts(letter)
    (cache_folder() / "records").rename(cache_folder() / "gone")
    (cache_folder() / "artifacts").rename(cache_folder() / "lost")
    assert publish(*QUICK, "--anew").code == 0
    assert artifacts(letter) == once


def test_a_paragraph_without_its_pair_is_told_again(letter: House, publish: Callable[..., Said]) -> None:
    file = letter.translation("first-issue", "pl")
    publication = read(letter).publication
    empty = translations.current(publication, "pl", file.with_name("none.po"))
    file.write_bytes(translations.save(empty, publication))
    order = ("build", "--jobs", "1", "--output", "tap-epub", "--incomplete", "--lang", "pl", "--json")
    first, again = (publish(*order, "--dry-run") for _ in range(2))
    told = [json.loads(line) for line in first.out.splitlines()]
    assert any(record.get("code") == "unpaired" for record in told)
    assert again.out == first.out


def test_a_planned_edition_reaches_another_process_as_the_edition_itself() -> None:
    ours = House(Path(__file__).parents[2])
    reading = source.read(ours.manuscript("break-time"), "break-time", ours.shared())
    tasks = build.plan(ours, reading, build.Order(outputs=("bilingual", "polyglot"))).tasks
    assert {task.output for task in tasks} == {"bilingual", "polyglot"}
    for task in tasks:
        sent = pickle.loads(pickle.dumps(task))  # noqa: S301 - our own, as multiprocessing does it
        assert sent.about == task.edition
        assert all(isinstance(other, Edition) for other in sent.about.others)


@pytest.mark.parametrize("slug", ["break-time", "night-shift"])
def test_a_text_is_given_to_pandoc_once_and_is_the_same_from_the_shelf(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manuscript = House(Path(__file__).parents[2]).manuscript(slug)
    asked: list[str] = []
    reader = pandoc.read_markdown
    monkeypatch.setattr(pandoc, "read_markdown", lambda text, *more: asked.append(text) or reader(text, *more))
    shelf = source.Shelf(tmp_path, "these programs")
    fresh, first, again = (source.read(manuscript, slug, shelf=each) for each in (None, shelf, shelf))
    assert fresh == first == again
    assert len(asked) == 2
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"Str", b"Sir", 1))
    assert source.read(manuscript, slug, shelf=shelf) == fresh
    assert source.read(manuscript, slug, shelf=source.Shelf(tmp_path, "others")) == fresh
    assert len(asked) == 4


def test_a_picture_that_is_gone_is_missed_though_the_manuscript_is_as_it_was(
    letter: House, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = publish(*QUICK, "--dry-run")
    looked: list[str] = []
    find = checks.Check.find
    monkeypatch.setattr(checks.Check, "find", lambda check, of: looked.append(check.name) or find(check, of))
    assert publish(*QUICK, "--dry-run").err == said.err
    assert looked == ["pictures"]
    for picture in (letter.root / "source/first-issue/images").iterdir():
        picture.unlink()
    assert "picture" in publish(*QUICK, "--dry-run").err.removeprefix(said.err)


def test_of_split_files_only_the_sections_that_changed_are_written(letter: House, publish: Callable[..., Said]) -> None:
    shared = letter.shared().read_text(encoding="utf-8")
    letter.shared().write_text('languages = ["pl"]\n' + shared.replace("languages", "# languages"), encoding="utf-8")
    order = ("build", "--jobs", "1", "--output", "epub", "--incomplete", "--to", "pl")
    assert publish(*order).code == 0
    folder = letter.handoff("first-issue", "pl")
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    words = first_words(letter)
    say(letter, "pl", words, f"Ó, {words}")
    publish(*order)
    kits = [file for file in folder.iterdir() if ".kept-" not in file.name]
    written = {file.stem for file in kits if before.get(file) != file.stat().st_mtime_ns}
    assert written == {"00-opening"}
    once = {file.name: file.read_bytes() for file in kits}
    shutil.rmtree(folder)
    (cache_folder() / "records").rename(cache_folder() / "gone")
    publish(*order)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == once
