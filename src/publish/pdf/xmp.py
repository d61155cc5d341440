"""What a PDF says of itself (XMP, ISO 16684-1): its title and makers, and the standards it keeps."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
{said}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

# PDF/A knows no PDF/UA: a schema it does not know must be described in the file itself (ISO 19005-3, 6.6.2.3.3).
_EXTENSION = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""

_STANDARDS = "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d)?(?:'?(\d\d))?")


def packet(info: Mapping[str, str], language: str) -> bytes:
    """Return the metadata of a file that keeps PDF/A-3a and PDF/UA-1, from its document information."""
    said = [
        _STANDARDS,
        _EXTENSION,
        "<dc:format>application/pdf</dc:format>",
        _listed("dc:language", "Bag", [language]),
        _alternative("dc:title", info.get("/Title", "")),
        _listed("dc:creator", "Seq", [info.get("/Author", "")]),
        _alternative("dc:description", info.get("/Subject", "")),
        _plain("pdf:Keywords", info.get("/Keywords", "")),
        _plain("pdf:Producer", info.get("/Producer", "")),
        _plain("xmp:CreatorTool", info.get("/Creator", "")),
        _plain("xmp:CreateDate", iso_date(info.get("/CreationDate", ""))),
        _plain("xmp:ModifyDate", iso_date(info.get("/ModDate", ""))),
    ]
    return _PACKET.format(said="\n".join(line for line in said if line)).encode()


def iso_date(said: str) -> str:
    """Return a date of a PDF (`D:20261101`) as XMP has it (`2026-11-01`); nothing where it is none."""
    match = _DATE.fullmatch(said)
    if not match:
        return ""
    year, month, day, hour, minute, second, zone, zone_minute = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not hour:
        return date
    offset = zone if zone in {None, "Z"} else f"{zone}:{zone_minute or '00'}"
    return f"{date}T{hour}:{minute}:{second or '00'}{offset or 'Z'}"


def _plain(name: str, said: str) -> str:
    return f"<{name}>{escape(said, quote=False)}</{name}>" if said else ""


def _alternative(name: str, said: str) -> str:
    inner = f'<rdf:li xml:lang="x-default">{escape(said, quote=False)}</rdf:li>'
    return f"<{name}><rdf:Alt>{inner}</rdf:Alt></{name}>" if said else ""


def _listed(name: str, kind: str, said: Sequence[str]) -> str:
    inner = "".join(f"<rdf:li>{escape(one, quote=False)}</rdf:li>" for one in said if one)
    return f"<{name}><rdf:{kind}>{inner}</rdf:{kind}></{name}>" if inner else ""
