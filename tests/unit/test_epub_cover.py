"""The cover of an EPUB: the first of the printed pages, painted once however often it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish import edition, project, source
from publish.outputs.epub import bitmaps, cover, kept
from publish.typesetting.cover_page import drawn_cover, is_first_page, typeset_cover
from publish.typesetting.page_breaks import laid_out

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Edition
    from publish.settings import Settings

ABOUT = "date: 2026-03-21\nissue: 7\npublisher: Night Owls\nauthor: A. Washer\nsubtitle: Notes from below\n"
TITLES = {
    "en": "What the night shift knows, and what it will do when it is asked once more to stay",
    "ur": "رات کی باتیں",
    "pa": "ਰਾਤ ਦੀਆਂ ਗੱਲਾਂ",
    "ru": "Ночные разговоры",
}


def pamphlet(folder: Path, language: str, more: str = "") -> tuple[Edition, Settings]:
    """Return an edition long enough to have a cover in print."""
    text = "\n\n".join([f"## One\n\n{'So it went on that night. ' * 140}"] * 2)
    file = folder / "letter.md"
    file.write_text(f"---\ntitle: {TITLES[language]}\nlang: {language}\n{ABOUT}{more}---\n\n{text}\n", encoding="utf-8")
    reading = source.read(file, "letter")
    return edition.original(reading.publication), reading.settings


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("bleed", ["0mm", "3mm"])
def test_the_first_printed_page_cut_is_the_cover_set_by_itself(tmp_path: Path, language: str, bleed: str) -> None:
    one, settings = pamphlet(tmp_path, language, f"print:\n  bleed: {bleed}\n")
    assert settings.print.bleed.mm == float(bleed.removesuffix("mm"))
    printed = drawn_cover(one, laid_out(one, settings))
    alone = typeset_cover(one, settings)
    assert printed.problems == alone.problems == ()
    assert cover._painted(printed.pdf).tobytes() == cover._painted(alone.pdf).tobytes()


def test_a_cover_with_a_picture_and_one_of_a_leaflet_are_set_by_themselves(tmp_path: Path) -> None:
    assert is_first_page(pamphlet(tmp_path, "en")[0])
    assert not is_first_page(pamphlet(tmp_path, "en", "cover: night.png\n")[0])
    file = tmp_path / "leaflet.md"
    file.write_text("---\ntitle: Tonight\nlang: en\n---\n\nCome.\n", encoding="utf-8")
    assert not is_first_page(edition.original(source.read(file, "leaflet").publication))


def test_a_cover_is_painted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "cache_folder", lambda: tmp_path / "cache")
    one, settings = pamphlet(tmp_path, "en")
    pages = laid_out(one, settings)
    first = cover.cover_picture(one, settings, pages)
    assert (first.media_type, first.file) == (bitmaps.PNG, "images/cover.png")
    monkeypatch.setattr(bitmaps, "drawn", lambda _: pytest.fail("it was painted again"))
    assert cover.cover_picture(one, settings, pages) == first


def test_of_what_is_kept_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(kept, "MOST", 2)
    made = [kept.once("things", (name,), lambda name=name: name) for name in (b"one", b"two", b"three")]  # type: ignore[misc] # mypy cannot infer a lambda with a default
    assert made == [b"one", b"two", b"three"]
    assert len(list((tmp_path / "things").iterdir())) == 2
