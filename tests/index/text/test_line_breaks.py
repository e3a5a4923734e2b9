"""Words broken at line ends are known whole, too."""

from pathlib import Path

import pytest

from index.text.line_breaks import broken_words, rejoined
from tests.makers.archives import Place


@pytest.mark.parametrize(
    ("text", "whole", "words"),
    [
        ("The coun-\ncil chose the har-  \n  bour.", "The council chose the harbour.", ["council", "harbour"]),
        ("Die Brü-\ncke steht.", "Die Brücke steht.", ["Brücke"]),
        ("North-\nSouth and 1914-\n1918", None, []),
        ("- one\n- two -\nthree", None, []),
    ],
)
def test_a_word_goes_on_in_small_letters(text: str, whole: str | None, words: list[str]) -> None:
    """Neither a name of two parts, nor numbers, nor a dash is a broken word."""
    assert rejoined(text) == whole
    assert broken_words(text) == words


def test_a_word_of_a_million_letters_is_looked_through_once() -> None:
    """A file without blanks does not keep a reindex busy for hours."""
    word = "x" * 1_000_000
    assert rejoined(f"{word} and coun-\ncil") == f"{word} and council"
    assert broken_words(f"{word}-\nx") == [f"{word}x"]


@pytest.mark.parametrize("query", ["council of Hazelford", '"council of Hazelford"', "harbourmaster", '"coun cil"'])
def test_broken_words_and_those_with_soft_hyphens_are_found(query: str, tmp_path: Path) -> None:
    """By word and as a phrase; what is shown keeps its hyphen."""
    broken = "date 2025-01-23 Broken\n\nThe coun-\ncil of Hazel-\nford chose the har-\nbourmaster.\n"
    soft = "date 2025-01-24 Soft\n\nThe coun\u00adcil of Hazel\u00adford has a har\u00adbourmaster.\n"
    place = Place(tmp_path / "place", {"broken.txt": broken, "soft.txt": soft, "other.txt": "A gull is white.\n"})
    place.index()
    found = {hit.document: hit.text for hit in place.ask(query).hits}
    assert "coun-\ncil" in found["broken.txt"]
    assert ("soft.txt" in found) == (query != '"coun cil"')
