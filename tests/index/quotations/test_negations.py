"""Words that negate."""

from __future__ import annotations

import pytest

from index.quotations.negations import negates
from index.text.compared import tokens
from index.text.terms import SNOWBALL
from tests.makers.altered import NEGATIONS, plain


def key(word: str) -> str:
    return tokens(word)[0].key


@pytest.mark.parametrize("language", sorted(SNOWBALL))
def test_every_stemmed_language_has_words_that_negate(language: str) -> None:
    """Each of those that everybody uses, whether the text's language is known or not."""
    for word in NEGATIONS[language].split():
        assert negates(key(word), language), word
        assert negates(key(word), None), word


@pytest.mark.parametrize("language", sorted({"en", "de", "fr", "es", "it", "pt", "nl", "sv", "ru", "tr", "fi", "el"}))
def test_plain_words_do_not_negate(language: str) -> None:
    """Nor does what only looks like it."""
    assert [word for word in plain(language) if negates(key(word), language)] == []


@pytest.mark.parametrize(
    ("word", "language", "right"),
    [
        ("can’t", "en", True),
        ("didn't", "en", True),
        ("dont", "en", True),
        ("cannot", "en", True),
        ("not", "ru", True),
        ("n’est", "fr", True),
        ("nevím", "cs", True),
        ("gelmedi", "tr", True),
        ("NOT", "en", True),
        ("knot", "en", False),
        ("notable", "en", False),
        ("nicht", "en", False),
    ],
)
def test_contractions_and_endings_negate(word: str, language: str, right: bool) -> None:
    """English ones in texts of every language."""
    assert negates(key(word), language) is right
