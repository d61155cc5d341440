"""Beginning a publication or a house, from the templates in `styles/templates`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from publish import languages, project
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from publish.project import House

FIRST = "first-issue"
"""The slug of the publication a new house begins with."""

_TEXTS = {".md", ".toml", ".txt"}


def new(house: House, slug: str) -> list[Path]:
    """Put a publication into a house and return its files; PublishError where the slug is taken."""
    # Spring and spring are one folder where a disk does not tell them apart.
    taken = next((other for other in house.slugs() if other.casefold() == slug.casefold()), slug)
    folder = house.source / slug
    _refuse_taken(house.source / taken, Place(project.shown(folder)))
    return _put_whole(folder, {Path(): "publication"}, _title(slug), "")


def new_house(folder: Path) -> list[Path]:
    """Make a house with a first publication and return its files; PublishError where the folder holds something."""
    name = _title(re.sub(r"[^\w]+", "-", folder.resolve().name).strip("-") or "Our House")
    templates = {Path(): "house", Path("source") / FIRST: "publication"}
    return _put_whole(folder, templates, _title(FIRST), name)


def _title(slug: str) -> str:
    """Return a slug as a title to begin with: `spring-2026` is Spring 2026."""
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_ ]+", slug))


def _put_whole(folder: Path, templates: dict[Path, str], title: str, name: str) -> list[Path]:
    """Fill a folder beside its place and move it there, so that it is there whole or not at all."""
    place = Place(project.shown(folder))
    _refuse_taken(folder, place)
    # An empty folder is filled from inside: it may be the one the user stands in, or a disk of its own.
    there = folder.is_dir()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder if there else folder.parent
        with tempfile.TemporaryDirectory(dir=beside, prefix=".new-", ignore_cleanup_errors=True) as part:
            whole = Path(part) / "whole"
            for target, template in templates.items():
                _copy(languages.styles_folder() / "templates" / template, whole / target, title, name)
            for made in whole.iterdir() if there else ():
                made.rename(folder / made.name)
            if not there:
                whole.rename(folder)
    except OSError as error:
        message = f"nothing can be put there: {error.strerror or 'unknown reason'}"
        raise PublishError(Problem(place, message, "choose another folder", "folder-unwritable")) from None
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _refuse_taken(folder: Path, place: Place) -> None:
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        hint = "choose another name, or go on with what is there"
        raise PublishError(Problem(place, "there is something there already", hint, "folder-taken"))


def _copy(template: Path, target: Path, title: str, name: str) -> None:
    for file in sorted(template.rglob("*")):
        if not file.is_file():
            continue
        data = project.read_bytes(file)
        if file.suffix in _TEXTS:
            data = data.decode().replace("@TITLE@", title).replace("@NAME@", name).encode()
        # A dot before a name would hide it in the project's own folder: `gitignore` becomes `.gitignore`.
        renamed = file.with_name(".gitignore") if file.name == "gitignore" else file
        project.write(target / renamed.relative_to(template), data)
