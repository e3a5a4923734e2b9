"""What each part of the ranking is worth, by judged queries: words alone, meaning alone, and both in several ways.

    python -m tests.bench.ablation ARCHIVE DATA QUERIES.jsonl QRELS.tsv

ARCHIVE must be indexed into DATA; ARCHIVE.ids.tsv beside it names its documents. One line a variant: nDCG@10 without
and, where the queries have windows, with them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from index import evaluate, fuse
from index.dense import Candidates
from index.models import Query
from index.search import Archive
from index.serving import Generation
from index.settings import Settings
from index.vectors import Rows

DEPTH = 500
RRF_K = 60
"""Of the paper that proposed reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""

Ranking = list[tuple[int, float]]
Combine = Callable[[Ranking, Ranking, dict[int, float], dict[int, int], float], dict[int, float]]
"""Both rankings, every row's cosine and document, and what a cosine counts, to the documents' scores."""


def words(_: Ranking, found: Ranking, __: dict[int, float], documents: dict[int, int], ___: float) -> dict[int, float]:
    return _best(found, documents)


def meaning(
    found: Ranking, _: Ranking, __: dict[int, float], documents: dict[int, int], ___: float
) -> dict[int, float]:
    return _best(found, documents)


def reciprocal(
    meant: Ranking, said: Ranking, _: dict[int, float], documents: dict[int, int], __: float
) -> dict[int, float]:
    scores: dict[int, float] = {}
    for ranking in (meant, said):
        for rank, document in enumerate(_best(ranking, documents), 1):
            scores[document] = scores.get(document, 0.0) + 1 / (RRF_K + rank)
    return scores


def convex(
    meant: Ranking, said: Ranking, cosines: dict[int, float], documents: dict[int, int], weight: float
) -> dict[int, float]:
    return {one.document: one.score for one in fuse.fuse(meant, said, cosines, documents, weight)}


def unweighed(
    meant: Ranking, said: Ranking, cosines: dict[int, float], documents: dict[int, int], _: float
) -> dict[int, float]:
    return convex(meant, said, cosines, documents, 1.0)


VARIANTS: dict[str, Combine] = {
    "words alone": words,
    "meaning alone": meaning,
    "reciprocal ranks": reciprocal,
    "scores, cosine 1.0": unweighed,
    "scores (the default)": convex,
}


def _best(ranking: Ranking, documents: dict[int, int]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for row, score in ranking:
        scores.setdefault(documents[row], score)
    return scores


def _found(
    generation: Generation, query: Query, vector: Rows, *, windowed: bool
) -> tuple[Ranking, Ranking, dict[int, float]]:
    window = generation.store.window(query.since, query.until) if windowed else None
    candidates = Candidates(ranges=window)
    said = generation.words.search(query.text, DEPTH, candidates)
    meant = generation.vectors.search(vector, DEPTH, candidates)
    rows = np.array(sorted({row for row, _ in (*said, *meant)}), dtype=np.int64)
    return meant, said, dict(generation.vectors.search(vector, len(rows), Candidates(rows=rows)))


def _runs(archive: Archive, judged: evaluate.Judged, *, windowed: bool) -> Iterator[tuple[str, evaluate.Run]]:
    model = archive._model
    with archive._using() as generation:
        names = {number: document.path for number, document in enumerate(generation.store.documents())}
        runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in VARIANTS}
        for query in judged.queries:
            found = _found(generation, query, model.encode(query.text), windowed=windowed)
            documents = generation.store.documents_of(list(found[2]))
            weight = fuse.meaning_weight(query.text, model.count_tokens([query.text])[0])
            for name, combine in VARIANTS.items():
                scores = combine(*found, documents, weight)
                paths = {names[document]: score for document, score in scores.items()}
                runs[name][str(query.id)] = {judged.names.get(path, path): score for path, score in paths.items()}
    yield from runs.items()


def main(archive_folder: str, data: str, queries: str, qrels: str) -> None:
    place = Path(archive_folder)
    judged = evaluate.read(Path(queries), Path(qrels), evaluate.names_beside(place))
    windows = [False, True] if any(query.since or query.until for query in judged.queries) else [False]
    with closing(Archive.open(Settings(archive=place, data=Path(data)))) as archive:
        for windowed in windows:
            print("with their windows" if windowed else "without windows")
            for name, run in _runs(archive, judged, windowed=windowed):
                print(f"  {name:22}", *(f"{key} {value:.4f}" for key, value in evaluate.measure(judged, run).items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
