"""Names of months in other languages."""

from __future__ import annotations

import pytest

from index.dates import month_names
from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS
from index.dates.month_names import folded, is_surely_a_month, month_number
from index.text.terms import SNOWBALL

LANGUAGES = {code: names for codes, names in month_names._NAMES.items() for code in codes.split()}


def test_every_language_with_a_stemmer_has_its_months() -> None:
    """Twelve of each, in order."""
    assert set(LANGUAGES) == SNOWBALL.keys() - {"en"}
    assert {code: len(names.split()) for code, names in LANGUAGES.items()} == dict.fromkeys(LANGUAGES, 12)


def test_no_name_is_that_of_two_months() -> None:
    """Whatever language a date is in, its month is the one that is written."""
    for names in LANGUAGES.values():
        for number, spellings in enumerate(names.split(), 1):
            assert {month_number(name) for name in spellings.split("/")} == {number}, spellings
    for table in (MONTH_NUMBERS, *FOREIGN_MONTHS.values()):
        assert {name: month_number(name) for name in table} == table


@pytest.mark.parametrize(
    ("word", "number"),
    [("März", 3), ("MÄRZ", 3), ("Ma\u0308rz", 3), ("févr.", 2), ("ŞUBAT", 2), ("Kasım", 11), ("мая", 5), ("Sept.", 9),
     ("मार्च", 3), ("monat", None), ("Marsh", None), ("", None)],
)  # fmt: skip
def test_a_month_is_known_whatever_its_letters(word: str, number: int | None) -> None:
    """In any case, composed or not, with a full stop or without."""
    assert month_number(word) == number


def test_names_that_are_other_words_are_told() -> None:
    """Beside a year alone "Mars" is rather a planet."""
    assert not is_surely_a_month("Mars")
    assert is_surely_a_month("January")
    assert folded("Été") == "ete"
