"""The preflight: each fault made on purpose is found with its code and page, and clean files have none."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
import weasyprint
from pikepdf import Name

from publish import checks, edition, source, translations
from publish.build.planning import in_company
from publish.checks.preflight import Finding, Proof, lay, lay_out, lines
from publish.measure import Length, Size
from publish.model import Colophon, Edition
from publish.outputs import OUTPUTS, Company, press
from publish.pdf import separations, validator
from publish.pdf.job import Job
from publish.pdf.press import hand_over
from publish.problems import Place, PublishError, Severity
from publish.settings import Print, Settings
from publish.typesetting import Geometry, typeset
from publish.typesetting.layout_faults import Layout, LayoutFault, Stray, faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.outputs import Output

    Seed = Callable[[pikepdf.Pdf], None]

ROOT = Path(__file__).parents[2]
PLACE = Place("dist/case/en/case.en.press.pdf")
MM = 72 / 25.4
MARGIN = 13 * MM  # bleed and slug: the trim begins here
RIGHT, TOP = MARGIN + 148 * MM, MARGIN + 210 * MM
EDITION = Edition("case", Colophon("Case"), "en", "en", (), 1.0, Path(), Place("manuscript.md"))
PAGE = """<section><h2>Eleven people</h2><p>Eleven people put up their hands, and so it was decided.</p></section>"""
STYLE = """
@page { size: 148mm 210mm; bleed: 3mm; margin: 15mm } body { font: 10pt "Noto Serif"; color: #000 }
section { break-after: page } h2 { font: 700 14pt "Noto Sans" }
.bled { position: absolute; left: -18mm; top: 60mm; width: 154mm; height: 30mm; background: #ccc }
"""


def typeset_pages(count: int) -> bytes:
    body = "".join([PAGE] * (count - 1)) + PAGE.replace("</section>", "<div class=bled></div></section>")
    html = f"<html lang=en><title>Case</title><style>{STYLE}</style><body>{body}"
    made = weasyprint.HTML(string=html).write_pdf()
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def clean() -> bytes:
    return hand_over(typeset_pages(4), Job("Case", "case", PLACE), Print(ink=("CMYK",)))


def spoilt(pdf: bytes, seed: Seed) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        seed(opened)
        made = io.BytesIO()
        opened.save(made, deterministic_id=True)
    return made.getvalue()


def found(pdf: bytes, *, output: str = "press", layout: Layout | None = None, **printing: Any) -> list[Finding]:  # noqa: ANN401 - any setting of the printing
    settings = Settings(Colophon("Case"), Print(ink=("CMYK",), **printing))
    return judged(lay(pdf, PLACE, output, EDITION, settings, layout))


def judged(proof: Proof) -> list[Finding]:
    problems = checks.find(checks.Stage.PREFLIGHT, proof)
    assert all(isinstance(problem, Finding) for problem in problems)
    return [problem for problem in problems if isinstance(problem, Finding)]


def drawn(operators: str, **resources: dict[str, Any]) -> Seed:
    """Paint something on page 2, over what is there."""

    def seed(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        for kind, named in resources.items():
            held = page.obj.Resources.get(f"/{kind}", pikepdf.Dictionary())
            for name, thing in named.items():
                held[f"/{name}"] = thing(pdf) if callable(thing) else thing
            page.obj.Resources[f"/{kind}"] = held
        page.contents_add(f"q {operators} Q".encode())

    return seed


def picture(pixels: int) -> Callable[[pikepdf.Pdf], pikepdf.Object]:
    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        return pdf.make_stream(
            bytes(range(256))[:pixels] * pixels, Type=Name.XObject, Subtype=Name.Image, Width=pixels, Height=pixels,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip

    return make


def own_face(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The face of the running text, embedded, as page 2 has it."""
    fonts = pdf.pages[1].Resources.XObject.Page.Resources.Font
    return next(font for font in fonts.values() if "Serif" in str(font.BaseFont))


HELVETICA = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
HALF = pikepdf.Dictionary(Type=Name.ExtGState, ca=0.5)
MULTIPLY = pikepdf.Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
CODE = "<002b>"  # H, in every Noto face as it is embedded


def text_at(x: float, y: float, code: str = CODE) -> Seed:
    return drawn(f"0 g BT /Own 10 Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {code} Tj ET", Font={"Own": own_face})


def without_bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.BleedBox = pdf.pages[1].obj.TrimBox


def narrower(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.TrimBox = pikepdf.Array([MARGIN, MARGIN, RIGHT - 20 * MM, TOP])


def renamed_face(pdf: pikepdf.Pdf) -> None:
    own_face(pdf).DescendantFonts[0].FontDescriptor.FontFamily = pikepdf.String("DejaVu Sans")


def linked(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=pikepdf.Array([100, 100, 120, 120]))
    pdf.pages[1].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def unintended(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


INSIDE = "100 300"
SEEDS: dict[str, tuple[Seed, str, int, Severity]] = {
    "an area in RGB": (drawn(f"1 0 0 rg {INSIDE} 50 50 re f"), "colour-rgb", 2, Severity.ERROR),
    "a line in RGB": (drawn(f"0 0 0 RG 1 w {INSIDE} m 200 300 l S"), "colour-rgb", 2, Severity.ERROR),
    "black text in RGB": (
        drawn(f"0 0 0 rg BT /Own 10 Tf 1 0 0 1 {INSIDE} Tm {CODE} Tj ET", Font={"Own": own_face}), "colour-rgb", 2,
        Severity.ERROR,
    ),
    "a picture of 200 ppi": (
        drawn("36 0 0 36 100 300 cm /Photo Do", XObject={"Photo": picture(100)}), "picture-coarse", 2, Severity.WARNING,
    ),
    "a picture of 120 ppi": (
        drawn("60 0 0 60 100 300 cm /Photo Do", XObject={"Photo": picture(100)}), "picture-coarse", 2, Severity.ERROR,
    ),
    "a line of 0.1 pt": (drawn(f"0 G 0.1 w {INSIDE} m 200 300 l S"), "hairline", 2, Severity.WARNING),
    "a line of no width": (drawn(f"0 G 0 w {INSIDE} m 200 300 l S"), "hairline", 2, Severity.WARNING),
    "a line drawn as an area": (drawn(f"0 g {INSIDE} 80 0.1 re f"), "hairline", 2, Severity.WARNING),
    "a line made thin by scaling": (drawn("0.1 0 0 0.1 0 0 cm 0 G 1 w 900 3000 m 1900 3000 l S"), "hairline", 2,
                                    Severity.WARNING),
    "text 2 mm from the trim": (text_at(MARGIN + 2 * MM, 300), "safe-area", 2, Severity.WARNING),
    "text 2 mm from the foot": (text_at(200, MARGIN + 2 * MM + 2), "safe-area", 2, Severity.WARNING),
    "text over the trim": (text_at(RIGHT - 4, 300), "text-cut", 2, Severity.ERROR),
    "text hidden by its box": (
        drawn(f"100 290 4 30 re W n 0 g BT /Own 10 Tf 1 0 0 1 {INSIDE} Tm {CODE} Tj ET", Font={"Own": own_face}),
        "text-cut", 2, Severity.ERROR,
    ),
    "a missing glyph": (text_at(200, 300, "<fff0>"), "glyph-missing", 2, Severity.ERROR),
    "the glyph of nothing": (text_at(200, 300, "<0000>"), "glyph-missing", 2, Severity.ERROR),
    "an unembedded font": (
        drawn(f"0 g BT /Face 10 Tf 1 0 0 1 {INSIDE} Tm (Eleven) Tj ET", Font={"Face": HELVETICA}), "font-unembedded", 2,
        Severity.ERROR,
    ),
    "no bleed": (without_bleed, "bleed-missing", 2, Severity.ERROR),
    "an area that ends at the trim": (
        drawn(f"0.5 g {MARGIN:.3f} 300 80 50 re f"), "bleed-short", 2, Severity.ERROR,
    ),
    "an area that ends 1 mm beyond": (
        drawn(f"0.5 g {RIGHT - 50:.3f} 300 {50 + MM:.3f} 50 re f"), "bleed-short", 2, Severity.ERROR,
    ),
    "a picture that ends at the head": (
        drawn(f"20 0 0 20 200 {TOP - 20:.3f} cm /Photo Do", XObject={"Photo": picture(100)}), "bleed-short", 2,
        Severity.ERROR,
    ),
    "ink of 360 %": (drawn(f"0.9 0.9 0.9 0.9 k {INSIDE} 50 50 re f"), "ink-heavy", 2, Severity.ERROR),
    "a page of another size": (narrower, "page-sizes", 2, Severity.ERROR),
    "a link": (linked, "press-annotation", 2, Severity.ERROR),
    "no output intent": (unintended, "intent-missing", 0, Severity.ERROR),
}  # fmt: skip


ELSEWHERE = {
    "booklet-small", "booklet-thick", "cover-large", "fallback-font", "heading-stranded", "line-overfull", "line-short",
    "note-elsewhere", "orphan", "page-count", "press-transparency", "standard-broken", "widow",
}  # fmt: skip
"""Codes that are brought about further below, by more than a thing painted on a page."""


def test_a_clean_press_file_has_no_fault(clean: bytes) -> None:
    assert found(clean) == []


@pytest.mark.parametrize(("seed", "code", "page", "severity"), SEEDS.values(), ids=SEEDS)
def test_a_seeded_fault_is_found_with_its_page_and_what_to_do(
    clean: bytes, seed: Seed, code: str, page: int, severity: Severity
) -> None:
    findings = [finding for finding in found(spoilt(clean, seed)) if finding.code == code]
    assert [(finding.page, finding.severity) for finding in findings] == [(page, severity)]
    assert findings[0].message.startswith(f"page {page}: " if page else "")
    assert findings[0].hint
    assert findings[0].place == PLACE


@pytest.mark.parametrize("name", ["an area in RGB", "a picture of 120 ppi", "a line of 0.1 pt", "ink of 360 %"])
def test_the_place_of_a_fault_is_where_it_was_seeded(clean: bytes, name: str) -> None:
    seed, code, _, _ = SEEDS[name]
    (box,) = next(finding.boxes for finding in found(spoilt(clean, seed)) if finding.code == code)
    assert box[:2] == pytest.approx((100, 300), abs=0.1)
    assert 10 < box[2] - box[0] <= 101


def test_a_face_of_nobodys_choice_is_found_on_every_page_it_is_on(clean: bytes) -> None:
    findings = found(spoilt(clean, renamed_face))
    assert [(finding.code, finding.page) for finding in findings] == [("fallback-font", page) for page in range(1, 5)]


@pytest.mark.parametrize("state", [HALF, MULTIPLY])
def test_what_is_see_through_is_a_fault_in_pdf_x_1a_only(clean: bytes, state: pikepdf.Dictionary) -> None:
    pdf = spoilt(clean, drawn(f"/Thin gs 0 g {INSIDE} 50 50 re f", ExtGState={"Thin": state}))
    assert [(each.code, each.page) for each in found(pdf, standard="PDF/X-1a")] == [("press-transparency", 2)]
    assert found(pdf, standard="PDF/X-4") == []


@pytest.mark.parametrize(("pages", "binding", "faults"), [
    (4, "saddle-stitch", 0), (6, "saddle-stitch", 1), (6, "perfect", 0), (3, "saddle-stitch", 0),
])  # fmt: skip
def test_a_number_of_pages_counts_where_sheets_are_folded_and_stapled(pages: int, binding: str, faults: int) -> None:
    pdf = hand_over(typeset_pages(pages), Job("Case", "case", PLACE), Print(ink=("CMYK",)))
    assert [finding.code for finding in found(pdf, binding=binding)] == ["page-count"] * faults


def test_a_press_file_to_be_stapled_has_its_blank_pages_inside_the_back_cover(
    letter: Path, publish: Callable[..., Any]
) -> None:
    from publish.imposition.order import padded
    from publish.pdf.blanks import with_blanks

    body = "".join(f"## Part {number}\n\n{'Eleven people put up their hands. ' * 60}\n\n" for number in range(7))
    (letter / "letter.md").write_text(f"---\ntitle: A letter\nsummary: What we did.\n---\n\n{body}", encoding="utf-8")
    built = publish("build", "letter.md", "--output", "press,reading")
    assert (built.code, "stapled" in built.err) == (0, False)
    made = {infix: letter / "dist" / "letter" / "en" / f"letter.en{infix}.pdf" for infix in ("", ".press")}
    said = [
        [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made[infix])]
        for infix in ("", ".press")
    ]
    count = len(said[0])
    assert count > 4
    assert count % 4
    assert len(said[1]) == len(padded(count))
    assert "What we did" in said[1][-1]
    # What a blank page has of words is the job line in its slug.
    assert [len(text.split("\n")) for text in said[1][count - 1 : -1]] == [1] * (len(said[1]) - count)
    pages = typeset_pages(6)
    assert with_blanks(pages, 0) == pages
    assert with_blanks(pages, 2) == with_blanks(pages, 2)


def test_a_fault_on_the_last_page_is_shown_behind_the_blank_pages() -> None:
    pdf = hand_over(with_two_blanks(), Job("Case", "case", PLACE), Print(ink=("CMYK",)))
    strays = tuple(LayoutFault(Stray.WIDOW, page, (30.0, 100.0, 90.0, 112.0), "Eleven") for page in (5, 6))
    assert [(each.code, each.page) for each in found(pdf, layout=Layout(6, strays))] == [("widow", 5), ("widow", 8)]


def with_two_blanks() -> bytes:
    from publish.pdf.blanks import with_blanks

    return with_blanks(typeset_pages(6), 2)


@pytest.mark.parametrize(("code", "output", "pages", "printing"), [
    ("booklet-thick", "booklet", 120, {}), ("booklet-small", "booklet", 8, {"trim": Size(210, 297)}),
    ("cover-large", "cover", 120, {"binding": "perfect"}),
])  # fmt: skip
def test_sheets_that_come_out_badly_are_said_beforehand(
    clean: bytes, code: str, output: str, pages: int, printing: dict[str, Any]
) -> None:
    findings = found(clean, output=output, layout=Layout(pages, ()), **printing)
    assert [(finding.code, finding.severity) for finding in findings] == [(code, Severity.WARNING)]
    assert found(clean, output=output, layout=Layout(8, ())) == []


def test_a_reading_pdf_is_not_held_to_a_press(clean: bytes) -> None:
    for name in ("an area in RGB", "a line of 0.1 pt", "no bleed", "a link", "a picture of 200 ppi"):
        assert found(spoilt(clean, SEEDS[name][0]), output="reading") == []
    for name in ("a missing glyph", "an unembedded font", "text over the trim", "a page of another size"):
        seed, code, page, _ = SEEDS[name]
        findings = found(spoilt(clean, seed), output="reading")
        assert (code, page) in [(finding.code, finding.page) for finding in findings]


def test_an_area_that_lies_on_one_that_bleeds_may_end_where_it_likes(clean: bytes) -> None:
    under = f"0.8 g {RIGHT - 60:.3f} 290 {60 + 4 * MM:.3f} 70 re f "
    assert found(spoilt(clean, drawn(under + f"0.4 g {RIGHT - 50:.3f} 300 {50 + MM:.3f} 50 re f"))) == []


def test_what_is_not_a_pdf_is_said_to_be_none() -> None:
    with pytest.raises(PublishError) as caught:
        found(b"%PDF-1.7 and nothing more")
    assert [problem.code for problem in caught.value.problems] == ["pdf-unreadable"]


# ── Lines of text ────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = "Eleven people put up their hands and so it was decided that evening in the yard "


def lines_found(body: str, style: str = "") -> list[tuple[str, int, str]]:
    fixed = "@page{size:100mm 60mm;margin:10mm}body{font:10pt/12pt 'Noto Serif';orphans:1;widows:1;margin:0}p{margin:0}"
    html = f"<html lang=en><style>{fixed}{style}</style><body><main>{body}</main>"
    return [(str(each.stray), each.page, each.text) for each in faults_of(weasyprint.HTML(string=html).render().pages)]


def test_a_fault_of_the_layout_is_told_with_its_page_place_and_line(clean: bytes) -> None:
    strays = [LayoutFault(stray, 2, (30.0, 100.0, 90.0, 112.0), "Eleven", 14, 3) for stray in Stray]
    findings = found(clean, layout=Layout(4, tuple(strays)))
    assert {finding.code for finding in findings} == {
        "widow", "orphan", "line-short", "heading-stranded", "note-elsewhere", "line-overfull",
    }  # fmt: skip
    for finding in findings:
        assert finding.message.startswith("page 2: ")
        assert "line 14 of the manuscript" in finding.hint
        assert finding.boxes[0] == pytest.approx((MARGIN + 30, TOP - 112, MARGIN + 90, TOP - 100), abs=0.01)
    assert found(clean, layout=Layout(5, tuple(strays))) == []  # of another text: it says nothing about this file


def test_paragraphs_that_fall_well_have_no_fault() -> None:
    assert lines_found(f"<h2>One</h2><p>{WORDS * 3}</p><p>{WORDS}</p>", "h2{font-size:12pt;margin:0}") == []


def test_a_short_word_alone_on_the_last_line_is_found() -> None:
    filled = "<p>" + "Eleven people put up their hands<br>" * 2
    assert lines_found(filled + "<br>so.</p>") == [("short-line", 1, "so.")]
    assert lines_found(filled + "<br>so it was.</p>") == []
    assert lines_found(filled + "<br>extraordinarily.</p>") == []


def test_a_heading_at_the_foot_is_found_on_its_page() -> None:
    style = "h2{font:10pt/12pt 'Noto Sans';margin:0;break-after:page}"
    assert lines_found(f"<p>{WORDS}</p><h2>What we measured</h2><p>{WORDS}</p>", style) == [
        ("heading", 1, "What we measured")
    ]


def test_lines_left_alone_at_the_turn_of_a_page_are_found_on_their_pages() -> None:
    line = "Eleven people put up their hands<br>"
    # Nine lines fit on a page.
    assert lines_found(f"<p>{line * 8}</p><p>{line * 3}</p>") == [("orphan", 1, "Eleven people put up their hands")]
    assert lines_found(f"<p>{line * 10}</p>") == [("widow", 2, "Eleven people put up their hands")]
    assert lines_found(f"<p>{line * 11}</p>") == []


def test_a_note_on_another_page_than_its_call_is_found_at_the_call() -> None:
    style = ".n{float:footnote;footnote-policy:auto;font-size:10pt}"
    line = "Eleven people put up their hands<br>"
    note = f"<span class='footnote n'>{WORDS * 2}</span>"
    assert lines_found(f"<p>{line}here{note}</p>", style) == []
    strayed = lines_found(f"<p>{line * 7}here{note}</p>", style)
    assert [(kind, page) for kind, page, _ in strayed if kind == "note"] == [("note", 1)]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_line_that_runs_out_of_its_column_is_found(direction: str) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    assert [(kind, page) for kind, page, _ in lines_found(f"<p dir={direction}>{word}</p>")] == [("overfull", 1)]
    assert lines_found(f"<p dir={direction}>{word}</p>", "p{overflow-wrap:anywhere;orphans:2}") == []


# ── The samples, and the programs that are asked ─────────────────────────────────────────────────────────────────────


def editions() -> list[Any]:
    sets = []
    for slug in ("night-shift", "break-time"):
        read = source.read(ROOT / "source" / slug / "manuscript.md", slug)
        assert read.publication is not None
        assert read.settings is not None
        sets.append(pytest.param(edition.original(read.publication), read.settings, id=slug))
        for store in sorted((ROOT / "source" / slug / "translations").glob("*.po")):
            said = translations.current(read.publication, store.stem, store)
            if said.coverage >= 1:
                own = edition.translated(read.publication, said)
                sets.append(pytest.param(own, read.settings, id=f"{slug}-{store.stem}"))
    return sets


@pytest.mark.parametrize(("own", "settings"), editions())
def test_the_samples_are_clean(own: Edition, settings: Settings) -> None:
    pages = typeset(own, settings, Geometry(settings.print.trim, settings.print.bleed, tagged=False))
    pdf = press.make(own, settings)
    layout = lay_out(own, settings)
    assert layout.pages == pages.pages
    findings = judged(lay(pdf, PLACE, "press", own, settings, layout))
    assert findings == []


def test_a_heading_is_stranded_in_the_language_whose_text_is_on_the_next_page() -> None:
    cell = "<div class='tongue {side}'>{said}</div>"
    style = ".pair{display:table;width:100%}.tongue{display:table-cell}h2{font:10pt/12pt 'Noto Sans';margin:0}"
    line = "Eleven people<br>"
    heads = "".join(cell.format(side=side, said=f"<h2>{side}</h2>") for side in ("original", "translation"))
    below = cell.format(side="original", said=f"<p>{line * 2}</p>")
    apart = below + cell.format(side="translation", said=f"<p style='break-inside:avoid'>{line * 3}</p>")
    body = f"<p>{line * 6}</p><div class=pair>{heads}</div><div class=pair>{{}}</div>"
    assert lines_found(body.format(below + below.replace("original", "translation")), style) == []
    assert lines_found(body.format(apart), style) == [("heading", 1, "translation")]


OTHER_PAGES = [output for output in OUTPUTS if output.lay_out is not None]


def test_every_output_with_pages_of_its_own_says_how_they_fall() -> None:
    assert {output.name for output in OTHER_PAGES} == {"zine", "large-print", "bilingual", "polyglot"}


@pytest.mark.parametrize("output", OTHER_PAGES, ids=lambda output: output.name)
@pytest.mark.parametrize("language", ["pl", "ar"])
def test_lines_of_other_pages_are_judged_and_fall_well_in_a_sample(output: Output, language: str) -> None:
    slug = "break-time"
    read = source.read(ROOT / "source" / slug / "manuscript.md", slug)
    assert read.publication is not None
    assert read.settings is not None
    said = translations.current(read.publication, language, ROOT / "source" / slug / "translations" / f"{language}.po")
    own = in_company(
        edition.translated(read.publication, said),
        (edition.original(read.publication), edition.translated(read.publication, said)),
        output.company if output.company is not Company.ALL else Company.ORIGINAL,
    )
    assert own is not None
    assert output.lay_out is not None
    layout = output.lay_out(own, read.settings)
    proof = lay(output.make(own, read.settings), PLACE, output.name, own, read.settings, layout)
    assert proof.layout is layout
    assert [finding for finding in judged(proof) if finding.code in lines.CODES] == []
    stranded = LayoutFault(Stray.HEADING, 2, (30.0, 100.0, 90.0, 112.0), "Eleven", 14, 3)
    (finding,) = [
        finding
        for finding in judged(dataclasses.replace(proof, layout=Layout(layout.pages, (stranded,))))
        if finding.code in lines.CODES
    ]
    assert (finding.code, finding.page) == ("heading-stranded", 0 if output.name == "zine" else 2)
    assert "page 2" in finding.message


@pytest.mark.validators
def test_ink_that_is_too_much_only_where_colours_lie_over_each_other_is_weighed(clean: bytes) -> None:
    over = "/Over gs 1 0.5 0.5 0 k 100 300 50 50 re f 0 0.5 0.5 1 k 120 300 50 50 re f"
    pdf = spoilt(clean, drawn(over, ExtGState={"Over": MULTIPLY}))
    proof = lay(pdf, PLACE, "press", EDITION, Settings(Colophon("Case"), Print(ink=("CMYK",))))
    heavy = separations.heavy_ink(pdf, proof.pages)
    assert heavy is not None
    (weighed,) = judged(dataclasses.replace(proof, heavy=heavy))
    assert (weighed.code, weighed.page) == ("ink-heavy", 2)
    assert weighed.boxes[0] == pytest.approx((120, 300, 150, 350), abs=1.5)
    assert separations.heavy_ink(clean, lay(clean, PLACE, "press", EDITION, Settings(Colophon("Case"))).pages) == ()


@pytest.mark.validators
def test_a_reading_pdf_that_breaks_its_standards_is_found_where_java_is_there(tmp_path: Path) -> None:
    file = tmp_path / "plain.pdf"
    file.write_bytes(typeset_pages(1))
    verdicts = validator.verapdf([file])
    assert verdicts is not None
    failures = tuple(failure for verdict in verdicts for failure in verdict.failures)
    proof = lay(file.read_bytes(), PLACE, "reading", EDITION, Settings(Colophon("Case")))
    assert judged(proof) == []
    assert {finding.code for finding in judged(dataclasses.replace(proof, failures=failures))} == {"standard-broken"}


def test_nothing_is_weighed_without_ghostscript(clean: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separations.shutil, "which", lambda _: None)
    assert separations.heavy_ink(clean, ()) is None
    assert not separations.available()


def test_safe_area_and_bleed_are_those_of_the_settings(clean: bytes) -> None:
    pdf = spoilt(clean, text_at(MARGIN + 6 * MM, 300))
    assert found(pdf) == []
    assert [finding.code for finding in found(pdf, safe=Length(8))] == ["safe-area"]
    assert {finding.code for finding in found(clean, bleed=Length(5))} == {"bleed-missing"}


def test_every_code_is_seeded_and_explained() -> None:
    codes = {code for check in checks.CHECKS if check.stage is checks.Stage.PREFLIGHT for code in check.codes}
    assert codes == {code for _, code, _, _ in SEEDS.values()} | ELSEWHERE
    explained = (ROOT / "docs" / "preflight.md").read_text(encoding="utf-8")
    assert {code for code in codes if f"`{code}`" in explained} == codes


# ── The commands ─────────────────────────────────────────────────────────────────────────────────────────────────────

LETTER = """---
title: A letter
print:
  ink: [CMYK]
---

## One

Eleven people put up their hands, and so it was decided that evening in the yard.

![A photo](photo.png)
"""


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from PIL import Image

    Image.radial_gradient("L").resize((200, 150)).save(tmp_path / "photo.png")
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_press_file_is_judged_when_it_is_built(letter: Path, publish: Callable[..., Any]) -> None:
    said = publish("build", "letter.md", "--output", "press")
    assert "letter.en.press.pdf: error: page 1: a picture has" in said.err
    assert said.code == 1
    assert (letter / "dist" / "letter" / "en" / "letter.en.press.pdf").is_file()
    assert publish("build", "letter.md", "--output", "reading").code == 0


def test_artifacts_are_judged_as_they_lie_and_what_was_not_checked_is_said(
    letter: Path, publish: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(separations.shutil, "which", lambda _: None)
    monkeypatch.setattr(validator, "_command", lambda: None)
    assert "nothing has been built yet" in publish("check", "letter.md", "--artifacts").err
    publish("build", "letter.md", "--output", "press,reading")
    before = {file: file.read_bytes() for file in letter.rglob("*") if file.is_file()}
    said = publish("check", "letter.md", "--artifacts")
    assert "a picture has" in said.err
    assert "not checked: PDF/A-3a and PDF/UA-1 (veraPDF" in said.err
    assert "not checked: ink where colours lie over each other (Ghostscript" in said.err
    assert "not built, so not checked: letter in en: booklet" in said.err
    assert "valid" not in said.err
    assert {file: file.read_bytes() for file in letter.rglob("*") if file.is_file()} == before


def test_a_report_shows_the_fault_on_its_page_and_needs_no_other_file(
    letter: Path, publish: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validator, "_command", lambda: None)
    publish("build", "letter.md", "--output", "press,reading")
    said = publish("check", "letter.md", "--pictures")
    report = letter / "dist" / "letter" / "en" / "letter.en.preflight.html"
    assert said.out.split() == ["dist/letter/en/letter.en.preflight.html"]
    html = report.read_text(encoding="utf-8")
    assert "picture-coarse" in html
    assert "Not checked:" in html
    assert set(re.findall(r'(?:src|href)="([a-z]+:[a-z/]*)', html)) == {"data:image/png"}
    assert str(letter) not in html
    first = report.read_bytes()
    publish("check", "letter.md", "--pictures")
    assert report.read_bytes() == first


def test_an_artifact_older_than_its_manuscript_is_said_to_be(letter: Path, publish: Callable[..., Any]) -> None:
    import os

    publish("build", "letter.md", "--output", "press")
    file = letter / "dist" / "letter" / "en" / "letter.en.press.pdf"
    os.utime(file, (1, 1))
    assert "it is older than letter.md" in publish("check", "letter.md", "--artifacts").err
