"""The one table of settings: what may be set, what it means, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass

from publish.measure import SHEET_SIZES, TRIM_SIZES
from publish.settings.kinds import (
    ADDRESS,
    CREEP,
    DATE,
    LANGUAGE,
    LANGUAGES,
    LENGTH,
    NAMES,
    SIGNATURE,
    TEXT,
    TEXTS,
    Kind,
    choice,
    choices,
    size,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: the key as typed (dots for tables), what it may hold, and what it means."""

    key: str
    kind: Kind
    help: str
    example: str

    @property
    def attribute(self) -> str:
        """The name of the attribute that holds it."""
        return {"author": "authors", "print.stock.caliper": "caliper"}.get(
            self.key, self.key.rpartition(".")[2]
        ).replace("-", "_")


FIELDS: tuple[Field, ...] = (
    Field("title", TEXT, "the title; the only thing that must be given", "Night Shift"),
    Field("subtitle", TEXT, "the line under the title", "News from the floor"),
    Field("summary", TEXT, "two sentences that say what this is, for shop fronts and screen readers", "What we did."),
    Field("lang", LANGUAGE, "the language the manuscript is written in", "en-GB"),
    Field("date", DATE, "the day it comes out", "2026-11-01"),
    Field("issue", TEXT, "the number of the issue", "7"),
    Field("author", TEXTS, "who wrote it; as many as there are", "The kitchen porters"),
    Field("authors", TEXTS, "the same as author", "[Asha, Tomek]"),
    Field("publisher", TEXT, "the collective that publishes it", "The Night Shift Collective"),
    Field("contact", TEXTS, "how to reach the collective: e-mail, post, telephone", "hello@example.org"),
    Field("licence", TEXT, "under what licence others may hand it round", "CC BY-SA 4.0"),
    Field("identifier", TEXT, "an ISBN, ISSN or address that names the publication", "ISSN 1234-5678"),
    Field("series", TEXT, "the name of the series", "Night Shift"),
    Field("series-position", TEXT, "its number in the series, where that is not the issue", "7"),
    Field("keywords", TEXTS, "words to find it by", "[work, night]"),
    Field("cover", TEXT, "a picture for the cover, seen from the manuscript", "images/cover.svg"),
    Field("cover-alt", TEXT, "what the cover picture shows, in words", "A hand on a clock"),
    Field("translators", NAMES, "who translated it, for each language", "{pl: [Anna]}"),
    Field("translator", TEXTS, "who translated it, where the manuscript is itself a translation", "Anna"),
    Field("languages", LANGUAGES, "the languages it is translated into", "[pl, pa, ur]"),
    Field("outputs", TEXTS, "what build makes when no output is named", "[reading, booklet, epub]"),
    Field(
        "base-url",
        ADDRESS,
        "where `dist` stands on the web: codes on the back page lead to ADDRESS/SLUG/LANGUAGE/",
        "https://example.org",
    ),
    Field(
        "bilingual", choice("columns", "pages"), "how a bilingual edition stands: two columns or facing pages", "pages"
    ),
    Field(
        "polyglot", LANGUAGES, "the languages of a polyglot leaflet, in this order; all when none is named", "[en, ur]"
    ),
    Field("print.trim", size(TRIM_SIZES), "the size of a page after cutting", "A5"),
    Field("print.bleed", LENGTH, "how far colour runs over the edge", "3mm"),
    Field("print.slug", LENGTH, "the room around the bleed for marks", "10mm"),
    Field("print.safe", LENGTH, "how far text stays away from the edge", "5mm"),
    Field("print.marks", choices("crop", "registration", "fold", "colour-bar"), "marks outside the bleed", "[crop]"),
    Field("print.binding", choice("saddle-stitch", "perfect", "one-sheet-zine", "none"), "how it is bound", "perfect"),
    Field("print.binding-edge", choice("auto", "left", "right"), "the bound edge; auto follows the language", "auto"),
    Field("print.signature", SIGNATURE, "how many sheets are folded together", "all"),
    Field("print.stock.caliper", LENGTH, "the thickness of one sheet of the paper", "0.1mm"),
    Field("print.creep", CREEP, "how far inner pages are moved to the spine, per sheet", "auto"),
    Field("print.blanks", choice("inside-back"), "where blank pages go: inside the back cover", "inside-back"),
    Field("print.cover", choice("self", "separate"), "whether the cover is printed apart", "self"),
    Field("print.sheet", size(SHEET_SIZES), "the paper in the printer", "A4"),
    Field("print.duplex", choice("short-edge", "long-edge", "manual"), "how the printer turns the sheet", "manual"),
    Field("print.ink", TEXTS, "K, CMYK, or the drums of a Risograph by name", "[black, red]"),
    Field("print.condition", choice("FOGRA39"), "the printing condition of the press", "FOGRA39"),
    Field("print.standard", choice("PDF/X-4", "PDF/X-1a", "none"), "the standard of the press file", "PDF/X-4"),
)

TABLES = {"print", "print.stock"}
"""Keys that hold settings rather than being one."""
