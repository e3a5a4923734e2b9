"""Where words stand among those of a text, and what of both belongs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations.align import Block, Span, blocks, locate, numbered

words = st.lists(st.sampled_from("abcd"), max_size=12)


def located(segments: list[str], text: str) -> tuple[list[tuple[int, int]], float]:
    found = locate(*numbered([segment.split() for segment in segments], text.split()))
    return [(span.start, span.end) for span in found.spans], round(found.cost, 1)


@pytest.mark.parametrize(
    ("segments", "text", "spans", "cost"),
    [
        (["b c"], "a b c d", [(1, 3)], 0),
        (["b x d"], "a b c d e", [(1, 4)], 1),
        (["b d"], "a b c d e", [(2, 4)], 1),
        (["b c d"], "a b d e", [(1, 3)], 1),
        (["a b", "e f"], "a b c d e f", [(0, 2), (4, 6)], 0),
        (["a b", "e f"], "e f a b", [(0, 0), (0, 2)], 2),
        (["a b"], "a b x a b", [(0, 2)], 0),
        (["a", "b"], "a x x x b a x b", [(5, 6), (7, 8)], 0),
    ],
)
def test_the_place_has_the_fewest_other_words(
    segments: list[str], text: str, spans: list[tuple[int, int]], cost: float
) -> None:
    """Of equal places the first one counts, and of omissions the tighter one."""
    assert located(segments, text) == (spans, cost)


def test_words_that_the_quotation_has_not_are_all_one() -> None:
    """They have no number of their own."""
    (segment,), text = numbered([["a", "b", "a"]], ["b", "x", "a", "y"])
    assert segment.tolist() == [0, 1, 0]
    assert text.tolist() == [1, -1, 0, -1]


def test_differing_words_are_blocks_as_large_as_possible() -> None:
    """What is inserted and replaced in a row is one block."""
    assert list(blocks(["a", "b", "c", "d"], ["a", "x", "y", "d", "e"])) == [
        Block(True, 0, 1, 0, 1),
        Block(False, 1, 3, 1, 3),
        Block(True, 3, 4, 3, 4),
        Block(False, 4, 4, 4, 5),
    ]


@given(words, words)
def test_blocks_are_both_sequences_in_order(left: list[str], right: list[str]) -> None:
    """Nothing is left out, and what is the same is the same."""
    i = j = 0
    for block in blocks(left, right):
        assert (block.i, block.j) == (i, j)
        assert not block.same or left[block.i : block.i_end] == right[block.j : block.j_end]
        i, j = block.i_end, block.j_end
    assert (i, j) == (len(left), len(right))


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=5), words, words)
def test_words_that_stand_there_cost_nothing(segment: list[str], before: list[str], behind: list[str]) -> None:
    """Whatever stands around them, and the span found is as long as they are."""
    found = locate(*numbered([segment], [*before, *segment, *behind]))
    assert found.cost == 0
    (span,) = found.spans
    assert [*before, *segment, *behind][slice(*span)] == segment
    assert Span(*span) == span
