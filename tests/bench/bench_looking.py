"""What it costs to look at an archive of many small files, beside asking the system for each file's facts.

    python -m tests.bench.bench_looking [--files N …] [--each N] [--rounds N] [--place DIR]

Writes N files of 60 bytes, `--each` to a folder, into a folder of its own below DIR, and looks at them: reading all, as
it was done before; for the first time; with nothing changed; with one file and with one in a hundred changed. Processor
time in this process, the median of the rounds, which take turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from index import Settings
from index.models.data_files import DataFile
from index.read import scan
from index.read.stat_cache import StatCache


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--each", type=int, default=1_000, help="files in a folder")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--place", type=Path, help="the file system to measure; by default that of temporary files")
    options = parser.parse_args(arguments)
    print(
        "files | stat alone | reading all | first look | nothing changed | one changed | 1% changed | bytes kept a file"
    )
    for count in options.files:
        with tempfile.TemporaryDirectory(dir=options.place) as folder:
            print(" | ".join(measure(Path(folder), count, options.each, options.rounds)), flush=True)


def measure(folder: Path, count: int, each: int, rounds: int) -> list[str]:
    """A row of the table."""
    settings = Settings(_env_file=None, archive=folder / "archive", data=folder / "data")
    settings.data.mkdir()
    paths = _write(settings.archive, count, each)
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        _timed(spent["stat"], lambda: _facts(settings.archive))
        _timed(spent["all"], lambda: scan(settings.archive, settings))
        (settings.data / DataFile.FILES).unlink(missing_ok=True)
        _timed(spent["first"], lambda: look(settings))
        _timed(spent["none"], lambda: look(settings))
        for name, changed in (("one", paths[:1]), ("some", paths[::100])):
            for path in changed:
                path.write_text(path.read_text("utf-8") + "More.\n", "utf-8")
            _timed(spent[name], lambda: look(settings))
    size = (settings.data / DataFile.FILES).stat().st_size / count
    return [f"{count:,}", *(f"{statistics.median(times):.3f}" for times in spent.values()), f"{size:.0f}"]


def look(settings: Settings) -> None:
    """As a reindex does, a minute after the last change."""
    with closing(StatCache(settings, clock=lambda: time.time_ns() + 60_000_000_000)) as cache:
        scan(settings.archive, settings, cache=cache)
        cache.finish()


def _timed(spent: list[float], act: Callable[[], object]) -> None:
    began = time.process_time()
    act()
    spent.append(time.process_time() - began)


def _facts(archive: Path) -> None:
    """Asks for the facts of each file, and does nothing with them."""
    folders = [str(archive)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)


def _write(archive: Path, count: int, each: int) -> list[Path]:
    paths = [archive / f"{number // each:05d}" / f"note-{number:07d}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        if number % each == 0:
            path.parent.mkdir(parents=True)
        path.write_text(f"date 19{10 + number % 90}-01-02 Note {number}\n\nThe harbour was seen.\n", "utf-8")
    return paths


if __name__ == "__main__":
    main()
