"""The files of kits: written where they are not yet as they should be, and never over what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project
from publish.build import machine
from publish.build.gist import canonical
from publish.build.records import Record
from publish.kits import read_kit
from publish.problems import Place, Problem, PublishError, Severity
from publish.project import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from publish.build import Memory
    from publish.kits import Form
    from publish.model import Kit, Translation


@dataclass(frozen=True, slots=True)
class KitFile:
    """A kit in a form: the file it becomes, what it says and what that file holds now (nothing: there is none).

    `said` are the digests of its translations, `said_before` those of the file, where nobody has touched it since it
    was written.
    """

    file: Path
    data: bytes
    lies_there: bytes | None
    record: Record
    said: list[str]
    said_before: list[str] | None


def filled(kit: Kit, forms: Sequence[tuple[Form, Path]], memory: Memory | None) -> Iterator[KitFile]:
    """Yield a kit in several forms, each as it lies in its file where that was made of the same, else written now."""
    made_of = {"kit": digest_of(canonical(kit).encode())}
    if memory is not None:
        made_of |= {"program": memory.program, "libraries": machine.readers(), "words": memory.words}
    said = _digests({rendering.target for rendering in kit.renderings if rendering.done})
    for form, file in forms:
        record = Record(memory, file, {**made_of, "form": form.name})
        lies_there = _lies_there(file)
        untouched = lies_there is not None and record.last.get("digest") == digest_of(lies_there)
        data = lies_there if lies_there is not None and untouched and record.known else form.write(kit)
        yield KitFile(file, data, lies_there, record, said, record.last.get("said") if untouched else None)


def _lies_there(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def put(files: Sequence[KitFile], translation: Translation, problems: list[Problem]) -> None:
    """Write those files that are not as they should be; what somebody has worked in is put aside first."""
    renderings = (*translation.renderings, *translation.obsolete)
    known = {rendering.target for rendering in renderings}
    digests = frozenset(_digests(known))
    for each in files:
        lies_there = _lies_there(each.file)  # somebody may have saved it since
        if lies_there != each.data:
            # As it was written it says what a store said; that it says it still is quicker told than by reading it.
            before = each.said_before if lies_there == each.lies_there else None
            safe = lies_there is None or (before is not None and _all_said(before, each.said, digests))
            if not safe and _worked_in(each.file, known):
                problems.append(_put_aside(each.file, touched=before is None))
            project.write(each.file, each.data)
        if not each.record.known:
            each.record.keep(digest=digest_of(each.data), said=each.said)


def _all_said(before: Collection[str], now: Collection[str], known: Collection[str]) -> bool:
    """Whether what a file of ours said is still said, or was said otherwise by whoever edits a store."""
    return len(set(before).difference(known)) <= len(set(now).difference(before))


def _digests(targets: Collection[str]) -> list[str]:
    return sorted(digest_of(target.encode())[:_DIGITS] for target in targets)


_DIGITS = 16
"""How much of a digest is remembered of each translation: there are hundreds of them, and they are not chosen."""


def _worked_in(file: Path, known: Collection[str]) -> bool:
    """Whether somebody wrote into a file what no store says yet."""
    try:
        returned = read_kit(project.shown(file), project.read_bytes(file))
    except PublishError:
        return True
    return any(row.target and row.target not in known for row in returned.rows)


def _put_aside(file: Path, *, touched: bool) -> Problem:
    number = 1
    while (kept := file.with_name(f"{file.stem}.kept-{number}{file.suffix}")).exists():
        number += 1
    file.rename(kept)
    hint = f"take it in with: publish receive {project.shown(kept)}"
    why = "somebody has translated in this file" if touched else "this file says what the store no longer says"
    message = f"{why}; it was put aside, not overwritten"
    return Problem(Place(project.shown(kept)), message, hint, "kit-kept", Severity.WARNING)
