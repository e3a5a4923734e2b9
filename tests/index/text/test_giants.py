"""Texts without an end to a sentence: one line of anything, as dumps and tables have them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import chunk
from tests.stand_ins.hashing_encoder import HashingEncoder

LIMIT, TARGET = 254, 200
COUNT = HashingEncoder().count_tokens


def check(text: str) -> None:
    """Passages in order, none too long, and nothing but blanks between them."""
    spans = chunk.split(text, limit=LIMIT, target=TARGET, count=COUNT)
    assert all(COUNT([text[one.start : one.end]])[0] <= LIMIT for one in spans)
    assert all(one.end - one.start <= chunk.MAX_CHARACTERS for one in spans)
    edges = [0, *(edge for one in spans for edge in (one.start, one.end)), len(text)]
    assert edges == sorted(edges)
    between = zip(edges[::2], edges[1::2], strict=True)
    assert not "".join(text[begin:end] for begin, end in between).strip()


@pytest.mark.parametrize("unit", ["a", "word ", "日本", "กขค", "e\u0301", "QUJD+/", "a\n", "1,"])
def test_a_giant_line_is_cut_whole(unit: str) -> None:
    """A hundred thousand characters without a full stop, blanks or none in them; the time grows with their number."""
    check(unit * (100_000 // len(unit)))


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="ab 日\u0301\n.", min_size=1, max_size=40), st.integers(300, 900))
def test_blocks_lose_nothing(unit: str, times: int) -> None:
    """Whatever is repeated beyond a block is covered to the last character that is not blank."""
    check(unit * times)
