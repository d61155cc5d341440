"""Inline codes that belong together: starts and ends, codes in a fixed order, codes that may not be deleted (4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.kits.xliff.names import local
from publish.kits.xliff.rules.fault import Fault, core, fault, is_core

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_ALIKE = {"canCopy": "yes", "canDelete": "yes", "canOverlap": "yes"}


@dataclass(frozen=True, slots=True)
class _Event:
    """A code as a reader meets it; a `pc` is met twice."""

    element: etree._Element
    identity: str
    fixed: str  # yes | firstNo | no: whether it may be reordered
    end: bool = False


def find(root: etree._Element) -> Iterator[Fault]:
    """Yield codes without their other half, out of their order, or gone that may not be deleted."""
    for unit in core(root, "unit"):
        parts = list(core(unit, "segment", "ignorable"))
        sources = list(core(unit, "source"))
        targets = [target for _, target in sorted(_placed(parts), key=lambda placed: placed[0])]
        yield from _halves(sources, of_row=False)
        if len(targets) == len(parts):
            yield from _halves(targets, of_row=True)
        events = [event for source in sources for event in _events(source)]
        yield from _fixed(events)
        yield from _kept(parts, targets)
        yield from _orders(events, targets)


def _placed(parts: Sequence[etree._Element]) -> Iterator[tuple[int, etree._Element]]:
    for place, part in enumerate(parts, start=1):
        for target in core(part, "target"):
            yield int(target.get("order") or place), target


def _halves(sides: Sequence[etree._Element], *, of_row: bool) -> Iterator[Fault]:
    """Yield starts without an end and ends without a start, within the sides of one unit taken together."""
    starts: dict[str, etree._Element] = {}
    ended: set[str] = set()
    for element in (one for side in sides for one in core(side, "sc", "ec", "sm", "em")):
        name = local(element)
        if name in {"sc", "sm"}:
            starts[element.get("id", "")] = element
        elif name == "em" or element.get("isolated") != "yes":
            yield from _end(element, starts, of_row=of_row)
            ended.add(element.get("startRef", ""))
        elif element.get("id") is None or element.get("startRef") is not None:
            yield fault(element, "is isolated and has an id, not a startRef", of_row=of_row)
    for identity, element in starts.items():
        isolated = element.get("isolated") == "yes"
        if isolated == (identity in ended):
            yield fault(element, "is isolated where its end is in no other place, or the reverse", of_row=of_row)


def _end(element: etree._Element, starts: dict[str, etree._Element], *, of_row: bool) -> Iterator[Fault]:
    start = starts.get(element.get("startRef", ""))
    if start is None or element.get("id") is not None or local(start) != {"ec": "sc", "em": "sm"}[local(element)]:
        yield fault(element, "ends what was not begun before it", of_row=of_row)
        return
    unlike = [name for name, usual in _ALIKE.items() if start.get(name, usual) != element.get(name, usual)]
    reordered = start.get("canReorder", "yes") == "yes"
    if unlike or reordered != (element.get("canReorder", "yes") == "yes"):
        yield fault(element, f"may be treated otherwise than its start ({', '.join(unlike) or 'canReorder'})")


def _events(side: etree._Element) -> Iterator[_Event]:
    for element in side.iterchildren("*"):
        name = local(element) if is_core(element) else ""
        identity, fixed = element.get("id") or element.get("startRef") or "", element.get("canReorder", "yes")
        if name in {"ph", "pc", "sc", "ec"}:
            yield _Event(element, identity, fixed, end=name == "ec")
        yield from _events(element)
        if name == "pc":
            yield _Event(element, identity, "no" if fixed == "firstNo" else fixed, end=True)


def _fixed(events: Sequence[_Event]) -> Iterator[Fault]:
    before = "yes"
    for event in events:
        about = event.element
        if event.fixed != "yes" and (about.get("canCopy") != "no" or about.get("canDelete") != "no"):
            yield fault(about, "may not be reordered, but copied or deleted")
        if event.fixed == "no" and before == "yes":
            yield fault(about, "may not be reordered, but stands after no code that begins such a sequence")
        before = event.fixed


def _kept(parts: Sequence[etree._Element], targets: Sequence[etree._Element]) -> Iterator[Fault]:
    """Yield codes that may not be deleted and stand in no target, where their own segment has one."""
    there = {event.identity for target in targets for event in _events(target)}
    for part in parts:
        sides = {local(side): side for side in part.iterchildren("*")}
        for event in _events(sides["source"]) if "target" in sides else ():
            if event.element.get("canDelete") == "no" and not event.end and event.identity not in there:
                yield fault(sides["target"], f"lacks a code that may not be deleted: {event.identity}", of_row=True)


def _orders(events: Sequence[_Event], targets: Sequence[etree._Element]) -> Iterator[Fault]:
    """Yield sequences whose codes stand in another order, or apart, in the targets."""
    said = [(event.identity, event.end) for target in targets for event in _events(target)]
    places = {event: place for place, event in reversed(list(enumerate(said)))}
    for sequence in _sequences(events):
        wanted = [(event.identity, event.end) for event in sequence]
        start = places.get(wanted[0])
        if start is not None and said[start : start + len(wanted)] != wanted:
            yield fault(sequence[0].element, "begins a sequence that stands in another order", of_row=True)


def _sequences(events: Sequence[_Event]) -> list[list[_Event]]:
    found: list[list[_Event]] = []
    before = "yes"
    for event in events:
        if event.fixed == "firstNo":
            found.append([event])
        elif event.fixed == "no" and before != "yes" and found:
            found[-1].append(event)
        before = event.fixed
    return [sequence for sequence in found if len(sequence) > 1]
