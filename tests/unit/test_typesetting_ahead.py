"""A long text that is laid out in two places at once comes to the pages it would come to in one go."""

from __future__ import annotations

import os
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest

from publish import edition, recall, source
from publish.project import cache_folder
from publish.typesetting import Geometry, ahead, copies, known_pages, sharing, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from publish.model import Edition
    from publish.settings import Settings

FORKS = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nobody is copied")
WORDS = "We are paid by the minute, says Rosa, and not by the twenty-four-hour day; so we count every one of them. "
HEAD = "---\ntitle: Long\nlang: en\n---\n\n"


def long(folder: Path, *, notes: bool = True) -> tuple[Edition, Settings]:
    """Return a text of some forty pages, whose paragraphs are of all lengths."""
    chance, parts = random.Random(7), []  # noqa: S311 - no secret hangs on it
    for number in range(150):
        said = " ".join(chance.choices(WORDS.split(), k=chance.randint(5, 140)))
        call = f"[^{number}]" if notes and number % 9 == 4 else ""
        parts.append(f"## Part {number}\n\n{said}{call}." if number % 7 == 0 else f"{said}{call}.")
        if call:
            parts.append(f"[^{number}]: A note {number} of some words.")
        if number % 13 == 5:
            parts.append("- one thing\n- another thing\n- " + WORDS)
    file = folder / "manuscript.md"
    file.write_text(HEAD + "\n\n".join(parts) + "\n", encoding="utf-8")
    reading = source.read(file, "long", folder / "publication.toml")
    return edition.original(reading.publication), reading.settings


def built(made: Edition, about: Settings, hands: int) -> bytes:
    with recall.edition("", recall.Notebooks(cache_folder(), "this", afresh=True)), sharing.hands(hands):
        return typeset(made, about, Geometry(about.print.trim)).pdf


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every text be a long one, in a process that can be copied."""
    monkeypatch.setattr(ahead, "LETTERS", 1000)
    monkeypatch.setattr(copies, "can_be_made", lambda: True)


@pytest.fixture
def awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first who asks for pages wait until all have come."""
    begin = copies.Copy.__init__

    def waiting(copy: Any, work: Callable[[], Any]) -> None:  # noqa: ANN401 - a copy
        begin(copy, work)
        os.set_blocking(copy.pipe, True)

    monkeypatch.setattr(copies.Copy, "__init__", waiting)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that is filled with the number of every page that was known."""
    serve, found = known_pages.Known.serve, []

    def seen(known: known_pages.Known, context: Any, *boxes: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        came = serve(known, context, *boxes)
        if came is not None:
            found.append(context.current_page)
        return came

    monkeypatch.setattr(known_pages.Known, "serve", seen)
    return found


@FORKS
@pytest.mark.usefixtures("two", "awaited")
@pytest.mark.parametrize("further", [0.1, 0.3])
def test_a_text_laid_out_by_two_is_that_laid_out_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, further: float
) -> None:
    made, about = long(tmp_path)
    alone = built(made, about, 1)
    monkeypatch.setattr(ahead, "_FURTHER", further)
    known = counted(monkeypatch)
    assert built(made, about, 2) == alone
    assert len(known) > 3


@FORKS
@pytest.mark.usefixtures("two")
def test_nobody_waits_for_the_copy(tmp_path: Path, forked: list[int]) -> None:
    made, about = long(tmp_path, notes=False)
    assert built(made, about, 2) == built(made, about, 1)
    assert forked
    for process in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def fails(*_: object) -> None:
    raise ValueError


@FORKS
@pytest.mark.usefixtures("two", "awaited")
def test_a_copy_that_fails_leaves_the_work_to_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, about = long(tmp_path)
    alone = built(made, about, 1)
    monkeypatch.setattr(ahead, "_pages", fails)
    assert built(made, about, 2) == alone


@pytest.mark.usefixtures("two")
def test_no_copy_is_made_where_pages_are_known_or_no_processor_is_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, about = long(tmp_path)
    monkeypatch.setattr(copies, "Copy", fails)
    with recall.edition("long", recall.Notebooks(cache_folder(), "this")):
        typeset(made, about, Geometry(about.print.trim))
    with recall.edition("long", recall.Notebooks(cache_folder(), "this")), sharing.hands(2):
        typeset(made, about, Geometry(about.print.trim))


def letters(boxes: Iterable[Any]) -> int:
    return sum(len(box.text) for box in boxes if hasattr(box, "text"))


def test_a_copy_begins_where_that_share_of_the_text_is_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, asked = known_pages.Known.begin, []

    def seen(known: known_pages.Known, root: Any, *rest: Any) -> None:  # noqa: ANN401 - WeasyPrint's
        if known.numbered is None:
            where, box = ahead._start(root)
            found = root
            while where:
                ((place, where),) = where.items()
                found = found.children[place]
            whole = list(root.descendants())
            asked.append((found is box, letters(whole[: whole.index(box)]), letters(box.descendants()), letters(whole)))
        begin(known, root, *rest)

    monkeypatch.setattr(known_pages.Known, "begin", seen)
    built(*long(tmp_path), 1)
    ((leads_there, before, inside, whole),) = asked
    assert leads_there
    assert before <= whole * ahead._FURTHER < before + inside
