"""Marks that people quote with are found in pairs, whatever their language and order; others are punctuation."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.quotation_marks import MARKS, quoted

PAIRS = (
    *('""', "“”", "„“", "„”", "””", "““", "”“", '"”', '“"', '„"', "＂＂", "‟”", "〝〞", "″″", "⹂”"),
    *("«»", "»«", "»»", "‹›", "›‹"),
    *("「」", "｢｣", "『』", "《》", "〈〉", "﹁﹂", "﹃﹄", "≪≫"),
    *("‘’", "‚‘", "‚’", "’’", "‛’", "''"),
)


def inside(text: str) -> list[str]:
    """What the marks of `text` quote."""
    return [text[begin + 1 : end - 1] for begin, end in quoted(text)]


@pytest.mark.parametrize("pair", PAIRS)
def test_any_pair_quotes(pair: str) -> None:
    """The two marks quote at the beginning, in the middle and at the end of a query, and twice in it."""
    opening, closing = pair[0], pair[1]
    quotation = f"{opening}red lamp{closing}"
    for text in (quotation, f"a {quotation} b", f"a {quotation}", f"({quotation})", f"a {quotation}, b"):
        assert inside(text) == ["red lamp"], text
    assert inside(f"{quotation} and {opening}old pier{closing}") == ["red lamp", "old pier"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a 6" pipe', []),
        ('6" pipes and 8" pipes', []),
        ('6 " pipes and 8 " pipes', []),
        ('the 6" pipe of "red lamp"', ["red lamp"]),
        ("5'11\" or 6′2″", []),
        ("a 6″ pipe and 8″ pipes", []),
        ('"apollo 11"', ["apollo 11"]),
        ("the keepers' lamps and the boys' goats don't burn", []),
        ("rock ‘n’ roll, ’tis, in ’68 and '69, 'em", []),
        ("‘the keepers’ lamp’ burns", ["the keepers’ lamp"]),
        ("the “keeper’s lamp” isn’t", ["keeper’s lamp"]),
        ('צה"ל של ארה"ב', []),
        ("他说“红灯”吗", ["红灯"]),
        ('他说"红灯"吗', ["红灯"]),
        ("« un petit pas » lune", [" un petit pas "]),
        ("»A« und »B«, «C» et «D», ”E” och ”F”", ["A", "B", "C", "D", "E", "F"]),
        ("«the „inner“ lamp»", ["the „inner“ lamp"]),
        ("“never closed, but “red lamp” is", ["red lamp"]),
        ('"""red lamp"""', ["red lamp", ""]),
        ("lamp“ „", []),
        ('title:"red lamp" -"old pier"', ["red lamp", "old pier"]),
    ],
)
def test_marks_in_a_sentence(text: str, found: list[str]) -> None:
    """Inches, apostrophes and marks that nothing closes quote nothing, and do no harm to those that do."""
    assert inside(text) == found


@given(st.text(alphabet=st.sampled_from([*MARKS, *'a1ש "\n.-(']), max_size=60))
@example("”" * 3)
def test_quotations_are_in_order_and_apart(text: str) -> None:
    """Whatever the marks, each quotation begins and ends with one, and none reaches into another."""
    end = 0
    for quotation in quoted(text):
        assert end <= quotation.begin < quotation.end - 1
        assert {text[quotation.begin], text[quotation.end - 1]} <= set(MARKS)
        end = quotation.end
