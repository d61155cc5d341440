"""The press file, from a manuscript and from a page of everything a press cannot print."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import weasyprint
from PIL import Image

from publish import edition, source
from publish.measure import Length
from publish.outputs import plates, press
from publish.pdf.inks import colour_use, see_through, unembedded_fonts
from publish.pdf.job import Job, job_of
from publish.pdf.press import hand_over
from publish.problems import Place, PublishError
from publish.settings import Print

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition
    from publish.settings import Settings

ROOT = Path(__file__).parents[2]
MM = 72 / 25.4
JOB = Job("Everything", "everything · en", Place("manuscript.md"))
FOUR = Print(ink=("CMYK",), marks=("crop", "registration", "fold", "colour-bar"))

STYLE = """
@page { size: 148mm 210mm; bleed: 3mm; margin: 15mm }
@page :first { background: #e3a534 }
body { font: 10pt "Noto Serif" } h2 { break-before: page; color: #000 }
.ramp { height: 8mm; background: linear-gradient(90deg, red, #ffe0a0) }
.fade { height: 8mm; background: radial-gradient(#000, #fff0) }
.veil { opacity: .4; background: blue } .cast { box-shadow: 2px 2px 4px #888 }
.inks { color: device-cmyk(1 1 1 1) } .lab { color: lab(50% 60 20) }
.tiles { background: url(photo.png); background-size: 5mm; height: 8mm }
"""
BODY = """
<h1 id=top>Everything</h1><p>See <a href="https://example.org">there</a> and <a href="#top">here</a>.</p>
<img src=photo.png width=80><img src=photo.jpg width=80><img src=holes.png width=80><img src=whole.png width=80>
<img src=gray.png width=80><div class=ramp></div><div class=fade></div><div class=veil>veil</div>
<div class=cast>cast</div><p class=inks>inks</p><p class=lab>lab</p><div class=tiles></div>
<svg width=90 height=40><rect width=90 height=40 fill="#b3261e" stroke="black"/>
<path d="M0 0L90 40" stroke="#777"/></svg>
<h2>Text only</h2><p>Eleven people put up their hands.</p>
"""
OPAQUE = (
    """<h1 style="color: #b3261e">Opaque</h1><p>Text.</p><img src=photo.png width=80><img src=whole.png width=80>"""
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    ramp = Image.linear_gradient("L").resize((120, 80))
    photo = Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM), ramp.point(lambda v: v // 3)))
    photo.save(folder / "photo.png")
    photo.save(folder / "photo.jpg", quality=90)
    ramp.save(folder / "gray.png")
    photo.putalpha(ramp)
    photo.save(folder / "holes.png")
    photo.putalpha(255)
    photo.save(folder / "whole.png")
    return folder


def _pages(folder: Path, body: str, style: str = STYLE) -> bytes:
    html = f"<html lang=en><title>Everything</title><style>{style}</style><body>{body}"
    made = weasyprint.HTML(string=html, base_url=f"{folder}/").write_pdf(pdf_tags=True)
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def everything(pictures: Path) -> bytes:
    return _pages(pictures, BODY)


@pytest.fixture(scope="module")
def in_four_colours(everything: bytes) -> bytes:
    return hand_over(everything, JOB, FOUR)


@pytest.fixture(scope="module")
def night_shift() -> tuple[Edition, Settings]:
    found = source.read(ROOT / "source" / "night-shift" / "manuscript.md", "night-shift")
    assert found.publication is not None
    assert found.settings is not None
    return edition.original(found.publication), found.settings


def _in(settings: Settings, **changed: Any) -> Settings:  # noqa: ANN401 - any setting of the printing
    return dataclasses.replace(settings, print=dataclasses.replace(settings.print, **changed))


# The test's own eyes: it looks at every object of the file, whether anything uses it or not, and knows no walk.
def _colour_words(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                yield from _words_of_stream(thing)
            yield from _words_of(thing)


def _words_of(thing: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - any PDF object
    if isinstance(thing, pikepdf.Array):
        if len(thing) and str(thing[0]) in {"/Separation", "/DeviceN", "/Indexed", "/ICCBased", "/Lab", "/CalRGB"}:
            yield " ".join(str(part) for part in list(thing)[:2] if isinstance(part, pikepdf.Name))
        for part in list(thing) if depth < 6 else []:
            yield from _words_of(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items() if depth < 6 else []:
            if key in {"/CS", "/ColorSpace"} and isinstance(value, pikepdf.Name):
                yield str(value)
            elif not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _words_of(value, depth + 1)


_OPERATOR = re.compile(rb"(?<![/\w<(])(rg|RG|g|G|k|K|/[\w-]+ cs|/[\w-]+ CS)(?=\s)")


def _words_of_stream(stream: pikepdf.Stream) -> Iterator[str]:
    content = ("/Subtype" not in stream or stream.Subtype == pikepdf.Name.Form) and not {
        "/FunctionType",
        "/N",
        "/Length1",
        "/CMapName",
    } & set(stream.keys())
    if content:
        yield from (found.decode() for found in _OPERATOR.findall(stream.read_bytes()))


def test_nothing_in_the_file_is_in_other_colours_than_inks(everything: bytes, in_four_colours: bytes) -> None:
    assert {"rg", "RG", "/DeviceRGB", "/lab-d50 cs"} <= set(_colour_words(everything))
    found = set(_colour_words(in_four_colours))
    assert "k" in found
    assert found <= {
        "k", "K", "g", "G", "/All cs", "/All CS", "/DeviceCMYK", "/DeviceGray", "/Separation /All", "/Pattern cs",
    }  # fmt: skip


def test_the_walk_over_what_is_painted_finds_the_faults_of_a_plain_file_and_none_of_a_press_file(
    everything: bytes, in_four_colours: bytes
) -> None:
    before = {(use.space, use.what) for use in colour_use(everything)}
    uses = {"fill", "stroke", "picture", "gradient", "group"}
    assert {("DeviceRGB", what) for what in uses} <= before
    assert ("Lab", "fill") in before
    after = colour_use(in_four_colours)
    assert {use.space for use in after} == {"DeviceCMYK", "DeviceGray", "Separation All"}
    assert max(use.ink for use in after) <= 3
    with pikepdf.open(io.BytesIO(everything)) as pdf:
        assert {use.page for use in after} == set(range(1, len(pdf.pages) + 1))


def test_one_colour_means_grays_alone(everything: bytes) -> None:
    printed = hand_over(everything, JOB, dataclasses.replace(FOUR, ink=("K",)))
    spaces = {use.space for use in colour_use(printed) if use.what not in {"group", "mask"}}
    assert spaces == {"DeviceGray", "Separation All"}


def test_the_boxes_are_exact_and_begin_at_the_corner_of_the_paper(in_four_colours: bytes) -> None:
    with pikepdf.open(io.BytesIO(in_four_colours)) as pdf:
        for page in pdf.pages:
            media, bleed, trim = (
                [float(value) for value in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert media == pytest.approx([0, 0, 174 * MM, 236 * MM], abs=0.01 * MM)
            assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([148 * MM, 210 * MM], abs=0.01 * MM)
            over = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
            assert over == pytest.approx([3 * MM] * 4, abs=0.001 * MM)


def test_nothing_of_a_screen_is_left(in_four_colours: bytes) -> None:
    with pikepdf.open(io.BytesIO(in_four_colours)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Lang", "/ViewerPreferences", "/Metadata", "/OutputIntents"}
        for page in pdf.pages:
            assert not {"/Annots", "/StructParents", "/AA", "/Tabs"} & set(page.keys())
        named = b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/N" not in one)
        assert b"example.org" not in named


def test_it_says_that_it_is_pdf_x_4_for_fogra39(in_four_colours: bytes) -> None:
    with pikepdf.open(io.BytesIO(in_four_colours)) as pdf:
        assert pdf.pdf_version == "1.6"
        assert pdf.trailer.Info.Trapped == pikepdf.Name("/False")
        assert len(pdf.trailer.ID) == 2
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == pikepdf.Name.GTS_PDFX
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.N == 4
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        metadata = pdf.Root.Metadata.read_raw_bytes()
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in metadata
        with pdf.open_metadata() as said:
            assert said["dc:title"] == "Everything"
            assert said["pdf:Trapped"] == "False"


def test_pages_with_see_through_things_say_what_they_are_mixed_in(in_four_colours: bytes) -> None:
    mixed = {thing.page for thing in see_through(in_four_colours)}
    assert mixed
    with pikepdf.open(io.BytesIO(in_four_colours)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            assert ("/Group" in page) == (number in mixed)


def test_the_same_pages_give_the_same_bytes(everything: bytes, in_four_colours: bytes) -> None:
    assert hand_over(everything, JOB, FOUR) == in_four_colours


def test_no_clock_and_no_folder_is_in_the_file(in_four_colours: bytes, pictures: Path) -> None:
    with pikepdf.open(io.BytesIO(in_four_colours)) as pdf:
        assert str(pdf.trailer.Info.CreationDate).startswith("D:20000101")
    assert str(pictures).encode() not in in_four_colours


def test_every_font_is_in_the_file_and_one_that_is_not_is_refused(everything: bytes, in_four_colours: bytes) -> None:
    assert unembedded_fonts(in_four_colours) == ()
    with pikepdf.open(io.BytesIO(everything)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
                del thing["/FontFile2"]
        bare = io.BytesIO()
        pdf.save(bare)
    with pytest.raises(PublishError, match="is not in the file"):
        hand_over(bare.getvalue(), JOB, FOUR)


def test_pages_without_bleed_are_refused(pictures: Path) -> None:
    with pytest.raises(PublishError, match="does not reach 3mm over its trim edge"):
        hand_over(_pages(pictures, OPAQUE, "@page { size: 148mm 210mm }"), JOB, FOUR)


def test_a_slug_too_narrow_for_marks_is_refused(everything: bytes) -> None:
    with pytest.raises(PublishError, match="no room for marks"):
        hand_over(everything, JOB, dataclasses.replace(FOUR, slug=Length(2)))
    unmarked = hand_over(everything, JOB, dataclasses.replace(FOUR, slug=Length(0), marks=()))
    assert "Separation All" not in {use.space for use in colour_use(unmarked)}


def test_x_1a_refuses_what_is_see_through_and_names_it(everything: bytes) -> None:
    with pytest.raises(PublishError) as told:
        hand_over(everything, JOB, dataclasses.replace(FOUR, standard="PDF/X-1a"))
    said = "\n".join(problem.message for problem in told.value.problems)
    assert {problem.code for problem in told.value.problems} == {"press-transparency"}
    assert "page 1: a picture with see-through parts" in said
    assert "something of 40% opacity" in said
    assert "a soft edge, a shadow or a gradient that fades out" in said


def test_x_1a_is_made_where_everything_is_solid(pictures: Path) -> None:
    made = hand_over(_pages(pictures, OPAQUE), JOB, dataclasses.replace(FOUR, standard="PDF/X-1a"))
    assert see_through(made) == ()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.pdf_version == "1.4"
        assert str(pdf.trailer.Info.GTS_PDFXVersion) == "PDF/X-1a:2003"
        assert b"/XRef" not in made
        assert not [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/Group" in thing]


def test_x_1a_refuses_a_font_that_came_after_it(pictures: Path) -> None:
    with pikepdf.open(io.BytesIO(_pages(pictures, OPAQUE))) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
                thing.FontFile3 = thing.FontFile2
                thing.FontFile3.Subtype = pikepdf.Name.OpenType
                del thing["/FontFile2"]
        changed = io.BytesIO()
        pdf.save(changed)
    assert hand_over(changed.getvalue(), JOB, FOUR)
    with pytest.raises(PublishError, match="PostScript outlines"):
        hand_over(changed.getvalue(), JOB, dataclasses.replace(FOUR, standard="PDF/X-1a"))


def test_no_standard_means_no_label(everything: bytes) -> None:
    made = hand_over(everything, JOB, dataclasses.replace(FOUR, standard="none"))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert b"GTS_PDFXVersion" not in pdf.Root.Metadata.read_bytes()
        assert "/GTS_PDFXVersion" not in pdf.trailer.Info


def test_x_1a_names_the_picture_and_its_line(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    Image.new("RGBA", (20, 20), (200, 0, 0, 100)).save(tmp_path / "images" / "glass.png")
    line = '<path d="M0 0L9 9" stroke="red" opacity=".5"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{line}</svg>'
    (tmp_path / "images" / "veil.svg").write_text(drawing, encoding="utf-8")
    text = "---\ntitle: Glass\n---\n\nText.\n\n![Glass](images/glass.png)\n\n![Veil](images/veil.svg)\n"
    (tmp_path / "manuscript.md").write_text(text, encoding="utf-8")
    found = source.read(tmp_path / "manuscript.md", "glass")
    assert found.publication is not None
    assert found.settings is not None
    with pytest.raises(PublishError) as told:
        press.make(edition.original(found.publication), _in(found.settings, standard="PDF/X-1a"))
    by_line = {problem.place.line: problem.message for problem in told.value.problems}
    assert "“images/glass.png” has see-through parts" in by_line[7]
    assert "page 1" in by_line[7]
    assert "“images/veil.svg” has see-through parts" in by_line[9]


def test_what_is_read_from_the_right_is_bound_on_the_right(night_shift: tuple[Edition, Settings]) -> None:
    urdu = dataclasses.replace(night_shift[0], language="ur")
    assert job_of(night_shift[0], Print()).edge == "left"
    assert job_of(urdu, Print()).edge == "right"
    assert job_of(urdu, Print(binding_edge="left")).edge == "left"
    assert job_of(urdu, Print()).line == "night-shift · 7 · ur"


def test_a_manuscript_becomes_a_press_file(night_shift: tuple[Edition, Settings]) -> None:
    made = press.make(night_shift[0], _in(night_shift[1], ink=("CMYK",)))
    assert {use.space for use in colour_use(made)} == {"DeviceCMYK", "DeviceGray", "Separation All"}
    assert press.make(night_shift[0], _in(night_shift[1], ink=("CMYK",))) == made


def test_a_manuscript_becomes_a_plate_for_each_drum(night_shift: tuple[Edition, Settings]) -> None:
    settings = _in(night_shift[1], ink=("black", "red"))
    made = plates.plates(night_shift[0], settings)
    assert list(made) == ["black", "red"]
    assert all({use.space for use in colour_use(plate)} == {"DeviceGray"} for plate in made.values())
    assert plates.make_plate(night_shift[0], settings, "red") == made["red"]
    assert plates.plates(night_shift[0], _in(night_shift[1], ink=("K",))) == {}


@pytest.mark.validators
def test_qpdf_finds_no_fault(in_four_colours: bytes, tmp_path: Path) -> None:
    (tmp_path / "press.pdf").write_bytes(in_four_colours)
    checked = subprocess.run(["qpdf", "--check", tmp_path / "press.pdf"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture(scope="module")
def separations(in_four_colours: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Image.Image]]:
    """Return the plates of each page as Ghostscript separates them, 0 is paper."""
    if not shutil.which("gs"):
        pytest.skip("Ghostscript is not installed")
    folder = tmp_path_factory.mktemp("separations")
    (folder / "press.pdf").write_bytes(in_four_colours)
    asked = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r72", f"-sOutputFile={folder}/%d.tif"]
    subprocess.run(["gs", *asked, folder / "press.pdf"], check=True, capture_output=True)
    pages = len(list(folder.glob("*(Cyan).tif")))
    return [
        {ink: _inked(folder / f"{page}({ink}).tif") for ink in ("Cyan", "Magenta", "Yellow", "Black")}
        for page in range(1, pages + 1)
    ]


def _inked(file: Path) -> Image.Image:
    with Image.open(file) as plate:
        return plate.convert("L").point(lambda value: 255 - value)


def _trimmed(plate: Image.Image, room: float = 13) -> Image.Image:
    edge = round(room * MM) + 1
    return plate.crop((edge, edge, plate.width - edge, plate.height - edge))


@pytest.mark.validators
def test_ghostscript_finds_text_on_black_alone(separations: list[dict[str, Image.Image]]) -> None:
    text_page = separations[-1]
    for ink in ("Cyan", "Magenta", "Yellow"):
        assert _trimmed(text_page[ink]).getextrema() == (0, 0)
    assert _trimmed(text_page["Black"]).getextrema()[1] == 255


@pytest.mark.validators
def test_ghostscript_finds_at_most_300_percent_of_ink_within_the_bleed(
    separations: list[dict[str, Image.Image]],
) -> None:
    for page in separations:
        plates_of_page = [_trimmed(plate, 10).tobytes() for plate in page.values()]
        assert max(sum(pixel) for pixel in zip(*plates_of_page, strict=True)) <= 765 + 2


@pytest.mark.validators
def test_ghostscript_finds_marks_on_every_plate_and_none_of_them_in_the_bleed(
    separations: list[dict[str, Image.Image]],
) -> None:
    for plate in separations[-1].values():
        left, bottom = round(10 * MM), round(13 * MM)
        assert plate.crop((0, 0, plate.width, left - 1)).getextrema()[1] == 255
        strip = plate.crop((left + 2, left + 2, plate.width - left - 2, bottom - 2))
        assert strip.getextrema() == (0, 0)
