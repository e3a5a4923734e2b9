"""What a first index costs its builder: memory at its peak, and the processor time of all processes.

    python -m tests.bench.bench_first_index --passages 100000 [--words 40] [--documents-of 4] [--data DIR]

Documents of made-up words (see `synthetic`) are indexed by the command as people run it, encoded by a stand-in that
costs next to nothing. The kernel says how much of a process was resident at most; of that, what is no page of a file,
and so can't be taken back, is looked at ten times a second.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from tests.bench import synthetic
from tests.bench.bench_big_text import MEGABYTE, add_seconds, process_name, run_watched, tree
from tests.wire.process import Folders, environment

BUILDER: Final = "index.build.worker"
TOKENS_A_WORD: Final = 1.3
DOCUMENTS_A_FOLDER: Final = 1_000
DAYS: Final = 9_000
KIB: Final = 1024


@dataclass
class Seen:
    """The most that the builder had, in bytes, and what all processes took."""

    resident: int = 0
    own: int = 0
    """Of what was resident, what is of no file."""
    seconds: dict[int, float] = field(default_factory=dict)
    """Of processor time, by process."""
    builder: int = 0
    """The builder's process, once it is there."""

    def look(self, pid: int) -> None:
        """At a command and all that it started."""
        running = list(tree(pid))
        add_seconds(self.seconds, running)
        self.builder = self.builder or next((each for each in running if BUILDER in process_name(each)), 0)
        said = dict(_said(self.builder)) if self.builder else {}
        self.resident = max(self.resident, said.get("VmHWM", 0))
        self.own = max(self.own, said.get("RssAnon", 0))


def write_archive(archive: Path, passages: int, each: int, words: int) -> None:
    """Writes documents of `each` passages, a paragraph of `words` words each, in folders and dated by a head line."""
    chance = np.random.default_rng(synthetic.SEED)
    table = [synthetic.word(number) for number in range(synthetic.VOCABULARY)]
    for number in range(-(-passages // each)):
        drawn = synthetic.ranks(chance, each * words).reshape(each, words).tolist()
        paragraphs = [" ".join(table[rank] for rank in row) for row in drawn]
        folder = archive / f"{number // DOCUMENTS_A_FOLDER:04d}"
        if number % DOCUMENTS_A_FOLDER == 0:
            folder.mkdir(parents=True)
        day = synthetic.FIRST_DAY.toordinal() + number * 7919 % DAYS
        text = ".\n\n".join(paragraphs)
        head = f"date {synthetic.FIRST_DAY.fromordinal(day)} {paragraphs[0][:40]}"
        (folder / f"{number:07d}.txt").write_text(f"{head}\n\n{text}.\n", "utf-8")


def index(settings: Folders, words: int) -> tuple[Seen, float]:
    """Indexes the archive: what was seen of it, and seconds."""
    env = environment(settings, {"WIRE_ENCODER": "cheap", "WIRE_CONNECTIONS": None})
    env["DATELINE_PASSAGE_TOKENS"] = str(round(words * TOKENS_A_WORD * 1.05))
    command = [sys.executable, "-m", "index.cli", "index", "--archive", str(settings.archive)]
    began = time.monotonic()
    seen = Seen()
    run_watched([*command, "--data", str(settings.data)], env, seen.look)
    return seen, time.monotonic() - began


def _said(pid: int) -> Iterator[tuple[str, int]]:
    """What the kernel says of a process's memory, in bytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
            name, _, value = line.partition(":")
            if value.endswith(" kB"):
                yield name, int(value.split()[0]) * KIB


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000])
    parser.add_argument("--documents-of", type=int, default=4, help="passages in each document")
    parser.add_argument("--words", type=int, default=40, help="words in each passage")
    parser.add_argument("--data", type=Path, help="where to keep what is made, in place of a folder that goes")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    print("| passages | builder, resident, MB | its own, MB | processor time, s | s | MB of files |")
    print("| --- | --- | --- | --- | --- | --- |")
    for passages in options.passages:
        with tempfile.TemporaryDirectory() as home:
            place = (options.data or Path(home)) / str(passages)
            folders = Folders(place / "archive", place / "data", place)
            if not folders.archive.exists():
                write_archive(folders.archive, passages, options.documents_of, options.words)
            seen, wall = index(folders, options.words)
            written = sum(file.stat().st_size for file in folders.data.rglob("*") if file.is_file())
            sizes, processor = (seen.resident // MEGABYTE, seen.own // MEGABYTE), sum(seen.seconds.values())
            row = (f"{passages:,}", *sizes, f"{processor:.1f}", f"{wall:.0f}", written // MEGABYTE)
            print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main()
