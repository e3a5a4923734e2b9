"""How long a search takes, and where: embedding, vectors, words, the rest; with and without a date window.

    python -m tests.bench.bench_search                        1,000, 100,000 and 250,000 passages
    python -m tests.bench.bench_search --passages 1000000     a minute or several to write, then the same
    python -m tests.bench.bench_search --segments 1 6 12      what segments cost, in turns in one run

Prints milliseconds a search (the median, and in brackets the processor's time, which a busy machine does not
stretch), the vectors' share of what comparing all rows with NumPy takes, how many more searches a second eight
clients get than one, and how soon and in how much memory a fresh process that serves answers first.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.embed import load as load_module
from index.embed.batching import QueryBatcher
from index.generations.data_folder import DataFolder
from index.generations.manifest import checksums
from index.models.answers import Query
from index.search import best_passages
from index.search.archive import Archive
from index.settings import Settings, load
from index.storage import VECTORS_FILE
from index.storage.candidates import Candidates
from index.storage.segments import SEGMENTS_FOLDER
from index.storage.vector_parts import VectorParts
from index.storage.vectors import VectorIndex
from index.storage.words.search import WordIndex
from tests.bench import synthetic

CLIENTS: Final = 8
TURNS: Final = 4
"""Of which the first is not counted."""
MEBIBYTE: Final = 1024
WINDOWS: Final = {"all": None, "a month": 30, "a year": 365, "ten years": 3652}
PARTS: Final = {
    "embed": (QueryBatcher, "__call__"),
    "vectors": (VectorParts, "search"),
    "words": (WordIndex, "search"),
    "tokens": (best_passages, "_tell_apart"),
}
"""Telling sentences apart by their tokens has a limit of its own, so what is "all but embed" is without it."""

FIRST_ANSWER = """
import time, json, sys, pathlib
began = time.perf_counter()
import discord, index
archive = index.Archive.open(index.load(archive=pathlib.Path(sys.argv[1]), data=pathlib.Path(sys.argv[2])))
queries = json.loads(sys.argv[3])
archive.search(index.Query(text=queries[0]))
first = time.perf_counter() - began
for text in queries: archive.search(index.Query(text=text))
lines = pathlib.Path("/proc/self/status").read_text().splitlines()
held = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("VmRSS", "RssAnon"))}
print(json.dumps({"first": first, **held}))
"""


class Clock:
    """Time spent in some methods, by what they are called here: (wall, processor) seconds a call."""

    def __init__(self) -> None:
        self.spent: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def measured(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def timed(*values: Any, **named: Any) -> Any:
            wall, processor = time.perf_counter(), time.process_time()
            try:
                return method(*values, **named)
            finally:
                self.spent[name].append((time.perf_counter() - wall, time.process_time() - processor))

        return timed

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measures `PARTS` until the block ends."""
        before = {name: getattr(owner, method) for name, (owner, method) in PARTS.items()}
        for name, (owner, method) in PARTS.items():
            setattr(owner, method, self.measured(name, before[name]))
        try:
            yield
        finally:
            for name, (owner, method) in PARTS.items():
                setattr(owner, method, before[name])

    def median(self, name: str) -> tuple[float, float]:
        """Milliseconds (wall, processor)."""
        walls, processors = zip(*self.spent[name] or [(0.0, 0.0)], strict=True)
        return statistics.median(walls) * 1000, statistics.median(processors) * 1000


def window(days: int | None, number: int) -> dict[str, dt.date]:
    """A window of so many days, another for each number."""
    if days is None:
        return {}
    first = synthetic.FIRST_DAY + dt.timedelta(days=(number * 997) % (synthetic.DAYS - days))
    return {"since": first, "until": first + dt.timedelta(days=days - 1)}


def parts(archive: Archive, texts: list[str]) -> None:
    """Prints a line for each window."""
    heads = ("search", *PARTS, "rest", "all but embed")
    print(" " * 12 + "".join(f"{head:>15}" for head in heads))
    for name, days in WINDOWS.items():
        clock = Clock()
        with clock.running():
            search = clock.measured("search", archive.search)
            for number, text in enumerate(texts):
                search(Query(text=text).model_copy(update=window(days, number)), shown=False)
        total = clock.median("search")
        each = {part: clock.median(part) for part in PARTS}
        rest = _less(total, *each.values())
        columns = [total, *each.values(), rest, _less(total, each["embed"], each["tokens"])]
        print(f"{name:>12}" + "".join(f"{f'{wall:.1f} ({cpu:.1f})':>15}" for wall, cpu in columns))


def _less(total: tuple[float, float], *others: tuple[float, float]) -> tuple[float, float]:
    return total[0] - sum(part[0] for part in others), total[1] - sum(part[1] for part in others)


def against_brute_force(path: Path, rows: int) -> None:
    """Vectors by the index beside all rows multiplied by NumPy, in one run."""
    index = VectorIndex(path)
    whole = np.concatenate([batch for _, batch in index.batches()])

    asked = synthetic.vectors(30, rows + 7)
    clock = Clock()
    search = clock.measured("index", index.search)
    compare = clock.measured("brute force", lambda query: np.argpartition(-(whole @ query), min(200, rows - 1)))
    for query in asked:
        search(query, 200, Candidates())
        compare(query)
    ours, brute = clock.median("index"), clock.median("brute force")
    print(
        f"vectors against brute force: {ours[0]:.2f} and {brute[0]:.2f} ms ({ours[1]:.2f} and {brute[1]:.2f}); "
        f"{brute[1] / ours[1]:.1f} times less work · {index.kind}"
    )


def crowd(archive: Archive, texts: list[str]) -> None:
    """Searches a second by one client and by eight, the same searches in turn."""

    def rate(clients: int) -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda text: archive.search(Query(text=text), shown=False), texts))
        return len(texts) / (time.perf_counter() - began)

    sys.setswitchinterval(0.0005)  # as the bot does
    rates = [(rate(1), rate(CLIENTS)) for _ in range(3)]
    one, eight = (max(column) for column in zip(*rates, strict=True))
    print(f"searches a second: one client {one:.0f}, eight {eight:.0f}: {eight / one:.2f} times")


def start(settings: Settings, texts: list[str]) -> None:
    """A fresh process that imports what the bot does: its first answer and its memory."""
    command = [sys.executable, "-c", FIRST_ANSWER, str(settings.archive), str(settings.data), json.dumps(texts)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout)
    print(
        f"first answer {told['first']:.2f} s after the start; resident {told['VmRSS'] // MEBIBYTE} MiB, "
        f"of which its own {told['RssAnon'] // MEBIBYTE} MiB (the rest is mapped from files)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures searches in made-up archives.")
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 100_000, 250_000])
    parser.add_argument("--segments", type=int, nargs="+", default=[1], help="how many the generation is made of")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to keep what is made, to measure it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for passages in options.passages:
            texts = synthetic.queries(options.queries)
            if len(options.segments) > 1:
                in_turns(options.keep or Path(place), passages, texts, options.segments)
            else:
                measure(options.keep or Path(place), passages, texts, *options.segments)


def in_turns(place: Path, passages: int, texts: list[str], numbers: list[int]) -> None:
    """What searches take in as many segments as each of `numbers` says, each query asked of all in turn.

    Milliseconds of the processor: of each query the least of three times, then the mean and the median of all.
    """
    spent: dict[int, list[list[float]]] = {segments: [[] for _ in texts] for segments in numbers}
    with ExitStack() as held:
        settings = {segments: made(place, passages, segments) for segments in numbers}
        archives = {segments: held.enter_context(closing(Archive.open(it))) for segments, it in settings.items()}
        for turn in range(TURNS):
            for number, text in enumerate(texts):
                for segments, archive in archives.items():
                    began = time.process_time()
                    archive.search(Query(text=text), shown=False)
                    if turn:
                        spent[segments][number].append((time.process_time() - began) * 1000)
    least = {segments: [min(times) for times in of_each] for segments, of_each in spent.items()}
    first = least[numbers[0]]
    for segments, times in least.items():
        mean, middle = statistics.mean(times), statistics.median(times)
        ratios = f"{mean / statistics.mean(first):.3f} and {middle / statistics.median(first):.3f}"
        print(
            f"{passages:,} passages in {segments} segments: {mean:.1f} and {middle:.1f} ms ({ratios} times)", flush=True
        )


def made(place: Path, passages: int, segments: int) -> Settings:
    """Writes an archive, if it is not there."""
    archive_folder = place / "archive"
    archive_folder.mkdir(parents=True, exist_ok=True)
    settings = load(archive=archive_folder, data=place / f"{passages}-{segments}")
    data = DataFolder(settings.data)
    if not data.whole():
        load_module.load(settings, for_documents=True)
        began = time.perf_counter()
        synthetic.write(settings, passages, segments)
        print(f"written in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return settings


def measure(place: Path, passages: int, texts: list[str], segments: int = 1) -> None:
    """All that is measured at one size."""
    settings = made(place, passages, segments)
    data = DataFolder(settings.data)
    generation = data.folder(data.current())
    checksums(generation, {})  # reads every file, so that it is the search that is measured, and not the disk
    print(f"\n{passages:,} passages in {segments} segments, ms a search: wall (processor)")
    with closing(Archive.open(settings)) as archive:
        for text in texts[:20]:
            archive.search(Query(text=text), shown=False)
        parts(archive, texts)
        crowd(archive, texts)
    largest = max(generation.glob(f"{SEGMENTS_FOLDER}/*/{VECTORS_FILE}"), key=lambda file: file.stat().st_size)
    against_brute_force(largest, passages)
    start(settings, texts)


if __name__ == "__main__":
    main()
