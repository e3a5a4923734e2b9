"""What differs is marked in the quotation, within its bounds, and nothing else acts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.ui import limits
from bot.verify.marking import marked
from tests.bot.drawing import long
from tests.bot.hostile import hostile
from tests.bot.markdown import shown
from tests.bot.verify.drawing import differences

ROOM = 10**6


def differing(quotation: str, said: str, is_: str, *, typographic: bool = False) -> index.Difference:
    start = quotation.index(said) if said else len(quotation)
    return index.Difference(
        kind="word", said=said, is_=is_, start=start, end=start + len(said), typographic=typographic
    )


@pytest.mark.parametrize(
    ("quotation", "said", "is_", "drawn"),
    [
        ("a red kite", "red", "green", "> a ~~red~~ **green** kite"),
        ("a red kite", "red ", "", "> a ~~red~~ kite"),
        ("a kite flew", "", "away", "> a kite flew**away**"),
        ("two\nlines here", "here", "there", "> two lines ~~here~~ **there**"),
    ],
)
def test_words_are_struck_out_and_followed_by_those_of_the_source(
    quotation: str, said: str, is_: str, drawn: str
) -> None:
    """In one line of a quotation; what is missing on a side is left out."""
    assert marked(quotation, [differing(quotation, said, is_)], 100) == drawn


def test_typography_is_not_marked_in_the_words() -> None:
    """It is listed apart, lest commas hide what matters."""
    assert marked("a – kite", [differing("a – kite", "–", "-", typographic=True)], 100) == "> a – kite"


def test_a_long_quotation_is_shown_around_what_differs() -> None:
    """What is far from it gives way to a mark."""
    quotation = f"{'before ' * 60}red kite{' behind' * 60}"
    drawn = marked(quotation, [differing(quotation, "red", "green")], 300)
    assert "before ~~red~~ **green** kite behind" in drawn
    assert drawn.startswith("> […] ")
    assert drawn.endswith(" […]")


@settings(max_examples=150, deadline=None)
@given(st.data(), long, st.integers(40, 900))
def test_whatever_is_quoted_fits_and_acts_in_no_other_way(data: st.DataObject, quotation: str, most: int) -> None:
    """One quotation with nothing in it but our own bold and strikes, no longer than it may be."""
    drawn = marked(quotation, data.draw(differences(quotation)), most)
    assert limits.length(drawn) <= most
    assert "\n" not in drawn
    assert shown(drawn).kinds.keys() <= {"quote", "bold", "strikethrough"}


@settings(max_examples=150, deadline=None)
@given(st.data(), hostile)
def test_no_word_of_a_quotation_is_lost(data: st.DataObject, quotation: str) -> None:
    """Where there is room every word stands there once, and every strike is a difference."""
    found = data.draw(differences(quotation))
    plain = marked(quotation, (), ROOM)
    assert shown(plain).words == "".join(index.clean(quotation).split())
    telling = [one for one in found if not one.typographic]
    assert shown(marked(quotation, found, ROOM)).kinds["strikethrough"] <= len(telling)
