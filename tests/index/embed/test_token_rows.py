"""Which of the rows that a model gives are a text's own."""

from __future__ import annotations

import numpy as np
import pytest

from index.embed.token_rows import own_rows

HIDDEN = np.array([[9, 9], [7, 7], [3, 4], [0, 2], [8, 8], [0, 0]], np.float32)
"""[CLS], a prompt's word, two of the text's, [SEP], padding."""
SPECIAL = (1, 0, 0, 0, 1)


def test_only_the_texts_own_tokens_have_rows() -> None:
    """Special tokens, the prompt's and padding are left out, and the others are of unit length and in order."""
    rows = own_rows(HIDDEN, SPECIAL, [(0, 0), (0, 6), (7, 11), (12, 16), (0, 0)], "query: ")
    assert rows.dtype == np.float32
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 1]]))


def test_a_token_that_begins_with_the_prompts_blank_is_the_texts() -> None:
    """Some tokenizers count the blank before a word to the word."""
    rows = own_rows(HIDDEN, SPECIAL, [(0, 0), (0, 6), (6, 11), (11, 16), (0, 0)], "query: ")
    assert len(rows) == 2


def test_a_text_without_tokens_has_no_row() -> None:
    """The shape says all the same how long a row would be."""
    assert own_rows(HIDDEN, (1, 1), [(0, 0), (0, 0)], "").shape == (0, 2)


def test_a_token_without_a_direction_stays_without() -> None:
    """A row of zeros can't be made a unit row, and is no number that would spoil the others."""
    assert np.array_equal(own_rows(HIDDEN[5:], (0,), [(0, 4)], ""), [[0, 0]])
