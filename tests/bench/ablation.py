"""What each part of the ranking is worth, by judged queries: words alone, meaning alone, and both in several ways.

    python -m tests.bench.ablation ARCHIVE DATA QUERIES.jsonl QRELS.tsv

ARCHIVE must be indexed into DATA; ARCHIVE.ids.tsv beside it names its documents. One line a variant: nDCG@10 without
and, where the queries have windows, with them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from index import evaluation
from index.embed import load
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Query
from index.search import fusion
from index.search.context import Surroundings
from index.search.ranking import Model
from index.settings import Settings
from index.storage.candidates import Candidates
from index.storage.embedded import EmbeddedStore
from index.storage.words import weighing

DEPTH = 500
RRF_K = 60
"""Of the paper that proposed reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""

Ranking = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one query's passages: both rankings, and for every row of them its document and more."""

    meant: Ranking
    said: Ranking
    said_without_pairs: Ranking
    cosines: dict[int, float]
    nearness: dict[int, float]
    """The cosines with those around."""
    documents: dict[int, int]
    weight: float
    """What a nearness of 1 counts."""


Combine = Callable[[Found], dict[int, float]]
"""To the documents' scores."""


def words(found: Found) -> dict[int, float]:
    return _best(found.said, found.documents)


def single_words(found: Found) -> dict[int, float]:
    return _best(found.said_without_pairs, found.documents)


def meaning(found: Found) -> dict[int, float]:
    return _best(found.meant, found.documents)


def reciprocal(found: Found) -> dict[int, float]:
    scores: dict[int, float] = {}
    for ranking in (found.meant, found.said):
        for rank, document in enumerate(_best(ranking, found.documents), 1):
            scores[document] = scores.get(document, 0.0) + 1 / (RRF_K + rank)
    return scores


def alone(found: Found) -> dict[int, float]:
    """Each passage's own cosine, which weighed the most when it weighed alone."""
    weight = 1.5 * found.weight / fusion.MEANING_WEIGHT
    return _fused(found.meant, found.said_without_pairs, found.cosines, found.documents, weight)


def around(found: Found) -> dict[int, float]:
    return _fused(found.meant, found.said_without_pairs, found.nearness, found.documents, found.weight)


def convex(found: Found) -> dict[int, float]:
    return _fused(found.meant, found.said, found.nearness, found.documents, found.weight)


def unweighed(found: Found) -> dict[int, float]:
    return _fused(found.meant, found.said, found.nearness, found.documents, fusion.MEANING_WEIGHT)


VARIANTS: dict[str, Combine] = {
    "single words alone": single_words,
    "words alone": words,
    "meaning alone": meaning,
    "reciprocal ranks": reciprocal,
    "scores, own cosines, single words": alone,
    "scores, single words": around,
    "scores, any language alike": unweighed,
    "scores (the default)": convex,
}


def _fused(
    meant: Ranking, said: Ranking, near: dict[int, float], documents: dict[int, int], weight: float
) -> dict[int, float]:
    rows, shares = fusion.pooled(meant, said)
    scores = shares + weight * np.array([near[row] for row in rows.tolist()])
    owners = np.array([documents[row] for row in rows.tolist()], dtype=np.int64)
    pool = fusion.Pool(rows, owners, scores, shares, np.zeros(len(rows), dtype=np.float32))
    return {one.document: one.score for one in fusion.fuse(pool, meant, said)}


def _best(ranking: Ranking, documents: dict[int, int]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for row, score in ranking:
        scores.setdefault(documents[row], score)
    return scores


def _found(generation: Generation, query: Query, model: Model, *, windowed: bool) -> Found:
    store = generation.passages
    assert isinstance(store, EmbeddedStore)
    window = store.documents.by_row.window(query.since, query.until) if windowed else None
    candidates = Candidates(ranges=window)
    vector = model.encode(query.text)
    said = store.words.search(query.text, DEPTH, candidates)
    with patch.object(weighing, "PAIR_WEIGHT", 0.0):
        single = store.words.search(query.text, DEPTH, candidates)
    meant = store.vectors.search(vector, DEPTH, candidates)
    rows = np.unique([row for row, _ in (*said, *single, *meant)]).astype(np.int64)
    places = store.documents.by_row.row_map.places(rows)
    context = Surroundings(rows, places.first_rows, places.end_rows)
    cosines = store.vectors.cosines(vector, context.needed)
    return Found(
        meant,
        said,
        single,
        cosines=dict(zip(context.needed.tolist(), cosines.tolist(), strict=True)),
        nearness=dict(zip(rows.tolist(), context.nearness(cosines).tolist(), strict=True)),
        documents=dict(zip(rows.tolist(), places.documents.tolist(), strict=True)),
        weight=fusion.meaning_weight(query.text, model.count_tokens([query.text])[0]),
    )


def _runs(
    generation: Generation, model: Model, judged: evaluation.Judged, *, windowed: bool
) -> Iterator[tuple[str, evaluation.Run]]:
    names = {number: document.path for number, document in enumerate(generation.documents.documents())}
    runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in VARIANTS}
    for query in judged.queries:
        found = _found(generation, query, model, windowed=windowed)
        for name, combine in VARIANTS.items():
            paths = {names[document]: score for document, score in combine(found).items()}
            runs[name][str(query.id)] = {judged.names.get(path, path): score for path, score in paths.items()}
    yield from runs.items()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what each part of the ranking is worth.")
    for name in ("archive", "data", "queries", "qrels"):
        parser.add_argument(name, type=Path, metavar=name.upper())
    options = parser.parse_args()
    judged = evaluation.Judged.read(options.queries, options.qrels, evaluation.names_beside(options.archive))
    windows = [False, True] if any(query.since or query.until for query in judged.queries) else [False]
    encoder = load.load(Settings(archive=options.archive, data=options.data), for_documents=False)
    model = Model(lambda text: encoder.encode_queries([text])[0], encoder.count_tokens)
    data = DataFolder(options.data)
    with closing(Generation(data, data.current())) as generation:
        for windowed in windows:
            print("with their windows" if windowed else "without windows")
            for name, run in _runs(generation, model, judged, windowed=windowed):
                print(f"  {name:34}", *(f"{key} {value:.4f}" for key, value in evaluation.measure(judged, run).items()))


if __name__ == "__main__":
    main()
