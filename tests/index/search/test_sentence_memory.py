"""A passage's sentences and terms are made once for each archive, and no more are kept than the memory is for."""

from __future__ import annotations

import gc
import weakref

from index.search.sentence_memory import SentenceMemory

TEXT = "The lamp was lit. It burned all night."


class Words:
    """Stems by cutting words short, and what it was asked."""

    def __init__(self, letters: int) -> None:
        self.letters = letters
        self.asked: list[str] = []

    def stems(self, text: str) -> list[str]:
        self.asked.append(text)
        return [word[: self.letters] for word in text.lower().rstrip(".").split()]


def test_a_passage_is_read_once() -> None:
    """The second time its sentences and terms are the same, and nobody is asked."""
    memory, words = SentenceMemory(), Words(3)
    first, second = memory.of(TEXT, words), memory.of(TEXT, words)
    assert first == second
    assert [TEXT[start:end] for start, end in first.spans] == ["The lamp was lit.", "It burned all night."]
    assert first.terms == (("the", "lam", "was", "lit"), ("it", "bur", "all", "nig"))
    assert words.asked == ["The lamp was lit.", "It burned all night."]


def test_each_archive_has_its_own() -> None:
    """Another index may stem in other languages."""
    memory = SentenceMemory()
    assert memory.of(TEXT, Words(3)).terms != memory.of(TEXT, Words(2)).terms


def test_the_passage_looked_at_longest_ago_is_forgotten() -> None:
    """One looked at again is as new."""
    memory, words = SentenceMemory(most=2), Words(1)
    for text in ("a.", "b.", "a.", "c.", "a.", "b."):
        memory.of(text, words)
    assert words.asked == ["a.", "b.", "c.", "b."]


def test_nothing_outlives_its_archive() -> None:
    """Nobody else holds the words of a generation that was closed."""
    memory, words = SentenceMemory(), Words(1)
    memory.of(TEXT, words)
    gone = weakref.ref(words)
    del words
    gc.collect()
    assert gone() is None
