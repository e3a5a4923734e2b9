"""How long a timeline takes: counting all that matches in archives of invented documents, and drawing it.

    python -m tests.bench.bench_timeline                          2,000, 10,000 and 30,000 documents
    python -m tests.bench.bench_timeline --documents 100000       many minutes to write, then the same

Prints milliseconds a timeline (the median, and in brackets the processor's time), beside a search for the same words,
and those of the first one, which reads all dates; then how long a picture takes to draw, the first and the others.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.timeline import layout, picture
from index import Archive, Query, Timeline, load
from tests.bench import synthetic
from tests.bench.clocks import took

QUERIES: Final = 12
WINDOWS: Final[dict[str, dict[str, str]]] = {"all": {}, "ten years": {"since": "2005-01-01", "until": "2014-12-31"}}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall time, and of the processor."""
    wall, processor = took(work)
    return 1000 * wall, 1000 * processor


def median(times: list[tuple[float, float]]) -> str:
    wall, processor = (statistics.median(column) for column in zip(*times, strict=True))
    return f"{wall:.0f} ({processor:.0f}) ms"


def counting(documents: int) -> Timeline:
    """Prints what counting takes in an archive of so many documents; returns one timeline."""
    with tempfile.TemporaryDirectory() as name:
        settings = load(archive=Path(name) / "archive", data=Path(name) / "data")
        settings.archive.mkdir()
        synthetic.write(settings, documents * synthetic.PASSAGES_A_DOCUMENT)
        with closing(Archive.open(settings)) as archive:
            texts = synthetic.queries(QUERIES, words=2)
            archive.search(Query(text=texts[0]), shown=False)
            first = timed(lambda: archive.timeline(Query(text=texts[0])))
            print(f"{documents:,} documents: the first timeline {first[0]:.0f} ({first[1]:.0f}) ms")
            for window, bounds in WINDOWS.items():
                asked = [Query.model_validate({"text": text, **bounds}) for text in texts]
                searches = [timed(lambda one=one: archive.search(one, shown=False)) for one in asked]  # type: ignore[misc]
                timelines = [timed(lambda one=one: archive.timeline(one)) for one in asked]  # type: ignore[misc]
                print(f"  {window}: a search {median(searches)}, a timeline {median(timelines)}")
            return archive.timeline(Query(text=texts[0]))


def drawing(found: Timeline) -> None:
    """Prints what drawing a picture takes."""
    times = [timed(lambda: picture.png(layout.chart(found, share=False))) for _ in range(20)]
    print(f"a picture of {len(found.bars)} bars: the first {times[0][0]:.0f} ms, then {median(times[1:])}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what timelines take.")
    parser.add_argument("--documents", type=int, nargs="+", default=[2_000, 10_000, 30_000], metavar="N")
    found = [counting(documents) for documents in parser.parse_args().documents]
    drawing(found[-1])


if __name__ == "__main__":
    main()
