"""What differs between aligned words, and of which kind it is."""

from __future__ import annotations

import pytest

from index.quotations.align import Span
from index.quotations.differences import Side, differences
from index.text.compared import tokens


def told(said: str, is_: str, language: str = "en") -> list[tuple[str, str, str, bool]]:
    left, right = (Side(text, tokens(text), language) for text in (said, is_))
    spans = Span(0, len(left.tokens)), Span(0, len(right.tokens))
    found = differences(left, spans[0], right, spans[1], {0})
    return [(one.kind, one.said, one.is_, one.typographic) for one in found]


@pytest.mark.parametrize(
    ("said", "is_", "right"),
    [
        ("a mill by it", "a mill by it", []),
        ("A mill by it", "a mill by it", []),
        ("a Mill by it", "a mill by it", [("name", "Mill", "mill", False)]),
        ("a mill at it", "a mill by it", [("word", "at", "by", False)]),
        ("a mill it", "a mill by it", [("word", "", "by", False)]),
        ("a mill – by it", "a mill - by it", [("mark", "–", "-", True)]),
        ("a mill, by it", "a mill by it", [("mark", ",", "", False)]),
        ("so 22 came", "so 23 came", [("number", "22", "23", False)]),
        ("so −22 came", "so 22 came", [("number", "−", "", False)]),
        ("so $ 22 came", "so € 22 came", [("number", "$", "€", False)]),
        ("so 22 % came", "so 22 ‰ came", [("number", "%", "‰", False)]),
        ("so it came", "so it never came", [("negation", "", "never", False)]),
        ("so it won’t go", "so it will go", [("negation", "won’t", "will", False)]),
        ("so Anna came", "so Berta came", [("name", "Anna", "Berta", False)]),
        ("a well ground mill", "a well-ground mill", [("mark", "", "-", True)]),
        ("a wellground mill", "a well-ground mill", [("mark", "wellground", "well-ground", True)]),
        ("a non profit mill", "a non-profit mill", [("negation", "", "-", False)]),
        ("some twenty five came", "some twenty-five came", [("number", "", "-", False)]),
        ("so Ann Marie came", "so Ann-Marie came", [("name", "", "-", False)]),
        ("a long cafe there", "a long café there", [("word", "cafe", "café", False)]),
        ("a 6′ door there", "a 6″ door there", [("number", "6", "6", False)]),
    ],
)
def test_each_difference_has_its_kind(said: str, is_: str, right: list[tuple[str, str, str, bool]]) -> None:
    """Only hyphens, dashes and the first letter's case are a matter of form."""
    assert told(said, is_) == right


@pytest.mark.parametrize(
    ("said", "is_", "language", "same"),
    [
        ("some 22 came", "some twenty-two came", "en", True),
        ("some 1,000 came", "some 1.000 came", "en", False),
        ("rund 1.000 Mark", "rund 1 000 Mark", "de", True),
        ("some 5% came", "some 5 per cent came", "en", True),
        ("two hundred came", "200 came", "en", True),
        ("some 22 came", "some 23 came", "en", False),
        ("some 10² came", "some 102 came", "en", False),
        ("some ２０ came", "some 20 came", "en", True),
    ],
)
def test_another_writing_of_a_number_has_the_same_value(said: str, is_: str, language: str, same: bool) -> None:
    """It is a difference all the same."""
    left, right = (Side(text, tokens(text), language) for text in (said, is_))
    found = list(differences(left, Span(0, len(left.tokens)), right, Span(0, len(right.tokens)), ()))
    assert [one.kind for one in found if not one.typographic] == ["number"]
    assert [one.same_value for one in found if not one.typographic] == [same]


def test_places_are_those_of_the_quotation() -> None:
    """Where it lacks a word, the place is where that would be."""
    said = "a mill  by the pond"
    left, right = Side(said, tokens(said), "en"), Side("a mill at pond", tokens("a mill at pond"), "en")
    (found,) = differences(left, Span(0, 5), right, Span(0, 4), ())
    assert said[found.start : found.end] == found.said == "by the"
