"""How much longer than a search a page takes that also counts all that matches, by time, folder and format.

    python -m tests.bench.bench_overview                          2,000 and 10,000 documents

Prints milliseconds (the median of all queries, each asked in turns in every way, the best of five rounds): a search
alone; a search and an overview in two threads; both at once by `search_with_overview`; and in brackets how much longer
than its own search each took, the median and the 9th of 10.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from index import Archive, Query, load
from tests.bench import synthetic

QUERIES: Final = 40
ROUNDS: Final = 5
ASKED: Final[dict[str, dict[str, Any]]] = {
    "all": {},
    "ten years": {"since": "2005-01-01", "until": "2014-12-31"},
    "a kind": {"kinds": ("text",)},
}


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of wall time."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def measured(archive: Archive, asked: list[Query], pool: ThreadPoolExecutor) -> str:
    """What the ways take for these queries."""

    def in_threads(query: Query) -> None:
        both = pool.submit(archive.search, query, shown=False), pool.submit(archive.overview, query)
        for one in both:
            one.result()

    ways: dict[str, Callable[[Query], object]] = {
        "a search": lambda query: archive.search(query, shown=False),
        "in two threads": in_threads,
        "at once": lambda query: archive.search_with_overview(query, shown=False),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for query in asked:
        rounds = [[timed(lambda way=way, query=query: way(query)) for way in ways.values()] for _ in range(ROUNDS)]  # type: ignore[misc]
        for name, of_way in zip(ways, zip(*rounds, strict=True), strict=True):
            times[name].append(min(of_way))
    return "; ".join(f"{name} {told(found, times['a search'])}" for name, found in times.items())


def told(found: list[float], searches: list[float]) -> str:
    more = sorted(one - search for one, search in zip(found, searches, strict=True))
    return f"{statistics.median(found):.1f} (+{statistics.median(more):.1f}, +{more[len(more) * 9 // 10]:.1f}) ms"


def counting(documents: int) -> None:
    """Prints what pages take in an archive of so many documents."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(2) as pool:
        settings = load(archive=Path(name) / "archive", data=Path(name) / "data")
        settings.archive.mkdir()
        synthetic.write(settings, documents * synthetic.PASSAGES_A_DOCUMENT)
        with closing(Archive.open(settings)) as archive:
            texts = synthetic.queries(QUERIES, words=3)
            for text in texts[:5]:
                archive.search_with_overview(Query(text=text), shown=False)
            print(f"{documents:,} documents")
            for what, options in ASKED.items():
                asked = [Query.model_validate({"text": text, **options}) for text in texts]
                print(f"  {what}: {measured(archive, asked, pool)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what overviews add to searches.")
    parser.add_argument("--documents", type=int, nargs="+", default=[2_000, 10_000], metavar="N")
    for documents in parser.parse_args().documents:
        counting(documents)


if __name__ == "__main__":
    main()
