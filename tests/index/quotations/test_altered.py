"""No number, name or negation that is otherwise is ever called sound; and what only looks otherwise always is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from index.quotations.places import Text, Wanted, standing
from index.text.terms import SNOWBALL
from tests.makers.altered import (
    FORMS,
    NEGATIONS,
    NUMBERS,
    WORDS,
    WRITINGS,
    Slot,
    names,
    numbers,
    plain,
    put_in,
    slots,
)

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine."""
SOUND = {"exact", "typographic"}
OMISSIONS = ["…", "[…]", "...", "[...]", "(…)", ". . ."]
LANGUAGES = sorted(WORDS)
CAPITALS = "de el en es fi fr it nl pt ru sv tr".split()  # noqa: SIM905 (as the tables are written)
"""Languages whose names are told by a capital."""


def rank(quotation: str, source: str, language: str | None) -> str:
    """The verdict on a quotation by one document, whose text is `source`."""
    found = standing(Wanted.of(quotation), Text.of(source, 0, len(source), language))
    return found.rank if found else "none"


def of(table: dict[str, str]) -> st.SearchStrategy[Slot]:
    return slots(lambda language: table[language].split(), sorted(table))


def test_every_stemmed_language_is_tried() -> None:
    """None is without passages, names and words that negate."""
    assert set(SNOWBALL) <= set(NEGATIONS) & set(WORDS)


@settings(SLOW, max_examples=150)
@given(of(WORDS), numbers())
def test_no_other_number_is_sound(slot: Slot, pair: tuple[str, str]) -> None:
    """Of another value, or of the same in another writing."""
    said, is_ = pair
    assume(unicodedata.normalize("NFC", said) != is_)
    assert rank(slot.with_word(said), slot.with_word(is_), slot.language) not in SOUND


@settings(SLOW, max_examples=150)
@given(of(WORDS), st.sampled_from(sorted(WRITINGS)), st.integers(2, 99), st.sampled_from(OMISSIONS))
def test_no_number_is_left_out_or_put_in(slot: Slot, how: str, value: int, mark: str) -> None:
    """Neither where dots stand for it, nor in brackets, nor silently."""
    number = WRITINGS[how](value)
    source = slot.with_word(number)
    assert rank(slot.with_word(mark), source, slot.language) not in SOUND
    assert rank(slot.with_word(""), source, slot.language) not in SOUND
    assert rank(put_in(slot, number), slot.with_word(""), slot.language) not in SOUND


@settings(SLOW, max_examples=150)
@given(of(NUMBERS), st.data(), st.sampled_from(OMISSIONS))
def test_no_number_in_words_is_otherwise(slot: Slot, data: st.DataObject, mark: str) -> None:
    """Changed, left out or put in, in the languages whose numbers are known by their words."""
    other = data.draw(st.sampled_from([word for word in NUMBERS[slot.language].split() if word != slot.word]))
    for said in (slot.with_word(other), slot.with_word(mark), slot.with_word("")):
        assert rank(said, slot.text, slot.language) not in SOUND
    assert rank(put_in(slot, slot.word), slot.with_word(""), slot.language) not in SOUND


@settings(SLOW, max_examples=150)
@given(of(NEGATIONS), st.data(), st.sampled_from(OMISSIONS))
def test_no_negation_is_otherwise(slot: Slot, data: st.DataObject, mark: str) -> None:
    """Left out, put in or another one, with marks of a change or without, in every language that is stemmed."""
    without = slot.with_word("")
    other = data.draw(st.sampled_from(plain(slot.language)))
    for said in (without, slot.with_word(other), slot.with_word(mark), put_in(slot, other)):
        assert rank(said, slot.text, slot.language) not in SOUND
    for said in (slot.text, put_in(slot, slot.word)):
        assert rank(said, without, slot.language) not in SOUND


@settings(SLOW, max_examples=150)
@given(slots(names, LANGUAGES), st.data(), st.sampled_from(OMISSIONS))
def test_no_name_is_otherwise(slot: Slot, data: st.DataObject, mark: str) -> None:
    """Another one, one of another spelling, none, or one in brackets."""
    other = data.draw(st.sampled_from([name for name in names(slot.language) if name != slot.word]))
    at = data.draw(st.integers(0, len(slot.word) - 1))
    shorter = slot.word[:at] + slot.word[at + 1 :]
    small = slot.word.lower() if slot.word.lower() != slot.word else other
    for word in (other, f"{slot.word} {other}", small, "", *([shorter] if shorter.strip("’-") else [])):
        said = slot.with_word(word)
        assume(said != slot.text)
        assert rank(said, slot.text, slot.language) not in SOUND
    assert rank(slot.with_word(mark), slot.text, slot.language) not in SOUND
    assert rank(put_in(slot, slot.word), slot.with_word(""), slot.language) not in SOUND
    assert rank(put_in(slot, other), slot.text, slot.language) not in SOUND


@settings(SLOW, max_examples=150)
@given(of(WORDS), st.sampled_from(sorted(FORMS)), st.integers(0, 60))
def test_another_form_is_sound(slot: Slot, how: str, at: int) -> None:
    """Marks, white space, hyphens at a line's end, ligatures, Unicode's forms, the first letter and “[sic]”."""
    source = f"{slot.with_word('')}."
    said = FORMS[how](slot.with_word(""), at)
    assert rank(said, source, slot.language) == ("exact" if said in source else "typographic")
    assert rank(source, FORMS[how](source, at), slot.language) in SOUND or how == "sic"


@settings(SLOW, max_examples=150)
@given(of({language: WORDS[language] for language in CAPITALS}), st.sampled_from(OMISSIONS))
def test_plain_words_may_be_left_out_or_put_in(slot: Slot, mark: str) -> None:
    """Where the quotation marks it, and they are neither numbers nor names nor negations."""
    assert rank(slot.with_word(mark), slot.text, slot.language) == "typographic"
    assert rank(put_in(slot, slot.word), slot.with_word(""), slot.language) == "typographic"


@pytest.mark.parametrize(
    ("said", "is_"),
    [
        ("it cost -5 in all", "it cost 5 in all"),
        ("it cost –5 in all", "it cost 5 in all"),
        ("it cost 5 in all", "it cost − 5 in all"),
        ("it cost [−]5 in all", "it cost 5 in all"),
        ("it cost 1[0]5 in all", "it cost 15 in all"),
        ("a list of 10, 12 in all", "a list of 10–12 in all"),
        ("he came from the US then", "he came from the U.S. then"),
        ("it can not be seen here", "it cannot be seen here"),
        ("it can be seen from here", "it can’t be seen from here"),
        ("it is no 5 of the list", "it is No. 5 of the list"),
        ("they were happy with it then", "they were un-happy with it then"),
        ("about ½ of it was left", "about 1/2 of it was left"),
        ("about 1½ of it was left", "about 11/2 of it was left"),
        ("some 1,5 tons were left there", "some 1.5 tons were left there"),
        ("a dozen of them were left", "12 of them were left"),
        ("some 50 % of them were left", "some 50 ‰ of them were left"),
        ("it cost $ 5 in all then", "it cost € 5 in all then"),
        ("a pipe of 6' in length", 'a pipe of 6" in length'),
        ("a pipe of 6′ in length", "a pipe of 6 in length"),
        ("he saw heavy[not] rain coming down", "he saw heavy rain coming down"),
        ("he saw … bill paid in full", "he saw that old Bill paid in full"),
        ("then Ann Marie came to the well", "then Ann-Marie came to the well"),
        ("about .5 of it was left", "about . 5 of it was left"),
        ("10² of them were left there", "102 of them were left there"),
        ("some ２０ of them were left", "some 20 of them were left"),
        ("in the reign of Ⅳ it was", "in the reign of IV it was"),
    ],
)
def test_signs_units_and_bounds_of_numbers_are_told(said: str, is_: str) -> None:
    """Each is a number, a name or a negation that is otherwise."""
    assert rank(said, is_, "en") not in SOUND
    assert rank(is_, said.replace("[", "").replace("]", "").replace("… ", ""), "en") not in SOUND


def test_brackets_of_the_source_are_no_mark_of_a_change() -> None:
    """Where it has a word in brackets, another one is a word that is otherwise."""
    assert rank("then the [new] mill was sold", "then the [old] mill was sold", "en") == "near"


@pytest.mark.parametrize(
    ("said", "is_"),
    [
        ("a list of 10-12 in all", "a list of 10–12 in all"),
        ("it was seen - by all - then", "it was seen—by all—then"),
        ("it was sold on May 5—for a song", "it was sold on May 5 – for a song"),
        ("some 1\u2009000 tons were left", "some 1 000 tons were left"),
        ("the ﬁfth oﬃce of the town", "the fifth office of the town"),
        ("the fifth office of the town", "the ﬁfth oﬃce of the town"),
        ("we asked a few ques-\ntions", "we asked a few questions of them"),
        ("we asked a few questions", "we asked a few ques-\ntions of them"),
        ("a well ground kind of flour", "a well-ground kind of flour"),
        ("[T]he mill was sold at last", "and the mill was sold at last"),
        ("they walk[ed] to the old mill", "they walk to the old mill"),
        ("‘founded in 1995’ it said on it", "“founded in 1995” it said on it"),
        ("he can't be at the mill", "he can’t be at the mill"),
        ("it was no\u00adthing much to him", "it was nothing much to him"),
        ("the [old] mill … was sold at last", "the [old] mill by the river was sold at last"),
        ("the [old] mill was sold [so to speak] at last", "the [old] mill was sold at last"),
        ("the mill[note] … was sold [sic] at last", "the mill[note] by the river was sold at last"),
    ],
)
def test_what_only_looks_otherwise_is_typographic(said: str, is_: str) -> None:
    """Each differs in its form alone."""
    assert rank(said, is_, "en") == "typographic"
