"""What is remembered of something from one build to the next, while all it was made of stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish.build import machine
from publish.build.gist import canonical
from publish.project import digest_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publish.build.standing import Memory
    from publish.source import Reading


class Record:
    """What was found out about something; nothing where it was made of something else then, or there is no memory.

    `made_of` is what it is made of beside the files that are read for it. `last` is what was found out the last time,
    whatever it was made of.
    """

    def __init__(
        self, memory: Memory | None, name: Path, made_of: Mapping[str, str], files: Sequence[Path] = ()
    ) -> None:
        self.known: dict[str, Any] = {}
        self.last: dict[str, Any] = {}
        self._memory, self._name, self._files = memory, name, files
        if memory is None:
            return
        # Places are told as they are seen from where somebody stands.
        self._made_of = {**made_of, **{shown(file): memory.contents.of(file) for file in files}}
        self.last = memory.last(name)
        if self.last.get("made-of") == self._made_of:
            self.known = self.last

    def keep(self, **found: Any) -> None:  # noqa: ANN401 - JSON
        """Remember what was found out, beside what is known already."""
        self.known = {"notes": [], **self.known, **found}
        # A file that was written since it was digested may have been read as it is now.
        if self._memory is not None and all(map(self._memory.contents.still, self._files)):
            self._memory.remember(self._name, {**self.known, "made-of": self._made_of})


def of_reading(reading: Reading, memory: Memory | None) -> dict[str, str]:
    """Return what comes of a manuscript is made of: its text and its settings as they were read, and programs."""
    if memory is None:
        return {}
    return {
        "program": memory.program,
        "libraries": machine.readers(),
        "words": memory.words,
        "manuscript": digest_of(reading.text.encode()),
        "settings": digest_of(canonical(reading.settings).encode()),
        "place": reading.publication.place.file,
    }
