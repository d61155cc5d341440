"""Whatever lies in the files a command is given: no traceback, but a place and a hint; nothing lost."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish import cli, project, source, translations
from publish.kits import KITS, kits_of
from publish.memory import Known, write_tmx

if TYPE_CHECKING:
    from collections.abc import Iterator

MANUSCRIPT = """---
title: The walk
summary: A short one. It has two sentences.
languages: [pl]
---

Read [the end](#end) first.[^1] It is *short*.

## Middle {#middle}

We walk to the water. We count the steps.

[^1]: Or read it last.
"""
GLOSSARY = b"""[terms."water"]
pl = "woda"
note = "the one we drink"

[keep]
names = ["Ada"]
"""
SHARED = b"""publisher = "The Night Shift"
languages = ["pl", "ur"]

[print]
trim = "A5"
stock.caliper = "0.1mm"
"""

# What trips those who read Markdown, YAML, TOML, PO and XML by halves.
_SNAGS = (
    "\n|\n\n|    |\t|---|- |> |::: box\n|:::|```|`|[^1]|[^1]: |[a](|](b)|![|{#x .y z=1}|<!-- |-->|<b>|&amp;|&#0;|\\|*"
    '|title: |lang: |print:\n  |{|}|[|]|!!int |!!timestamp |!!python/name:os |&a |*a|? |<<: |\'|"|"""|= |[print]\n'
    "|[[|msgid |msgstr |msgctxt |#~ |#, fuzzy\n|#| |<tu>|</tuv>|<seg>|xml:lang=|<!DOCTYPE a [|%|$(x)|;|../|/etc/|C:\\"
    "|\x00|\x1b[2J|\x85|\u2028|\u202e|\ufeff|\ufffe|\U0010ffff|ਪੰ|ی|²|½|٣|1e999|nan|-1|9999-99-99|2026-13-45|0x"
    "|{1}|{/1}|^|!!|??|__"
)
SNAGS = st.sampled_from(_SNAGS.split("|"))
SOUP = st.lists(SNAGS | st.text(max_size=6), max_size=25).map("".join)
BYTES = st.binary(max_size=120) | SOUP.map(lambda text: text.encode("utf-8", "replace"))


def spoilt(whole: bytes) -> st.SearchStrategy[bytes]:
    """A file of which parts were taken out, written over or put in, as the post, an editor or an enemy does it."""
    cut = st.tuples(st.integers(0, len(whole)), st.sampled_from([0, 0, 1, 3, 40]), BYTES)

    def done(cuts: list[tuple[int, int, bytes]]) -> bytes:
        data = whole
        for at, length, other in cuts:
            data = data[:at] + other + data[at + length :]
        return data

    return st.lists(cut, min_size=1, max_size=3).map(done)


@contextlib.contextmanager
def standing_in(files: dict[str, bytes]) -> Iterator[Path]:
    """A house of one publication with these files, and the test standing in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / "house"
        for name, data in {"source/walk/manuscript.md": MANUSCRIPT.encode(), **files}.items():
            (house / name).parent.mkdir(parents=True, exist_ok=True)
            (house / name).write_bytes(data)
        os.chdir(house)
        try:
            yield house
        finally:
            os.chdir(before)


def everything(house: Path) -> dict[str, bytes]:
    """Every file in and around a house but what is made and can be made again."""
    around = house.parent
    files = {str(file.relative_to(around)): file for file in around.rglob("*") if file.is_file()}
    return {name: file.read_bytes() for name, file in files.items() if not name.startswith("house/dist/")}


def run(*arguments: str) -> int:
    """Run a command, hold that it says what is wrong in the usual form, and return its exit code."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run([*arguments, "--json"])
    assert code in {0, 1}, err.getvalue()
    assert "fault of ours" not in err.getvalue()
    assert "Traceback" not in err.getvalue()
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    problems = [record for record in records if "severity" in record]
    # What could not be gone on with is said on stderr, in the form of people.
    told = [line for line in err.getvalue().splitlines() if ": error: " in line or ": warning: " in line]
    hints = [line for line in err.getvalue().splitlines() if line.startswith("  hint: ")]
    assert len(hints) == len(told)
    assert all(record["file"] and record["hint"] and record["message"] for record in problems)
    assert not code or told or any(record["severity"] == "error" for record in problems)
    return code


def changes_nothing(house: Path, *arguments: str) -> int:
    """Run a command and hold that nothing but what is made lies there otherwise."""
    before = everything(house)
    code = run(*arguments)
    assert everything(house) == before
    return code


HEAD = "---\ntitle: T\n---\n\n"


@given(BYTES | SOUP.map(lambda text: (HEAD + text).encode("utf-8", "replace")) | spoilt(MANUSCRIPT.encode()))
@settings(max_examples=50, deadline=None)
def test_any_bytes_can_be_a_manuscript(data: bytes) -> None:
    with standing_in({"source/walk/manuscript.md": data}) as house:
        changes_nothing(house, "check")
        changes_nothing(house, "status", "walk")


@given(SOUP)
@example("issue: !!int ")
@settings(max_examples=50, deadline=None)
def test_any_text_can_stand_where_the_settings_are(head: str) -> None:
    with standing_in({"source/walk/manuscript.md": f"---\n{head}\n---\n\nText.\n".encode("utf-8", "replace")}) as house:
        changes_nothing(house, "check")


@given(BYTES | spoilt(SHARED))
@settings(max_examples=50, deadline=None)
def test_any_bytes_can_be_the_settings_of_a_house(data: bytes) -> None:
    with standing_in({"source/publication.toml": data}) as house:
        changes_nothing(house, "check")


def handed_out() -> dict[str, bytes]:
    """A store, a memory, and a kit of each form, as the program itself writes them."""
    with standing_in({}) as house:
        reading = source.read(project.House(house).manuscript("walk"), "walk")
        store = house / "no.po"
        empty = translations.current(reading.publication, "pl", store)
        said = {segment.key: f"{segment.text} po polsku" for segment in reading.publication.segments[:3]}
        half = translations.merge(empty, said, {})
        kit = kits_of(reading.publication, half)[1]
        files = {form.name: form.write(kit) for form in KITS}
        files["store"] = translations.save(half, reading.publication)
        files["memory"] = write_tmx([Known("We walk.", "Idziemy.", "walk")], "en", "pl")
        bundle = io.BytesIO()
        with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as opened:
            opened.writestr("01-middle.md", files["markdown"])
        files["zip"] = bundle.getvalue()
    return files


WHOLE = handed_out()
STORE = "source/walk/translations/pl.po"


@given(BYTES | spoilt(WHOLE["store"]))
@settings(max_examples=50, deadline=None)
def test_any_bytes_can_be_a_store(data: bytes) -> None:
    with standing_in({STORE: data}) as house:
        changes_nothing(house, "status")
        changes_nothing(house, "build", "--lang", "pl", "--output", "epub", "--dry-run")
        if run("keep", "walk"):
            assert (house / STORE).read_bytes() == data


@given(BYTES | spoilt(GLOSSARY))
@settings(max_examples=50, deadline=None)
def test_any_bytes_can_be_a_glossary(data: bytes) -> None:
    with standing_in({"source/glossary.toml": data}) as house:
        changes_nothing(house, "build", "--output", "epub", "--to", "pl", "--dry-run")
        changes_nothing(house, "status", "--terms")


@given(BYTES | spoilt(b'[[handoff]]\nlanguage = "pl"\nsection = "middle"\nform = "po"\ndate = 2026-11-22\n'))
@settings(max_examples=50, deadline=None)
def test_any_bytes_can_be_the_record_of_hand_offs(data: bytes) -> None:
    with standing_in({"source/walk/handoffs.toml": data}) as house:
        changes_nothing(house, "status")


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "store"])
def test_any_bytes_can_come_back(name: str) -> None:
    @given(BYTES | spoilt(WHOLE[name]), st.booleans())
    @settings(max_examples=50, deadline=None)
    def law(data: bytes, stored: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
        with standing_in({STORE: WHOLE["store"]} if stored else {}) as house:
            returned = house.parent / "returned"
            returned.write_bytes(data)
            before = everything(house)
            run("receive", str(returned))
            changed = {file for file, held in everything(house).items() if before.get(file) != held}
            allowed = {f"house/{STORE}", "house/source/walk/handoffs.toml"}
            # A memory may know other languages, each in a file of its own.
            assert {file for file in changed if not file.startswith("house/source/memory/")} <= allowed
            assert before.keys() <= everything(house).keys()
            # What was translated before is translated still.
            if stored:
                assert run("status") == 0
                assert "po polsku" in (house / STORE).read_text(encoding="utf-8")

    law()
