"""Rows of tokens are computed once while they are remembered, and no more are kept than there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from index.embed.token_memory import TokenMemory, size
from index.models.vectors import Rows

WIDTH = 4


class Encoder:
    """A row for each letter, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> list[Rows]:
        self.asked.extend(texts)
        return [np.full((len(text), WIDTH), ord(text[0]) if text else 0, np.float32) for text in texts]


def test_what_is_remembered_is_not_computed_again() -> None:
    """Neither a sentence that was asked for before nor one that stands twice in a question, and order is kept."""
    encoder = Encoder()
    memory = TokenMemory(encoder)
    memory(["q", "ab", "c"])
    found = memory(["r", "d", "ab", "", "d"])
    assert found is not None
    assert [(len(rows), rows[:1, 0].tolist()) for rows in found[1:]] == [(1, [100]), (2, [97]), (0, []), (1, [100])]
    assert encoder.asked == ["q", "ab", "c", "r", "d", ""]


def test_nothing_of_a_query_is_remembered() -> None:
    """It is what somebody asked; only what stands in documents is kept, even where both are the same words."""
    encoder = Encoder()
    memory = TokenMemory(encoder)
    memory(["asked", "told"])
    memory(["asked", "told"])
    memory(["told"])
    assert encoder.asked == ["asked", "told", "asked"]


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    """Room is counted in bytes, and a sentence asked for again is as new."""
    encoder = Encoder()
    memory = TokenMemory(encoder, room=2 * size("aa", encoder(["aa"])[0]))
    encoder.asked.clear()
    for text in ("aa", "bb", "aa", "cc", "aa", "bb"):
        memory(["", text])
    assert [text for text in encoder.asked if text] == ["aa", "bb", "cc", "bb"]


def test_sentences_without_tokens_take_room_too() -> None:
    """Their rows are empty, yet no more of them are kept than the room is for."""
    encoder = Encoder()
    memory = TokenMemory(lambda texts: [rows[:0] for rows in encoder(texts)], room=1000)
    memory(["", *map(str, range(100))])
    encoder.asked.clear()
    memory(["", *map(str, range(100))])
    assert len(encoder.asked) > 80


def test_more_than_there_is_room_for_is_given_all_the_same() -> None:
    """A question larger than the memory is answered, and computed anew the next time."""
    encoder = Encoder()
    memory = TokenMemory(encoder, room=16)
    for _ in range(2):
        found = memory(["q", "long", "longer"])
        assert [len(rows) for rows in found or []] == [1, 4, 6]
    assert encoder.asked == ["q", "long", "longer"] * 2


def test_an_encoder_without_tokens_stays_one() -> None:
    """It is asked each time, and nothing is remembered of it."""
    memory = TokenMemory(lambda texts: None)
    assert memory(["a", "b"]) is None
    assert memory(["a", "b"]) is None


def test_many_threads_share_it() -> None:
    """Each gets its own texts' rows, however they meet."""
    memory = TokenMemory(Encoder(), room=2000)
    texts = [["q", chr(97 + number % 26) * (1 + number % 5), "z"] for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(memory, texts))
    for asked, rows in zip(texts, found, strict=True):
        assert [(len(one), one[0, 0]) for one in rows or []] == [(len(text), ord(text[0])) for text in asked]
