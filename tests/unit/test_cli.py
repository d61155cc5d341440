"""What the program says and how it ends, whatever happens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from publish import cli, pandoc, source, translations
from publish.outputs import Output
from publish.problems import Place, Problem, PublishError, ToolMissingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Said
    from publish.model import Edition
    from publish.settings import Settings

LETTER = "---\ntitle: A letter\nlanguages: [pl]\n---\n\nGood evening. It is late.\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with one publication, and the test standing in it."""
    folder = tmp_path / "source" / "letter"
    folder.mkdir(parents=True)
    (folder / "manuscript.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / "source" / "publication.toml").write_text('publisher = "The Night Shift"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def translated(house: Path, count: int) -> Path:
    """Write a Polish store in which this many segments are translated."""
    manuscript = house / "source" / "letter" / "manuscript.md"
    publication = source.read(manuscript, "letter").publication
    store = manuscript.parent / "translations" / "pl.po"
    said = {segment.key: "Dobry wieczór." for segment in publication.segments[:count]}
    translation = translations.merge(translations.current(publication, "pl", store), said, {})
    store.parent.mkdir(exist_ok=True)
    store.write_bytes(translations.save(translation, publication))
    return store


def outputs_are(monkeypatch: pytest.MonkeyPatch, **makes: Callable[..., bytes]) -> None:
    outputs = tuple(
        Output(name, name, "txt", "for a test", lambda _: "look at it", make) for name, make in makes.items()
    )
    monkeypatch.setattr("publish.outputs.OUTPUTS", outputs)


def plain(edition: Edition, _settings: Settings) -> bytes:
    return str(edition.language).encode()


def broken(_edition: Edition, _settings: Settings) -> bytes:
    raise KeyError("ink")


def refusing(edition: Edition, _settings: Settings) -> bytes:
    raise PublishError(Problem(edition.place, "there is no ink", "buy some", "no-ink"))


def without_tool(_edition: Edition, _settings: Settings) -> bytes:
    raise ToolMissingError(Problem(Place("press"), "there is no press", "install it", "tool-missing"))


def test_an_output_that_fails_does_not_stop_the_others(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs_are(monkeypatch, one=refusing, two=broken, three=plain)
    said = publish("build", "--jobs", "1")
    assert said.code == 1
    assert said.out.splitlines()[0] == "dist/letter/en/letter.en.three.txt"
    assert (house / "dist/letter/en/letter.en.three.txt").read_bytes() == b"en"
    assert not list(house.glob("dist/letter/en/*one*"))
    assert "there is no ink\n  hint: buy some\n" in said.err
    assert "two in en could not be made: KeyError: 'ink'" in said.err
    assert "Traceback" not in said.err
    assert "2 errors" in said.err


def test_what_is_wrong_in_every_output_is_told_once(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house
    outputs_are(monkeypatch, one=refusing, two=refusing, three=plain)
    said = publish("build", "--jobs", "1")
    assert said.code == 1
    assert said.err.count("there is no ink") == 1
    assert "1 error\n" in said.err
    assert publish("build", "--jobs", "1", "--json").out.count("there is no ink") == 1


def test_a_fault_of_ours_shows_where_it_happened_only_when_asked(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house
    outputs_are(monkeypatch, two=broken)
    assert 'raise KeyError("ink")' in publish("build", "--traceback", "--jobs", "1").err


def test_an_exception_nobody_foresaw_ends_in_an_apology(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house

    def fail(*_: object) -> None:
        raise RuntimeError("the roof came down")

    monkeypatch.setattr(pandoc, "read_markdown", fail)
    said = publish("check")
    assert said.code == 1
    assert said.err.startswith("publish: this is a fault of ours, sorry: RuntimeError: the roof came down\n  hint: ")
    assert "Traceback" not in said.err
    assert "Traceback" in publish("check", "--traceback").err


def test_a_missing_tool_ends_with_three(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house
    outputs_are(monkeypatch, press=without_tool, three=plain)
    said = publish("build", "--jobs", "1")
    assert said.code == 3
    assert "press: error: there is no press\n  hint: install it" in said.err


def test_without_pandoc_nothing_is_looked_at(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house

    def nowhere() -> str:
        raise ToolMissingError(Problem(Place("pandoc"), "pandoc is not installed", "install it", "tool-missing"))

    monkeypatch.setattr(pandoc, "program", nowhere)
    said = publish("check")
    assert (said.code, said.err.splitlines()[0]) == (3, "pandoc: error: pandoc is not installed")


def test_stopping_with_the_keyboard_is_quiet(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    outputs_are(monkeypatch, one=interrupted)
    said = publish("build", "--jobs", "1")
    assert (said.code, said.out, said.err.strip()) == (130, "", "")


def test_colour_is_for_whoever_wants_it(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    (house / "source/letter/manuscript.md").write_text("# A letter\n\n<b>Good</b> evening.\n", encoding="utf-8")
    assert "\x1b[" not in publish("check").err
    assert "\x1b[31m" in publish("check", "--color", "always").err
    assert "\x1b[31m" in publish("--color", "always", "check").err
    assert "\x1b[" not in publish("--color", "always", "check", "--color", "never").err
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" in publish("check", "--color", "always").err
    assert "\x1b[" not in publish("check").err


def test_json_is_one_object_a_line_and_nothing_else(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house
    outputs_are(monkeypatch, one=plain, two=refusing)
    said = publish("build", "--json", "--jobs", "1")
    records = [json.loads(line) for line in said.out.splitlines()]
    assert [record.get("artifact", record.get("code")) for record in records] == ["one", "no-ink", "handoff"]
    assert records[0] == {
        "artifact": "one",
        "publication": "letter",
        "language": "en",
        "file": "dist/letter/en/letter.en.one.txt",
        "size": 2,
    }


def test_every_complete_language_is_made_and_an_incomplete_one_only_when_asked(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs_are(monkeypatch, one=plain)
    translated(house, 2)
    said = publish("build")
    assert said.code == 0
    assert "dist/letter/pl" not in said.out
    assert "letter: not yet complete, so left out: pl 67%" in said.err
    said = publish("build", "--lang", "pl")
    assert said.code == 1
    assert "source/letter/translations/pl.po: error: the translation into pl is not complete: 1 segment is" in said.err
    assert "dist/letter/pl/letter.pl.one.txt" in publish("build", "--lang", "pl", "--incomplete").out
    assert "dist/letter/pl/letter.pl.one.txt" in publish("build", "--incomplete", "--jobs", "1").out
    translated(house, 3)
    said = publish("build", "--jobs", "1")
    assert (said.code, "dist/letter/pl/letter.pl.one.txt" in said.out) == (0, True)
    assert "earlier build" not in said.err
    (house / "source" / "letter" / "translations" / "pl.po").unlink()
    translated(house, 2)
    for _ in range(2):  # where nothing changed since, it is said again
        said = publish("build", "--jobs", "1")
        assert "  what lies in dist/letter/pl was made by an earlier build" in said.err.splitlines()


def test_a_broken_store_stops_its_own_language_only(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs_are(monkeypatch, one=plain)
    translated(house, 3).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    said = publish("build")
    assert said.code == 1
    assert "dist/letter/en/letter.en.one.txt" in said.out
    assert "pl.po" in said.err


def test_strict_stops_at_a_warning(house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    outputs_are(monkeypatch, one=plain)
    (house / "source/letter/manuscript.md").write_text("# A letter\n\n#### Far down\n", encoding="utf-8")
    assert publish("build").code == 0
    (house / "dist/letter/en/letter.en.one.txt").unlink()
    assert publish("build", "--strict").code == 1
    assert not (house / "dist/letter/en/letter.en.one.txt").exists()


def test_split_files_are_left_to_handoff_where_outputs_are_named(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs_are(monkeypatch, one=plain)
    assert publish("build", "--output", "one").out.splitlines() == ["dist/letter/en/letter.en.one.txt"]
    assert not (house / "dist/letter/handoff").exists()
    assert "dist/letter/handoff/letter.pl.zip" in publish("build").out


def test_a_slug_comes_before_a_file_of_the_same_name(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs_are(monkeypatch, one=plain)
    (house / "letter").write_text("# Another\n\nText.\n", encoding="utf-8")
    assert "dist/letter/en/letter.en.one.txt" in publish("build", "letter").out
    monkeypatch.chdir(house / "source" / "letter")
    assert "../../dist/letter/en/letter.en.one.txt" in publish("build", "manuscript.md").out


def test_completion_is_made_for_each_shell(publish: Callable[..., Said]) -> None:
    for shell in ("bash", "zsh", "fish"):
        said = publish("completion", shell)
        assert (said.code, "_PUBLISH_COMPLETE" in said.out) == (0, True)


def test_a_command_mistyped_is_told_which_was_meant_and_none_shows_the_help(publish: Callable[..., Said]) -> None:
    assert "Did you mean 'build'?" in publish("buid").err
    assert "Did you mean" not in publish("xyz").err
    said = publish()
    assert (said.code, said.out) == (2, "")
    assert said.err.count("Usage: publish") == 1
    assert "Error" not in said.err


def test_the_exit_codes_are_those_of_the_house() -> None:
    assert (cli.DONE, cli.PROBLEMS, cli.USAGE, cli.TOOL_MISSING, cli.INTERRUPTED) == (0, 1, 2, 3, 130)


def test_what_a_terminal_would_obey_is_written_out(
    publish: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.md").write_text("---\ntitle: T\n---\n\n[a](b\x1b[2J\x9b\u202e.md)\n", encoding="utf-8")
    said = publish("check", "letter.md", "--color", "always")
    assert "“b\\u001b[2J\\u009b\\u202e.md”" in said.err
    assert "“x\\u001b[2J” is neither a publication here" in publish("check", "x\x1b[2J").err
    record = json.loads(publish("check", "letter.md", "--json").out.splitlines()[0])
    assert "“b\x1b[2J\x9b\u202e.md”" in record["message"]
    assert (
        str(Problem(Place("a\nb"), "x\x1b\ny", "z\x07", "c")) == "a\\u000ab: error: x\\u001b\\u000ay\n  hint: z\\u0007"
    )


def test_a_house_can_be_begun_in_the_empty_folder_one_stands_in(
    publish: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = publish("new-house", ".")
    assert (said.code, said.err) == (0, "Now: publish build\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == [".gitignore", "README.md", "source"]
    assert publish("check").code == 0
    assert publish("new-house", ".").code == 1


def test_what_is_handed_out_is_seen_before_anything_comes_back(house: Path, publish: Callable[..., Said]) -> None:
    assert publish("handoff", "letter", "--to", "ur", "--to-whom", "Sana").code == 0
    said = publish("status")
    assert "  ur, opening: out with Sana since " in said.out
    assert "next: publish handoff letter --to pl\n" in said.err
    assert "next: publish receive FILE  # for ur: all that is left is out" in said.err
    assert "nothing is changed" in publish("keep", "letter").err
    kit = next((house / "dist" / "letter" / "handoff" / "ur").iterdir())
    assert "nothing was written" in publish("receive", str(kit)).err


def test_two_publications_that_differ_in_capitals_only_are_told(house: Path, publish: Callable[..., Said]) -> None:
    assert "there already" in publish("new", "Letter").err
    twin = house / "source" / "LETTER"
    twin.mkdir()
    (twin / "manuscript.md").write_text(LETTER, encoding="utf-8")
    said = publish("check")
    assert said.code == 0
    assert said.err.count("differ in capitals only") == 2


def test_a_lone_manuscript_is_named_as_it_is_typed(
    publish: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my letter.md").write_text("---\ntitle: T\n---\n\nHi.\n", encoding="utf-8")
    assert "`publish handoff 'my letter.md' --to pl`" in publish("status", "my letter.md").out
    out = publish("handoff", "my letter.md", "--to", "pl", "--form", "markdown")
    assert "`publish receive --manuscript 'my letter.md' FILE`" in out.err
    kit = tmp_path / out.out.splitlines()[0]
    kit.write_text(kit.read_text(encoding="utf-8").replace("> Hi.\n", "> Hi.\n\nHej."), encoding="utf-8")
    back = publish("receive", "--manuscript", "my letter.md", str(kit))
    assert "publish build 'my letter.md' --lang pl" in back.err
    assert "next: publish handoff 'my letter.md' --to pl --changed" in publish("status", "my letter.md").err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--to", "en"), "letter is written in en itself"),
        (("--to", "pl", "--form", "doc"), "there is no form “doc”. There are markdown, docx,"),
    ],
)
def test_a_handoff_that_cannot_be_meant_is_wrong_usage(
    house: Path, publish: Callable[..., Said], flags: tuple[str, ...], said: str
) -> None:
    told = publish("handoff", "letter", *flags)
    assert (told.code, said in told.err, (house / "dist").exists()) == (2, True, False)


def test_on_a_terminal_nobody_waits_without_knowing_for_what(
    house: Path, publish: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "\r\x1b[Kreading letter\r\x1b[K" in publish("check").err
    monkeypatch.setattr(pandoc, "program", missing)
    assert "reading letter\r\x1b[K\x1b[1mpandoc:" in publish("check").err
    assert (house / "dist").exists() is False


def missing() -> str:
    raise ToolMissingError(Problem(Place("pandoc"), "pandoc is not installed", "install it", "tool-missing"))
