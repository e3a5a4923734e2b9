"""How long citations take: given out, and resolved against the stored documents and the archive's files.

    python -m tests.bench.bench_cite [--documents 2000] [--citations 10000]

The archive is made for it, indexed by the hashing encoder, and thrown away. Resolving is `Archive.cite`, which is what
`dateline cite`, `/cite` and exports call: ledger, comparison with the stored documents, comparison with the files.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TypeVar

from index.cite.check import check_many
from index.cite.ledger import Ledger
from index.cite.models import Cited
from index.cite.sources import StoredSources
from index.cite.styles import StyleName, format_citations
from index.models.answers import Query
from index.models.scope import EVERYTHING
from index.search.archive import Archive
from index.storage.opening import holders_in
from tests.makers.archives import Place

LEDGER = "citations.sqlite"
PASSAGES = 6
"""Paragraphs a document, each of which becomes a passage."""
SEED = 1

Result = TypeVar("Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--citations", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), dict(_documents(options.documents)), passage_tokens=40)
        report = place.index()
        ids = _all_ids(place)[: options.citations]
        print(f"{report.documents:,} documents, {report.passages:,} passages, {len(ids):,} citations")
        with place.opened() as archive:
            _searches(archive)
            _given_out(place, ids, archive)
            _resolved(place, ids, archive)
            _edit(place, options.documents // 20)
            print("after one document in twenty was edited, without a reindex:")
            _timed("ledger, index and files", lambda: archive.cite(ids, EVERYTHING), len(ids))


def _documents(count: int) -> list[tuple[str, str]]:
    chance = random.Random(SEED)
    words = [f"word{number}" for number in range(3000)]
    documents = []
    for number in range(count):
        paragraphs = [" ".join(chance.choices(words, k=35)).capitalize() + "." for _ in range(PASSAGES)]
        head = f"date {1950 + number % 70}-{number % 12 + 1:02}-{number % 28 + 1:02} Story {number}"
        documents.append((f"{number % 40:02}/{number:05}.txt", "\n\n".join([head, *paragraphs]) + "\n"))
    return documents


def _all_ids(place: Place) -> list[str]:
    with place.generation() as generation:
        ids = [
            passage.id
            for document in generation.documents.documents()
            for passage in generation.documents.passages(document)
        ]
    random.Random(SEED).shuffle(ids)
    return ids


def _given_out(place: Place, ids: Sequence[str], archive: Archive) -> None:
    found = _timed("entered, each for the first time", lambda: archive.cite(ids, EVERYTHING), len(ids))
    assert all(isinstance(cited, Cited) for cited in found), "every id is known"
    size = sum(file.stat().st_size for file in place.data.glob(f"{LEDGER}*"))
    print(f"  the ledger has {size / 2**20:.1f} MiB, {size / len(ids):,.0f} bytes a citation")


def _searches(archive: Archive) -> None:
    """What the ledger adds to a search."""
    queries = [Query(text=f"word{number} word{number + 1} word{number + 2}", limit=10) for number in range(0, 600, 3)]
    for said, shown in (("searches without the ledger", False), ("searches with it", True), ("the same again", True)):
        _timed(said, partial(_search, archive, queries, shown), len(queries))


def _search(archive: Archive, queries: Sequence[Query], shown: bool) -> None:
    for query in queries:
        archive.search(query, shown=shown)


def _resolved(place: Place, ids: Sequence[str], archive: Archive) -> None:
    with closing(Ledger(place.data / LEDGER)) as ledger, place.generation() as generation:
        sources = StoredSources(generation.number, generation.documents, holders_in(generation.passages))
        _timed("ledger and index", lambda: check_many(ledger.get_many(ids).values(), sources), len(ids))
    found = _timed("ledger, index and files", lambda: archive.cite(ids, EVERYTHING), len(ids))
    citations = [cited.citation for cited in found if isinstance(cited, Cited)]
    styles: tuple[StyleName, ...] = ("apa", "bibtex", "csl-json")
    for style in styles:
        _timed(f"written as {style}", partial(format_citations, citations, style), len(ids))


def _edit(place: Place, count: int) -> None:
    files = sorted(place.archive.rglob("*.txt"))
    for file in random.Random(SEED).sample(files, count):
        file.write_text(file.read_text("utf-8").replace("word1", "other1"), "utf-8")


def _timed(said: str, work: Callable[[], Result], count: int) -> Result:
    begun, computed = time.perf_counter(), time.process_time()
    done = work()
    seconds, computed = time.perf_counter() - begun, time.process_time() - computed
    print(f"  {said:<40} {seconds:7.3f} s, of which {computed:7.3f} s computing  {seconds / count * 1e6:9.1f} µs each")
    return done


if __name__ == "__main__":
    main()
