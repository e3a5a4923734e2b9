"""A query that a model can't read at once is read in parts, and any other exactly as the model reads it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embed.long_queries import MAX_PARTS, WholeQueries
from index.models.vectors import Rows
from tests.makers.archives import WORDS
from tests.stand_ins.hashing_encoder import HashingEncoder


class Noting(HashingEncoder):
    """Notes what it was given to encode."""

    def __init__(self, room: int) -> None:
        super().__init__(room=room)
        self.given: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        self.given += texts
        return super().encode_queries(texts)


def sentences(count: int, begin: int = 0) -> str:
    """So many sentences of five words."""
    words = [WORDS[number % len(WORDS)] for number in range(begin, begin + 5 * count)]
    return " ".join(" ".join(words[at : at + 5]).capitalize() + "." for at in range(0, len(words), 5))


def test_a_short_query_is_read_as_the_model_reads_it() -> None:
    """Its text is given as it is, and its row is the model's."""
    encoder = Noting(room=20)
    rows = WholeQueries(encoder)(["red lamp", sentences(4)])
    assert encoder.given == ["red lamp", sentences(4)]
    assert np.array_equal(rows, HashingEncoder().encode_queries(["red lamp", sentences(4)]))


def test_letters_of_another_shape_are_read_as_plain_ones() -> None:
    """A model's vocabulary has neither ligatures nor wide or mathematical letters, and takes them all for the same."""
    encoder = Noting(room=20)
    WholeQueries(encoder)(["staﬀ of Ｋｙｏｔｏ in 𝐒𝐩𝐫𝐢𝐧𝐠"])
    assert encoder.given == ["staff of Kyoto in Spring"]


def test_a_long_query_is_the_mean_of_parts_that_the_model_reads_whole() -> None:
    """No word is left out, no part is longer than may be, no sentence is cut, and others beside it are as ever."""
    encoder = Noting(room=20)
    text = sentences(33)
    rows = WholeQueries(encoder)(["red lamp", text, "old pier"])
    first, *parts, last = encoder.given
    assert (first, last) == ("red lamp", "old pier")
    assert " ".join(parts) == text
    assert max(encoder.count_tokens(parts)) <= encoder.room
    mean = HashingEncoder().encode_queries(parts).mean(axis=0)
    assert rows[1] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-6)
    assert np.array_equal(rows[[0, 2]], HashingEncoder().encode_queries(["red lamp", "old pier"]))


def test_so_many_parts_are_read_and_no_more() -> None:
    """Of a text that has more, parts from its beginning to its end are read."""
    encoder = Noting(room=5)
    WholeQueries(encoder)([sentences(500)])
    assert MAX_PARTS / 2 < len(encoder.given) <= MAX_PARTS
    assert encoder.given[0] == sentences(1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_text_has_a_unit_row(texts: list[str]) -> None:
    """Whatever is typed, there is one row a text, of unit length."""
    rows = WholeQueries(Noting(room=3))(texts)
    assert rows.shape == (len(texts), HashingEncoder.dimensions)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
