"""The preflight as a page to look at: every problem beside a picture of its page, with the place boxed."""

from __future__ import annotations

import base64
import itertools
import re
from typing import TYPE_CHECKING

from publish.checks.preflight import Finding, pages
from publish.markup import tag, text
from publish.problems import Severity, errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.checks.preflight import Proof
    from publish.problems import Problem
    from publish.workshop.preflight import Judged, Preflight

_MOST_PICTURES = 40  # of one file: a page holds so many, and nobody mends more at once

_COLOURS = {Severity.ERROR: "#c1121f", Severity.WARNING: "#8a5a00"}

_STYLE = """
:root { color-scheme: light; --ink: #22211f; --soft: #6b675f; --line: #d9d5cc; --red: RED; --amber: AMBER }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 66rem; padding: 2.5rem 1.5rem 5rem; color: var(--ink); background: #fbfaf7;
  font: 1rem/1.5 "Noto Sans", system-ui, sans-serif }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em }
h2 { margin: 3.5rem 0 0; padding-top: 1rem; border-top: 2px solid var(--ink); font-size: 1.15rem; line-height: 1.3;
  overflow-wrap: anywhere }
h3 { margin: 0 0 .6rem; font-size: 1rem }
p, ul, ol { margin: .4rem 0 }
.sum { font-size: 1.05rem } .soft { color: var(--soft) }
.unchecked { margin-top: 1rem; padding: .7rem 1rem; border: 1px solid var(--line); background: #fff }
.unchecked ul { padding-inline-start: 1.2rem }
.page { display: grid; grid-template-columns: minmax(0, 22rem) minmax(0, 1fr); gap: 1.8rem; margin-top: 1.8rem;
  align-items: start }
.page img { width: 100%; height: auto; border: 1px solid var(--line); background: #fff }
.found { margin: 0; padding: 0; list-style: none }
.found li { margin: 0 0 1.1rem; padding-inline-start: 2.4rem; position: relative }
.no { position: absolute; inset-inline-start: 0; min-width: 1.7rem; padding: 0 .45rem; border-radius: 1rem;
  color: #fff; font-weight: 700; text-align: center }
.error, .warning { font-weight: 700 } .error { color: var(--red) } .warning { color: var(--amber) }
.no.error { color: #fff; background: var(--red) } .no.warning { color: #fff; background: var(--amber) }
.hint { margin: .15rem 0 0; color: var(--soft) } code { font-size: .85em }
details { margin-top: 1.6rem } summary { cursor: pointer; color: var(--soft) }
details img { display: block; max-width: 100%; margin-top: .8rem; border: 1px solid var(--line) }
@media (max-width: 44rem) { .page { grid-template-columns: 1fr } }
@media print { details { display: none } .page { break-inside: avoid } }
""".replace("RED", _COLOURS[Severity.ERROR]).replace("AMBER", _COLOURS[Severity.WARNING])


def report(preflight: Preflight) -> bytes:
    """Return the preflight of one language as one HTML file that needs no other; the same files give the same bytes."""
    title = f"Preflight: {preflight.slug}, {preflight.language}"
    body = "".join((tag("h1", {}, text(title)), *_overview(preflight), *map(_artifact, preflight.judged)))
    head = '<meta charset="utf-8"/><meta name="viewport" content="width=device-width"/>'
    head += f"<title>{text(title)}</title><style>{_STYLE}</style>"
    return ("<!DOCTYPE html>" + tag("html", {"lang": "en"}, tag("head", {}, head) + tag("body", {}, body))).encode()


def _overview(preflight: Preflight) -> Iterator[str]:
    files = _counted(len(preflight.judged), "file")
    yield tag("p", {"class": "sum"}, text(f"{files} looked at: {_tally(preflight.problems)}."))
    if preflight.missing:
        yield tag("p", {}, text(f"Not built yet, so not looked at: {', '.join(preflight.missing)}."))
    unchecked = [(each.file, what) for each in preflight.judged for what in each.unchecked]
    if unchecked:
        rows = "".join(tag("li", {}, text(f"{what}, in {file}")) for file, what in unchecked)
        yield tag("div", {"class": "unchecked"}, tag("strong", {}, "Not checked:") + tag("ul", {}, rows))


def _tally(problems: Sequence[Problem]) -> str:
    bad = len(errors(problems))
    counts = [_counted(bad, "error")] * bool(bad)
    counts += [_counted(len(problems) - bad, "warning")] * (len(problems) > bad)
    return " and ".join(counts) or "nothing found"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _artifact(judged: Judged) -> str:
    """Return what is said of one file: first of all of it, then page by page, then all its pages small."""
    parts = [tag("h2", {}, text(judged.file)), tag("p", {"class": "soft"}, text(_about(judged)))]
    general = [problem for problem in judged.problems if not isinstance(problem, Finding) or not problem.page]
    if general:
        parts.append(tag("ul", {"class": "found"}, "".join(_item(problem, "!") for problem in general)))
    if judged.proof is not None:
        on_pages = [problem for problem in judged.problems if isinstance(problem, Finding) and problem.page]
        parts += _pages(judged.proof, sorted(on_pages, key=lambda finding: finding.page))
        parts.append(_contact_sheet(judged.proof))
    return tag("section", {}, "".join(parts))


def _about(judged: Judged) -> str:
    sides = judged.task is not None and judged.task.output in {"booklet", "cover", "zine"}
    noun = "side" if sides else "page"
    count = _counted(len(judged.proof.pages), noun) + ", " if judged.proof is not None else ""
    return count + _tally(judged.problems)


def _pages(proof: Proof, findings: Sequence[Finding]) -> Iterator[str]:
    number = itertools.count(1)
    grouped = itertools.groupby(findings, lambda finding: finding.page)
    for shown, (page, group) in enumerate(grouped):
        labelled = {str(next(number)): finding for finding in group}
        items = "".join(_item(finding, label) for label, finding in labelled.items())
        picture = _page_picture(proof, page, labelled) if shown < _MOST_PICTURES else ""
        listed = tag("div", {}, tag("h3", {}, f"Page {page}") + tag("ul", {"class": "found"}, items))
        yield tag("div", {"class": "page"}, tag("div", {}, picture) + listed)


def _page_picture(proof: Proof, page: int, labelled: dict[str, Finding]) -> str:
    from publish.pdf.proofs import boxed_page

    marked = {label: finding.boxes for label, finding in labelled.items()}
    colours = {label: _COLOURS[finding.severity] for label, finding in labelled.items()}
    media = proof.pages[page - 1].media
    return _image(boxed_page(proof.pdf, page, media, marked, colours), f"Page {page}, the places boxed")


def _contact_sheet(proof: Proof) -> str:
    from publish.pdf.contact_sheet import contact_sheet

    plan = pages.plan_of(proof)
    # A file somebody else made, or of an older text, need not be what the plan says.
    plan = plan if plan is not None and len(plan.sides) == len(proof.pages) else None
    picture = _image(contact_sheet(proof.pdf, proof.place, plan), "All pages")
    return tag("details", {}, tag("summary", {}, "All pages at a glance") + picture)


def _image(png: bytes, said: str) -> str:
    return tag("img", {"alt": said, "src": "data:image/png;base64," + base64.b64encode(png).decode("ascii")})


def _item(problem: Problem, label: str) -> str:
    message = problem.message
    if isinstance(problem, Finding) and problem.page:
        message = message.removeprefix(f"page {problem.page}: ")
    kind = str(problem.severity)
    said = tag("span", {"class": f"no {kind}"}, text(label)) + tag("span", {"class": kind}, kind) + ": " + text(message)
    return tag("li", {}, said + " " + tag("code", {"class": "soft"}, text(problem.code)) + _hint(problem))


def _hint(problem: Problem) -> str:
    return tag("p", {"class": "hint"}, re.sub(r"`([^`]+)`", r"<code>\1</code>", text(problem.hint)))
