"""What many watches cost when a reindex brings a few documents.

    python -m tests.bench.bench_watches ARCHIVE --data DIR [--documents N] [--added N] [--watches N] [--profile]

Mixes the sentences of ARCHIVE's documents into N documents, which are indexed once with the default model and kept in
DIR, makes watches of its words, adds documents, reindexes, and holds the watches against what is new. The processor's
time, of this process; a watch's first check, for which the model reads its query, is measured apart.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import pstats
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from index import EVERYTHING, Archive, DataFile, Settings, Watcher, Watches, clean, reindex, sentences

SENTENCES: int = 6
"""Of a document."""
SEED: int = 1


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="a new folder, or one of an earlier run")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--added", type=int, default=10)
    parser.add_argument("--watches", type=int, default=1_000)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args(arguments)
    settings = Settings(_env_file=None, archive=options.data / "archive", data=options.data / "data")
    texts = _texts(options.archive)
    if not settings.archive.exists():
        _write(settings.archive, texts, 0, options.documents)
        reindex(settings)
    (settings.data / DataFile.WATCHES).unlink(missing_ok=True)
    archive = Archive.open(settings)
    try:
        bench = Bench(settings, archive, texts)
        bench.make(_queries(texts, options.watches))
        bench.measure("first check", options.added)
        profile = cProfile.Profile() if options.profile else None
        bench.measure("later check", options.added, profile)
        if profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    finally:
        archive.close()


class Bench:
    """An archive that grows, and the watches on it."""

    def __init__(self, settings: Settings, archive: Archive, texts: Sequence[str]) -> None:
        self._settings, self._archive, self._texts = settings, archive, texts
        self._watcher = Watcher(archive, settings)
        self._watches = Watches(settings.data)

    def make(self, queries: Sequence[str]) -> None:
        now, checked = dt.datetime.now(dt.UTC), self._archive.status().generation
        made = [self._watches.add(0, query, checked=checked, made=now) for query in queries]
        print(f"{len(made):,} watches, such as: {'; '.join(watch.query for watch in made[:: len(made) // 4])}")

    def measure(self, name: str, added: int, profile: cProfile.Profile | None = None) -> None:
        """Adds documents, reindexes, checks and notes; prints what the last two took."""
        there = len(list(self._settings.archive.iterdir()))
        _write(self._settings.archive, self._texts, there, added)
        number = reindex(self._settings).generation
        while self._archive.status().generation != number:
            time.sleep(0.1)
        running = [(watch, EVERYTHING) for watch in self._watches.running()]
        started, clock = time.process_time(), time.perf_counter()
        with profile or nullcontext():
            checks = self._watcher.check(running)
            noted = self._watches.note(checks)
        spent, passed = time.process_time() - started, time.perf_counter() - clock
        matches = sum(len(check.matches) for check in checks)
        print(
            f"{name}: {len(noted):,} watches, {there:,} documents and {added} new, {matches:,} matches: "
            f"{spent:.2f} s of the processor ({spent / len(checks) * 1000:.2f} ms a watch), {passed:.2f} s by the clock"
        )


def _texts(archive: Path) -> list[str]:
    """The sentences of an archive's text files."""
    files = sorted(archive.rglob("*.txt"))
    found = (sentence for file in files for sentence in _sentences(file.read_text("utf-8", "replace")))
    return [sentence for sentence in found if len(sentence) > 40]


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        yield " ".join(clean(text[start:end]).split())


def _write(folder: Path, texts: Sequence[str], first: int, count: int) -> None:
    """Writes documents of sentences that meet by chance."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        chance = random.Random(f"{SEED} {number}")
        day = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(25_000))
        body = " ".join(chance.sample(texts, SENTENCES))
        (folder / f"{number:06}.txt").write_text(f"date {day} Note {number}\n\n{body}\n", "utf-8")


def _queries(texts: Sequence[str], count: int) -> list[str]:
    """Two to five longer words of a sentence; one in ten in a window, one in ten with a phrase, one in fifty misspelt.

    Whoever makes a watch has mostly seen the answer, which says what was read as another word.
    """
    chance = random.Random(SEED)
    found = set[str]()
    while len(found) < count:
        words = [word.strip(".,;:“”\"'()") for word in chance.choice(texts).split()]
        longer = [word for word in words if len(word) > 4 and word.isalpha()]
        if len(longer) < 5:
            continue
        chosen = chance.sample(longer, chance.randint(2, 5))
        kind = chance.randrange(50)
        if kind == 0:
            chosen[0] = chosen[0][:2] + chosen[0][3] + chosen[0][2] + chosen[0][4:]
        start = chance.randrange(len(words) - 2)
        more = {1: " since:1970 until:1990", 2: f' "{words[start]} {words[start + 1]}"'}.get(kind % 10, "")
        found.add(" ".join(chosen) + more)
    return sorted(found)


if __name__ == "__main__":
    main()
