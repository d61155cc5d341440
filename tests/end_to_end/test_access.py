"""The reading PDF as its readers meet it: validators, text extractors, the structure a screen reader walks."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf
import pypdfium2
import pytest
import weasyprint

from publish import edition, languages, source
from publish.outputs import reading
from publish.pdf import validator
from publish.pdf.access import accessible
from publish.typesetting.text_layer import text_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = Any
"""An object of pikepdf, whose keys are its attributes."""

HOUSE = Path(__file__).parents[2]
SHARED = HOUSE.parent / "shared" / "manuscripts" / "declaration"

# What is said on the sample pages, in our own words: we meet on Sunday, bring bread and tea.
SAID = {
    "en": "We meet on Sunday behind the laundrette. Bring bread, tea and a friend who works nights.",
    "pl": "Spotykamy się w niedzielę za pralnią. Przynieście chleb, herbatę i znajomą z nocnej zmiany.",
    "pa": "ਅਸੀਂ ਐਤਵਾਰ ਨੂੰ ਧੋਬੀਖਾਨੇ ਦੇ ਪਿੱਛੇ ਮਿਲਦੇ ਹਾਂ। ਰੋਟੀ, ਚਾਹ ਅਤੇ ਇੱਕ ਦੋਸਤ ਨਾਲ ਲਿਆਓ।",
    "gu": "આપણે રવિવારે ધોબીખાનાની પાછળ મળીએ છીએ. રોટલી, ચા અને એક મિત્રને સાથે લાવજો.",
    "ta": "நாங்கள் ஞாயிற்றுக்கிழமை சலவைக்கடையின் பின்னால் சந்திக்கிறோம். ரொட்டி, தேநீர், ஒரு நண்பரையும் அழைத்து வாருங்கள்.",
    "hi": "हम रविवार को धोबीघर के पीछे मिलते हैं। रोटी, चाय और एक दोस्त को साथ लाइए।",
    "ur": "ہم اتوار کو دھوبی گھر کے پیچھے ملتے ہیں۔ روٹی، چائے اور ایک دوست ساتھ لائیں۔",
    "ar": "نلتقي يوم الأحد خلف المغسلة. أحضروا الخبز والشاي وصديقا يعمل ليلا.",
}
SPELLED = [tag for tag in SAID if languages.direction(tag) == "ltr"]

_DRAWING = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='20'%3E{}%3C/svg%3E"
_BOX = _DRAWING.format("%3Crect width='40' height='20' fill='red' fill-opacity='.5'/%3E%3Ctext y='9'%3EHi%3C/text%3E")
_STYLE = """
@page { size: A6; margin: 12mm; @top-center { content: string(title) } @bottom-center { content: counter(page) } }
body { font: 9pt/1.5 %s; hyphens: %s; text-align: justify } :lang(ur) { line-height: 2.2 }
h1 { string-set: title content() } .footnote { float: footnote; font-size: 7pt } .faded { opacity: .5 }
nav a::after { content: leader('.') target-counter(attr(href), page) }
"""


def everything(tag: str) -> str:
    """Return a page with every construct there is, in one language, with words of all the others."""
    said, families = SAID[tag], ", ".join(f'"{face}"' for face in languages.serif_stack(tag))
    others = ", ".join(
        f'<span lang="{other}" dir="{languages.direction(other)}">{words.split()[0]}</span>'
        for other, words in SAID.items()
        if other != tag
    )
    rows = "".join(f'<tr><th scope="row">{number}</th><td>{said.split()[0]}</td></tr>' for number in range(30))
    style = _STYLE % (families, "auto" if tag in {"en", "pl"} else "manual")
    return f"""<!DOCTYPE html><html lang="{tag}" dir="{languages.direction(tag)}"><head><title>{said.split()[0]}</title>
<meta name="author" content="Rosa Quill"/><meta name="dcterms.created" content="2026-11-01"/><style>{style}</style>
</head><body><header><h1>{said.split()[0]}</h1><p>{said}</p></header>
<nav class="contents"><h2>{said.split()[1]}</h2><ol><li><a href="#one"><span>{said.split()[2]}</span></a>
<ol><li><a href="#deep">{said.split()[3]}</a></li></ol></li></ol></nav>
<main><section><h2 id="one">{said.split()[2]}</h2>
<p>{said}<span class="footnote">{said} <a href="https://example.org/">example.org</a></span> {others}
<em>{said.split()[0]}</em> <strong>{said.split()[1]}</strong> <code dir="ltr">IDLE</code>
<a href="#deep">{said}</a> <abbr title="North Sea Company">NSC</abbr></p>
<ul><li><p>{said}</p></li><li><p>{said}</p><p>{said}</p><ul><li>{said}</li><li><p>{said}</p></li></ul></li></ul>
<ol start="3"><li>{said}<ul><li>{said}</li></ul></li></ol>
<ul class="tasks"><li><span class="task done" role="img" aria-label="done">☒</span> {said}</li></ul>
<h4 id="deep">{said.split()[3]}</h4>
<blockquote><p>{said}</p><ul><li><p>{said}</p></li></ul></blockquote>
<dl><dt>{said.split()[0]}</dt><dd>{said}</dd><dd><p>{said}</p></dd></dl>
<aside class="box"><p class="box-title">{said.split()[0]}</p><p>{said}</p></aside>
<p class="stanza"><span class="line">{said.split()[0]}</span><br/><span class="line">{said.split()[1]}</span></p>
<pre dir="ltr"><code>x = 1
y = 2</code></pre><hr/>
<figure><img src="{_BOX}" alt="A red box"/><figcaption>{said}</figcaption></figure>
<div class="ornament"><img alt="" role="presentation" src="{_DRAWING.format("%3Ccircle r='9'/%3E")}"/></div>
<p class="faded">{said} <em>{said}</em></p>
<div class="table"><table><caption>{said}</caption><thead><tr><td></td><th scope="col">A</th></tr></thead>
<tbody>{rows}<tr><td rowspan="2">{said}</td><td>b</td></tr><tr><td></td></tr></tbody></table></div>
</section><section><h2>{said.split()[1]}</h2><p>{" ".join([said] * 30)}<span class="footnote">{said}</span></p>
</section></main></body></html>"""


def written(html: str) -> bytes:
    with text_layer():
        return bytes(weasyprint.HTML(string=html).write_pdf(pdf_tags=True))


@pytest.fixture(scope="module")
def samples() -> dict[str, bytes]:
    """The sample page in every language."""
    return {tag: accessible(written(everything(tag))) for tag in SAID}


@pytest.fixture(scope="module")
def house() -> dict[str, bytes]:
    """The reading PDF of every publication of this house."""
    found = {}
    for manuscript in sorted((HOUSE / "source").glob("*/manuscript.md")):
        read = source.read(manuscript, manuscript.parent.name)
        found[manuscript.parent.name] = reading.make(edition.original(read.publication), read.settings)
    return found


@pytest.fixture(scope="module")
def declarations() -> dict[str, bytes]:
    """The reading PDF of a long text in nine languages, where it lies beside the house."""
    found = {}
    for manuscript in sorted(SHARED.glob("declaration.*.md")):
        read = source.read(manuscript, "declaration")
        found[manuscript.suffixes[0]] = reading.make(edition.original(read.publication), read.settings)
    return found


@pytest.mark.validators
def test_verapdf_finds_every_file_compliant_with_both_standards(
    samples: dict[str, bytes], house: dict[str, bytes], declarations: dict[str, bytes], tmp_path: Path
) -> None:
    files = []
    for name, data in {**samples, **house, **declarations}.items():
        files.append(tmp_path / f"{name.strip('.')}.pdf")
        files[-1].write_bytes(data)
    verdicts = validator.verapdf(files)
    if verdicts is None:
        pytest.skip("veraPDF is not there")
    assert len(verdicts) == 2 * len(files)
    assert [verdict for verdict in verdicts if not verdict.compliant] == []
    assert min(verdict.checks for verdict in verdicts) > 1000


@pytest.mark.validators
def test_verapdf_finds_what_is_wrong(samples: dict[str, bytes], tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(samples["en"])) as pdf:
        for element in elements(pdf):
            if element.S == "/Figure":
                del element.Alt
        del pdf.Root.OutputIntents
        pdf.save(tmp_path / "broken.pdf")
    verdicts = validator.verapdf([tmp_path / "broken.pdf"])
    if verdicts is None:
        pytest.skip("veraPDF is not there")
    clauses = [{failure.clause.rpartition("-")[0] for failure in verdict.failures} for verdict in verdicts]
    assert [verdict.compliant for verdict in verdicts] == [False, False]
    assert "6.2.4.3" in clauses[0]
    assert "7.3" in clauses[1]


def in_words(text: str) -> set[str]:
    """Return the words of a text, those whole that the end of a line divides."""
    joined = re.sub("(\u00ad|\ufffe|\x02)(?!\\s*\\d)\\s*", "", unicodedata.normalize("NFC", text))
    return set(re.split(r"[^\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]+", joined)) - {""}


def in_halves(word: str, found: set[str]) -> bool:
    """Whether a word stands there in two parts: the end of a page divides it, and the head or number may follow."""
    begun = {other[:middle] for other in found for middle in range(2, len(other) + 1)}
    return any(word[:middle] in begun and word[middle:] in found for middle in range(2, len(word) - 1))


def by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_poppler(data: bytes) -> str:
    run = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return run.stdout.decode()


@pytest.mark.parametrize("tag", SPELLED)
def test_pdfium_finds_every_word(samples: dict[str, bytes], tag: str) -> None:
    assert in_words(SAID[tag]) <= in_words(by_pdfium(samples[tag]))


@pytest.mark.validators
@pytest.mark.parametrize("tag", SPELLED)
def test_poppler_finds_every_word(samples: dict[str, bytes], tag: str) -> None:
    assert in_words(SAID[tag]) <= in_words(by_poppler(samples[tag]))


@pytest.mark.validators
@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_what_runs_from_right_to_left_is_found_no_worse_than_without_us(samples: dict[str, bytes], tag: str) -> None:
    plain = bytes(weasyprint.HTML(string=everything(tag)).write_pdf())
    for extract in (by_poppler, by_pdfium):
        found = in_words(SAID[tag]) & in_words(extract(samples[tag]))
        assert len(found) >= len(in_words(SAID[tag]) & in_words(extract(plain)))


@pytest.mark.validators
@pytest.mark.parametrize("tag", ["en", "es", "gu", "hi", "pa", "pl", "ta"])
def test_both_find_every_word_of_a_long_text(declarations: dict[str, bytes], tag: str) -> None:
    if f".{tag}" not in declarations:
        pytest.skip("the long text is not here")
    manuscript = (SHARED / f"declaration.{tag}.md").read_text(encoding="utf-8").split("---", 2)[2]
    # A compound that a line divides at its own hyphen loses it to poppler, so none is looked for.
    said = in_words(re.sub(r"\{#[^}]*\}|^#+|[*_]|\S+[-\u2010]\S+", " ", manuscript, flags=re.MULTILINE))
    for extract in (by_poppler, by_pdfium):
        found = in_words(extract(declarations[f".{tag}"]))
        missing = said - found
        assert {word for word in missing if not in_halves(word, found)} == set()
        assert len(missing) <= 3


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """Yield every structure element of a file, parents first."""
    waiting = list(pdf.Root.StructTreeRoot.K)
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            waiting[:0] = list(element.get("/K", []))


def content(element: Element) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the marks an element holds itself: the content stream's object, and the number."""
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield element.Pg.Contents.objgen, kid
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            yield (kid.get("/Stm", kid.Pg.Contents)).objgen, int(kid.MCID)


def marks(pdf: pikepdf.Pdf) -> dict[tuple[tuple[int, int], int], Element]:
    """Return the properties of every marked stretch of a file by its content stream and number."""
    found = {}
    streams = [page.obj.Contents for page in pdf.pages]
    streams += [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"]
    for stream in streams:
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                found[stream.objgen, int(operands[1].MCID)] = operands[1]
    return found


@pytest.mark.parametrize("tag", SAID)
def test_every_mark_has_one_place_in_the_structure(samples: dict[str, bytes], tag: str) -> None:
    with pikepdf.open(io.BytesIO(samples[tag])) as pdf:
        placed = [mark for element in elements(pdf) for mark in content(element)]
        assert len(placed) == len(set(placed))
        assert set(placed) == set(marks(pdf))


@pytest.mark.parametrize("tag", SAID)
def test_every_run_says_its_language_as_its_element_does(samples: dict[str, bytes], tag: str) -> None:
    with pikepdf.open(io.BytesIO(samples[tag])) as pdf:
        said = marks(pdf)
        heard = set()
        for element in elements(pdf):
            above = element
            while "/Lang" not in above and above.S != "/Document":
                above = above.P
            language = str(above.get("/Lang", pdf.Root.Lang))
            heard.add(language)
            assert {str(said[mark].get("/Lang", language)) for mark in content(element)} <= {language}
        assert heard == set(SAID)


def test_a_paragraph_over_two_pages_is_one_paragraph(samples: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(samples["en"])) as pdf:
        pages = [{stream for stream, _ in content(element)} for element in elements(pdf) if element.S == "/P"]
        assert any(len(streams) > 1 for streams in pages)


def test_every_note_is_named_and_stands_in_its_paragraph(samples: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(samples["ta"])) as pdf:
        notes = [element for element in elements(pdf) if element.S == "/Note"]
        assert [str(note.ID) for note in notes] == ["note-1", "note-2"]
        assert [str(note.P.S) for note in notes] == ["/P", "/P"]
        named = list(pdf.Root.StructTreeRoot.IDTree.Names)
        assert [str(name) for name in named[::2]] == ["note-1", "note-2"]
        assert [note.objgen for note in named[1::2]] == [note.objgen for note in notes]


def test_what_only_decorates_or_repeats_is_not_read(samples: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(samples["en"])) as pdf:
        found = [str(element.S) for element in elements(pdf)]
        assert found.count("/Figure") == 1
        assert found.count("/THead") == 1
        assert found.count("/TH") == 31
        assert found.count("/Table") == 1
        contents = b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
        assert contents.count(b"/Artifact <</Type /Pagination>>") >= 2 * len(pdf.pages)
        assert contents.count(b"/Artifact <</Type /Layout>>") > 3  # the ornament, and dots before the page numbers


def test_every_line_of_a_link_leads_back_to_it(samples: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(samples["en"])) as pdf:
        areas = [area for page in pdf.pages for area in page.obj.get("/Annots", [])]
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert areas
        for area in areas:
            assert parents[int(area.StructParent)].S == "/Link"
            assert str(area.Contents)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_file_says_its_title_and_its_direction(samples: dict[str, bytes], tag: str) -> None:
    with pikepdf.open(io.BytesIO(samples[tag])) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.ViewerPreferences.Direction == ("/R2L" if languages.direction(tag) == "rtl" else "/L2R")
        assert str(pdf.Root.Lang) == tag
        assert "/PublishStructure" not in pdf.Root


_AGAIN = """
import sys; from publish.pdf.access import accessible
sys.stdout.buffer.write(accessible(sys.stdin.buffer.read()))
"""


def test_the_same_pages_give_the_same_bytes_in_another_process() -> None:
    first = written(everything("hi"))
    run = subprocess.run([sys.executable, "-c", _AGAIN], input=first, capture_output=True, check=True)
    assert written(everything("hi")) == first
    assert run.stdout == accessible(first)


def test_weasyprint_is_as_it_was_afterwards() -> None:
    import weasyprint.pdf.stream

    before = weasyprint.pdf.stream.Stream.marked, weasyprint.pdf.add_tags
    with text_layer():
        assert weasyprint.pdf.add_tags is not before[1]
    assert (weasyprint.pdf.stream.Stream.marked, weasyprint.pdf.add_tags) == before


def test_pages_without_tags_are_not_changed() -> None:
    html = everything("pa")
    with text_layer():
        within = weasyprint.HTML(string=html).write_pdf()
    assert within == weasyprint.HTML(string=html).write_pdf()
