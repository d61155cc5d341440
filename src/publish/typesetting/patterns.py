"""Where words of a language can be divided: the patterns of its dictionary, read from text once and then kept.

The patterns of a language are some ten thousand; to read them takes as long as to lay out three pages.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any, TypeAlias

from publish import project

if TYPE_CHECKING:
    from pathlib import Path

# Where a pattern begins to count, and how good it is to divide a word after each of its letters.
Patterns: TypeAlias = "dict[str, tuple[int, tuple[int, ...]]]"


def keep() -> None:
    """Have dictionaries kept in the cache folder as they were read; done once."""
    import pyphen  # type: ignore[import-untyped] # it has no type information

    plain = pyphen.HyphDict
    if hasattr(plain, "is_kept"):
        return

    class Kept(plain):  # type: ignore[misc, valid-type] # as above
        """A dictionary that is read as it was kept."""

        is_kept = True

        def __init__(self, path: Path) -> None:
            file = project.cache_folder() / "patterns" / project.digest_of(path.read_bytes())
            said = project.kept(file)
            if said is None:
                super().__init__(path)
                project.keep(file, _written(vars(self)["patterns"], vars(self)["maxlen"]))
            else:
                self.patterns, self.maxlen = _read(said)
                self.cache: dict[str, Any] = {}

    pyphen.HyphDict = Kept


def _written(patterns: Patterns, longest: int) -> bytes:
    """Return patterns as bytes; some words are spelt otherwise where they are divided, which stands beside a number."""
    odd = {pattern: said for pattern, said in patterns.items() if any(type(number) is not int for number in said[1])}
    told = {
        pattern: (start, [(int(number), getattr(number, "data", None)) for number in numbers])
        for pattern, (start, numbers) in odd.items()
    }
    return marshal.dumps(({key: said for key, said in patterns.items() if key not in odd}, told, longest))


def _read(said: bytes) -> tuple[Patterns, int]:
    from pyphen import DataInt

    patterns, told, longest = marshal.loads(said)  # noqa: S302 - it bears the digest of what we wrote
    for pattern, (start, numbers) in told.items():
        patterns[pattern] = start, tuple(number if data is None else DataInt(number, data) for number, data in numbers)
    return patterns, longest
