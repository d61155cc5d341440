"""EPUBs that lie in dist are judged with what they were made of, and where that is gone it is said."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Publish = Callable[..., Any]

HOUSE = Path(__file__).parents[2]
MORE = "\n\nThe kettle is on the second floor now, beside the lockers.\n"


@pytest.fixture
def leaflet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publish: Publish) -> Path:
    """Return the folder of a leaflet whose Polish EPUBs, in one language and in two, lie in dist."""
    folder = tmp_path / "source" / "break-time"
    shutil.copytree(HOUSE / "source" / "break-time", folder)
    (tmp_path / "source" / "publication.toml").write_text("")
    for store in (folder / "translations").glob("*.po"):
        if store.stem != "pl":
            store.unlink()
    monkeypatch.chdir(tmp_path)
    made = publish("build", "--lang", "pl", "--output", "epub", "--output", "bilingual-epub", "--output", "tap-epub")
    assert made.code == 0
    return folder


@pytest.mark.usefixtures("leaflet")
def test_what_says_all_its_manuscript_says_is_clean(publish: Publish) -> None:
    said = publish("check", "--artifacts")
    assert said.code == 0
    assert "not checked: whether" not in said.err


def test_a_translation_that_is_no_longer_complete_is_judged_with_its_own_text(leaflet: Path, publish: Publish) -> None:
    manuscript = leaflet / "manuscript.md"
    manuscript.write_text(manuscript.read_text(encoding="utf-8").rstrip() + MORE, encoding="utf-8")
    said = publish("check", "--artifacts")
    assert said.code == 1
    for name in ("break-time.pl.epub", "break-time.pl.bilingual.epub", "break-time.pl.tap.epub"):
        assert f"dist/break-time/pl/{name}: error: “The kettle is on the second floor" in said.err
    assert "is not translated into pl, so it has no pair beside it" in said.err
    assert publish("build", "--incomplete", "--lang", "pl", "--output", "epub", "--output", "tap-epub").code == 0
    said = publish("check", "--artifacts")
    assert "break-time.pl.epub: error" not in said.err
    assert "break-time.pl.tap.epub: error" not in said.err


@pytest.mark.parametrize("gone", ["translation", "manuscript"])
def test_what_it_was_made_of_is_gone_and_that_is_said(gone: str, leaflet: Path, publish: Publish) -> None:
    if gone == "translation":
        (leaflet / "translations" / "pl.po").unlink()
        why = "no translation into pl can be read"
    else:
        manuscript = leaflet / "manuscript.md"
        manuscript.write_text(manuscript.read_text(encoding="utf-8") + "\n[^nobody]\n\n<b>raw</b>\n", encoding="utf-8")
        why = "the manuscript has errors"
    said = publish("check", "--artifacts", "--pictures")
    assert f"not checked: whether it says what was written ({why}), in 3 files" in said.err
    assert "pl.epub: error" not in said.err


def test_a_file_that_was_changed_is_found_without_its_manuscript(leaflet: Path, publish: Publish) -> None:
    (leaflet / "translations" / "pl.po").unlink()
    book = leaflet.parents[1] / "dist" / "break-time" / "pl" / "break-time.pl.epub"
    book.write_bytes(book.read_bytes()[:-400])
    said = publish("check", "--artifacts")
    assert "break-time.pl.epub: error: this cannot be opened as an EPUB" in said.err
    assert said.code == 1
