"""Making ready to typeset before there is anything to: WeasyPrint imported, style sheets parsed, faces found."""

from __future__ import annotations

from pathlib import Path

from publish.model import Colophon, Edition, Section
from publish.problems import Place, PublishError
from publish.settings import Settings
from publish.typesetting.geometry import Geometry


def warm_up() -> None:
    """Do once what every edition needs, by setting a leaflet of a few words; it changes no later artifact.

    Where something is missing for that, whoever needs it will say so.
    """
    from publish.typesetting import typeset

    try:
        typeset(LEAFLET, Settings(LEAFLET.colophon), Geometry())
    except PublishError:
        return


def _leaflet() -> Edition:
    said = {"t": "Str", "c": "Good"}
    text = [said, {"t": "Emph", "c": [said]}, {"t": "Strong", "c": [said]}]
    section = Section("opening", "", ({"t": "Para", "c": text},))
    about = Colophon("Good evening", lang="en")
    return Edition("leaflet", about, "en", "en", (section,), 1.0, Path(), Place("leaflet"))


LEAFLET = _leaflet()
"""An edition of a few words, for trying things out."""
