"""What translators break is reported in the number of their row, and real translations are left in peace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import translation_aligned as aligned
import translation_mistakes as mistakes
from publish import memory
from publish.checks import translation as check
from publish.checks.translation import numbers
from publish.model import Row, Segment, Term
from publish.problems import Place, Severity

ROOT = Path(__file__).parents[2]
DECLARATION = ROOT.parent / "shared" / "manuscripts" / "declaration"


OUTCOMES = list(mistakes.outcomes())


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.mistake.name.replace(" ", "-"))
def test_a_mistake_is_reported_by_its_row_or_mended_beyond_doubt(outcome: Any) -> None:  # noqa: ANN401 - of a benchmark
    assert outcome.reported, outcome.codes
    assert not outcome.damaged


def test_the_mistakes_are_many_and_reach_every_code() -> None:
    assert len(OUTCOMES) >= 40
    assert {code for outcome in OUTCOMES for code in outcome.codes} >= set(check.CODES) - {"row-repeated"}


def rates(passages: list[Any], *, glossary: bool) -> tuple[float, float]:
    terms = memory.read_glossary(ROOT / "source" / "glossary.toml")
    tags = {passage.language for passage in passages}
    found = aligned.complaints(passages, {tag: terms.in_language(tag) for tag in tags} if glossary else {})
    wrong = [any(problem.severity is Severity.ERROR for problem in problems) for _, problems in found]
    hinted = [bool(problems) for _, problems in found]
    return sum(wrong) / len(found), sum(hinted) / len(found)


@pytest.mark.skipif(not DECLARATION.is_dir(), reason="the sample texts are not here")
def test_the_declaration_in_eight_languages_is_left_in_peace() -> None:
    passages = list(aligned.declaration(DECLARATION))
    assert len(passages) > 700
    errors, hints = rates(passages, glossary=False)
    assert errors <= 0.02
    assert hints <= 0.02


def test_our_own_translations_are_left_in_peace() -> None:
    passages = list(aligned.stores(ROOT))
    assert passages
    errors, hints = rates(passages, glossary=True)
    assert errors <= 0.02
    assert hints <= 0.08


def codes_of(source: str, target: str, language: str = "pl", *, glossary: tuple[Term, ...] = ()) -> list[str]:
    segment = Segment("0123abcd", source, (), Place("a.md", 1))
    row = Row(segment.key, source, target, "", 1, 1)
    return [p.code for p in check.find(check.Looked(row, segment, "en", language, Place("kit", 1), glossary))]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("It cost £1,250.50.", "Kosztowało 1 250,50 funta.", "pl"),
        ("It cost £1,250.50.", "इसकी कीमत १,२५०.५० पाउंड थी।", "hi"),
        ("Three of us, 5 of them.", "Było nas 3, a ich pięcioro.", "pl"),
        ("We meet at 7 pm.", "Spotykamy się o 19.00.", "pl"),
        ("We meet at 7:30 pm.", "Spotykamy się o 19.30.", "pl"),
        ("On 01/05/2026 we strike.", "Strajkujemy 1.05.2026.", "pl"),
        ("The 1960s were over.", "Lata 1960. minęły.", "pl"),
        ("Nobody came at 12 o’clock.", "O dwunastej nikt nie przyszedł.", "pl"),
    ],
)
def test_the_same_number_is_the_same_however_it_is_written(source: str, target: str, language: str) -> None:
    assert codes_of(source, target, language) == []


@pytest.mark.parametrize(
    ("term", "source", "target", "language"),
    [
        ("punkt porad", "Ask an advice centre.", "Zapytaj w punkcie porad.", "pl"),
        ("زميل العمل", "Ask two advice centres.", "اسألوا اثنين من زملاء العمل.", "ar"),
        ("وقفہ", "Ask two advice centres.", "دو وقفے۔", "ur"),
        ("Beratungsstelle", "Ask an advice centre.", "Frag bei den Beratungsstellen nach.", "de"),
    ],
)
def test_a_term_is_known_in_its_other_forms(term: str, source: str, target: str, language: str) -> None:
    assert "row-term" not in codes_of(source, target, language, glossary=(Term("advice centre", term),))


def test_a_note_excuses_what_may_be_right_and_nothing_else() -> None:
    source, target = "It is 1926 yards to the gate.", "Do bramy jest 1761 metrów."
    assert codes_of(source, target) == ["row-number"]
    segment = Segment("0123abcd", source, (), Place("a.md", 1))
    row = Row(segment.key, source, target, "", 1, 1)
    looked = check.Looked(row, segment, "en", "pl", Place("kit", 1))
    assert [p.severity for p in check.find(looked)] == [Severity.ERROR]
    excused = replace(looked, row=replace(row, note="metres"))
    assert [p.severity for p in check.find(excused)] == [Severity.WARNING]
    broken = replace(looked, row=replace(row, target="<b>1926</b>", note="so it is"))
    assert Severity.ERROR in {p.severity for p in check.find(broken)}


def test_a_translation_pasted_twice_is_noticed() -> None:
    rows = [Row("a", "One.", "Zawsze to samo zdanie tutaj.", number=1), Row("b", "Two.", "Inne.", number=2)]
    again = Row("c", "Three.", "Zawsze to samo zdanie tutaj.", number=3)
    found = list(check.find_repeated([*rows, again], "kit"))
    assert [(row.number, problem.code) for row, problem in found] == [(3, "row-repeated")]
    assert "passage 1" in found[0][1].message


def test_a_name_and_a_unit_may_stay_as_they_are() -> None:
    assert codes_of("Night Shift Collective", "Night Shift Collective") == []
    assert codes_of("30 min", "30 min") == []
    assert codes_of("ask the steward first", "ask the steward first") == ["row-untranslated"]


def test_another_edition_of_the_same_language_may_say_the_same() -> None:
    text = "nobody had told the drivers about the new rota"
    assert codes_of(text, text, "en-US") == []
    assert codes_of(text, text, "pl") == ["row-untranslated"]


def test_of_a_language_nobody_knows_here_no_script_is_asked() -> None:
    assert codes_of("Nobody counts our minutes, not one.", "Нико не броји наше минуте, ни један.", "sr") == []
    assert codes_of("Nobody counts our minutes, not one.", "Нико не броји наше минуте, ни један.", "pl") == [
        "row-script"
    ]


def test_digits_of_every_script_are_digits_and_other_signs_stay() -> None:
    assert numbers.in_plain_digits("in 2026, ২০২৬ or २०२६; x² stays, and so does ½") == (
        "in 2026, 2026 or 2026; x² stays, and so does ½"
    )
