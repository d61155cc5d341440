"""The files that go out and come back: what the tests hold against each form, counted, timed and weighed."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import checks, edition, source, strangers, translations
from publish.checks import preflight
from publish.kits import KITS, docx, kits_of, xliff
from publish.kits.xliff import rules
from publish.outputs import epub, reading
from publish.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.model import Edition, Publication

ROOT = Path(__file__).parents[1]
SCRIPTS = ("pa", "gu", "ta", "hi", "ur", "ar", "pl", "de", "es")
LONGEST, HEAVIEST = 2.0, 300
_TESTS = {
    "word": "unit/test_kits_docx.py",
    "xliff": "unit/test_kits_xliff.py",
    "po": "unit/test_kits_po.py",
    "post": "end_to_end/test_handoff.py",
}

# Read as `receive` reads it; what it says: whether it was refused, MB at the most, seconds of the processor.
_ALONE = """
import pathlib, resource, sys
from publish.kits import read_kit
from publish.problems import PublishError
from publish.workshop import parcel
file, problems = pathlib.Path(sys.argv[1]), []
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
try:
    for name, data in parcel.contents([file], problems):
        read_kit(name, data)
except PublishError as error:
    problems += error.problems
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
print(int(bool(problems)), int(peak.split()[1]) // 1024, took)
"""


def held(name: str) -> Any:  # noqa: ANN401 - a module of tests
    """Return a module of the tests, for the files it holds."""
    spec = importlib.util.spec_from_file_location(f"held_{name}", ROOT / "tests" / _TESTS[name])
    if spec is None or spec.loader is None:
        raise FileNotFoundError(_TESTS[name])
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def word_cells() -> tuple[int, int]:
    """Return how many of the cells Word makes are read right, and how many there are."""
    word = held("word")
    said = [word.targets(word.with_target(inside))["1"] for inside in word.CELLS.values()]
    return said.count("Idziemy nad wodę."), len(said)


def word_rows() -> tuple[int, int]:
    """Return how many of the things people do to rows come back whole, and how many there are."""
    word = held("word")
    done: list[Callable[[], None]] = [
        word.test_rows_may_be_sorted,
        *(lambda tracked=tracked: word.test_rows_may_be_deleted(tracked) for tracked in (False, True)),
        word.test_what_stands_in_a_row_that_was_added_is_kept_as_a_note,
        word.test_rows_that_were_merged_come_apart_by_their_paragraphs,
        word.test_sentences_said_as_one_in_a_merged_row_are_joined,
        word.test_cells_merged_over_two_rows_keep_what_they_say,
        *(lambda column=column: word.test_a_column_may_be_lost(column, labels=False) for column in (0, 1, 3)),
    ]
    return sum(map(_holds, done)), len(done)


def _holds(test: Callable[[], None]) -> bool:
    try:
        test()
    except AssertionError:
        return False
    return True


def resaved(publication: Publication, language: str, store: Path, kinds: Sequence[str]) -> tuple[int, int] | None:
    """Return how many kits say the same after LibreOffice saved them, through each kind of file in turn, of how many.

    None where LibreOffice is not there.
    """
    if shutil.which("soffice") is None:
        return None
    kits = kits_of(publication, translations.current(publication, language, store))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = folder / "out"
        given.mkdir()
        for kit in kits:
            (given / f"{kit.number:02d}.docx").write_bytes(docx.write(kit))
        for kind in kinds:
            saved = folder / kind.partition(":")[0]
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            files = sorted(map(str, given.iterdir()))
            command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(saved), *files]
            subprocess.run(command, capture_output=True, check=True, timeout=180)
            given = saved
        same = [_targets(file.read_bytes()) for file in sorted(given.iterdir())]
    return sum(one == _targets(docx.write(kit)) for one, kit in zip(same, kits, strict=True)), len(kits)


def _targets(data: bytes) -> list[tuple[str, str]]:
    form = next(form for form in reversed(KITS) if form.knows(data))
    return [(row.key, row.target) for row in form.read(data, "kit").rows]


def emitted() -> tuple[int, int]:
    """Return how many of the XLIFF files of our own publications keep the rules, and how many there are."""
    found = []
    for manuscript in sorted(ROOT.glob("source/*/manuscript.md")):
        publication = source.read(manuscript, manuscript.parent.name).publication
        for store in sorted(manuscript.parent.glob("translations/*.po")):
            for kit in kits_of(publication, translations.current(publication, store.stem, store)):
                root = strangers.xml(xliff.write(kit), "kit")
                found.append(not list(rules.find(root)))
    return sum(found), len(found)


def suite(folder: Path) -> tuple[int, int, int, int]:
    """Return how many invalid files of the suite are refused, of how many, and the same of valid ones accepted."""
    counts = []
    for kind in ("invalid", "valid"):
        files = sorted((folder / kind).glob("*.xlf"))
        wrong = [bool(list(rules.find(strangers.xml(file.read_bytes(), file.name)))) for file in files]
        counts += [wrong.count(kind == "invalid"), len(files)]
    return counts[0], counts[1], counts[2], counts[3]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A hostile file: whether it was refused, how much memory that took in MB, and how many seconds."""

    name: str
    refused: bool
    megabytes: int
    seconds: float

    @property
    def harmless(self) -> bool:
        """Whether it was refused in time and within the memory it may take."""
        return self.refused and self.megabytes < HEAVIEST and self.seconds < LONGEST


def hostile() -> Iterator[Weighed]:
    """Yield what becomes of every hostile file the tests hold, each read by a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in _hostile():
            file = Path(folder) / "returned"
            file.write_bytes(data)
            command = [sys.executable, "-c", _ALONE, str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
            refused, megabytes, seconds = done.stdout.split()
            yield Weighed(name, refused == "1", int(megabytes), float(seconds))


def _hostile() -> Iterator[tuple[str, bytes]]:
    for name, make in held("word").HOSTILE.items():
        yield f"docx: {name}", make()
    for form in ("xliff", "po"):
        for name, (data, _) in held(form).HOSTILE.items():
            yield f"{form}: {name}", data
    for name, (data, code) in held("post").HOSTILE.items():
        # What belongs to another house is opened, and refused by whoever merges it.
        if code not in {"kit-foreign", "kit-language"}:
            yield f"post: {name}", data


@dataclass(frozen=True, slots=True)
class Set:
    """An edition as PDF and EPUB: what is wrong with either."""

    language: str
    faults: tuple[str, ...]


def scripts(manuscript: Path) -> Iterator[Set]:
    """Yield what is wrong with the PDF and EPUB of a publication in nine languages: glyphs, language, direction."""
    read = source.read(manuscript, manuscript.parent.name)
    for language in SCRIPTS:
        store = manuscript.parent / "translations" / f"{language}.po"
        translation = translations.current(read.publication, language, store)
        made = edition.translated(read.publication, translation)
        yield Set(language, (*_incomplete(translation.coverage), *_printed(made, read), *_electronic(made, read)))


def _incomplete(coverage: float) -> Iterator[str]:
    if coverage < 1:
        yield f"{coverage:.0%} translated"


def _printed(made: Edition, read: source.Reading) -> Iterator[str]:
    import pikepdf

    data = reading.make(made, read.settings)
    proof = preflight.lay(data, Place("reading.pdf"), "reading", made, read.settings, None)
    yield from (problem.code for problem in preflight.faces.find(proof))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if str(pdf.Root.Lang) != made.language:
            yield f"PDF in {pdf.Root.Lang}"
        order = str(pdf.Root.get("/ViewerPreferences", {}).get("/Direction", "/L2R"))
    if (order == "/R2L") != _is_rtl(made.language):
        yield f"PDF read {order}"


def _is_rtl(language: str) -> bool:
    from publish import languages

    return languages.direction(language) == "rtl"


def _electronic(made: Edition, read: source.Reading) -> Iterator[str]:
    from publish.checks.epub import Made

    data = epub.make(made, read.settings)
    yield from (
        problem.code for problem in checks.find(checks.Stage.ARTIFACT, Made(data, Place("a.epub"), made, read.settings))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    if f">{made.language}</dc:language>" not in package:
        yield "EPUB in another language"
    if ('page-progression-direction="rtl"' in package) != _is_rtl(made.language):
        yield "EPUB read the other way"
