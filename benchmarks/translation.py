"""The hand-off, measured: rows A to K, L, P and Q of the table the best tools were measured by.

`python benchmarks/translation.py [--quick]`. The sample texts are looked for in `../shared/manuscripts`; rows that need
them are left out where they are not there.
"""

# ruff: noqa: INP001, T201 - a benchmark is no package, and prints
from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import translation_aligned
import translation_constructs
import translation_edits
import translation_mistakes

from publish import edition, memory, source, translations, tree
from publish.kits import KITS, kits_of
from publish.model import Rendering, State, Translation
from publish.problems import Severity
from publish.translations import alignment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from translation_edits import Retention

    from publish.model import Publication

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT.parent / "shared" / "manuscripts"
LETTER = SAMPLES / "open-letter.md"
SEED = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what is measured, what the best peer reaches, what is asked, and what came out."""

    row: str
    measure: str
    peer: str
    asked: str
    ours: str
    reached: bool

    def __str__(self) -> str:
        """Return the line as Markdown."""
        mark = "yes" if self.reached else "NO"
        return f"| {self.row} | {self.measure} | {self.peer} | {self.asked} | {self.ours} | {mark} |"


def constructs() -> Iterator[Line]:
    """Rows A to D."""
    found = list(translation_constructs.results())
    count = len(found)
    lossless = sum(result.lossless for result in found)
    kept = sum(result.skeleton and result.offered >= 0.99 for result in found)
    raw = sum(result.raw for result in found)
    signs = sum(result.characters for result in found)
    yield Line("A", "constructs lossless", "50/50", "all", f"{lossless}/{count}", lossless == count)
    yield Line("B", "skeleton kept, all text offered", "45/50", "all", f"{kept}/{count}", kept == count)
    yield Line("C", "marks of Markdown shown", "21/115", "0", str(raw), raw == 0)
    yield Line("D", "blanks, joiners, soft hyphens kept", "not all", "100 %", f"{signs}/{count}", signs == count)


def edits(text: str, *, quick: bool) -> Iterator[Line]:
    """Rows E to G."""
    groups: dict[str, list[Retention]] = defaultdict(list)
    for name, found in translation_edits.measured(text, translation_edits.SINGLE + translation_edits.GLOBAL, SEED):
        groups[name].append(found)
    kinds = {edit.__name__ for edit, _ in translation_edits.SINGLE}
    single = [found for name, group in groups.items() if name in kinds for found in group]
    touched = sum(found.words - found.published for found in single) / len(single)
    lost = sum(found.lost for found in single) / len(single)
    ours = f"{touched:.1f} / {lost:.1f}"
    yield Line("E", "words un-published / lost per edit", "16.7 / 16.7", "16 / 3", ours, touched <= 16 and lost <= 3)
    for name, asked in _ASKED.items():
        share = sum(found.share for found in groups[name]) / len(groups[name])
        peer = _PEERS.get(name, "100")
        yield Line("F", f"kept: {name.replace('_', ' ')}", peer, f"{asked} %", f"{share:.1f} %", share >= asked)
    many = [found for _, found in translation_edits.random_edits(text, 40 if quick else 200, SEED)]
    wrong = sum(found.wrong for found in (*single, *many))
    yield Line("G", f"wrong pairings in {len(single) + len(many)} edits", "101 641 words", "0", str(wrong), not wrong)


_ASKED = {
    "move_paragraph": 100.0,
    "swap_sections": 100.0,
    "split_paragraph": 100.0,
    "merge_paragraphs": 100.0,
    "delete_sentence": 100.0,
    "delete_paragraph": 100.0,
    "rewrap": 100.0,
    "quote_paragraph": 100.0,
    "straighten": 98.0,
    "ten_mixed": 96.5,
}
_PEERS = {"merge_paragraphs": "99.9", "delete_sentence": "99.7", "straighten": "33.8", "ten_mixed": "96.5"}


def mistakes() -> Iterator[Line]:
    """Row I."""
    found = list(translation_mistakes.outcomes())
    damaged = sum(outcome.damaged for outcome in found)
    reported = sum(outcome.reported for outcome in found)
    yield Line("I", f"{len(found)} mistakes: silent damage", "11 of 19", "0", str(damaged), not damaged)
    share = 100 * reported / len(found)
    yield Line("I", "reported by row, or mended", "6 of 18", "95 %", f"{share:.0f} %", share >= 95)


def alarms() -> Iterator[Line]:
    """Row J."""
    terms = memory.read_glossary(ROOT / "source" / "glossary.toml")
    sets = {"our own stores": list(translation_aligned.stores(ROOT))}
    if SAMPLES.is_dir():
        sets["the Declaration"] = list(translation_aligned.declaration(SAMPLES / "declaration"))
    for name, passages in sets.items():
        tags = {passage.language for passage in passages} if name == "our own stores" else set()
        found = translation_aligned.complaints(passages, {tag: terms.in_language(tag) for tag in tags})
        count = len(found)
        wrong = 100 * sum(any(p.severity is Severity.ERROR for p in problems) for _, problems in found) / count
        hints = 100 * sum(bool(problems) for _, problems in found) / count
        ours = f"{wrong:.1f} / {hints:.1f} %"
        asked = "2 / 8 %"
        yield Line("J", f"false errors / hints, {name} ({count})", "44-97 %", asked, ours, wrong <= 2 and hints <= 8)


def links() -> Iterator[Line]:
    """Row K."""
    files = [*sorted(ROOT.glob("source/*/manuscript.md"))]
    wanted = resolved = 0
    for file in files:
        publication = source.read(file, file.parent.name).publication
        made = edition.translated(publication, _pseudo(publication))
        elements = list(tree.walk(edition.blocks_of(made)))
        names = {tree.attr_of(element)[0] for element in elements}
        targets = [e["c"][2][0][1:] for e in elements if e["t"] == "Link" and e["c"][2][0].startswith("#")]
        wanted += len(targets)
        resolved += sum(target in names for target in targets)
    yield Line("K", "internal links that resolve", "0/2", "all", f"{resolved}/{wanted}", resolved == wanted)


def _pseudo(publication: Publication) -> Translation:
    said = translation_constructs.pseudo
    renderings = tuple(Rendering(s, said(s.text), State.TRANSLATED) for s in publication.segments)
    return Translation(publication.slug, "pl", renderings)


def forms(file: Path) -> Iterator[Line]:
    """Rows L, P and Q: every form there and back, and how long it takes."""
    start = time.perf_counter()
    publication = source.read(file, "letter").publication
    whole = _pseudo(publication)
    same = 0
    for form in KITS:
        rows = [row for kit in kits_of(publication, whole) for row in form.read(form.write(kit), "kit").rows]
        same += [row.target for row in rows] == [rendering.target for rendering in whole.renderings]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "pl.po"
        store.write_bytes(translations.save(whole, publication))
        translations.current(publication, "pl", store)
    took = time.perf_counter() - start
    yield Line("L", "forms back with the identical tree", "1", "5", str(same), same >= 5)
    yield _repeats()
    yield Line("Q", f"the letter, all {len(KITS)} forms out and back", "0.2-3.5 s", "< 2 s", f"{took:.1f} s", took < 2)


def _repeats() -> Line:
    text = "# A list\n\n" + "\n".join("- Strike" for _ in range(10)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letter.md"
        file.write_text(text, encoding="utf-8")
        keys = {s.key for s in source.read(file, "letter").publication.segments if s.text == "Strike"}
    return Line("P", "the same words, each by itself", "10/10", "10/10", f"{len(keys)}/10", len(keys) == 10)


def manual(text: str) -> Iterator[Line]:
    """Row Q once more, for a text of the length of a manual, of which every tenth sentence has changed."""
    head, blocks = translation_edits.parts(text)
    many = [block if block[0] in "#>0123456789" else f"Number {n}. {block}" for n in range(6) for block in blocks]
    start = time.perf_counter()
    segments = translation_edits.segments_of(translation_edits.joined(head, many))
    read = time.perf_counter() - start
    words = sum(len(segment.text.split()) for segment in segments)
    olds = [
        replace(rendering, segment=replace(rendering.segment, text="Once " + rendering.segment.text))
        if not number % 10
        else rendering
        for number, rendering in enumerate(translation_edits.full(segments))
    ]
    start = time.perf_counter()
    alignment.carry(olds, segments)
    took = read + time.perf_counter() - start
    yield Line("Q", f"{words} words read and carried along", "-", "< 10 s", f"{took:.1f} s", took < 10)


def lines(*, quick: bool = False) -> Iterator[Line]:
    """Yield every line there is a text for."""
    yield from constructs()
    if LETTER.is_file():
        text = LETTER.read_text(encoding="utf-8")
        yield from edits(text, quick=quick)
    yield from mistakes()
    yield from alarms()
    yield from links()
    if LETTER.is_file():
        yield from forms(LETTER)
        yield from manual(LETTER.read_text(encoding="utf-8"))


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where something asked for is not reached."""
    print("| # | Measure | Best peer | Asked | Ours | Reached |\n|---|---|---|---|---|---|")
    reached = True
    for line in lines(quick="--quick" in arguments):
        print(line, flush=True)
        reached = reached and line.reached
    return int(not reached)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
