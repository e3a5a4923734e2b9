"""What an answer's count counts: how many of the judged documents are in it, and how many documents there are in all.

    python -m tests.bench.bench_counts ARCHIVE DATA QUERIES.jsonl QRELS.tsv [--step N]

ARCHIVE must be indexed into DATA; ARCHIVE.ids.tsv beside it names its documents. A document counts if it has a telling
word of the query (`index.search.telling`), here for several bounds of how rare such a word must be, or is near in
meaning: of the judged documents that were found by their meaning alone, the lowest cosines are printed.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from statistics import mean, median

from index import Settings, evaluation
from index.embed import load
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.search import counts, telling
from index.search.filters import predicate
from index.search.nearness import EVERYTHING
from index.search.query import read
from index.search.ranking import Model, ranked
from index.storage.engine import PassageStore

SHARES = (0.0, 0.25, 0.5, 0.75)
LIMIT = 10
LOWEST = 5


def judged_paths(judged: evaluation.Judged) -> dict[str, set[str]]:
    """The documents, by the ids of the judgements, that are right for each query."""
    return {
        query: {document for document, grade in grades.items() if grade > 0}
        for query, grades in judged.relevance.items()
    }


def counted(store: PassageStore, judged: evaluation.Judged, share: float) -> tuple[float, float]:
    """The share of judged documents with a telling word, and the median of the documents that have one."""
    telling.SHARE_OF_RAREST = share
    right, sizes, held = judged_paths(judged), [], []
    for query in judged.queries:
        reading = read(query, None)
        said = counts.saying(store, reading.meaning, predicate(reading, query)).documents
        names = {judged.names.get(path, path) for path in store.paths(sorted(said)).values()}
        sizes.append(len(said))
        held += [document in names for document in right[str(query.id)]]
    return mean(held), median(sizes)


def by_meaning_alone(store: PassageStore, judged: evaluation.Judged, model: Model) -> list[float]:
    """The cosines of judged documents that were found by no word, ascending."""
    right, cosines = judged_paths(judged), []
    for query in judged.queries:
        reading = read(query, None)
        found = ranked(
            store,
            reading.meaning,
            predicate(reading, query),
            model,
            limit=LIMIT,
            sort="relevance",
            near=EVERYTHING,
        )
        alone = [one for one in found.documents if one.words_rank is None]
        paths = store.paths([one.document for one in alone])
        named = {number: judged.names.get(path, path) for number, path in paths.items()}
        cosines += [one.cosine for one in alone if named.get(one.document) in right[str(query.id)]]
    return sorted(cosines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what an answer's count counts.")
    for name in ("archive", "data", "queries", "qrels"):
        parser.add_argument(name, type=Path, metavar=name.upper())
    parser.add_argument("--step", type=int, metavar="N", default=1, help="ask every Nth judged query only")
    options = parser.parse_args()
    judged = evaluation.Judged.read(options.queries, options.qrels, evaluation.names_beside(options.archive))
    judged = evaluation.Judged(judged.queries[:: options.step], judged.relevance, judged.names)
    folder = DataFolder(options.data)
    encoder = load.load(Settings(archive=options.archive, data=options.data), for_documents=False)
    model = Model(lambda text: encoder.encode_queries([text])[0], encoder.count_tokens, None)
    with closing(Generation(folder, folder.current())) as generation:
        store = generation.passages
        for share in SHARES:
            held, size = counted(store, judged, share)
            print(f"  telling from {share:.2f} of the rarest: {held:.3f} of judged documents, median count {size:g}")
        telling.SHARE_OF_RAREST = SHARES[1]
        cosines = by_meaning_alone(store, judged, model)
        lowest = " ".join(f"{cosine:.2f}" for cosine in cosines[:LOWEST])
        print(f"  judged documents found by meaning alone: {len(cosines)}, lowest cosines {lowest}")


if __name__ == "__main__":
    main()
