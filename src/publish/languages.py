"""Languages and scripts: direction, names, fonts per script, and the house's own words in each language."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its ISO 15924 code, direction, the code points it owns, its faces, and the package that has them."""

    code: str
    name: str
    direction: str
    ranges: tuple[tuple[int, int], ...]
    serif: str
    sans: str
    package: str = "fonts-noto-core"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its BCP 47 tag, with its own name for itself."""

    tag: str
    english: str
    autonym: str
    script: Script
    family: str = ""

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.script.direction

    @property
    def serif(self) -> str:
        """The face text is set in."""
        return self.family or self.script.serif

    @property
    def sans(self) -> str:
        """The face headings are set in."""
        return self.family or self.script.sans


_ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))

# Unicode blocks (Unicode 15, Blocks.txt). Latin, Greek and Cyrillic share the Noto faces named first.
SCRIPTS: Mapping[str, Script] = {
    script.code: script
    for script in (
        Script("Latn", "Latin", "ltr", ((0x41, 0x24F), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F)), "Noto Serif", "Noto Sans"),
        Script("Grek", "Greek", "ltr", ((0x0370, 0x03FF), (0x1F00, 0x1FFF)), "Noto Serif", "Noto Sans"),
        Script("Cyrl", "Cyrillic", "ltr", ((0x0400, 0x052F),), "Noto Serif", "Noto Sans"),
        Script(
            "Deva",
            "Devanagari",
            "ltr",
            ((0x0900, 0x0963), (0x0966, 0x097F), (0xA8E0, 0xA8FF)),
            "Noto Serif Devanagari",
            "Noto Sans Devanagari",
        ),
        Script("Beng", "Bengali", "ltr", ((0x0980, 0x09FF),), "Noto Serif Bengali", "Noto Sans Bengali"),
        Script("Guru", "Gurmukhi", "ltr", ((0x0A00, 0x0A7F),), "Noto Serif Gurmukhi", "Noto Sans Gurmukhi"),
        Script("Gujr", "Gujarati", "ltr", ((0x0A80, 0x0AFF),), "Noto Serif Gujarati", "Noto Sans Gujarati"),
        Script("Taml", "Tamil", "ltr", ((0x0B80, 0x0BFF),), "Noto Serif Tamil", "Noto Sans Tamil"),
        Script("Arab", "Arabic", "rtl", _ARABIC, "Noto Naskh Arabic", "Noto Sans Arabic"),
        Script("Hebr", "Hebrew", "rtl", ((0x0590, 0x05FF),), "Noto Serif Hebrew", "Noto Sans Hebrew"),
    )
}

MONO = "Noto Sans Mono"
SYMBOLS = ("Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math")
NASTALIQ = "Noto Nastaliq Urdu"

_LATIN = {
    "en": ("English", "English"),
    "pl": ("Polish", "Polski"),
    "es": ("Spanish", "Español"),
    "de": ("German", "Deutsch"),
    "hu": ("Hungarian", "Magyar"),
    "ro": ("Romanian", "Română"),
    "sl": ("Slovenian", "Slovenščina"),
    "fr": ("French", "Français"),
    "it": ("Italian", "Italiano"),
    "pt": ("Portuguese", "Português"),
    "nl": ("Dutch", "Nederlands"),
    "cs": ("Czech", "Čeština"),
    "sk": ("Slovak", "Slovenčina"),
    "hr": ("Croatian", "Hrvatski"),
    "lt": ("Lithuanian", "Lietuvių"),
    "lv": ("Latvian", "Latviešu"),
    "sq": ("Albanian", "Shqip"),
    "so": ("Somali", "Soomaali"),
    "sw": ("Swahili", "Kiswahili"),
    "tr": ("Turkish", "Türkçe"),
    "tl": ("Tagalog", "Tagalog"),
    "vi": ("Vietnamese", "Tiếng Việt"),
}
_OTHERS = {
    "pa": ("Punjabi", "ਪੰਜਾਬੀ", "Guru"),
    "gu": ("Gujarati", "ગુજરાતી", "Gujr"),
    "ta": ("Tamil", "தமிழ்", "Taml"),
    "hi": ("Hindi", "हिन्दी", "Deva"),
    "mr": ("Marathi", "मराठी", "Deva"),
    "ne": ("Nepali", "नेपाली", "Deva"),
    "bn": ("Bengali", "বাংলা", "Beng"),
    "ar": ("Arabic", "العربية", "Arab"),
    "fa": ("Persian", "فارسی", "Arab"),
    "ku": ("Kurdish", "Kurdî", "Latn"),
    "ckb": ("Central Kurdish", "کوردیی ناوەندی", "Arab"),
    "ps": ("Pashto", "پښتو", "Arab"),
    "he": ("Hebrew", "עברית", "Hebr"),
    "el": ("Greek", "Ελληνικά", "Grek"),
    "ru": ("Russian", "Русский", "Cyrl"),
    "uk": ("Ukrainian", "Українська", "Cyrl"),
    "bg": ("Bulgarian", "Български", "Cyrl"),
}

LANGUAGES: Mapping[str, Language] = {
    **{tag: Language(tag, english, autonym, SCRIPTS["Latn"]) for tag, (english, autonym) in _LATIN.items()},
    **{tag: Language(tag, english, autonym, SCRIPTS[code]) for tag, (english, autonym, code) in _OTHERS.items()},
    # Urdu is read in Nastaliq; a Naskh face is legible, but not what its readers are used to.
    "ur": Language("ur", "Urdu", "اردو", SCRIPTS["Arab"], family=NASTALIQ),
}


@functools.cache
def language(tag: str) -> Language:
    """Return what is known of a language; one that is not named here counts as written in the script of its tag."""
    base, _, rest = tag.partition("-")
    known = LANGUAGES.get(base.lower())
    subtag = rest.split("-", maxsplit=1)[0].title()
    script = SCRIPTS.get(subtag) or (known.script if known else SCRIPTS["Latn"])
    if known is not None and script is known.script:
        return Language(tag, known.english, known.autonym, script, known.family)
    return Language(tag, known.english if known else tag, known.autonym if known else tag, script)


def direction(tag: str) -> str:
    """Return `ltr` or `rtl` for a language tag."""
    return language(tag).direction


@functools.lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Return the code of the script a character belongs to, None for what all scripts share."""
    point = ord(character)
    if point < 0x41 or character in "×÷[\\]^_`{|}~" or 0x7B <= point <= 0xBF:
        return "Latn" if character in "ªº" else None
    for script in SCRIPTS.values():
        if any(low <= point <= high for low, high in script.ranges):
            return script.code
    return None


def serif_stack(tag: str) -> tuple[str, ...]:
    """Return the faces text in a language is set in, its own first, so that no face outside them is ever needed."""
    return _stack(language(tag).serif, [script.serif for script in SCRIPTS.values()])


def sans_stack(tag: str) -> tuple[str, ...]:
    """Return the faces headings in a language are set in, its own first."""
    return _stack(language(tag).sans, [script.sans for script in SCRIPTS.values()])


def mono_stack(tag: str) -> tuple[str, ...]:
    """Return the faces code is set in."""
    return _stack(MONO, list(sans_stack(tag)))


def _stack(first: str, others: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([first, *others, *SYMBOLS]))


def declared_families() -> frozenset[str]:
    """Return every face an artifact may hold; any other is a silent fallback."""
    faces = [face for script in SCRIPTS.values() for face in (script.serif, script.sans)]
    return frozenset([*faces, MONO, NASTALIQ, *SYMBOLS])


def package_for(character: str) -> str:
    """Return the Debian package whose fonts have a character, as far as our scripts go."""
    code = script_of(character)
    return SCRIPTS[code].package if code else "fonts-noto-core"


def styles_folder() -> Path:
    """Return the folder of style sheets, house words and profiles: in the installed package or beside the source."""
    installed = Path(__file__).parent / "styles"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "styles"


@functools.cache
def words(tag: str) -> Mapping[str, str]:
    """Return the house's own words in a language; those of English where it has none yet (`has_words` tells)."""
    folder = styles_folder() / "words"
    english = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    own = folder / f"{tag.split('-', maxsplit=1)[0]}.toml"
    return {**english, **tomllib.loads(own.read_text(encoding="utf-8"))} if own.is_file() else english


def has_words(tag: str) -> bool:
    """Whether the house's own words are there in a language."""
    return (styles_folder() / "words" / f"{tag.split('-', maxsplit=1)[0]}.toml").is_file()


def with_words() -> list[str]:
    """Return the languages the house has words of its own in."""
    return sorted(file.stem for file in (styles_folder() / "words").glob("*.toml"))


def name_in(reader: str, tag: str) -> str:
    """Return what the readers of a language call another (CLDR): `angielski` for English in Polish."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(reader.replace("-", "_")).languages
    except (UnknownLocaleError, ValueError):
        return language(tag).autonym
    return str(names.get(tag.partition("-")[0]) or language(tag).autonym)


def date_in(tag: str, date: datetime.date) -> str:
    """Return a date as it is written out in a language."""
    said = words(tag)
    months = said["months"].split("|")
    return said["date"].format(day=date.day, month=months[date.month - 1], year=date.year)
