"""What other programs are given when Dateline is measured beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.embed import weights
from tests.bench.peers import program
from tests.bench.peers.program import TOKENS, Document, Place, cut, first_of_each, read, texts

SENTENCE = "The committee met on Tuesday and agreed on the budget of the coming year. "


def words(text: str) -> int:
    return len(text.split())


def test_documents_come_without_the_line_that_dates_them(tmp_path: Path) -> None:
    """A program gets the date as a number and is not asked to read it out of the text."""
    (tmp_path / "a.txt").write_text("date 1987-03-02\n\nCocoa rose.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Undated.\n", "utf-8")
    assert read(tmp_path) == [Document("a.txt", 19870302, "Cocoa rose.\n"), Document("b.txt", 0, "Undated.\n")]


@pytest.mark.parametrize("text", [SENTENCE * 60, "word " * 1000, "short", SENTENCE + "word " * 300 + "\n\n" + SENTENCE])
def test_passages_hold_every_word_and_are_as_long_as_they_may_be(text: str) -> None:
    """Nothing is lost to other programs, nothing is too long for the model, and none is cut finer than needed."""
    passages = cut(text, words)
    assert " ".join(passages).split() == text.split()
    assert max(map(words, passages)) <= TOKENS
    assert len(passages) <= 2 * (words(text) // TOKENS + 1)


def test_passages_are_measured_by_the_models_own_tokens(tmp_path: Path) -> None:
    """Tokens that a tokenizer's file adds to fill texts up are not counted: they made a passage of every sentence."""
    (tmp_path / "a.txt").write_text("date 1987-03-02\n\n" + SENTENCE * 40, "utf-8")
    place = Place(tmp_path, tmp_path, str(weights.model_folder(weights.DEFAULT_MODEL)), "passages")
    passages = [text for _, _, text in texts(place)]
    assert [text.count("committee") for text in passages] == [13, 13, 13, 1]


def test_passages_fold_to_their_documents() -> None:
    """A document has the place of its best passage, and ten documents are an answer."""
    assert first_of_each(["b", "a", "b", *"cdefghijklm"]) == list("bacdefghij")


def test_a_window_holds_its_first_and_its_last_day() -> None:
    """All programs are judged by the same window, both days included."""
    assert [program.within(day, (2, 3)) for day in (1, 2, 3, 4)] == [False, True, True, False]
    assert program.within(0, None)
