"""The record of what was handed out: `handoffs.toml`, a record of the house, kept beside the manuscript.

A section, a language, a form and a day; a name only where one was given, and never an address.
"""

from __future__ import annotations

import datetime
import json
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from publish import project
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

HEAD = "# What was handed out, when and to whom. Written by `publish handoff` and `publish receive`; edit it freely.\n"


@dataclass(frozen=True, slots=True)
class Hand:
    """A section that went out in a language: when, in which forms, to whom, and when it came back."""

    language: str
    section: str
    form: str
    date: datetime.date
    to: str = ""
    back: datetime.date | None = None


def read_hands(file: Path) -> tuple[Hand, ...]:
    """Return what was handed out, oldest first; PublishError where the record cannot be understood."""
    if not file.is_file():
        return ()
    try:
        given = tomllib.loads(project.read_text(file))
        return tuple(_hand(entry) for entry in given.get("handoff", []))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        hint = "each hand-off is [[handoff]] with language, section, form and date; take the wrong one out"
        message = f"the record of hand-offs cannot be read: {error}"
        raise PublishError(Problem(Place(project.shown(file)), message, hint, "handoffs")) from None


def _hand(entry: dict[str, Any]) -> Hand:
    date, back = entry["date"], entry.get("back")
    if not isinstance(date, datetime.date) or not (back is None or isinstance(back, datetime.date)):
        raise TypeError("a date is written as 2026-11-22")
    return Hand(str(entry["language"]), str(entry["section"]), str(entry.get("form", "")), date, _name(entry), back)


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("to", ""))


def write_hands(file: Path, hands: Iterable[Hand]) -> None:
    """Write the record, an entry a hand-off."""
    project.write(file, (HEAD + "".join(map(_entry, hands))).encode())


def _entry(hand: Hand) -> str:
    facts = {"language": hand.language, "section": hand.section, "form": hand.form}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()]
    lines += [f"date = {hand.date.isoformat()}"]
    lines += [f"to = {json.dumps(hand.to, ensure_ascii=False)}"] if hand.to else []
    lines += [f"back = {hand.back.isoformat()}"] if hand.back else []
    return "\n[[handoff]]\n" + "\n".join(lines) + "\n"


def gone_out(hands: Sequence[Hand], new: Iterable[Hand]) -> tuple[Hand, ...]:
    """Return the record with what went out added; the same section to the same hands on one day stands there once."""
    kept = list(hands)
    for hand in new:
        same = [(each.language, each.section, each.to, each.date, each.back) for each in kept]
        if (hand.language, hand.section, hand.to, hand.date, None) not in same:
            kept.append(hand)
    return tuple(kept)


def come_back(hands: Sequence[Hand], language: str, section: str, day: datetime.date) -> tuple[Hand, ...]:
    """Return the record with a section marked as come back."""
    return tuple(
        replace(hand, back=day) if (hand.language, hand.section, hand.back) == (language, section, None) else hand
        for hand in hands
    )


def holding(hands: Sequence[Hand], language: str, section: str) -> Hand | None:
    """Return in whose hands a section is: the last that went out and has not come back."""
    out = [hand for hand in hands if (hand.language, hand.section, hand.back) == (language, section, None)]
    return out[-1] if out else None
