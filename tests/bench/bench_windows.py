"""What windows said in words do to the ranking: pasted sentences, months appended to judged queries, and "this week".

    python -m tests.bench.bench_windows ARCHIVE DATA [--sample 500]                      pasted sentences
    python -m tests.bench.bench_windows ARCHIVE DATA --queries QUERIES.jsonl --qrels QRELS.tsv

ARCHIVE must be indexed into DATA; ARCHIVE.ids.tsv beside it names its documents. Every sentence of 12 to 40 words
that names a month is pasted without its full stop, or a seeded sample of them. Judged queries whose windows are
months are asked with their month as options, with " in March 2014" (their month, and another one) appended, and with
"this week" and "this year", to an archive that ended years before.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from index import evaluation
from index.dates.calendar import MONTHS
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Query
from index.search.archive import Archive
from index.settings import Settings
from index.text.sentences import sentences

SEED = 15
WORDS = range(12, 41)
MONTH_NAMES = frozenset(MONTHS)

Change = Callable[[Query], Query]


def pasted(data: Path) -> list[tuple[str, str]]:
    """The path of each document with each of its sentences that are tried."""
    folder = DataFolder(data)
    with closing(Generation(folder, folder.current())) as generation:
        found = [
            (document.path, document.text[start:end])
            for document in generation.documents.documents()
            for passage in generation.documents.passages(document)
            for start, end in _sentences(document.text, passage.start, passage.end)
        ]
    return [(path, " ".join(text.split()).removesuffix(".")) for path, text in found if _is_tried(text)]


def _sentences(text: str, first: int, end: int) -> Iterator[tuple[int, int]]:
    return ((first + start, first + stop) for start, stop in sentences(text[first:end]))


def _is_tried(sentence: str) -> bool:
    words = sentence.split()
    return len(words) in WORDS and any(word.strip("(“\"'’,.;:)”") in MONTH_NAMES for word in words)


def places(archive: Archive, tried: Sequence[tuple[str, str]]) -> Counter[str]:
    """How often the sentence's document, or one that tells the same, was first, second, later or not at all."""
    found: Counter[str] = Counter()
    for path, text in tried:
        answer = archive.search(Query(text=text, limit=10), shown=False)
        found["read as a window"] += answer.reading.prefers
        at = next((hit.rank for hit in answer.hits if path in {hit.document, *hit.duplicates}), 0)
        found[{0: "not found", 1: "first", 2: "second"}.get(at, "later")] += 1
        if at not in {1, 2}:
            print(f"  {path}: {text}")
    return found


def month(query: Query) -> tuple[dt.date, dt.date]:
    assert query.since is not None
    assert query.until is not None
    return query.since, query.until


def changes(queries: Sequence[Query]) -> dict[str, Change]:
    """What is asked in place of each judged query, by name."""
    drawn = random.Random(SEED)
    months = sorted({month(query) for query in queries})
    others = {query.id: drawn.choice([one for one in months if one != month(query)]) for query in queries}

    def bare(query: Query) -> Query:
        return query.model_copy(update={"since": None, "until": None})

    def appended(query: Query, words: str) -> Query:
        return bare(query).model_copy(update={"text": f"{query.text} {words}"})

    def in_month(query: Query, days: tuple[dt.date, dt.date]) -> Query:
        return appended(query, f"in {MONTHS[days[0].month - 1]} {days[0].year}")

    return {
        "no window": bare,
        "their month, as options": lambda query: query,
        "their month appended": lambda query: in_month(query, month(query)),
        "another month appended": lambda query: in_month(query, others[query.id]),
        "“this week” appended": lambda query: appended(query, "this week"),
        "“this year” appended": lambda query: appended(query, "this year"),
    }


def judged_windows(archive: Archive, judged: evaluation.Judged) -> None:
    """Prints the measures of every change."""
    for name, change in changes(judged.queries).items():
        asked = evaluation.Judged(tuple(map(change, judged.queries)), judged.relevance, judged.names)
        measures = evaluation.measure(asked, evaluation.run(archive, asked))
        print(f"  {name:26}", *(f"{key} {value:.4f}" for key, value in measures.items()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what windows said in words do to the ranking.")
    for name in ("archive", "data"):
        parser.add_argument(name, type=Path, metavar=name.upper())
    for name in ("--queries", "--qrels"):
        parser.add_argument(name, type=Path, metavar="FILE")
    parser.add_argument("--sample", type=int, metavar="N", help="paste so many sentences (default: all)")
    parser.add_argument("--step", type=int, metavar="N", default=1, help="ask every Nth judged query only")
    options = parser.parse_args()
    tried = pasted(options.data)
    if options.sample and options.sample < len(tried):
        tried = random.Random(SEED).sample(tried, options.sample)
    with closing(Archive.open(Settings(archive=options.archive, data=options.data))) as archive:
        print(f"{len(tried)} pasted sentences:", dict(places(archive, tried)), flush=True)
        if options.queries and options.qrels:
            names = evaluation.names_beside(options.archive)
            judged = evaluation.Judged.read(options.queries, options.qrels, names)
            judged = evaluation.Judged(judged.queries[:: options.step], judged.relevance, judged.names)
            judged_windows(archive, judged)


if __name__ == "__main__":
    main()
