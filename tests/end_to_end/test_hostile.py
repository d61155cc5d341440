"""Bad input: no traceback, no half-written file, no silent fallback, and each complaint has a file and a hint."""

from __future__ import annotations

import io
import os
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from publish.typesetting import pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Said

PROGRAM = [sys.executable, "-c", "from publish.cli import main; main()"]
HEAD = "---\ntitle: T\n---\n\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the test standing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complained(said: Said, file: str) -> None:
    """Hold that a command stopped politely: exit 1, and every complaint with its file and a hint."""
    assert said.code == 1, said
    assert "Traceback" not in said.err
    assert "fault of ours" not in said.err
    lines = said.err.splitlines()
    told = [number for number, line in enumerate(lines) if ": error: " in line or ": warning: " in line]
    assert any(": error: " in lines[number] for number in told)
    for number in told:
        assert lines[number].startswith(file), lines[number]
        assert lines[number + 1].startswith("  hint: "), lines[number + 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 1),
        (b"\xef\xbb\xbf", 1),
        ("---\ntitle: T\n---\n".encode("utf-16"), 1),
        (HEAD.encode() + b"a\xed\xa0\x80b\n", 5),
        (b"---\ntitle: T\n", 1),
        (b"---\ntitle: \xe2\x80\x8b\n\tlang: pl\n---\n", 3),
        (b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n", 2),
        (b"---\ntitle: T\nprint: {trim: nanxinfmm}\n---\n", 3),
        (b"---\ntitle: [1]\nlang: {a: b}\ndate: []\nissue: true\nlanguages: 3\n---\n", 2),
        (HEAD.encode() + b"##\n\nhi\n", 5),
        (HEAD.encode() + b"a[^1]\n\n[^1]: x[^1]\n", 7),
        (HEAD.encode() + b"a[^1]\n\n[^1]: x[^2]\n\n[^2]: y[^1]\n", 9),
        (HEAD.encode() + b"a" + "\u0301".encode() * 5000 + b"\n", 5),
        (HEAD.encode() + b"[" * 20_000 + b"a" + b"]" * 20_000 + b"\n", 5),
        (HEAD.encode() + b"*a_" * 20_000 + b"\n", 5),
        (b"---\ntitle: T\nprint: {trim: 0x0mm}\n---\n", 3),
        (b"---\ntitle: T\nprint: {trim: 9999x9999mm}\n---\n", 3),
        (HEAD.encode() + b'[w]{lang="pa ur"}\n', 5),
        (HEAD.encode() + b"![a](p%00.png)\n", 5),
        (HEAD.encode() + b"![a](../../x.png)\n", 5),
        (HEAD.encode() + b"![a](" + b"x" * 5000 + b".png)\n", 5),
        (HEAD.encode() + b"[a](javascript:alert)\n", 5),
    ],
)
def test_a_broken_manuscript_is_refused_at_its_line(
    here: Path, publish: Callable[..., Said], text: bytes, line: int
) -> None:
    (here / "letter.md").write_bytes(text)
    said = publish("check", "letter.md")
    complained(said, "letter.md")
    assert f"letter.md:{line}: error: " in said.err


def test_notes_that_double_within_notes_are_refused_before_they_are_written_out(
    here: Path, publish: Callable[..., Said]
) -> None:
    notes = "".join(f"[^{number}]: a[^{number + 1}] b[^{number + 1}]\n\n" for number in range(50))
    (here / "letter.md").write_text(f"{HEAD}a[^0]\n\n{notes}[^50]: the last\n", encoding="utf-8")
    complained(publish("check", "letter.md"), "letter.md")


def test_a_note_that_speaks_of_its_mark_in_code_is_no_ring(here: Path, publish: Callable[..., Said]) -> None:
    (here / "letter.md").write_text(f"{HEAD}a[^1]\n\n[^1]: written `[^1]`\n\nand[^1]\n", encoding="utf-8")
    assert publish("check", "letter.md").code == 0


@pytest.mark.parametrize(
    "text", ["x " * 100_000, "".join("`" * count + "a" for count in range(130)), "[^a" * 3000, "<!--" * 2000]
)
def test_what_nobody_closes_is_looked_at_in_a_moment(here: Path, publish: Callable[..., Said], text: str) -> None:
    (here / "letter.md").write_text(f"{HEAD}Hi.\n\n    {text}\n", encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    assert publish("check", "letter.md").code in {0, 1}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5


def test_an_alert_is_a_box_with_its_title(here: Path, publish: Callable[..., Said]) -> None:
    (here / "letter.md").write_text(f"{HEAD}> [!NOTE]\n> Mind the step.\n", encoding="utf-8")
    said = publish("build", "letter.md", "--output", "epub")
    assert (said.code, "warning" in said.err) == (0, False)
    with zipfile.ZipFile(here / "dist" / "letter" / "en" / "letter.en.epub") as book:
        pages = b"".join(book.read(name) for name in book.namelist() if name.endswith("xhtml"))
    assert b"Mind the step." in pages
    assert b"Note" in pages


def png(width: int, height: int, bits: int, colour: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", png(50_000, 50_000, 8, 2, b"\0")),
        ("short.png", png(64, 64, 8, 2, b"\0")[:60]),
        ("nothing.png", b""),
        ("nothing.svg", b""),
        ("endless.svg", DRAWING.replace("0 0 4 4", "0 0 nan 1e999").encode()),
        ("klingon.svg", b'<?xml version="1.0" encoding="klingon"?>' + DRAWING.encode()),
        (
            "entity.svg",
            b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + DRAWING.replace("M0", "&a;").encode(),
        ),
    ],
)
def test_a_broken_picture_is_refused_where_it_stands(
    here: Path, publish: Callable[..., Said], name: str, data: bytes
) -> None:
    (here / name).write_bytes(data)
    (here / "letter.md").write_text(f"{HEAD}![what it shows]({name})\n", encoding="utf-8")
    said = publish("build", "letter.md", "--output", "epub")
    complained(said, "letter.md:5")
    assert not list(here.glob("dist/**/*.*"))


ELSEWHERE = "https://elsewhere.example.org/"


@pytest.mark.parametrize(
    "asking",
    [
        f"<style>@import '{ELSEWHERE}'</style>",
        f"<style>@font-face {{ font-family: X; src: url( '{ELSEWHERE}' ) }}</style>",
        f'<image href="{ELSEWHERE}" width="2" height="2"/>',
        f'<image xmlns:l="http://www.w3.org/1999/xlink" l:href="{ELSEWHERE}" width="2" height="2"/>',
        f'<rect width="1" height="1" fill="url({ELSEWHERE})"/>',
        f'<rect width="1" height="1" style="background: URL(&quot;{ELSEWHERE}&quot;)"/>',
        f'<?xml-stylesheet href="{ELSEWHERE}"?>',
    ],
)
def test_a_drawing_that_asks_for_another_file_is_refused_with_its_name(
    here: Path, publish: Callable[..., Said], asking: str
) -> None:
    (here / "asking.svg").write_text(DRAWING.replace("<path", asking + "<path"), encoding="utf-8")
    (here / "letter.md").write_text(f"{HEAD}![what it shows](asking.svg)\n", encoding="utf-8")
    said = publish("build", "letter.md", "--output", "reading")
    complained(said, "letter.md:5")
    assert f"the drawing “asking.svg” asks for another file, “{ELSEWHERE}”" in said.err


def test_a_drawing_that_is_whole_in_itself_may_refer_to_itself(here: Path, publish: Callable[..., Said]) -> None:
    inside = (
        '<a href="https://example.org/"><rect width="1" height="1" fill="url(#g)"/></a>'
        '<linearGradient id="g"><stop offset="0" stop-color="#000"/></linearGradient>'
        '<image href="data:image/png;base64,iVBORw0KGgo=" width="1" height="1"/>'
    )
    (here / "whole.svg").write_text(DRAWING.replace("<path", inside + "<path"), encoding="utf-8")
    (here / "letter.md").write_text(f"{HEAD}![what it shows](whole.svg)\n", encoding="utf-8")
    said = publish("build", "letter.md", "--output", "reading")
    assert "asks for another file" not in said.err


@pytest.mark.parametrize("kind", ["mask", "clipPath", "pattern", "marker"])
def test_a_drawing_that_is_drawn_with_itself_is_refused(here: Path, publish: Callable[..., Said], kind: str) -> None:
    used = {"mask": "mask", "clipPath": "clip-path", "pattern": "fill", "marker": "marker-end"}[kind]
    ring = f'<{kind} id="m"><path d="M0 0h4" {used}="url(#m)"/></{kind}><path d="M0 0h4" {used}="url(#m)"/>'
    (here / "ring.svg").write_text(DRAWING.replace("<path", ring + "<path", 1), encoding="utf-8")
    (here / "letter.md").write_text(f"{HEAD}![what it shows](ring.svg)\n", encoding="utf-8")
    said = publish("build", "letter.md", "--output", "press")
    complained(said, "letter.md:5")


@pytest.mark.parametrize("name", ["with spaces (1).png", "ਪੰਜਾਬੀ.png", "per%cent.png", "hash#.png"])
def test_a_picture_may_have_any_name_that_its_disk_takes(here: Path, publish: Callable[..., Said], name: str) -> None:
    (here / name).write_bytes(png(1, 1, 8, 0, b"\0\x80"))
    typed = name.replace("%", "%25").replace("#", "%23")
    (here / "letter.md").write_text(f"{HEAD}![what it shows](<{typed}>)\n", encoding="utf-8")
    said = publish("build", "letter.md", "--output", "epub")
    assert (said.code, "error" in said.err) == (0, False), said.err


@pytest.mark.parametrize(("colour", "count"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_a_picture_of_sixteen_bits_is_printed_with_eight_of_the_same_tone(colour: int, count: int) -> None:
    from PIL import Image

    dark, light = struct.pack(">H", 0x4000) * count, struct.pack(">H", 0xC000) * count
    eight = pictures._eight_bits(png(2, 1, 16, colour, b"\0" + dark + light))
    with Image.open(io.BytesIO(eight)) as picture:
        tones = [picture.getpixel((column, 0)) for column in range(2)]
    assert eight[24] == 8
    assert [tone[0] if isinstance(tone, tuple) else tone for tone in tones] == [0x40, 0xC0]


def run(
    here: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    preexec_fn: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **(environment or {})}
    command = [*PROGRAM, *arguments]
    return subprocess.run(
        command, cwd=here, env=around, capture_output=True, text=True, check=False, preexec_fn=preexec_fn
    )


def test_a_disk_that_is_full_leaves_nothing_behind(here: Path) -> None:
    (here / "letter.md").write_text(f"{HEAD}Hi.\n", encoding="utf-8")

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    said = run(here, "build", "letter.md", "--output", "epub", "--jobs", "1", preexec_fn=full)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "hint: check the free space" in said.stderr
    assert not [file for file in here.glob("dist/**/*") if file.is_file()]


def test_a_file_in_the_way_of_dist_is_left_alone(here: Path, publish: Callable[..., Said]) -> None:
    (here / "letter.md").write_text(f"{HEAD}Hi.\n", encoding="utf-8")
    (here / "dist").write_text("mine", encoding="utf-8")
    complained(publish("build", "letter.md", "--output", "epub", "--jobs", "1"), "dist")
    assert (here / "dist").read_text(encoding="utf-8") == "mine"


def test_a_reader_who_has_seen_enough_gets_no_traceback(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        said = subprocess.run([*PROGRAM, "schema"], cwd=here, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert b"Traceback" not in said.stderr
    assert b"fault of ours" not in said.stderr
    assert b"Exception ignored" not in said.stderr


def test_a_plain_terminal_and_no_home_are_enough(here: Path) -> None:
    (here / "letter.md").write_text(f"{HEAD}<b>Zażółć</b>\n", encoding="utf-8")
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    said = run(here, "check", "letter.md", environment={**plain, "HOME": ""})
    assert (said.returncode, "Traceback" in said.stderr, "fault of ours" in said.stderr) == (1, False, False)
    assert "letter.md:5: error: " in said.stderr


@pytest.mark.parametrize("shared", ["issue = " + "9" * 6000, "x = " + "[" * 2000 + "]" * 2000, "title ="])
def test_broken_settings_of_the_house_are_refused_as_their_own(
    here: Path, publish: Callable[..., Said], shared: str
) -> None:
    (here / "publication.toml").write_text(shared, encoding="utf-8")
    (here / "letter.md").write_text(f"{HEAD}Hi.\n", encoding="utf-8")
    complained(publish("check", "letter.md"), "publication.toml")


@pytest.mark.parametrize("stream", [1, 2])
def test_a_closed_stream_stops_nothing(here: Path, stream: int) -> None:
    (here / "letter.md").write_text(f"{HEAD}Hi.\n", encoding="utf-8")
    said = run(here, "build", "letter.md", "--output", "epub", "--jobs", "1", preexec_fn=lambda: os.close(stream))
    assert (said.returncode, "fault of ours" in said.stderr) == (0, False)
    assert (here / "dist" / "letter" / "en" / "letter.en.epub").is_file()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hi.\n\n" + "said [so](https://example.org/a) and\n" * 900, 7),
        ("Hi.\n\n" + "said ![so](a.png) and " * 900, 7),
        ("- [so](https://example.org/a)\n" * 900, 0),
        ("| a | b |\n|---|---|\n" + "| [so](https://example.org/a) | b |\n" * 900, 0),
        ("said [so](https://example.org/a)\n\n" * 900, 0),
        ("`[a](b) [a](b)` of it\n" * 900, 0),
    ],
    ids=["links", "pictures", "a list", "a table", "paragraphs", "code"],
)
def test_a_paragraph_may_hold_as_many_links_as_pandoc_can_manage(
    here: Path, publish: Callable[..., Said], text: str, line: int
) -> None:
    (here / "letter.md").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    said = publish("check", "letter.md")
    if line:
        complained(said, "letter.md")
        assert f"letter.md:{line}: error: this paragraph holds more than 800 links" in said.err
    else:
        assert said.code == 0, said.err
