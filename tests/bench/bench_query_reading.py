"""How long it takes to read the longest query there may be, whatever was typed into it: processor time, no archive.

.venv/bin/python -m tests.bench.bench_query_reading
"""

from __future__ import annotations

import argparse
import time
from contextlib import suppress

from index.errors import QueryError
from index.models.answers import MAX_CHARACTERS, Query
from index.search.query import read
from index.search.syntax import MOST_COMPOSED
from index.text import folding
from tests.index.search.test_syntax import NASTY

TARGET_MS = 20.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=7, metavar="N", help="readings of each query, of which the median"
    )
    options = parser.parse_args()
    for length in (MOST_COMPOSED, MAX_CHARACTERS):
        times = sorted((median_ms((piece * length)[:length], options.rounds), piece) for piece in NASTY)
        over = sum(taken > TARGET_MS for taken, _ in times)
        print(
            f"{length:,} characters of each of {len(times)} kinds: median {times[len(times) // 2][0]:.1f} ms, ", end=""
        )
        print(f"{over} above {TARGET_MS:.0f} ms; the slowest:")
        for taken, piece in reversed(times[-5:]):
            print(f"  {taken:6.1f} ms  {piece!r}")


def median_ms(text: str, rounds: int) -> float:
    """The processor time of one reading, with nothing remembered of the one before."""
    taken = []
    for _ in range(rounds):
        folding.fold.cache_clear()
        begun = time.process_time()
        with suppress(QueryError):
            read(Query(text=text))
        taken.append((time.process_time() - begun) * 1000)
    return sorted(taken)[rounds // 2]


if __name__ == "__main__":
    main()
