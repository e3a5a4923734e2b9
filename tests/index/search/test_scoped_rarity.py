"""How rare a word is counts within the scope: what somebody may not see changes neither the order nor the counts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index import EVERYTHING, Scope
from tests.makers.archives import WORDS, Place, note

LIMITED = Scope(hidden=frozenset({"board"}))
SOME = Scope(only=frozenset({"notes"}))


def drawn(seed: int, count: int, folder: str) -> dict[str, str]:
    """Notes in a folder, some of whose words are everywhere and others in few."""
    chance = random.Random(seed)
    return {f"{folder}/{number}.txt": note(number, " ".join(chance.choices(WORDS[:4], k=5))) for number in range(count)}


@pytest.mark.parametrize("scope", [LIMITED, SOME])
def test_words_are_as_rare_as_in_an_archive_without_the_rest(tmp_path: Path, scope: Scope) -> None:
    """Each word of an archive, and one that is in none, after a reindex that took passages away, too."""
    with_it = Place(tmp_path / "with", drawn(1, 12, "notes") | drawn(2, 20, "board"))
    without = Place(tmp_path / "without", drawn(1, 12, "notes"))
    for place in (with_it, without):
        place.index()
        place.remove("notes/3.txt")
    with_it.remove("board/5.txt")
    for place in (with_it, without):
        place.index()
    with with_it.generation() as one, without.generation() as other:
        scoped, alone = one.passages.within(scope), other.passages.within(scope)
        terms = {term for word in (*WORDS, "zeppelin") for term in one.passages.stems(word)}
        expected = {term: other.passages.rarity(term) for term in terms}
        assert {term: scoped.rarity(term) for term in terms} == pytest.approx(expected)
        assert {term: alone.rarity(term) for term in terms} == pytest.approx(expected)
        assert one.passages.within(EVERYTHING) is one.passages
        assert any(one.passages.rarity(term) != pytest.approx(expected[term]) for term in terms)
