"""What is looked at quickly comes to the same as what it stands for, looked at plainly."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import languages
from publish.checks.translation import endings, letters, numbers
from publish.segments import CODE, bare, codes, folding, is_wording

PIECES = (
    *("a", "Zeg", "ż", "دن", "e\u0301", "3", "٣", "²", "①", "12.5", "1 000"),
    *(" ", "  ", "\u00a0", "\u2009", "\n", "\x1c", "\u3000", "\u00ad", "\u200f", "\u2067"),
    *("“", "”", "«", "’", "'", '"', ")", "]", "–", "-", "…", "...", ".", "۔", "।", "?", "؟", "!", ":", ";"),
    *("{1}", "{/1}", "{2/}", "@", "a@b.co", "://", "http://a.b/c", "ww", "w.", "www.a.b", "mailto:", "mailto:x"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
AROUND = re.compile(r"[\s\"'“”„«»‘’‚‹›)\]\u200e\u200f\u061c\u2066-\u2069]+$")
QUOTED = re.compile(r"([?؟!…])[\"'“”«»‘’]+[.۔।]$")


@given(TEXTS)
def test_a_text_is_folded_as_a_table_of_all_signs_folds_it(text: str) -> None:
    table = str.maketrans(dict(folding._TYPOGRAPHY))
    plain = re.sub(" +", " ", unicodedata.normalize("NFC", CODE.sub("", text)).translate(table)).strip(" ")
    assert bare(text) == plain


WORDS = st.sampled_from(["Nobody", "slept.", "Dr.", "No!", "e.g.", "“So?”", "{1}", "{", "a b", "…", "3.", "Ende.", "?"])


@given(st.lists(WORDS | st.just(" "), max_size=14).map(tuple), st.sampled_from(["en", "de", "ur"]))
def test_plain_words_are_cut_where_tokens_are(words: tuple[str, ...], language: str) -> None:
    blank = codes.Token("text", " ")
    tokens = [token for word in words for token in ([blank] if word == " " else codes._text_tokens(word))]
    plain = [(run.worded, run.sentence, run.is_wording) for run in codes._runs(tokens, language)]
    assert [(run.worded, run.sentence, run.is_wording) for run in codes._cut_words(words, language)] == plain


@given(TEXTS)
def test_words_are_letters_outside_codes_and_addresses(text: str) -> None:
    assert is_wording(text) == any(sign.isalpha() for sign in codes._ADDRESS.sub("", CODE.sub("", text)))


@given(TEXTS)
def test_an_ending_is_what_stands_before_all_that_closes(text: str) -> None:
    inner = QUOTED.sub(r"\1", AROUND.sub("", CODE.sub("", text)))
    assert endings.kind_of(text, "pl") == endings.kind_of(f"{inner} ", "pl")
    assert endings.kind_of(text, "el") == ("question" if inner[-1:] == ";" else endings.kind_of(inner, "pl"))


@given(TEXTS)
def test_numbers_are_looked_for_wherever_there_is_a_digit(text: str) -> None:
    plain = numbers.in_plain_digits(numbers._ADDRESS.sub(" ", CODE.sub(" ", text)))
    found = numbers._NUMBER.finditer(numbers._DATE.sub(r"\1;\2;\3", plain))
    assert numbers.of_text(text) == [re.sub(r"\D", "", match[0]).lstrip("0") or "0" for match in found]


@pytest.mark.parametrize("code", languages.SCRIPTS)
def test_the_letters_of_a_script_are_those_that_are_said_to_be(code: str) -> None:
    signs = "".join(map(chr, range(0x10000)))
    assert "".join(letters._letters_of(code).findall(signs)) == "".join(
        sign for sign in signs if languages.script_of(sign) == code
    )
