"""Small numbers as words, by the beginnings that do not bend, in the languages of the house."""

from __future__ import annotations

import functools
import re

# From nought to twelve; where a word has several forms, they stand with a bar between them.
_WORDS = {
    "en": "no|zero one|once|first two|twice|second|both three|third|thrice four "
    "five|fifth six seven eight nine|ninth ten eleven twelve|twelfth",
    "pl": "zer jed|pierw|raz dw|drug|ob trz cztere|czter|czwa pię|pią sześ|szós "
    "siedm|siódm oś dziew dzies jedenast dwunast",
    "es": "cero|ningun un|primer dos|ambos|segund tres|tercer cuatr|cuart cinco|quint "
    "seis|sext siete|séptim ocho|octav nueve|noven diez|décim once|undécim "
    "doce|duodécim",
    "de": "null|kein ein|erst zwei|beid drei|dritt vier fünf sechs sieb acht neun zehn elf zwölf",
    "hu": "nulla|nem egy|első|elsej két|kettő|második|mindkét három|harm négy öt hat "
    "hét|het nyolc kilenc tíz|tiz tizenegy tizenkett|tizenkét",
    "ro": "zero|nici un|o|prim doi|două|dou|ambe trei|treia patru cinci șase șapte opt "
    "nou zece unsprezece doisprezece|douăsprezece",
    "sl": "nič en|prv dv|drug|ob tri|tretj štir|četrt pet šest sed osem|osm devet deset enajst dvanajst",
    "hi": "शून्य|कोई एक|पहल दो|दूसर|दोनों तीन|तीसर चार|चौथ पाँच|पांच छह|छः|छठ|छे सात आठ नौ|नव दस ग्यारह बारह",
    "pa": "ਸਿਫ਼ਰ|ਕੋਈ ਇੱਕ|ਇਕ|ਪਹਿਲ ਦੋ|ਦੂਜ|ਦੋਵ ਤਿੰਨ|ਤੀਜ|ਤਿੰਨੇ ਚਾਰ|ਚੌਥ ਪੰਜ ਛੇ|ਛੇਵ ਸੱਤ ਅੱਠ ਨੌਂ|ਨੌ ਦਸ ਗਿਆਰ ਬਾਰ",
    "gu": "શૂન્ય|કોઈ એક|પહેલ બે|બીજ|બંને ત્રણ|ત્રીજ ચાર|ચોથ પાંચ|પાંચમ છ સાત આઠ નવ દસ અગિયાર|અગિયા બાર",
    "ta": "பூஜ்|இல்லை ஒரு|ஒன்|முதல் இரு|இரண்|இரட் மூன்|மூவ நான்|நால் ஐந்|ஐ ஆறு|ஆற ஏழ எட்ட ஒன்ப பத்|பதின் பதினொ பன்னிர",
    "ur": "صفر|کوئی ایک|پہل دو|دوسر|دونوں تین|تیسر چار|چوتھ پانچ چھ سات آٹھ نو دس گیارہ بارہ",
    "ar": "صفر|لا واحد|أول|احد|أحد اثن|ثان|ثاني ثلاث|ثالث أربع|رابع خمس|خامس ست|سادس "
    "سبع|سابع ثمان|ثامن تسع|تاسع عشر|عاشر عشر عشر",
}
_NUMERALS = {tag: [forms.split("|") for forms in words.split()] for tag, words in _WORDS.items()}


def spelt(number: str, text: str, language: str) -> bool:
    """Whether a small number stands in a text as a word; of a language not known here it is believed."""
    if len(number) > 2 or int(number) > 12:
        return False
    forms = _NUMERALS.get(language.split("-", maxsplit=1)[0])
    if forms is None:
        return True
    words = _words_of(text)
    return any(
        form in word if _is_arabic(form) else word.startswith(form) for form in forms[int(number)] for word in words
    )


_BETWEEN = re.compile(r"[\s–—\-,.;:!?()“”„«»\"]+")


@functools.lru_cache(maxsize=64)
def _words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters; for each of its numbers it is asked again."""
    return tuple(_BETWEEN.split(text.casefold()))


def _is_arabic(form: str) -> bool:
    return "\u0600" <= form[0] <= "\u06ff"
