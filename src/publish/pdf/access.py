"""The reading PDF: one file for screen readers (PDF/UA-1, ISO 14289-1) and for the archive (PDF/A-3a, ISO 19005-3)."""

from __future__ import annotations

import functools
import io
import json
from typing import TYPE_CHECKING, Any

from publish import languages
from publish.pdf.roles import document
from publish.pdf.structure import links, write_structure
from publish.pdf.xmp import packet
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pikepdf import Pdf


PLAN = "/PublishStructure"
"""Where typesetting leaves the plan of the structure."""

_PRINTED = 4  # the annotation flag `Print` (ISO 32000-1, 12.5.3), which PDF/A asks for


def accessible(data: bytes) -> bytes:
    """Return a typeset PDF as one that keeps both PDF/A-3a and PDF/UA-1; the same bytes for the same bytes.

    Pages are as large as they are after trimming. The PDF must have been written with tags under
    `typesetting.text_layer`, and have a title and a language; else PublishError.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        plan = _plan(pdf)
        language = _said(pdf, "/Lang", "language")
        structure = document(plan["root"])
        _describe(pdf, language)
        _tidy_annotations(pdf, links(structure))
        _tidy_streams(pdf, soft_hyphens=plan["soft-hyphens"])
        write_structure(pdf, structure)
        written = io.BytesIO()
        pdf.save(
            written,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _plan(pdf: Pdf) -> Mapping[str, Any]:
    if PLAN not in pdf.Root:
        message, hint = (
            "the typeset pages carry no plan of their structure",
            "typeset them with tags for the reading PDF",
        )
        raise PublishError(Problem(Place("PDF"), message, hint, "no-structure"))
    plan: Mapping[str, Any] = json.loads(pdf.Root[PLAN].read_bytes())
    del pdf.Root[PLAN]
    return plan


def _said(pdf: Pdf, key: str, name: str) -> str:
    """Return what a file says of itself under a key of the catalog or of its document information."""
    said = str(pdf.Root.get(key, pdf.docinfo.get(key, "")))
    if not said:
        message = f"the typeset pages have no {name}, which PDF/UA-1 asks for"
        raise PublishError(Problem(Place("PDF"), message, f"give the publication a {name}", f"no-{name}"))
    return said


def _describe(pdf: Pdf, language: str) -> None:
    """Say in the file what it is called, in which language and direction it is read, and how its colours are meant."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    _said(pdf, "/Title", "title")
    info = {str(key): str(value) for key, value in pdf.docinfo.items()}
    pdf.Root.Metadata = Stream(pdf, packet(info, language), Type=Name.Metadata, Subtype=Name.XML)
    direction = Name.R2L if languages.direction(language) == "rtl" else Name.L2R
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Direction=direction)
    profile = Stream(pdf, srgb_profile(), N=3)
    name = String("sRGB IEC61966-2.1")
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=name, Info=name)
    intent.DestOutputProfile = profile
    pdf.Root.OutputIntents = Array([intent])
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        page.obj.MediaBox = page.obj.BleedBox = page.obj.get("/TrimBox", page.obj.MediaBox)


def _tidy_annotations(pdf: Pdf, kept: Mapping[int, str]) -> None:
    """Keep one annotation for each line of a link, with words for those who hear it (ISO 14289-1, 7.18.5)."""
    from pikepdf import Array, String

    for page in pdf.pages:
        if "/Annots" not in page:
            continue
        areas = [area for area in page.obj.Annots if area.objgen[0] in kept]
        for area in areas:
            area["/F"] = _PRINTED
            area["/Contents"] = String(kept[area.objgen[0]] or str(area.get("/Contents", "")) or "link")
        page.obj.Annots = Array(areas)
        if not areas:
            del page.obj.Annots


def _tidy_streams(pdf: Pdf, *, soft_hyphens: bool) -> None:
    """Take out what PDF/A forbids, and say that hyphens at the ends of lines are soft (ISO 32000-1, 14.8.2.2.3)."""
    import pikepdf

    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Interpolate"):
            found["/Interpolate"] = False
        elif soft_hyphens and isinstance(found, pikepdf.Dictionary) and "/ToUnicode" in found:
            spelled = found["/ToUnicode"].read_bytes()
            found["/ToUnicode"].write(spelled.replace(b"<2010>", b"<00ad>"))


@functools.cache
def srgb_profile() -> bytes:
    """Return the ICC profile of sRGB (IEC 61966-2-1), which nobody owns: made here, without the time of its making."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d000010001000000000000")  # 2000-01-01 (ICC.1:2010, 7.2.8)
    profile[84:100] = bytes(16)  # the digest of the profile, which may be left out
    return bytes(profile)
