"""What came back, as a page to send to the volunteer, in their language: what to look at again, by its number."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from publish import languages, project
from publish.markup import tag, text
from publish.problems import Severity
from publish.workshop import parcel
from publish.workshop.sheets import faces, sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publish.project import House
    from publish.workshop.judging import Complaint
    from publish.workshop.receiving import Received

_STYLE = """
body { max-width: 46rem }
.counts { font-size: 1.05rem; font-weight: 600 }
.row { margin-top: 1.4rem; padding: .9rem 1.1rem; background: #fff; border: 1px solid var(--line);
  border-inline-start: 5px solid var(--amber); break-inside: avoid }
.row.refused { border-inline-start-color: var(--red) }
.row h2 { margin: 0; font-size: 1.05rem } .row h2 small { font-weight: 400; color: var(--soft) }
.row.refused h2 small { color: var(--red) }
.says { margin: .5rem 0; padding-inline-start: 1.2rem } dt { color: var(--soft); font-size: .85rem; margin-top: .5rem }
dd { margin: 0 }
"""

# Which of the house's words says what a problem is.
_WORDS = {
    "row-code-missing": "code",
    "row-code-doubled": "code",
    "row-code-unknown": "code",
    "row-code-unbalanced": "code",
    "row-joined": "joined",
    "row-character": "character",
    "row-bidi": "character",
    "row-joiner": "character",
    "row-html": "markup",
    "row-markdown": "markup",
    "row-wordless": "untranslated",
    "row-untranslated": "untranslated",
    "row-source-inside": "untranslated",
    "row-script": "script",
    "row-letters": "script",
    "row-number": "number",
    "row-address": "address",
    "row-ending": "ending",
    "row-marks": "ending",
    "row-term": "term",
    "row-name": "term",
    "row-length": "length",
    "row-blanks": "blanks",
    "row-repeated": "repeated",
    "row-gone": "gone",
    "row-kept": "kept",
    "row-mixed": "mixed",
}


def write_report(house: House, kit: Received) -> Path:
    """Write the report of a kit beside the split files of its language, and return its file."""
    name = PurePath(kit.file).name
    file = house.handoff(kit.publication, kit.language) / f"{name}{parcel.REPORT}"
    project.write(file, report(kit))
    return file


def report(kit: Received) -> bytes:
    """Return the report of one kit that came back: what was taken, and each passage to look at again, in its words."""
    said = languages.words(kit.language)
    rows = _rows(kit.complaints)
    refused = sum(_is_refused(complaints) for complaints in rows.values())
    counts = said["report-counts"].format(taken=kit.taken, refused=refused, hints=len(rows) - refused, empty=kit.empty)
    heading = said["report-title"].format(title=kit.title)
    parts = [tag("h1", {}, text(heading)), tag("p", {"class": "counts"}, text(counts))]
    parts.append(tag("p", {}, text(said["report-how"] if rows else said["report-well"])))
    parts += [_row(number, complaints, said, kit.source) for number, complaints in sorted(rows.items())]
    return sheet(heading, parts, _STYLE, kit.language)


def _rows(complaints: Sequence[Complaint]) -> dict[int, list[Complaint]]:
    rows: dict[int, list[Complaint]] = defaultdict(list)
    for complaint in complaints:
        rows[complaint.number].append(complaint)
    return rows


def _is_refused(complaints: Sequence[Complaint]) -> bool:
    return any(complaint.problem.severity is Severity.ERROR for complaint in complaints)


def _row(number: int, complaints: Sequence[Complaint], said: Mapping[str, str], source: str) -> str:
    refused = _is_refused(complaints)
    state = said["report-refused" if refused else "report-hint"]
    heading = text(said["report-passage"].format(number=number)) + tag("small", {}, f" · {text(state)}")
    reasons = dict.fromkeys(said[f"fault-{_WORDS[complaint.problem.code]}"] for complaint in complaints)
    says = tag("ul", {"class": "says"}, "".join(tag("li", {}, text(reason)) for reason in reasons))
    first = complaints[0]
    facts = {
        "lang": source,
        "dir": languages.direction(source),
        "style": f"font-family: {faces(source)}; line-height: 1.5",
    }
    quoted = tag("dt", {}, text(said["kit-source"])) + tag("dd", facts, text(first.source))
    quoted += tag("dt", {}, text(said["report-yours"])) + tag("dd", {"dir": "auto"}, text(first.target))
    body = tag("h2", {}, heading) + says + tag("dl", {}, quoted)
    return tag("section", {"class": "row refused" if refused else "row"}, body)
