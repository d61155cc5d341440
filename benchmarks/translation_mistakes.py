"""What translators break: for each mistake the source, what was typed, and the problem that must be reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.model import Code, Rendering, Return, Row, Segment, State, Term, Translation
from publish.problems import Place
from publish.segments import faults, key_of
from publish.workshop.judging import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK = Code(1, "link", paired=True, shown="https://example.org/a")
NOTE = Code(2, "note", paired=False, shown="A note.")
STRONG = Code(1, "strong", paired=True)
SPAN = Code(2, "emphasis", paired=True)
GLOSSARY = (Term("rota", "grafik"), Term("Night Shift", "Night Shift", keep=True))
FREE = "The scanner counts your minutes, and nobody counts ours in the end."
SAID = "Skaner liczy twoje minuty, a naszych w końcu nie liczy nikt."


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake; without a code it must come out as `meant`, mended in silence, for nothing is lost."""

    name: str
    source: str
    typed: str
    code: str = ""
    language: str = "pl"
    codes: tuple[Code, ...] = ()
    meant: str = ""
    before: str = ""


def _linked(name: str, typed: str, code: str = "", meant: str = "") -> Mistake:
    return Mistake(name, "Read {1}the letter{/1} first.{2/}", typed, code, "pl", (LINK, NOTE), meant)


def _free(name: str, typed: str, code: str) -> Mistake:
    return Mistake(name, FREE, typed, code)


MISTAKES = (
    _linked("a link is dropped", "Najpierw przeczytaj list.{2/}", "row-code-missing"),
    _linked("the end of a link is dropped", "Najpierw przeczytaj {1}list.{2/}", "row-code-missing"),
    _linked("the start of a link is dropped", "Najpierw przeczytaj list{/1}.{2/}", "row-code-missing"),
    _linked("a note is dropped", "Najpierw przeczytaj {1}list{/1}.", "row-code-missing"),
    _linked("a note stands twice", "Najpierw{2/} przeczytaj {1}list{/1}.{2/}", "row-code-doubled"),
    _linked("a link stands twice", "{1}Najpierw{/1} przeczytaj {1}list{/1}.{2/}", "row-code-doubled"),
    _linked("a note is renumbered", "Najpierw przeczytaj {1}list{/1}.{3/}", "row-code-unknown"),
    _linked("a code of nowhere", "Najpierw {7}przeczytaj{/7} {1}list{/1}.{2/}", "row-code-unknown"),
    _linked("a link is closed before it opens", "Najpierw {/1}przeczytaj{1} list.{2/}", "row-code-unbalanced"),
    _linked("a brace is lost", "Najpierw przeczytaj {1}list{/1.{2/}", "row-code-missing"),
    _linked("round brackets for braces", "Najpierw przeczytaj (1)list(/1).{2/}", "row-code-missing"),
    _linked("a code in words", "Najpierw przeczytaj {jeden}list{/jeden}.{2/}", "row-code-missing"),
    _linked("a letter O for nought", "Najpierw przeczytaj {l}list{/l}.{2/}", "row-code-missing"),
    _linked("all codes gone", "Najpierw przeczytaj list.", "row-code-missing"),
    Mistake(
        "two codes cross",
        "{1}Never{/1} sign {2}alone{/2}.",
        "{1}Nigdy {2}nie podpisuj{/1} w pojedynkę{/2}.",
        "row-code-unbalanced",
        codes=(STRONG, SPAN),
    ),
    _linked(
        "blanks inside a code",
        "Najpierw przeczytaj { 1 }list{ /1 }.{ 2/ }",
        meant="Najpierw przeczytaj {1}list{/1}.{2/}",
    ),
    _linked("wide braces", "Najpierw przeczytaj ｛1｝list｛/1｝.{2/}", meant="Najpierw przeczytaj {1}list{/1}.{2/}"),
    _linked("a slash forgotten", "Najpierw przeczytaj {1}list{/1}.{2}", meant="Najpierw przeczytaj {1}list{/1}.{2/}"),
    Mistake(
        "digits of the script in a code",
        "Read {1}the letter{/1} first.{2/}",
        "पहले {१}चिट्ठी{/१} पढ़ें।{२/}",
        language="hi",
        codes=(LINK, NOTE),
        meant="पहले {1}चिट्ठी{/1} पढ़ें।{2/}",
    ),
    Mistake(
        "closed as it looks from right to left",
        "Read {1}the letter{/1} first.{2/}",
        "پہلے {1}خط{1/} پڑھیں۔{2}",
        language="ur",
        codes=(LINK, NOTE),
        meant="پہلے {1}خط{/1} پڑھیں۔{2/}",
    ),
    _free("Markdown for bold", "Skaner liczy **twoje** minuty, a naszych w końcu nie liczy nikt.", "row-markdown"),
    _free("bold left open", "Skaner liczy **twoje minuty, a naszych w końcu nie liczy nikt.", "row-markdown"),
    _free("Markdown for emphasis", "Skaner liczy *twoje* minuty, a naszych w końcu nie liczy nikt.", "row-markdown"),
    _free("a Markdown link", "Skaner [liczy](https://a.org) minuty, naszych nie liczy w końcu nikt.", "row-markdown"),
    _free("a Markdown picture", "Skaner ![](/etc/passwd) liczy minuty, a naszych nie liczy nikt.", "row-markdown"),
    _free("a Markdown note", "Skaner liczy twoje minuty[^1], a naszych w końcu nie liczy nikt.", "row-markdown"),
    _free("a Markdown heading", "# Skaner liczy twoje minuty, a naszych w końcu nie liczy nikt.", "row-markdown"),
    _free("a Markdown item", "- Skaner liczy twoje minuty, a naszych w końcu nie liczy nikt.", "row-markdown"),
    _free("a script", "Skaner <script>alert(1)</script> liczy minuty, a naszych nie liczy nikt.", "row-html"),
    _free("an HTML attachment", '<link rel=attachment href="file:///etc/passwd">Skaner liczy minuty nas.', "row-html"),
    _free("HTML for bold", "Skaner liczy <b>twoje</b> minuty, a naszych w końcu nie liczy nikt.", "row-html"),
    _free("an HTML blank", "Skaner liczy twoje&nbsp;minuty, a naszych w końcu nie liczy nikt.", "row-html"),
    _free("a direction turned over", "Skaner liczy \u202eytunim\u202c, a naszych nie liczy nikt.", "row-character"),
    _free("an isolate left open", "Skaner liczy \u2067twoje minuty, a naszych w końcu nie liczy nikt.", "row-bidi"),
    _free("a broken letter", "Skaner liczy twoje minuty, a naszych w ko\ufffdcu nie liczy nikt.", "row-character"),
    _free("a sign of one font only", "Skaner liczy \uf0b7 twoje minuty, a naszych nie liczy nikt.", "row-character"),
    _free("a nought byte", "Skaner liczy\x00 twoje minuty, a naszych w końcu nie liczy nikt.", "row-character"),
    _free("the source again", FREE, "row-untranslated"),
    _free("the source with other quotes and blanks", FREE.replace(" ", "\u00a0", 2), "row-untranslated"),
    _free("the source under its translation", f"{SAID} {FREE}", "row-source-inside"),
    _free("half of it untranslated", "The scanner counts your minuty and nobody counts ours.", "row-untranslated"),
    _free("only dots", "…", "row-wordless"),
    _free("far too short", "Skaner liczy.", "row-length"),
    _free("far too long", f"{SAID} {SAID} {SAID}", "row-length"),
    _free("no full stop", SAID.rstrip("."), "row-ending"),
    _free("two blanks", SAID.replace(", ", ",  "), "row-blanks"),
    _free("another language", "സ്കാനർ نحن نعد الدقائق ولا أحد يعد دقائقنا في النهاية", "row-script"),
    Mistake("a question no more", "Who counts our minutes?", "Kto liczy nasze minuty.", "row-ending"),
    Mistake("a colon no more", "Bring what you need:", "Weźcie to, co potrzebne.", "row-ending"),
    Mistake("a year turned about", "It began in 1926 in Leeds.", "Zaczęło się w 1962 w Leeds.", "row-number"),
    Mistake("a sum mistyped", "They owe us £1,250.", "Są nam winni 1520 funtów.", "row-number"),
    Mistake("a number gone", "We waited 45 minutes.", "Czekaliśmy bardzo długo.", "row-number"),
    Mistake("a number too many", "We waited for hours.", "Czekaliśmy 45 godzin.", "row-number"),
    Mistake("digits of the script mistyped", "We waited 45 minutes.", "हमने ५४ मिनट इंतज़ार किया।", "row-number", "hi"),
    Mistake("a small number gone", "Take 5 leaflets.", "Weź ulotki.", "row-number"),
    Mistake(
        "an address translated",
        "Write to letters@example.org soon.",
        "Napisz wkrótce do listy@example.org zaraz.",
        "row-address",
    ),
    Mistake("an address mistyped", "See www.example.org/rota.", "Zob. www.exmaple.org/rota.", "row-address"),
    Mistake("a term of the house not used", "The rota is on the wall.", "Rozkład wisi na ścianie.", "row-term"),
    Mistake("a name translated", "Night Shift comes out monthly.", "Nocna Zmiana wychodzi co miesiąc.", "row-name"),
    Mistake("a question mark of another script", "Who counts?", "کون گنتا ہے?", "row-marks", "ur"),
    Mistake("a full stop of another script", "Nobody counts.", "کوئی نہیں گنتا.", "row-marks", "ur"),
    Mistake("a bar for a danda", "Nobody counts.", "कोई नहीं गिनता|", "row-marks", "hi"),
    Mistake("a comma of another script", "Come, count.", "تعال, احسب.", "row-marks", "ar"),
    Mistake("letters of another keyboard", "Nobody counts.", "كوئی نہيں گنتا۔", "row-letters", "ur"),
    Mistake("joined to nothing", "The first of its paragraph.", "^", "row-joined"),
    Mistake(
        "joiners dropped by a program",
        "Do you know the law?",
        "क्या आप कानून जानते है?",
        "row-joiner",
        "hi",
        before="क्\u200dया आप कानून जानते है?",
    ),
    Mistake(
        "letters taken apart", "Nobody counts.", "Nikt nie liczy cze\u0301s\u0301ci.", meant="Nikt nie liczy czéści."
    ),
    Mistake("a line broken inside", "Nobody counts.", "Nikt nie\nliczy.", meant="Nikt nie liczy."),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mistake: whether it was refused, reported, and whether what was taken is damaged."""

    mistake: Mistake
    codes: tuple[str, ...]
    taken: str
    reported: bool
    damaged: bool


def outcomes() -> Iterator[Outcome]:
    """Yield what becomes of every mistake when a kit comes back with it."""
    for number, mistake in enumerate(MISTAKES, start=1):
        key = key_of(mistake.source)
        segment = Segment(key, mistake.source, mistake.codes, Place("a.md", 1))
        state = State.STALE if mistake.before else State.UNTRANSLATED
        translation = Translation("sample", mistake.language, (Rendering(segment, mistake.before, state),))
        row = Row(key, mistake.source, mistake.typed, "", number, number)
        returned = Return("sample", "one", "en", mistake.language, "1", (row,))
        judged = judge(returned, translation, "kit", GLOSSARY)
        found = tuple(complaint.problem.code for complaint in judged.complaints if complaint.number == number)
        taken = judged.said.get(key, "")
        silent = bool(taken) and not found and taken != mistake.meant
        damaged = silent or bool(taken and faults(mistake.codes, taken))
        reported = mistake.code in found if mistake.code else taken == mistake.meant
        yield Outcome(mistake, found, taken, reported, damaged)
