"""A house's own style for its EPUBs: laid over ours, with the faces it asks for, and nothing no reader could follow."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from publish import edition, languages, source
from publish.build import ingredients
from publish.build.contents import Contents
from publish.checks import epub as checks
from publish.outputs import epub
from publish.outputs.epub import fonts, own_style
from publish.problems import Place, PublishError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publish.model import Edition
    from publish.settings import Settings

    Make = Callable[[str], tuple[Edition, Settings]]

TEXT = "---\ntitle: The early bus\nlang: en\n---\n\nGood evening.\n\n## Riders\n\nTired, and [ਸਤ ਸ੍ਰੀ ਅਕਾਲ]{lang=pa}.\n"


@pytest.fixture
def house(tmp_path: Path) -> Make:
    """Return an edition in a house with a style for EPUBs of its own."""

    def made(css: str) -> tuple[Edition, Settings]:
        manuscript = tmp_path / "source" / "bus" / "manuscript.md"
        manuscript.parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / "publication.toml").write_text("")
        manuscript.write_text(TEXT, encoding="utf-8")
        (tmp_path / "styles").mkdir(exist_ok=True)
        (tmp_path / "styles" / "epub.css").write_text(css, encoding="utf-8")
        reading = source.read(manuscript, "bus")
        return edition.original(reading.publication), reading.settings

    return made


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def problems(made: tuple[Edition, Settings]) -> list[tuple[str, int, str]]:
    with pytest.raises(PublishError) as raised:
        epub.make(*made)
    return [(problem.place.file, problem.place.line, problem.code) for problem in raised.value.problems]


def test_it_is_laid_over_ours_in_every_document(house: Make) -> None:
    made = house("h2 { text-transform: uppercase }\n")
    data = epub.make(*made)
    files = unpacked(data)
    assert files["styles/own.css"] == b"h2 { text-transform: uppercase }\n"
    for name in (name for name in files if name.endswith(".xhtml")):
        sheets = [link.get("href") for link in etree.fromstring(files[name]).iter("{*}link")]
        assert sheets == ["../styles/epub.css", "../styles/scripts.css", "../styles/own.css"]
    assert list(checks.find(checks.Made(data, Place("bus.epub"), *made))) == []


def test_a_copy_of_ours_says_nothing_new(house: Make) -> None:
    made = house((languages.styles_folder() / "epub.css").read_text(encoding="utf-8"))
    assert "styles/own.css" not in unpacked(epub.make(*made))


def test_a_face_it_asks_for_is_packed_cut_down_to_the_text(house: Make) -> None:
    made = house(
        'body { font-family: "Nowhere Serif", "noto serif", serif }\nh2 { font: bold 1.2em/1.3 Noto Sans, sans }\n'
    )
    data = epub.make(*made)
    files = unpacked(data)
    assert {"fonts/noto-serif.ttf", "fonts/noto-sans.ttf"} <= set(files)
    held = TTFont(io.BytesIO(files["fonts/noto-serif.ttf"])).getBestCmap()
    assert ord("G") in held
    assert ord("Ж") not in held
    assert b'@font-face{font-family:"Noto Sans"' in files["styles/own.css"]
    assert list(checks.find(checks.Made(data, Place("bus.epub"), *made))) == []
    assert data == epub.make(*made)


def test_a_face_the_scripts_need_anyway_is_packed_once(house: Make) -> None:
    files = unpacked(epub.make(*house(':lang(pa) { font-family: "Noto Serif Gurmukhi" }\n')))
    assert [name for name in files if name.startswith("fonts/")] == ["fonts/noto-serif-gurmukhi.ttf"]
    assert b"@font-face" not in files["styles/own.css"]


def test_a_face_in_which_no_word_is_set_stays_out(house: Make) -> None:
    files = unpacked(epub.make(*house('.verse { font-family: "Noto Naskh Arabic", serif }\n')))
    assert "fonts/noto-naskh-arabic.ttf" not in files


def test_a_face_that_is_not_installed_is_one_problem_with_its_line(house: Make) -> None:
    css = (
        'h2 { color: inherit }\nh2 { font-family: "Nowhere Serif", serif }\np { font-family: "Nowhere Serif", serif }\n'
    )
    assert problems(house(css)) == [("styles/epub.css", 2, "face-missing")]


def test_a_face_whose_licence_keeps_it_out_is_a_problem(
    house: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = fonts._file_of("Noto Serif")
    assert own is not None
    with TTFont(own) as font:
        font["OS/2"].fsType = 0x0002
        font.save(tmp_path / "kept.ttf")
    monkeypatch.setattr(fonts, "_file_of", lambda face: tmp_path / "kept.ttf" if face == "Kept" else None)
    monkeypatch.setattr(fonts, "characters_by_face", lambda _: {})
    assert problems(house("p { font-family: Kept }")) == [("styles/epub.css", 1, "face-kept-out")]


@pytest.mark.parametrize(
    ("css", "code"),
    [
        ("p { color: red;; margin }", "style-broken"),
        ('@import "other.css";', "style-fetches"),
        ('@font-face { font-family: X; src: url("x.ttf") }', "style-fetches"),
        ("@media print { p { background: no-repeat url(tap.png) } }", "style-fetches"),
        ('p { background: image-set("a.png" 1x, url("b.png") 2x) }', "style-fetches"),
        ("p { direction: rtl }", "style-direction"),
    ],
)
def test_what_no_epub_can_hold_is_refused_with_its_line(css: str, code: str, house: Make) -> None:
    assert problems(house("\n\n" + css)) == [("styles/epub.css", 3, code)]


def test_it_and_its_faces_are_ingredients(house: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def key(css: str) -> str:
        contents = Contents(tmp_path / "contents.json")
        return ingredients.of_edition(*house(css), contents)["house's own style sheets"]

    one, other = key("p { margin: 0 }"), key('p { font-family: "Noto Serif" }')
    assert one != other
    monkeypatch.setattr("publish.build.machine.files_of", lambda _: (str(tmp_path / "another.ttf"),))
    assert key('p { font-family: "Noto Serif" }') != other


def test_every_face_of_every_rule_is_found(house: Make) -> None:
    css = '@media (min-width: 1px) { p { font-family: A B, "C", serif } }\n'
    css += "q { font: 1em/1.4 D, monospace }\nb { font: inherit }"
    assert own_style.asked_for(house(css)[0]) == ("A B", "C", "D")
