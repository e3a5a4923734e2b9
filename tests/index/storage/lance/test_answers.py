"""Both engines answer alike, and words are ranked by exact BM25."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pytest

from index.models.scope import EVERYTHING, Scope
from index.storage.engine import PassageStore, PassageView, Predicate, Ranking
from index.storage.lance import added, field_terms, words
from index.storage.words.scores import idf
from index.storage.words.weighing import PAIR_WEIGHT, TITLE_WEIGHT
from index.text import terms
from tests.makers.archives import WORDS, Place
from tests.makers.tables import in_segments, in_tables
from tests.stand_ins.hashing_encoder import HashingEncoder

SEED = 24
DOCUMENTS = 240
TOP = 10
ENGLISH = ("en",)
TITLES_APART = 0.1
"""Where a title is longer or shorter than others, its part of a score may be so much apart."""
QUERIES = ("harbour lantern", "storm", "goat rope keeper", "the ferry of the tide", "anchor beam engine glass bread")
INSIDE = Scope(hidden=frozenset({"pier"}))
PREDICATES = (
    Predicate(),
    Predicate(since=dt.date(1950, 3, 1), until=dt.date(1950, 3, 31)),
    Predicate(folders=("pier",)),
    Predicate(scope=INSIDE),
    Predicate(phrases=("storm",), excluded=("goat",)),
)


def document(random_: random.Random, number: int) -> tuple[str, str]:
    """A document of one passage, every third of which has no title."""
    words = [random_.choice(WORDS[: random_.randint(2, len(WORDS))]) for _ in range(random_.randint(4, 24))]
    title = f" {random_.choice(WORDS).title()} and {random_.choice(WORDS)}\n\n" if number % 3 else ""
    day = dt.date(1950, 1, 1) + dt.timedelta(days=random_.randint(0, 360))
    folder = ("pier/", "quay/", "")[number % 3]
    return f"{folder}{number:03d}.txt", f"date {day}{title or ' '}The {' '.join(words)}.\n"


class Engines(NamedTuple):
    """The same passages, by the same rows, in either engine."""

    embedded: PassageStore
    shared: PassageStore


@pytest.fixture(scope="module", params=[in_tables, in_segments], ids=["at once", "in segments"])
def engines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    random_ = random.Random(SEED)
    place = Place(tmp_path_factory.mktemp("answers"), dict(document(random_, n) for n in range(DOCUMENTS)))
    place.index()
    with place.generation() as generation, request.param(generation, place.data / "tables") as shared:
        yield Engines(generation.passages, shared)


@pytest.mark.parametrize("predicate", PREDICATES, ids=str)
def test_both_engines_answer_alike(engines: Engines, predicate: Predicate) -> None:
    """Counts, the nearest passages, words, sums of weights and words that are like others are the same."""
    embedded, shared = engines
    assert shared.count(predicate) == embedded.count(predicate) > TOP
    assert shared.count_documents(predicate) == embedded.count_documents(predicate)
    weights = {"storm": 1.5, "goat": 0.75, "ferri": 0.1}
    found, expected = (engine.holding(weights, TOP, predicate) for engine in engines)
    assert found.passages == expected.passages
    assert dict(found.first) == pytest.approx(dict(expected.first), abs=1e-6)
    rows = embedded.fulfilling(predicate)
    assert shared.weighed(weights, rows) == pytest.approx(embedded.weighed(weights, rows), abs=1e-6)
    for word, edits in (("stormm", 1), ("gaot", 1), ("fery", 1), ("lanternn", 2), ("tied", 2)):
        assert shared.nearly(word, edits, 50, predicate) == embedded.nearly(word, edits, 50, predicate)
    for query in QUERIES:
        vector = HashingEncoder().encode_queries([query])[0]
        nearest = dict(embedded.nearest(vector, TOP, predicate))
        assert dict(shared.nearest(vector, TOP, predicate)) == pytest.approx(nearest, abs=1e-6)
        near = embedded.near(vector, 0.3, predicate)
        assert shared.near(vector, 0.3, predicate).tolist() == near.tolist()
        assert shared.cosines(vector, rows) == pytest.approx(embedded.cosines(vector, rows), abs=1e-6)


@pytest.mark.parametrize("scope", [EVERYTHING, INSIDE], ids=str)
@pytest.mark.parametrize("predicate", PREDICATES, ids=str)
def test_words_are_ranked_by_exact_bm25(engines: Engines, scope: Scope, predicate: Predicate) -> None:
    """The first ten of either engine are those of BM25 worked out by hand, by the passages that may be seen."""
    views = engines.embedded.shown(range(engines.embedded.count(Predicate())))
    counted = engines.embedded.fulfilling(Predicate(scope=scope)).tolist()
    inside = set(engines.embedded.fulfilling(predicate).tolist())
    for query in QUERIES:
        exact = bm25(query, views, counted)
        best = sorted((row for row in exact if row in inside), key=lambda row: (-exact[row], row))[:TOP]
        for engine in engines:
            found = dict(engine.within(scope).worded(query, TOP, predicate))
            assert found == pytest.approx({row: exact[row] for row in found}, rel=TITLES_APART)
            assert sum(exact[row] for row in found) == pytest.approx(sum(exact[row] for row in best), rel=1e-3)


def test_fields_that_are_not_gone_through_give_the_same(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first are as by going through all, in any scope; so it is where the first of each field don't tell."""
    asked = [
        (scope, predicate, query) for scope in (EVERYTHING, INSIDE) for predicate in PREDICATES for query in QUERIES
    ]

    def found() -> list[Ranking]:
        return [engines.shared.within(scope).worded(query, TOP, predicate) for scope, predicate, query in asked]

    whole = found()
    monkeypatch.setattr(field_terms, "FEW_ROWS", 0)
    monkeypatch.setattr(words, "DEEPER", 1)
    told = [ranking is not None for ranking in _noted(monkeypatch, found)]
    assert any(told)
    assert not all(told)
    for expected, ranking in zip(whole, found(), strict=True):
        assert [row for row, _ in ranking] == [row for row, _ in expected]
        assert dict(ranking) == pytest.approx(dict(expected), rel=1e-6)


def _noted(monkeypatch: pytest.MonkeyPatch, search: Callable[[], object]) -> list[Ranking | None]:
    """What the heads of fields tell in these searches."""
    noted: list[Ranking | None] = []
    tell = added.first

    def first(rankings: Sequence[added.Added], limit: int, depth: int) -> list[tuple[int, float]] | None:
        found = tell(rankings, limit, depth)
        noted.append(found)
        return found

    monkeypatch.setattr(added, "first", first)
    search()
    return noted


def bm25(query: str, views: Sequence[PassageView], counted: Sequence[int]) -> dict[int, float]:
    """The score of each passage that has any of the terms: in its text, in its title, and as pairs in a row.

    How rare a term is, is told by the passages `counted`; how long a field is on average, by all.
    """
    titles = [view.title if view.title_origin == "source" else "" for view in views]
    stems = [terms.stems(view.text, ENGLISH) for view in views]
    fields = (
        (stems, terms.stems(query, ENGLISH), 1.0),
        ([terms.stems(title, ENGLISH) for title in titles], terms.stems(query, ENGLISH), TITLE_WEIGHT),
        ([terms.pairs(view.text, ENGLISH) for view in views], terms.pairs(query, ENGLISH), PAIR_WEIGHT),
    )
    scores: defaultdict[int, float] = defaultdict(float)
    for field, asked, weight in fields:
        average = sum(map(len, field)) / len(field)
        for term in dict.fromkeys(asked):
            rare = idf(len(counted), sum(term in field[row] for row in counted))
            for row, own in enumerate(field):
                if often := list(own).count(term):
                    long = 1.2 * (0.25 + 0.75 * len(own) / average)
                    scores[row] += weight * rare * 2.2 * often / (often + long)
    return scores
