"""The two engines beside each other: what they find, and what a search takes.

    python -m tests.bench.bench_engines                        300,000 passages, a quarter of an hour to write
    python -m tests.bench.bench_engines --passages 30000       the same in two minutes
    python -m tests.bench.bench_engines --folder FOLDER        keeps what was written there, and takes it another time
    python -m tests.bench.bench_engines --s3                   with the tables on an S3 server of this machine

Passages, words and vectors are made up (see `synthetic`), the same in both engines. Prints how much of the ten nearest
by brute force is found without a window and in a month; how much of the ten best by exact BM25; what Lance finds in a
month with its defaults; the processor's time of a whole search and the wall clock's, both medians; and how soon a fresh
process has opened the store and answered, without and with its indexes read ahead.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.embed.encoder import Encoder
from index.embed.load import load as load_encoder
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Query
from index.models.vectors import Rows
from index.search.archive import Archive
from index.settings import Settings, load
from index.storage.engine import PassageStore, Predicate, Ranking
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.passages import LanceStore
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables
from index.storage.lance.write import First
from index.storage.words.scores import idf
from tests.bench import synthetic
from tests.bench.clocks import took
from tests.makers.s3 import BUCKET, S3Server
from tests.makers.tables import Copied

TOP: Final = 10
DEPTH: Final = 200
QUERIES: Final = 40
ASKED_BEFORE: Final = 400
MONTH: Final = Predicate(since=dt.date(2012, 3, 1), until=dt.date(2012, 3, 31))
EVERYTHING: Final = Predicate()
VERSIONS_FILE: Final = "versions.json"
TABLES: Final = "BENCH_TABLES"
"""The variable that says where the tables lie, if not in the folder."""
FIRST_ANSWER: Final = """
import sys, time
from pathlib import Path
began = time.perf_counter()
from tests.bench import bench_engines, synthetic
vector, ahead = synthetic.vectors(1, 10_000)[0], sys.argv[2] == "ahead"
started = time.perf_counter()
store = bench_engines.opened(Path(sys.argv[1]), ahead=ahead)
ready = time.perf_counter()
store.worded(synthetic.queries(1)[0], 200, bench_engines.EVERYTHING)
store.nearest(vector, 200, bench_engines.EVERYTHING)
print(f"{ready - started:.2f} s to open, {time.perf_counter() - ready:.2f} s for the first words and vectors")
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=300_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--s3", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as held:
        if asked.s3:
            server = S3Server(Path(scratch) / "s3")
            server.start()
            held.callback(server.kill)
            os.environ.update(server.environment, **{TABLES: f"s3://{BUCKET}/bench/tables"})
        measure(asked.folder or Path(scratch), asked.passages)


def measure(folder: Path, passages: int) -> None:
    """Writes what isn't there, and prints every figure."""
    settings = load(archive=folder / "archive", data=folder / "data")
    settings.archive.mkdir(parents=True, exist_ok=True)
    data = DataFolder(settings.data)
    if not data.numbers():
        timed("embedded engine written", lambda: synthetic.write(settings, passages))
    with closing(Generation(data, data.current())) as generation:
        if TABLES in os.environ or not (folder / VERSIONS_FILE).exists():
            timed("tables written", lambda: write_tables(generation, folder))
        with opened(folder, ahead=True) as shared:
            engines: dict[str, PassageStore] = {"embedded": generation.passages, "shared": shared}
            found(engines, shared)
            whole_searches(settings, engines)
    for ahead in ("as they are asked for", "ahead"):
        answered = subprocess.run(
            [sys.executable, "-c", FIRST_ANSWER, str(folder), ahead], capture_output=True, text=True, check=True
        )
        print(f"a fresh process, indexes read {ahead}: {answered.stdout.strip()}", flush=True)


def tables_in(folder: Path, *, writing: bool = False) -> Tables:
    return Tables(os.environ.get(TABLES, str(folder / "tables")), writing=writing)


def write_tables(generation: Generation, folder: Path) -> None:
    tables = tables_in(folder, writing=True)
    versions = Copied(generation).appended(tables, None, slice(None), First())
    timed("  of which indexes", lambda: (folder / VERSIONS_FILE).write_text(tables.index(versions).model_dump_json()))


def opened(folder: Path, *, ahead: bool) -> LanceStore:
    """The passages in the tables, their indexes read ahead or not."""
    tables, versions = tables_in(folder), TableVersions.model_validate_json(versions_of(folder))
    store = LanceStore(LanceDocuments(tables.open(versions), folder), ("en",))
    if ahead:
        store.warm()
    return store


def versions_of(folder: Path) -> bytes:
    return (folder / VERSIONS_FILE).read_bytes()


def found(engines: dict[str, PassageStore], shared: LanceStore) -> None:
    """What is found of what should be."""
    vectors, texts = synthetic.vectors(QUERIES, 10_000), synthetic.queries(QUERIES)
    rows = shared.fulfilling(EVERYTHING)
    stored = [shared.stored_vectors(rows[first : first + 20_000]) for first in range(0, len(rows), 20_000)]
    for name, predicate in (("no window", EVERYTHING), ("a month", MONTH)):
        inside = np.isin(rows, shared.fulfilling(predicate))
        best = [nearest(vector, stored, inside) for vector in vectors]
        for engine, store in engines.items():
            shares = [
                share(store.nearest(vector, DEPTH, predicate), own) for vector, own in zip(vectors, best, strict=True)
            ]
            print(f"recall@{TOP}, {name} ({inside.sum():,} passages), {engine}: {statistics.mean(shares):.4f}")
    defaults(shared, vectors, best)
    exact = bm25(shared, texts)
    for engine, store in engines.items():
        shares = [score_share(store.worded(text, TOP, EVERYTHING), own) for text, own in zip(texts, exact, strict=True)]
        print(f"words' first {TOP}, of the sum of exact BM25, {engine}: {statistics.mean(shares):.4f}", flush=True)


def nearest(vector: Rows, stored: Sequence[Rows], inside: np.ndarray[Any, Any]) -> list[int]:
    """The first rows by brute force."""
    cosines = np.where(inside, np.concatenate([part @ vector for part in stored]), -2)
    return np.argsort(-cosines, kind="stable")[:TOP].tolist()  # type: ignore[no-any-return]


def share(ranking: Ranking, best: Sequence[int]) -> float:
    return len({row for row, _ in ranking[:TOP]} & set(best)) / len(best)


def defaults(shared: LanceStore, vectors: Rows, best: Sequence[Sequence[int]]) -> None:
    """What Lance finds in a month where nothing is asked of it but the filter."""
    first, last = MONTH.since, MONTH.until
    assert first
    assert last
    window = f"earliest <= {last.toordinal()} AND latest >= {first.toordinal()}"
    shares, short = [], 0
    for vector, own in zip(vectors, best, strict=True):
        asked = {"column": "vector", "q": vector, "k": DEPTH}
        table = shared.documents.tables.passages.scanner(
            columns=["row", "_distance"], nearest=asked, filter=window, prefilter=True
        ).to_table()
        rows = table["row"].to_pylist()
        shares.append(len(set(rows[:TOP]) & set(own)) / TOP)
        short += len(rows) < min(DEPTH, shared.count(MONTH))
    told = f"{statistics.mean(shares):.4f}; {short} of {len(shares)} lists short"
    print(f"recall@{TOP}, a month, by Lance's defaults: {told}", flush=True)


def bm25(shared: LanceStore, texts: Sequence[str]) -> list[dict[int, float]]:
    """The score of each passage that has any of the weighed terms of each text."""
    asked = [shared.words.weighed(text) for text in texts]
    wanted = {(term.field, term.term) for terms in asked for term in terms}
    fields = ("stems", "pairs", "title_stems")
    postings: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    lengths: dict[str, list[int]] = {field: [] for field in fields}
    table = shared.documents.tables.passages
    for batch in table.to_batches(columns=["row", *fields]):
        for field in fields:
            for row, text in zip(batch["row"].to_pylist(), batch[field].to_pylist(), strict=True):
                words = text.split()
                lengths[field].append(len(words))
                for word, often in Counter(words).items():
                    if (field, word) in wanted:
                        postings[field, word][row] = often
    averages = {field: statistics.mean(own) for field, own in lengths.items()}
    scores = []
    for terms in asked:
        own: defaultdict[int, float] = defaultdict(float)
        for field, term, weight in terms:
            rare = weight * idf(len(lengths[field]), len(postings[field, term]))
            for row, often in postings[field, term].items():
                long = 1.2 * (0.25 + 0.75 * lengths[field][row] / averages[field])
                own[row] += rare * 2.2 * often / (often + long)
        scores.append(dict(own))
    return scores


def score_share(ranking: Ranking, exact: dict[int, float]) -> float:
    """What those found score by exact BM25, of what the best do."""
    best = sum(sorted(exact.values(), reverse=True)[:TOP])
    return sum(exact[row] for row, _ in ranking[:TOP]) / best


def whole_searches(settings: Settings, engines: dict[str, PassageStore]) -> None:
    """The time of whole searches that nobody asked before, all but embedding the query, which is remembered.

    Others were asked before them, as in a process that serves.
    """
    texts = synthetic.queries(ASKED_BEFORE + QUERIES)
    with closing(Archive.open(settings, remembering(load_encoder(settings, for_documents=False), texts))) as archive:
        for name, window in (("no window", {}), ("a month", {"since": MONTH.since, "until": MONTH.until})):
            for engine, store in engines.items():
                archive.with_generation(partial(search_in, store))
                list(times(archive, texts[:ASKED_BEFORE], window))
                spent = list(times(archive, texts[ASKED_BEFORE:], window))
                wall, processor = (1000 * statistics.median(column) for column in zip(*spent, strict=True))
                print(f"a whole search, {name}, {engine}: {processor:.0f} ms of processor, {wall:.0f} ms", flush=True)


def remembering(encoder: Encoder, texts: Sequence[str]) -> Encoder:
    """The encoder, which has embedded these queries already."""
    known = {text: encoder.encode_queries([text]) for text in texts}
    encode = encoder.encode_queries

    def encode_queries(asked: Sequence[str]) -> Rows:
        return known[asked[0]] if len(asked) == 1 and asked[0] in known else encode(asked)

    encoder.encode_queries = encode_queries  # type: ignore[method-assign, assignment]
    return encoder


def search_in(store: PassageStore, generation: Generation, _: object) -> None:
    """Lets a generation find in another store, of the same passages."""
    generation.passages = store


def times(archive: Archive, texts: Sequence[str], window: dict[str, Any]) -> Iterator[tuple[float, float]]:
    for text in texts:
        yield took(partial(archive.search, Query(text=text, **window), shown=False))


def timed(what: str, work: Callable[[], object]) -> None:
    wall, processor = took(work)
    print(f"{what}: {wall:.0f} s, {processor:.0f} s of processor", flush=True)


if __name__ == "__main__":
    main()
