"""The press file: pages on paper in printing inks, labelled after the PDF/X family (ISO 15930) and held to it."""

from __future__ import annotations

import datetime
import hashlib
import io
from html import escape
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name, String

from publish.pdf.colour import FourColour, OneColour, profile_bytes
from publish.pdf.inks import SeeThrough, unembedded_fonts, walk_page
from publish.pdf.paper import put_on_paper
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from publish.pdf.colour import Palette
    from publish.pdf.job import Job
    from publish.settings import Print

MAKER = "publish"
_CONDITION = "FOGRA39"
_CONDITION_IN_WORDS = "Offset on coated paper (ISO 12647-2:2004/Amd 1, paper types 1 and 2)"
_REGISTRY = "http://www.color.org"
_VERSIONS = {"PDF/X-4": "1.6", "PDF/X-1a": "1.4", "none": "1.6"}
_UNDATED = datetime.date(2000, 1, 1)

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{said}
<pdf:Producer>{maker}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreatorTool>{maker}</xmp:CreatorTool>
<xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>{date}T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_SAID = {
    "PDF/X-4": "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
    "PDF/X-1a": "<pdfx:GTS_PDFXVersion>PDF/X-1a:2003</pdfx:GTS_PDFXVersion>",
    "none": "",
}


def hand_over(pages: bytes, job: Job, settings: Print) -> bytes:
    """Return the press file made of the pages of a plain PDF, in the inks and after the standard that are set.

    PublishError where a page has no bleed, a font is not embedded, a colour cannot be printed, the slug has no room
    for marks, or PDF/X-1a:2003 (ISO 15930-4) is asked for and something is see-through.
    """
    palette: Palette = OneColour() if {ink.upper() for ink in settings.ink} == {"K"} else FourColour()
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        put_on_paper(pdf, job, settings, palette)
        if settings.standard == "PDF/X-1a":
            _flat(pdf, job)
        _intend(pdf)
        _label(pdf, job, settings.standard, hashlib.sha256(pages).hexdigest())
        made = saved(pdf, _VERSIONS[settings.standard])
    _refuse_fonts(made, job)
    return made


def saved(pdf: pikepdf.Pdf, version: str) -> bytes:
    """Return an open PDF as bytes, the same each time, in a form that old press programs read."""
    made = io.BytesIO()
    pdf.save(
        made,
        force_version=version,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
    )
    return made.getvalue()


def _see_through(thing: SeeThrough, job: Job) -> Problem:
    """Return the complaint that PDF/X-1a cannot hold something, at the line that asks for it where that is known."""
    what, place = thing.what, job.place
    if thing.picture in job.pictures:
        name, place = job.pictures[thing.picture]
        what = f"the picture “{name}” has see-through parts and"
    message = f"page {thing.page}: {what} cannot stand in PDF/X-1a, which knows no transparency"
    hint = "give it a solid colour or background, or set standard = “PDF/X-4”"
    return Problem(place, message, hint, "press-transparency")


def describe(pdf: pikepdf.Pdf, job: Job, said: str, identity: str) -> None:
    """Write what a file says of itself: title, maker and the day of the publication, never the clock's."""
    date = (job.date or _UNDATED).isoformat()
    title = escape(job.title, quote=False)
    packet = _PACKET.format(title=title, said=said, maker=MAKER, date=date, identity=_uuid(identity))
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    stamp = f"D:{date.replace('-', '')}000000Z"
    told = {"Title": job.title, "Author": job.author, "Creator": MAKER, "Producer": MAKER}
    told |= {"CreationDate": stamp, "ModDate": stamp}
    info = pikepdf.Dictionary({f"/{key}": String(value) for key, value in told.items() if value})
    info.Trapped = Name("/False")
    pdf.trailer.Info = pdf.make_indirect(info)


def _uuid(identity: str) -> str:
    return "-".join(identity[start:end] for start, end in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


def _label(pdf: pikepdf.Pdf, job: Job, standard: str, identity: str) -> None:
    describe(pdf, job, _SAID[standard], identity)
    if standard == "PDF/X-1a":
        pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-1a:2003")


def _intend(pdf: pikepdf.Pdf) -> None:
    """Say which press the colours are meant for, and how it prints them (ISO 32000-1, 14.11.5)."""
    profile = pdf.make_stream(profile_bytes(), N=4)
    intent = pikepdf.Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(_CONDITION),
        OutputCondition=String(_CONDITION_IN_WORDS),
        RegistryName=String(_REGISTRY),
        Info=String(_CONDITION),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def _flat(pdf: pikepdf.Pdf, job: Job) -> None:
    """Take away groups that mix nothing; PublishError with what came after PDF 1.4."""
    found = [thing for number, page in enumerate(pdf.pages, 1) for thing in walk_page(page, number).seen_through]
    if found:
        raise PublishError(*(_see_through(thing, job) for thing in sorted(found)))
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and Name.Group in thing:
            del thing[Name.Group]
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Subtype) == Name.OpenType:
            hint = "use a font with TrueType outlines (.ttf), or set standard = “PDF/X-4”"
            message = "a font with PostScript outlines (.otf) cannot stand in PDF/X-1a as it is"
            raise PublishError(Problem(job.place, message, hint, "press-font"))


def _refuse_fonts(made: bytes, job: Job) -> None:
    problems = [
        Problem(
            job.place,
            f"the font {name} is not in the file",
            "use a font whose licence lets it be embedded",
            "press-font",
        )
        for name in unembedded_fonts(made)
    ]
    if problems:
        raise PublishError(*problems)
