"""Two rankings become one that keeps what each of them knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.search import fusion
from index.search.context import TOTAL_WEIGHT
from index.search.fusion import RankedDocument
from index.storage.engine import Ranking

OWN = {row: row for row in range(100)}
"""Each passage a document of its own."""


def fused(
    meaning: Ranking, words: Ranking, cosines: dict[int, float], documents: dict[int, int], weight: float = 1.0
) -> list[RankedDocument]:
    """Both rankings as one, with nothing around any passage."""
    rows, shares = fusion.pooled(meaning, words)
    near = np.array([cosines.get(row, 0.0) for row in rows.tolist()], dtype=np.float32)
    scores = fusion.scored(shares, near, weight, len(rows), lambda places: near[places].astype(np.float64))
    owners = np.array([documents[row] for row in rows.tolist()], dtype=np.int64)
    return fusion.fuse(fusion.Pool(rows, owners, scores, shares, near), meaning, words)


def order(meaning: list[tuple[int, float]], words: list[tuple[int, float]], documents: dict[int, int]) -> list[int]:
    cosines = dict(meaning) | {row: dict(meaning).get(row, 0.0) for row, _ in words}
    return [ranked.document for ranked in fused(meaning, words, cosines, documents)]


def test_a_score_is_the_share_of_the_best_words_score_plus_the_cosine() -> None:
    """The sum is the one that the module states, so that a weight can't change unseen."""
    found = fused([(1, 0.6), (2, 0.5)], [(2, 8.0), (3, 4.0)], {1: 0.6, 2: 0.5, 3: 0.1}, OWN)
    assert {ranked.document: ranked.score for ranked in found} == pytest.approx({2: 1.5, 1: 0.6, 3: 0.6})
    assert [ranked.document for ranked in found] == [2, 1, 3]


def test_found_by_both_beats_found_by_one() -> None:
    """What shares words and meaning with the query comes before what shares only one of them."""
    assert order([(1, 0.7), (2, 0.69)], [(3, 9.0), (2, 8.9)], OWN)[0] == 2


def test_a_model_that_knows_nothing_decides_nothing() -> None:
    """Where all cosines are about the same, as in a language that the model does not know, words decide."""
    meaning = [(row, 0.50 + 0.001 * row) for row in range(9, -1, -1)]
    assert order(meaning, [(0, 9.0), (1, 6.0), (2, 3.0)], OWN)[:3] == [0, 1, 2]


def test_a_document_appears_once_with_its_best_passage() -> None:
    """Five passages of one document take one place, and the others are counted."""
    documents = {0: 7, 1: 7, 2: 7, 3: 8}
    found = fused([(1, 0.9), (0, 0.8), (3, 0.7), (2, 0.1)], [], {0: 0.8, 1: 0.9, 2: 0.1, 3: 0.7}, documents)
    assert [(ranked.document, ranked.row, ranked.others) for ranked in found] == [(7, 1, 2), (8, 3, 0)]
    assert [(ranked.meaning_rank, ranked.words_rank) for ranked in found] == [(1, None), (2, None)]


def test_without_meaning_words_alone_rank() -> None:
    """A query of symbols has no vector, and is found nevertheless."""
    found = fused([], [(4, 2.0), (5, 1.0)], {}, OWN)
    assert [(ranked.document, ranked.score) for ranked in found] == [(4, 1.0), (5, 0.5)]


def test_nothing_found_is_nothing() -> None:
    """Two empty rankings give an empty one."""
    assert fused([], [], {}, {}) == []
    assert fusion.related([]) == []


def test_related_leaves_out_the_tail_and_never_the_best() -> None:
    """Sorting by date keeps what is about the query, not whatever else was ranked."""
    found = fused([], [(1, 10.0), (2, 5.5), (3, 5.4)], {}, OWN)
    assert [ranked.document for ranked in fusion.related(found)] == [1, 2]
    below = fused([(1, -0.1), (2, -0.2)], [], {1: -0.1, 2: -0.2}, OWN)
    assert [ranked.document for ranked in fusion.related(below)] == [1]


def test_those_looked_at_closely_come_before_the_others() -> None:
    """Only for the likeliest are neighbours read, and none of the rest gets past them by a guess."""
    shares = np.array([0.0, 1.0, 0.2, 0.5])
    cosines = np.array([0.9, 0.1, 0.8, 0.0], dtype=np.float32)
    asked: list[list[int]] = []

    def nearness(places: fusion.Numbers) -> fusion.Scores:
        asked.append(places.tolist())
        return np.array([0.7, 0.3])

    scores = fusion.scored(shares, cosines, 1.0, 2, nearness)
    assert asked == [[0, 2]]
    assert scores[[0, 2]].tolist() == pytest.approx([0.7, 0.5])
    assert scores[[1, 3]].tolist() == pytest.approx([0.5, 0.5 - (1.0 + 0.1 * TOTAL_WEIGHT - 0.5)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), max_size=12), st.integers(0, 14), st.floats(0, 2))
def test_none_overtakes_those_looked_at(passages: list[tuple[float, float]], most: int, weight: float) -> None:
    """However many are looked at: they lead, and the others follow in their own order."""
    shares = np.array([share for share, _ in passages])
    cosines = np.array([cosine for _, cosine in passages], dtype=np.float32)
    before = shares + weight * TOTAL_WEIGHT * cosines
    looked: list[int] = []

    def nearness(places: fusion.Numbers) -> fusion.Scores:
        looked.extend(places.tolist())
        return np.array(cosines[places] * 0.5, dtype=np.float64)

    scores = fusion.scored(shares, cosines, weight, most, nearness)
    rest = [place for place in range(len(passages)) if place not in looked]
    assert len(looked) == min(most, len(passages))
    assert all(scores[row] >= scores[other] - 1e-9 for row in looked for other in rest)
    assert np.diff(scores[rest]) == pytest.approx(np.diff(before[rest]))


ROWS = st.dictionaries(st.integers(0, 20), st.floats(0.01, 1), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(ROWS, ROWS)
def test_every_document_is_there_once_best_first(meaning: dict[int, float], words: dict[int, float]) -> None:
    """Nothing that a ranking found is lost, whatever the rankings are."""
    documents = {row: row // 3 for row in range(21)}
    cosines = {row: meaning.get(row, 0.0) for row in (*meaning, *words)}
    found = fused(list(meaning.items()), list(words.items()), cosines, documents)
    assert sorted(ranked.document for ranked in found) == sorted({documents[row] for row in (*meaning, *words)})
    assert [ranked.score for ranked in found] == sorted((ranked.score for ranked in found), reverse=True)


@pytest.mark.parametrize(
    ("text", "tokens", "share"),
    [("the moon landings", 3, 1.0), ("Mondlandung", 4, 0.7), ("луна", 4, 0.0), ("", 0, 0.0)],
)
def test_meaning_weighs_as_much_as_the_model_reads_the_language(text: str, tokens: int, share: float) -> None:
    """Words in one token each count fully, words spelled out in letters not at all, and pieces in between."""
    assert fusion.meaning_weight(text, tokens) == pytest.approx(share * fusion.MEANING_WEIGHT)


def test_reranking_orders_the_first_and_leaves_the_rest() -> None:
    """The documents that were reranked come in their new order, before all others, and scores still fall."""
    found = fused([], [(1, 10.0), (2, 8.0), (3, 6.0), (4, 4.0)], {}, OWN)
    again = fusion.reranked(found, [0.2, 0.9])
    assert [ranked.document for ranked in again] == [2, 1, 3, 4]
    assert [ranked.score for ranked in again] == pytest.approx([1.5, 0.8, 0.6, 0.4])
    assert [ranked.document for ranked in fusion.reranked(found[:2], [0.1, 0.3])] == [2, 1]
    assert fusion.reranked([], []) == []
