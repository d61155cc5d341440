"""TMX 1.4, the form in which translation tools exchange memories: written for them, and read from them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from publish.memory.known import Known
from publish.problems import Place, Problem, PublishError
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INLINE = {"bpt", "ept", "ph", "it", "ut"}


def write_tmx(known: Iterable[Known], source: str, target: str) -> bytes:
    """Return a memory as TMX 1.4b: no time, no name of anybody, a unit for each text in the order given."""
    from lxml import etree

    root = etree.Element("tmx", version="1.4")
    facts = {"creationtool": "publish", "creationtoolversion": "1", "segtype": "sentence", "o-tmf": "publish"}
    etree.SubElement(root, "header", {**facts, "adminlang": "en", "srclang": source, "datatype": "plaintext"})
    body = etree.SubElement(root, "body")
    for each in known:
        unit = etree.SubElement(body, "tu")
        if each.origin:
            etree.SubElement(unit, "prop", type="x-publication").text = each.origin
        for language, text in ((source, each.source), (target, each.target)):
            variant = etree.SubElement(unit, "tuv", {_LANG: language})
            _fill(etree.SubElement(variant, "seg"), text)
    etree.indent(body, level=1)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=False)) + b"\n"


def _fill(seg: Any, text: str) -> None:  # noqa: ANN401 - an element of lxml
    """Put a text with codes into a seg: `bpt` and `ept` for a pair, `ph` for what stands by itself."""
    from lxml import etree

    last, end = None, 0
    for match in CODE.finditer(text):
        _append(seg, last, text[end : match.start()])
        name = "ept" if match[1] else "ph" if match[3] else "bpt"
        last = etree.SubElement(seg, name, {"x" if name == "ph" else "i": match[2]})
        last.text = match[0]
        end = match.end()
    _append(seg, last, text[end:])


def _append(seg: Any, last: Any, text: str) -> None:  # noqa: ANN401 - elements of lxml
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    if last is None:
        seg.text = (seg.text or "") + clean
    else:
        last.tail = (last.tail or "") + clean


def is_tmx(data: bytes) -> bool:
    """Whether a file is a translation memory."""
    return re.search(rb"<tmx[\s>]", _decoded(data[:4096])) is not None


def _decoded(head: bytes) -> bytes:
    return head.replace(b"\x00", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head


def read_tmx(data: bytes, file: str) -> dict[str, list[tuple[str, Known]]]:
    """Return what a TMX file knows: for each language but its source's, the tag of the source and what is said how.

    PublishError where it is no well-formed XML, or defines entities, which no memory needs and an attack does.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        hint = "export the memory again as TMX 1.4"
        raise PublishError(Problem(Place(file, line), "the memory is no sound XML", hint, "tmx")) from None
    inner: Any = root.getroottree().docinfo.internalDTD  # its entities are unknown to the stubs
    if inner is not None and next(iter(inner.iterentities()), None) is not None:
        hint = "export the memory again; a memory needs no entities"
        raise PublishError(Problem(Place(file, 1), "the file defines entities of its own", hint, "tmx"))
    header = root.find("header")
    default = header.get("srclang", "") if header is not None else ""
    found: dict[str, list[tuple[str, Known]]] = {}
    for language, source, known in _units(root, default):
        found.setdefault(language, []).append((source, known))
    return found


def _units(root: Any, default: str) -> Iterator[tuple[str, str, Known]]:  # noqa: ANN401 - an element of lxml
    for unit in root.iter("tu"):
        source = unit.get("srclang") or default
        said = {
            variant.get(_LANG) or variant.get("lang", ""): _text(variant.find("seg")) for variant in unit.iter("tuv")
        }
        own = next((tag for tag in said if _near(tag, source)), next(iter(said), ""))
        origin = unit.findtext("prop[@type='x-publication']") or ""
        for tag, text in said.items():
            if tag != own and text and said.get(own):
                yield tag, own, Known(said[own], text, origin)


def _near(one: str, other: str) -> bool:
    return one.lower().split("-")[0].split("_")[0] == other.lower().split("-")[0].split("_")[0]


def _text(seg: Any) -> str:  # noqa: ANN401 - an element of lxml
    """Return the text of a seg; codes of ours stay, those of other tools mean nothing here and go."""
    if seg is None:
        return ""
    parts = [seg.text or ""]
    for inner in seg:
        own = "".join(inner.itertext()) if isinstance(inner.tag, str) else ""
        keep = inner.tag not in _INLINE or CODE.fullmatch(own)
        parts += [own if keep else "", inner.tail or ""]
    return "".join(parts)
