"""How long reading times in words takes: ordinary queries, and long ones made to be slow.

    python -m tests.bench.bench_dates                   queries of 6,000 characters
    python -m tests.bench.bench_dates --characters 1000

Prints for each kind of query the processor time of one reading, the least of several, and how many times as long twice
the length takes: 2 means that the time grows with the length only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from typing import Final

from index.dates import phrases
from tests.makers.spoken_times import SLOW, repeated

TODAY: Final = dt.date(2025, 6, 18)
REPEATS: Final = 7
ORDINARY: Final = ("moon landing", "what happened in March 2024", "launches between 6 June and 25 August 1944")


def milliseconds(words: list[str]) -> float:
    """Of processor time, for one reading."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        phrases.window(words, TODAY)
        phrases.whole(words, TODAY)
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=6000)
    characters = parser.parse_args().characters
    print(f"{'query':<50} {'ms':>8} {'twice':>6}")
    for query in ORDINARY:
        print(f"{query:<50} {milliseconds(query.split()):8.3f}")
    for pattern in SLOW:
        once, twice = (milliseconds(repeated(pattern, length)) for length in (characters, 2 * characters))
        print(f"{pattern.strip()[:44] + ' …':<50} {once:8.3f} {twice / once:6.2f}")


if __name__ == "__main__":
    main()
