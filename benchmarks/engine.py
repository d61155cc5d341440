"""How long builds take, side by side with the script a user would write: `python benchmarks/engine.py`.

Prints a table of ratios. Processor time counts every process a build starts; memory is what all of them hold at once
(proportional set size). See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import curves
from publish import pandoc, source, translations
from publish.model import State
from publish.project import House

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROJECT = Path(__file__).parents[1]
LANGUAGES = ("pl", "es", "de", "hu", "ro", "sl", "fr", "it", "pt", "nl", "cs")
PUBLISH = (sys.executable, "-c", "from publish.front import main; main()")
ALONE, STANDBY = "--no-standby", "publish-standby"
OTHERS = str.maketrans("aeiouAEIOU", "äëïöüÄËÏÖÜ")
USUAL = ("reading", "booklet", "press", "epub")
SHEET = "body { font-family: 'Noto Serif'; text-align: justify; hyphens: auto } @page { size: A5; margin: 18mm }"


@dataclass(frozen=True, slots=True)
class Cost:
    """What some work took: seconds on the wall, seconds of all processors, megabytes at the highest."""

    wall: float
    cpu: float
    memory: float


class Peak(threading.Thread):
    """Watches how much memory the processes below this one hold together."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.highest, self.over = 0, threading.Event()

    def run(self) -> None:
        """Look ten times a second."""
        while not self.over.wait(0.1):
            self.highest = max(self.highest, sum(map(_held, _below(os.getpid()))))


def _below(parent: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            yield int(child)
            yield from _below(int(child))


def _held(process: int) -> int:
    with contextlib.suppress(OSError):
        said = re.search(r"^Pss: +(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
        return int(said[1]) if said else 0
    return 0


def measured(*commands: Sequence[str], folder: Path, cache: Path | None = None) -> Cost:
    """Run commands one after another, wait for all they started, and return what that took."""
    peak, before, started = Peak(), _spent(), time.monotonic()
    peak.start()
    # As it is for users: what was compiled once is not compiled again.
    usual = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    around = {**usual, "XDG_CACHE_HOME": str(cache)} if cache else usual
    for command in commands:
        subprocess.run(command, cwd=folder, env=around, check=True, capture_output=True)
    wall = time.monotonic() - started
    while _is_at_work():  # what a command left behind
        time.sleep(0.005)
    peak.over.set()
    return Cost(wall, _spent() - before, peak.highest / 1024)


def _is_at_work() -> bool:
    """Whether a process below this one does something; one on standby waits."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    left = set(_below(os.getpid()))
    return left != set(_on_standby()) or any(_state(process) == "R" for process in left)


def _on_standby() -> list[int]:
    return [process for process in _below(os.getpid()) if _said(process, "comm").strip() == STANDBY]


def _said(process: int, name: str) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/{name}").read_text()
    return ""


def _state(process: int) -> str:
    return _said(process, "stat").rpartition(")")[2].split()[0]


def _spent() -> float:
    """Return the seconds of all processes that are over, and of those on standby with what they had done."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    standing = [_said(process, "stat").rpartition(")")[2].split()[11:15] for process in _on_standby()]
    ticks = sum(int(each) for times in standing for each in times)
    return spent.ru_utime + spent.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def send_away() -> None:
    """End the processes on standby."""
    for process in _on_standby():
        os.kill(process, signal.SIGKILL)
    while _on_standby():
        _is_at_work()


def adopt() -> None:
    """Have orphans handed to this process, so that their time is counted (Linux)."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def house(root: Path, text: str, languages: Sequence[str]) -> House:
    """Make a house of one publication, translated into each language: the source with other vowels."""
    made = House(root)
    manuscript = made.manuscript("letter")
    manuscript.parent.mkdir(parents=True)
    manuscript.write_text(text, encoding="utf-8")
    made.shared().write_text(f"languages = {list(languages)!r}\n".replace("'", '"'), encoding="utf-8")
    publication = source.read(manuscript, "letter", made.shared(), untitled=True).publication
    for language in languages:
        file = made.translation("letter", language)
        file.parent.mkdir(exist_ok=True)
        empty = translations.current(publication, language, file)
        said = [
            replace(each, target=said_otherwise(each.segment.text), state=State.TRANSLATED) for each in empty.renderings
        ]
        file.write_bytes(translations.save(replace(empty, renderings=tuple(said)), publication))
    return made


def said_otherwise(text: str) -> str:
    """Return a text with other vowels in its plain words, as long as before; addresses and codes stay."""
    return re.sub(r"(?<!\S)[A-Za-z]+[.,;:!?]?(?!\S)", lambda word: word[0].translate(OTHERS), text)


def script(text: Path, folder: Path, *, epub: bool = True) -> list[list[str]]:
    """Return the commands of the script a user would write."""
    page, sheet = folder / f"{text.stem}.html", folder / "plain.css"
    sheet.write_text(SHEET, encoding="utf-8")
    program = pandoc.program()
    weasyprint = shutil.which("weasyprint") or str(Path(sys.executable).with_name("weasyprint"))
    commands = [
        [program, str(text), "-s", "--toc", "-o", str(page)],
        [weasyprint, "-s", str(sheet), str(page), str(page.with_suffix(".pdf"))],
    ]
    return [*commands, [program, str(text), "-o", str(page.with_suffix(".epub"))]] if epub else commands


def longer(text: str, times: int) -> str:
    """Return a manuscript whose body stands in it so many times."""
    head, body = re.fullmatch(r"(---\n.*?\n---\n)?(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr] # the second group takes anything
    parts = [re.sub(r"\[\^(\w+)\]", rf"[^\1-{number}]", body) for number in range(times)]
    return (head or "") + "\n\n".join(parts)


def say(what: str, ours: Cost, theirs: Cost, aim: str = "") -> None:
    """Print a row of the table."""
    ratios = f"{ours.wall / theirs.wall:.2f} | {ours.cpu / theirs.cpu:.2f} | {ours.memory / max(theirs.memory, 1):.2f}"
    print(f"| {what} | {ratios} | {aim} | {ours.cpu:.1f} s, {ours.memory:.0f} MB |", flush=True)


def build(folder: Path, cache: Path, *more: str, times: int = 1) -> Cost:
    """Build a house, one or more times, and return what one took."""
    all_of_them = measured(*[[*PUBLISH, "build", *more]] * times, folder=folder, cache=cache)
    return Cost(all_of_them.wall / times, all_of_them.cpu / times, all_of_them.memory)


def editions(text: str, work: Path, jobs: Sequence[str]) -> None:
    """Measure an issue in twelve languages: cold, unchanged, and after each kind of edit."""
    ours = house(work / "house", text, LANGUAGES)
    plain = work / "plain"
    plain.mkdir()
    texts = [plain / f"letter-{number}.md" for number in range(len(LANGUAGES) + 1)]
    for file in texts:
        file.write_text(text, encoding="utf-8")
    theirs = measured(*(command for file in texts for command in script(file, plain)), folder=plain)
    for job in jobs:
        cold = build(ours.root, work / f"cache-{job}", "--jobs", job, "--incomplete", "--anew", ALONE)
        say(f"twelve languages, cold, {job} jobs, against the script", cold, theirs, "0.6")
    cache, flags = work / f"cache-{jobs[-1]}", ("--jobs", jobs[-1], "--incomplete")
    again(ours, cache, (*flags, ALONE), cold, "by a new process")
    again(ours, cache, flags, cold, "by one on standby")
    (ours.root / "styles").mkdir()
    (ours.root / "styles" / "house.css").write_text("h2 { letter-spacing: 0.01em }\n")
    say("the house's own style, against cold", build(ours.root, cache, *flags), cold)
    send_away()


TIMES = 20
"""How often in a row something is done that takes less than a tick of the processor's clock."""


def again(ours: House, cache: Path, flags: Sequence[str], cold: Cost, by: str) -> None:
    """Measure builds after the first; each kind of edit three times, for the machine's mood changes."""
    import_click = measured(*[[sys.executable, "-c", "import click"]] * TIMES, folder=ours.root)
    click = Cost(import_click.wall / TIMES, import_click.cpu / TIMES, import_click.memory)
    store, manuscript = ours.translation("letter", "pl"), ours.manuscript("letter")
    build(ours.root, cache, *flags, "--anew", "--output", "epub", "--lang", "pl")  # it leaves the process on standby
    build(ours.root, cache, *flags)
    time.sleep(1)
    say(f"nothing changed, {by}, against `import click`", build(ours.root, cache, *flags, times=TIMES), click, "1.5")
    sentences, words = [], []
    for _ in range(3):
        sentence(store)
        sentences.append(build(ours.root, cache, *flags))
        manuscript.write_text(re.sub(r"(\w{5,})(?<!indeed)\.\n", r"\1 indeed.\n", manuscript.read_text(), count=1))
        words.append(build(ours.root, cache, *flags))
    say(f"one sentence of one translation, {by}, against cold", middle(sentences), cold, "0.08")
    say(f"one word of the manuscript, {by}, against cold", middle(words), cold, "0.6")


def sentence(store: Path) -> None:
    """Say one sentence of a store otherwise, in the middle of the text."""
    text = store.read_text()
    long = list(re.finditer(r'^msgstr ".{40,}(?=(?<! Yes\.)"$)', text, re.MULTILINE))
    at = long[len(long) // 2].end()
    store.write_text(f"{text[:at]} Yes.{text[at:]}")


def without_pictures(text: str) -> str:
    """Return a manuscript without its pictures, which lie elsewhere."""
    return re.sub(r"!\[.*?\]\(.*?\)(\{.*?\})?|^cover.*\n", "", text, flags=re.MULTILINE)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the middle one of an odd number of costs, each kind by itself."""
    return Cost(*(sorted(kind)[len(costs) // 2] for kind in zip(*map(astuple, costs), strict=True)))


def works(text: str, work: Path, times: int, jobs: str) -> tuple[Cost, Cost]:
    """Measure one work of some length: the reading PDF alone, and with its EPUB. Return that, and the script's."""
    ours = house(work / f"work-{times}", longer(text, times), ())
    plain = work / f"plain-{times}"
    plain.mkdir()
    file = plain / "letter.md"
    shutil.copy(ours.manuscript("letter"), file)
    short, long = measured(*script(file, plain, epub=False), folder=plain), measured(*script(file, plain), folder=plain)
    reading = build(ours.root, work / f"cache-{times}", "--output", "reading", "--anew", "--jobs", "1", ALONE)
    say(f"{times}×, reading PDF, 1 job, against the script's PDF", reading, short, "1.0" if times == 1 else "")
    both = build(ours.root, work / f"cache-{times}", "--output", "reading,epub", "--anew", "--jobs", jobs, ALONE)
    say(
        f"{times}×, PDF and EPUB, {jobs} jobs, against the script", both, long, "0.6, memory 1.3" if times == 10 else ""
    )
    others(file, plain, short)
    return both, long


def picture(file: Path, words: Sequence[int], costs: Sequence[tuple[Cost, Cost]]) -> None:
    """Draw how time and memory grow with a text."""
    panels = [
        curves.Panel(title, words, [of(ours) for ours, _ in costs], [of(theirs) for _, theirs in costs])
        for title, of in (
            ("PDF and EPUB: seconds of all processors", lambda cost: cost.cpu),
            ("seconds on the wall", lambda cost: cost.wall),
            ("megabytes", lambda cost: cost.memory),
        )
    ]
    file.write_text(curves.drawn(panels), encoding="utf-8")


def others(text: Path, folder: Path, theirs: Cost) -> None:
    """Measure the other ways from Markdown to PDF that are installed."""
    for engine in ("typst", "xelatex"):
        if shutil.which(engine):
            command = [pandoc.program(), str(text), f"--pdf-engine={engine}", "-o", str(folder / f"{engine}.pdf")]
            say(f"  pandoc and {engine}, against the script's PDF", measured(command, folder=folder), theirs)


def kills(text: str, work: Path, times: int) -> None:
    """Kill builds at random moments, and count how many a next build does not complete to the letter.

    In half of them all is killed, in the others only the command: what works for it on standby is to stop by itself.
    """
    import random

    ours = house(work / "killed", text, ("pl",))
    flags = ("--jobs", "2", "--output", "reading,epub")
    around = {**os.environ, "XDG_CACHE_HOME": str(work / "cache-killed")}

    def made() -> dict[str, bytes]:
        files = (ours.dist / "letter").rglob("letter.*.*")
        return {file.name: file.read_bytes() for file in files if not file.name.startswith(".")}

    build(ours.root, work / "cache-killed", *flags)
    whole, wrong = made(), 0
    for _ in range(times):
        command = [*PUBLISH, "build", "--anew", *flags]
        out = subprocess.DEVNULL
        with subprocess.Popen(
            command, cwd=ours.root, env=around, start_new_session=True, stdout=out, stderr=out
        ) as begun:
            time.sleep(random.uniform(0.05, 3))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(begun.pid, signal.SIGKILL)
            for process in [*_below(os.getpid())] if random.random() < 0.5 else []:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        build(ours.root, work / "cache-killed", *flags)
        wrong += made() != whole
    print(f"\nkilled {times} times at random: {wrong} builds after that were not whole")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--manuscript", type=Path, default=PROJECT / "source" / "night-shift" / "manuscript.md")
    parser.add_argument("--times", type=int, nargs="*", default=[1, 10], help="lengths of one work")
    parser.add_argument("--jobs", nargs="*", default=["1", "2"])
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--picture", type=Path, help="where to draw how time and memory grow with a text (SVG)")
    parser.add_argument("--no-editions", action="store_true")
    asked = parser.parse_args()
    adopt()
    text = without_pictures(asked.manuscript.read_text())
    print("| work | wall | processors | memory | at most | ours |\n|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        costs = [works(text, work, times, asked.jobs[-1]) for times in asked.times]
        if asked.picture:
            picture(asked.picture, [times * len(text.split()) for times in asked.times], costs)
        if not asked.no_editions:
            editions(text, work, asked.jobs)
        if asked.kills:
            kills(text, work, asked.kills)


if __name__ == "__main__":
    main()
