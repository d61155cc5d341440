"""The faces an EPUB carries: a subset for each script but the European ones, which every reader has."""

from __future__ import annotations

import functools
import hashlib
import io
import re
import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import languages
from publish.outputs.epub import kept
from publish.outputs.epub.book import Resource
from publish.outputs.epub.marking import EUROPEAN, slots
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.etree import _Element

    from publish.problems import Place

# Kobo lists neither WOFF2 nor the newer types; this one every reader knows (EPUB 3.3, core media types).
_TTF = "font/ttf"
_SECONDS = 60
_FIGURES = frozenset("0123456789")  # those of Nastaliq are far too heavy beside its words
_RECIPE = b"1"  # raise it when the way a subset is made changes


def characters_by_face(trees: Iterable[_Element]) -> dict[str, frozenset[str]]:
    """Return the faces that text needs, each with its characters; text in European scripts needs none."""
    said: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for slot in slots(tree):
            said[slot.language].update(slot.text)
    found: dict[str, set[str]] = defaultdict(set)
    for language, characters in said.items():
        for character in characters:
            if face := face_for(character, language):
                found[face].add(character)
    return {face: frozenset(characters) | _added(face) for face, characters in sorted(found.items())}


def _added(face: str) -> frozenset[str]:
    """Return what a reader writes by itself in the face of the text: the numbers of lists."""
    return frozenset() if face == languages.NASTALIQ else _FIGURES | frozenset(".() ")


def face_for(character: str, tag: str) -> str:
    """Return the face a character is set in where the text is in a language; nothing where the reader has one.

    What scripts share (digits, marks, blanks) is taken from the face of the text around it.
    """
    around = languages.language(tag)
    script = languages.script_of(character)
    if around.serif == languages.NASTALIQ and character in _FIGURES:
        return ""
    if script is None or script == around.script.code:
        return "" if around.script.code in EUROPEAN else around.serif
    return "" if script in EUROPEAN else languages.SCRIPTS[script].serif


def faces_for(trees: Iterable[_Element], place: Place) -> tuple[Resource, ...]:
    """Return a subset of each face that text needs; PublishError where a face is missing or lacks a character."""
    made: list[Resource] = []
    problems: list[Problem] = []
    for face, characters in characters_by_face(trees).items():
        try:
            made.append(_resource(face, characters, place))
        except PublishError as error:
            problems += error.problems
    if problems:
        raise PublishError(*problems)
    return tuple(made)


def faces_asked_for(
    stacks: Mapping[tuple[str, ...], int], trees: Sequence[_Element], held: Iterable[str], sheet: Place
) -> dict[str, Resource]:
    """Return a subset of each face that lists in a house's own style ask for: of each the first that is installed.

    PublishError where none of a list is, or where its licence keeps a face out. Those `held` are in the EPUB already,
    and one in which no word of the text could be set is left out.
    """
    if not stacks:
        return {}
    said = frozenset(character for tree in trees for slot in slots(tree) for character in slot.text)
    made: dict[str, Resource] = {}
    problems: list[Problem] = []
    for stack, line in stacks.items():
        place = replace(sheet, line=line)
        found = next(((face, file) for face in stack if (file := _file_of(face))), None)
        if found is None:
            hint = "install it, name another behind it, or take it out: every reader has serif and sans-serif"
            message = f"the style sheet asks for the face “{stack[0]}”, which is not installed"
            problems.append(Problem(place, message, hint, "face-missing"))
            continue
        if found[0] in {*held, *made}:
            continue
        face, font = found[0], found[1].read_bytes()
        if fault := _kept_out(font):
            problems.append(Problem(place, f"the face “{face}” {fault}", "use another face", "face-kept-out"))
            continue
        used = said & _covered(font)
        if any(character.isalpha() for character in used):
            made[face] = _cut_resource(face, font, used)
    if problems:
        raise PublishError(*problems)
    return made


def _kept_out(font: bytes) -> str:
    """Return why a face cannot go into an EPUB, if so: OpenType, table OS/2, fsType."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(font), lazy=True) as opened:
            rights = opened["OS/2"].fsType
            outlines = {"glyf", "CFF ", "CFF2"} & set(opened.keys())
    except (TTLibError, KeyError, AssertionError):
        return "is of a kind that cannot be cut down to what is used"
    if rights & _RESTRICTED:
        return "says that it may not be handed on in a file"
    return "" if outlines else "is of a kind that not every reader takes"


# Restricted licence embedding, no subsetting, bitmaps only.
_RESTRICTED = 0x0002 | 0x0100 | 0x0200


def _cut_resource(face: str, font: bytes, characters: frozenset[str]) -> Resource:
    name = "-".join(re.findall(r"[a-z0-9]+", face.lower())) or "face"
    cut = subset(font, characters)
    suffix, kind = ("otf", "font/otf") if cut[:4] == b"OTTO" else ("ttf", _TTF)
    return Resource(f"face-{name}", f"fonts/{name}.{suffix}", kind, cut)


def _resource(face: str, characters: frozenset[str], place: Place) -> Resource:
    file = _file_of(face)
    if file is None:
        script = next((known for known in languages.SCRIPTS.values() if face in {known.serif, known.sans}), None)
        package = script.package if script else languages.SCRIPTS["Arab"].package
        hint = f"install it with: sudo apt-get install {package}"
        raise PublishError(Problem(place, f"the face {face} is not installed", hint, "face-missing"))
    font = file.read_bytes()
    lacking = sorted(character for character in characters - _covered(font) if languages.script_of(character))
    if lacking:
        signs = ", ".join(f"{character} (U+{ord(character):04X})" for character in lacking)
        hint = "look whether the character is meant, and tell us which face has it"
        raise PublishError(Problem(place, f"the face {face} has no {signs}", hint, "glyph-missing"))
    return _cut_resource(face, font, characters)


@functools.cache
def _file_of(face: str) -> Path | None:
    """Return the file of a face's regular weight, None where fontconfig has another in its place."""
    command = ["fc-match", "-f", "%{family[0]}\t%{file}", f"{face}:regular"]
    try:
        ran = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)  # noqa: S603 - a list of ours, and no shell
    except (OSError, subprocess.SubprocessError):
        return None
    family, _, file = ran.stdout.decode().partition("\t")
    return Path(file) if family.casefold() == face.casefold() else None


@functools.cache
def _covered(font: bytes) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font), lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


def subset(font: bytes, characters: frozenset[str]) -> bytes:
    """Return a font cut down to characters and whatever they are shaped into; made once, then kept by content."""
    wanted = "".join(sorted(characters))
    return kept.once("faces", (_RECIPE, hashlib.sha256(font).digest(), wanted.encode()), lambda: _cut(font, wanted))


def _cut(font: bytes, wanted: str) -> bytes:
    from fontTools import subset as tool
    from fontTools.ttLib import TTFont

    options = tool.Options(
        hinting=False, recalc_timestamp=False, notdef_outline=True, drop_tables=["DSIG", "FFTM", "meta", "STAT"]
    )
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # names and licence, as the Open Font Licence wants
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as opened:
        whole = _at_rest(opened)
        cutter = tool.Subsetter(options)
        cutter.populate(text=wanted)
        cutter.subset(whole)
        written = io.BytesIO()
        whole.save(written, reorderTables=True)
    return written.getvalue()


def _at_rest(font: Any) -> Any:  # noqa: ANN401 - fontTools has no types
    """Return a font at its regular weight and width: on macOS the Noto faces come as one variable file each."""
    if "fvar" not in font:
        return font
    from fontTools.varLib import instancer

    regular = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    return instancer.instantiateVariableFont(font, regular)


def tags_in(trees: Iterable[_Element]) -> tuple[str, ...]:
    """Return every language tag that stands in documents."""
    return tuple(sorted({tag for tree in trees for element in tree.iter() if (tag := element.get("lang"))}))


def files_by_face(faces: Iterable[Resource]) -> Mapping[str, str]:
    """Return the file of each face an EPUB carries, by the name the styles call it."""
    files = {face.file: face.file for face in faces}
    named = {"-".join(re.findall(r"[a-z0-9]+", face.lower())): face for face in languages.declared_families()}
    return {named[file.partition("/")[2].removesuffix(".ttf")]: file for file in files}
