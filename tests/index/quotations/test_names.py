"""Names, as far as writing tells."""

from __future__ import annotations

import pytest

from index.quotations.names import is_name, may_be_name
from index.text.compared import tokens


def at(text: str, word: str) -> int:
    return next(place for place, token in enumerate(tokens(text)) if token.form == word)


@pytest.mark.parametrize(
    ("text", "word", "language", "name"),
    [
        ("so Anna came", "Anna", "en", True),
        ("so anna came", "anna", "en", False),
        ("Anna came", "Anna", "en", False),
        ("It rained. Then Anna came", "Then", "en", False),
        ("so NASA came", "NASA", "en", True),
        ("his iPhone rang", "iPhone", "en", True),
        ("es kam das Haus", "Haus", "de", False),
        ("es kam Brandt", "Brandt", "de", True),
        ("так пришла Анна", "Анна", "ru", True),
        ("so 22 came", "22", "en", False),
    ],
)
def test_a_capital_within_a_sentence_is_a_name(text: str, word: str, language: str, name: bool) -> None:
    """But where a sentence begins, or in German before a noun."""
    assert is_name(tokens(text), at(text, word), language) is name


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("so Anna came", "Anna", True),
        ("Anna came", "Anna", True),
        ("The well", "The", False),
        ("Wells are deep, and wells are old", "Wells", False),
        ("so it came", "it", False),
        ("王明来了", "王", True),
        ("جاءت مريم", "مريم", True),
        ("so, it came", ",", False),
    ],
)
def test_what_may_be_a_name_is_more(text: str, word: str, name: bool) -> None:
    """Also at a sentence's beginning, and every word of a script without capitals."""
    assert may_be_name(tokens(text), at(text, word)) is name
