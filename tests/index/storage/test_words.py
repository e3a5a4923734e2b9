"""Words rank passages; in a large archive words that are everywhere are passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.storage.candidates import Candidates
from index.storage.words import weighing
from index.storage.words.analysis import Entry
from index.storage.words.search import WordIndex
from index.storage.words.write import write

TEXTS = ("the whale", "the lamp", "the whale and the lamp", "a lamp", "the the the", "the quay")
"""“the” is in five of six, “lamp” in three, which is not more than half."""


@pytest.fixture
def words(tmp_path: Path) -> WordIndex:
    write(tmp_path / "words", [Entry(row, row, text, "", ("en",)) for row, text in enumerate(TEXTS)])
    return WordIndex(tmp_path / "words", ("en",))


EVERYWHERE = Candidates()


def rows(words: WordIndex, text: str, candidates: Candidates = EVERYWHERE) -> set[int]:
    return {row for row, _ in words.search(text, 10, candidates)}


def test_in_a_small_archive_every_word_counts(words: WordIndex) -> None:
    """A handful of passages may well all be about what is asked for."""
    assert rows(words, "the whale") == {0, 1, 2, 4, 5}


def test_in_a_large_archive_a_word_in_most_passages_is_passed_over(
    words: WordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ranks nothing and finds nothing, in a window too; a word in half of the passages still does."""
    monkeypatch.setattr(weighing, "LARGE_ARCHIVE_ROWS", len(TEXTS))
    assert rows(words, "the whale") == {0, 2}
    assert rows(words, "the whale", Candidates(ranges=((1, 6),))) == {2}
    assert rows(words, "the lamp") == {1, 2, 3}


def test_words_that_are_everywhere_are_searched_where_there_are_no_others(
    words: WordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query of nothing else still finds what there is."""
    monkeypatch.setattr(weighing, "LARGE_ARCHIVE_ROWS", len(TEXTS))
    assert rows(words, "the") == {0, 1, 2, 4, 5}


def test_a_word_is_held_by_candidates(words: WordIndex) -> None:
    """In any of its forms, among all rows or some."""
    assert words.holds("whales", EVERYWHERE)
    assert not words.holds("walrus", EVERYWHERE)
    assert not words.holds("whales", Candidates(ranges=((3, 6),)))


def test_a_compound_is_ranked_by_its_whole_before_its_parts(tmp_path: Path) -> None:
    """However it is written there; where no passage has the whole, its parts count in full."""
    texts = ("an F: 16 doors", "the F16 jet flew low", "an F-16 jet", "e for mail, mail for e")
    write(tmp_path / "words", [Entry(row, row, text, "", ("en",)) for row, text in enumerate(texts)])
    index = WordIndex(tmp_path / "words", ("en",))
    assert [row for row, _ in index.search("F-16", 10, EVERYWHERE)] == [2, 1, 0]
    assert index.search("e-mail", 10, EVERYWHERE) == index.search("e mail", 10, EVERYWHERE)
