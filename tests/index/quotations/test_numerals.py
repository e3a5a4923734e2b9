"""Numbers in figures and in words, and what they are worth."""

from __future__ import annotations

from fractions import Fraction

import pytest

from index.quotations.numerals import figures, is_number, is_scale, value
from index.text.compared import tokens


@pytest.mark.parametrize(
    ("text", "language", "worth"),
    [
        ("22", "en", 22),
        ("twenty-two", "en", 22),
        ("twenty two", "en", 22),
        ("zweiundzwanzig", "de", 22),
        ("tweeëntwintig", "nl", 22),
        ("ventidue", "it", 22),
        ("двадцать два", "ru", 22),
        ("1,000", "en", 1000),
        ("1.000", "de", 1000),
        ("1,5", "de", Fraction(3, 2)),
        ("1.5", "en", Fraction(3, 2)),
        (".5", "en", Fraction(1, 2)),
        ("1,234.5", "en", Fraction("1234.5")),
        ("1.234,5", "de", Fraction("1234.5")),
        ("1 000", "fr", 1000),
        ("1’000", "de", 1000),
        ("five hundred", "en", 500),
        ("two hundred and five thousand", "en", 205_000),
        ("1.5 million", "en", 1_500_000),
        ("5%", "en", Fraction(1, 20)),
        ("5 per cent", "en", Fraction(1, 20)),
        ("5 Prozent", "de", Fraction(1, 20)),
        ("−5", "en", -5),
        ("٢٢", "ar", 22),
        ("２２", "ja", 22),
        ("1,000", None, None),
        ("1.000", None, None),
        ("1,000.5", None, Fraction("1000.5")),
        ("22", None, 22),
        ("10²", "en", None),
        ("½", "en", None),
        ("3.11.4", "en", None),
        ("1,00", "en", None),
        ("twelfth", "en", None),
        ("so", "en", None),
    ],
)
def test_what_a_number_is_worth(text: str, language: str | None, worth: Fraction | int | None) -> None:
    """As its language reads it; where that is in doubt, or it isn't read, nothing."""
    assert value(tokens(text), language) == worth


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("22", "en", True),
        ("B2B", "en", True),
        ("½", "en", True),
        ("twelfth", "en", True),
        ("ninetieth", "en", True),
        ("dozen", "en", True),
        ("XIV", "en", True),
        ("Ⅳ", "en", True),
        ("dreihundertfünfzig", "de", True),
        ("duecentocinquanta", "it", True),
        ("kaksisataa", "fi", True),
        ("двухсот", "ru", True),
        ("三", "zh", True),
        ("twelve", "ru", True),
        ("zwölf", "en", False),
        ("Achtung", "de", False),
        ("once", "es", True),
        ("un", "fr", False),
        ("often", "en", False),
        ("I", "en", False),
    ],
)
def test_which_words_say_a_number(word: str, language: str, number: bool) -> None:
    """Cardinals, ordinals, parts, Roman ones and several in one word; articles say none."""
    assert is_number(tokens(word)[0], language) is number


def test_scales_multiply() -> None:
    """A hundred and more do, and fifty doesn't."""
    assert [is_scale(tokens(word)[0]) for word in ("hundred", "Millionen", "fifty")] == [True, True, False]


@pytest.mark.parametrize("written", ["1.2.3.4", "1,2,3", "12.05.2001"])
def test_what_is_no_one_number_has_no_value(written: str) -> None:
    """Versions, lists and dates, where the language isn't known."""
    assert figures(written, None) is None
