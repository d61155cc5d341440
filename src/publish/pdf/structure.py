"""The structure tree of a PDF: parts written as structure elements, with the tables that lead from content to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publish.pdf.parts import Area, Part, Run
from publish.pdf.roles import ROLE_MAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pikepdf import Dictionary, Object, Pdf


def write_structure(pdf: Pdf, document: Part) -> None:
    """Give a PDF its structure tree (ISO 32000-1, 14.7): elements, parent tree, names of notes, role map."""
    import pikepdf

    tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    scribe = _Scribe(pdf, [page.obj for page in pdf.pages])
    tree.K = pikepdf.Array([scribe.element(document, tree)])
    roles = {f"/{role}": pikepdf.Name(f"/{standard}") for role, standard in ROLE_MAP.items()}
    tree.RoleMap = pikepdf.Dictionary(roles)
    tree.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(scribe.parents())))
    tree.ParentTreeNextKey = len(scribe.content) + len(scribe.areas)
    if scribe.names:
        names = [member for name in sorted(scribe.names) for member in (pikepdf.String(name), scribe.names[name])]
        tree.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


@dataclass(slots=True)
class _Scribe:
    """The writing of one tree, and what it leaves to be found again: content by number, links, named notes."""

    pdf: Pdf
    pages: list[Dictionary]
    content: dict[tuple[int, int], dict[int, Object]] = field(default_factory=dict)
    areas: list[tuple[Area, Object]] = field(default_factory=list)
    names: dict[str, Object] = field(default_factory=dict)

    def element(self, part: Part, parent: Object) -> Object:
        """Return a part as a structure element below its parent."""
        from pikepdf import Array, Dictionary, Name, String

        element = self.pdf.make_indirect(Dictionary(S=Name(f"/{part.role}"), P=parent))
        for key, said in (("/Lang", part.language), ("/Alt", part.alt), ("/E", part.expansion), ("/ID", part.name)):
            if said:
                element[key] = String(said)
        if part.attributes:
            element.A = Dictionary({f"/{key}": _value(said) for key, said in part.attributes.items()})
        if part.name:
            self.names[part.name] = element
        home = next((kid.page for kid in part.kids if not isinstance(kid, Part)), None)
        if home is not None:
            element.Pg = self.pages[home]
        if part.kids:
            element.K = Array([self.kid(kid, element, home) for kid in part.kids])
        return element

    def kid(self, kid: Part | Run | Area, element: Object, home: int | None) -> Any:  # noqa: ANN401 - an int or an object
        """Return what an element holds as its `K` has it (ISO 32000-1, 14.7.4)."""
        from pikepdf import Dictionary, Name

        if isinstance(kid, Part):
            return self.element(kid, element)
        if isinstance(kid, Area):
            self.areas.append((kid, element))
            return Dictionary(Type=Name.OBJR, Obj=self.pdf.get_object(kid.number, 0), Pg=self.pages[kid.page])
        self.content.setdefault((kid.page, kid.form), {})[kid.number] = element
        if kid.page == home and not kid.form:
            return kid.number
        reference = Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.number)
        if kid.form:
            reference.Stm = self.pdf.get_object(kid.form, 0)
        return reference

    def parents(self) -> Iterator[Any]:
        """Yield the parent tree's numbers and what they lead to: pages and forms first, then links."""
        from pikepdf import Array

        key = 0
        for (page, form), found in sorted(self.content.items()):
            owner = self.pdf.get_object(form, 0) if form else self.pages[page]
            owner["/StructParents"] = key
            yield key
            yield self.pdf.make_indirect(Array([found.get(number) for number in range(max(found) + 1)]))
            key += 1
        for area, element in self.areas:
            self.pdf.get_object(area.number, 0)["/StructParent"] = key
            yield key
            yield element
            key += 1


def _value(said: str | int | list[float]) -> Any:  # noqa: ANN401 - pikepdf takes plain numbers
    from pikepdf import Array, Name

    if isinstance(said, str):
        return Name(f"/{said}")
    return Array([_number(corner) for corner in said]) if isinstance(said, list) else said


def _number(said: float) -> Any:  # noqa: ANN401 - what pikepdf takes for a number
    from decimal import Decimal

    return Decimal(str(said))


def links(document: Part) -> Mapping[int, str]:
    """Return the object numbers of the links' annotations, and what each link says."""
    return dict(_links(document))


def _links(part: Part) -> Iterator[tuple[int, str]]:
    for kid in part.kids:
        if isinstance(kid, Area):
            yield kid.number, kid.text
        elif isinstance(kid, Part):
            yield from _links(kid)
