"""What is near in meaning only, and what an order by date keeps: how near right documents are, and what is lost.

    python -m tests.bench.bench_near ARCHIVE DATA [QUERIES.jsonl QRELS.tsv]

ARCHIVE must be indexed into DATA; ARCHIVE.ids.tsv beside it names its documents. The first line is of invented words
(`invented.py`): how many of them find anything, and their nearest passages. The others are of the judged queries: how
many right documents of the first ten have no telling word, how many of them are lost, and nDCG@10 before and after;
then what an order by date keeps of the documents that score enough, and of those that are about the query: the share
of right documents, how many there are, and how many of them have the title of a right one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from index import Settings, evaluation
from index.embed import load
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Query
from index.search import counts, fusion, subject
from index.search.corrections import corrected
from index.search.filters import predicate
from index.search.fusion import RankedDocument
from index.search.nearness import Nearness, nearness
from index.search.query import read
from index.search.ranking import Model, ranked
from index.storage.engine import PassageStore, PassageView
from tests.bench import invented

FIRST = 10
LOWEST = 8
MOST = 200
"""Documents whose titles are looked at."""


class Found(NamedTuple):
    """All documents found for a query, and what tells which of them are about it."""

    documents: Sequence[RankedDocument]
    near: Nearness


class Kept(NamedTuple):
    """Of the documents kept: how many are right, how many there are, and how many have the title of a right one."""

    right: int
    documents: int
    alike: int


def found(store: PassageStore, query: Query, model: Model) -> Found:
    """What is found for `query` before anything is left out for being about something else."""
    reading = read(query, store.oldest(query.scope))
    demanded = predicate(reading, query)
    text, _ = corrected(store, reading, query.scope, model.count_tokens)
    near = nearness(store, text, counts.saying(store, text, demanded), demanded, model.count_tokens)
    return Found(
        ranked(store, text, predicate=demanded, model=model, limit=FIRST, sort="relevance", near=near).documents, near
    )


def invented_words(store: PassageStore, model: Model) -> None:
    asked = [(text, found(store, Query(text=text), model)) for text in invented.WORDS]
    told = [text for text, one in asked if one.near.shown(one.documents)]
    nearest = sorted((max((one.cosine for one in each.documents), default=0.0) for _, each in asked), reverse=True)
    print(f"  invented: {len(asked)}, of which {len(told)} find something: {', '.join(told[:LOWEST])}")
    print(f"  their nearest passages: {' '.join(f'{cosine:.2f}' for cosine in nearest[:LOWEST])}")


def judged_queries(store: PassageStore, judged: evaluation.Judged, model: Model) -> None:
    before, after = dict[str, dict[str, float]](), dict[str, dict[str, float]]()
    cosines, lost, right, kept = [], 0, 0, list[list[Kept]]()
    for query in judged.queries:
        documents, near = found(store, query, model)
        paths = store.paths([one.document for one in documents])
        names = {number: judged.names.get(path, path) for number, path in paths.items()}
        shown = near.shown(documents)
        for runs, those in ((before, documents), (after, shown)):
            runs[str(query.id)] = {names[one.document]: 1 / at for at, one in enumerate(those, 1)}
        grades = judged.relevance[str(query.id)]
        firsts = [one for one in documents[:FIRST] if grades.get(names[one.document], 0) > 0]
        right += len(firsts)
        lost += sum(one not in shown for one in firsts)
        cosines += [one.cosine for one in firsts if not near.has_words(one)]
        enough = fusion.related(documents)
        good = {number for number, name in names.items() if grades.get(name, 0) > 0}
        said = [one for one in enough if near.has_words(one)] or enough
        orders = documents, enough, subject.about(store, said, near.said.words)
        kept.append([_kept(store, order, good) for order in orders])
    lowest = " ".join(f"{cosine:.2f}" for cosine in sorted(cosines)[:LOWEST])
    print(f"  right in the first ten: {right}, without a telling word {len(cosines)} ({lowest}), lost {lost}")
    measures = [evaluation.measure(judged, run)["nDCG@10"] for run in (before, after)]
    print(f"  nDCG@10 {measures[0]:.4f}, {measures[1]:.4f} after")

    for name, each in zip(("found", "score enough", "about it"), zip(*kept, strict=True), strict=True):
        rights, sizes, alike = (sum(column) for column in zip(*each, strict=True))
        print(f"  {name}: right {rights:,}, documents a query {sizes / len(each):.1f}, same title {alike / sizes:.2f}")


def _kept(store: PassageStore, documents: Sequence[RankedDocument], good: set[int]) -> Kept:
    titles = {one.document: view.title for one, view in _viewed(store, documents[:MOST])}
    subjects = {titles[number] for number in good & set(titles)}
    return Kept(
        sum(one.document in good for one in documents),
        len(documents[:MOST]),
        sum(title in subjects for title in titles.values()),
    )


def _viewed(store: PassageStore, documents: Sequence[RankedDocument]) -> Iterator[tuple[RankedDocument, PassageView]]:
    yield from zip(documents, store.shown([one.row for one in documents]), strict=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what is near in meaning only.")
    for name in ("archive", "data"):
        parser.add_argument(name, type=Path, metavar=name.upper())
    parser.add_argument("judged", type=Path, nargs="*", metavar="QUERIES QRELS")
    options = parser.parse_args()
    folder = DataFolder(options.data)
    encoder = load.load(Settings(archive=options.archive, data=options.data), for_documents=False)
    model = Model(lambda text: encoder.encode_queries([text])[0], encoder.count_tokens)
    with closing(Generation(folder, folder.current())) as generation:
        invented_words(generation.passages, model)
        if options.judged:
            queries, qrels = options.judged
            names = evaluation.names_beside(options.archive)
            judged_queries(generation.passages, evaluation.Judged.read(queries, qrels, names), model)


if __name__ == "__main__":
    main()
