"""What one big text costs: the memory of all processes of `dateline index` at its peak, and processor time.

    python -m tests.bench.bench_big_text --megabytes 5 10 20 30

One plain text of made-up words (see `synthetic`), drawn as in a natural language, is indexed by the command as people
run it. Texts are encoded by a stand-in that costs next to nothing, since the model's own share, which `--model` adds,
doesn't hang on how long a document is. Resident memory is looked at ten times a second and counts pages that processes
share once for each (RSS), or once in all (PSS).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from tests.bench import synthetic
from tests.wire.process import Folders, environment

MEGABYTE: Final = 1_000_000
LOOK_EVERY_S: Final = 0.1
WORDS_AT_ONCE: Final = 100_000


@dataclass
class Peak:
    """The most that was seen, in bytes, and by which process."""

    rss: int = 0
    pss: int = 0
    each: dict[str, int] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    """Of processor time, by process."""

    def look(self, pid: int) -> None:
        """At a process and all that it started."""
        seen = {number: _memory(number) for number in tree(pid)}
        add_seconds(self.seconds, seen)
        rss = sum(memory[0] for memory in seen.values())
        self.pss = max(self.pss, sum(memory[1] for memory in seen.values()))
        if rss > self.rss:
            self.rss, self.each = rss, {process_name(number): memory[0] for number, memory in seen.items()}


def write_text(file: Path, size: int) -> None:
    """Writes a text of about `size` bytes: sentences of 5 to 25 words, four of them a paragraph."""
    chance = np.random.default_rng(synthetic.SEED)
    with file.open("w", encoding="utf-8") as out:
        out.write("date 2001-02-03 One big text\n\n")
        while out.tell() < size:
            out.write(_paragraphs(chance))


def _paragraphs(chance: np.random.Generator) -> str:
    words = [synthetic.word(number) for number in synthetic.ranks(chance, WORDS_AT_ONCE).tolist()]
    text, at = [], 0
    while at < len(words):
        length = int(chance.integers(5, 26))
        text.append(" ".join(words[at : at + length]).capitalize() + "." + chance.choice([" ", " ", " ", "\n\n"]))
        at += length
    return "".join(text)


def run_watched(command: list[str], env: dict[str, str], look: Callable[[int], None]) -> None:
    """Runs a command to its end; again and again `look` is told its process."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, look, ended))
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    assert code == 0, code


def _watch(pid: int, look: Callable[[int], None], ended: threading.Event) -> None:
    while not ended.wait(LOOK_EVERY_S):
        look(pid)


def add_seconds(seconds: dict[int, float], pids: Iterable[int]) -> None:
    """Puts what processes have taken so far in the place of what they had before; one that has ended keeps that."""
    seconds |= {pid: processor_seconds(pid) or seconds.get(pid, 0.0) for pid in pids}


def tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                yield from tree(int(child))


def _memory(pid: int) -> tuple[int, int]:
    """RSS and PSS in bytes; none of a process that has just ended."""
    found = {"Rss:": 0, "Pss:": 0}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            name, *rest = line.split()
            if name in found:
                found[name] = int(rest[0]) * 1024
    return found["Rss:"], found["Pss:"]


def processor_seconds(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def process_name(pid: int) -> str:
    with suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        return f"{next((part for part in command if part.startswith('index.')), command[0])} {pid}"
    return str(pid)


def measure(megabytes: int, *, model: bool) -> Peak:
    with tempfile.TemporaryDirectory() as home:
        folders = Folders(Path(home) / "archive", Path(home) / "data", Path(home))
        folders.archive.mkdir()
        write_text(folders.archive / "big.txt", megabytes * MEGABYTE)
        env = environment(folders, {"WIRE_ENCODER": None if model else "cheap", "WIRE_CONNECTIONS": None})
        command = [sys.executable, "-m", "index.cli", "index", "--archive", str(folders.archive)]
        peak = Peak()
        run_watched([*command, "--data", str(folders.data)], env, peak.look)
        return peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[5, 10, 20, 30])
    parser.add_argument("--model", action="store_true", help="encode with the model that the settings name")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    print("| MB | RSS, MB | PSS, MB | processor time, s | s a MB |")
    print("| --- | --- | --- | --- | --- |")
    for megabytes in options.megabytes:
        peak = measure(megabytes, model=options.model)
        seconds = sum(peak.seconds.values())
        row = (megabytes, peak.rss // MEGABYTE, peak.pss // MEGABYTE, f"{seconds:.1f}", f"{seconds / megabytes:.2f}")
        print(f"| {' | '.join(map(str, row))} |", flush=True)
        print({name: size // MEGABYTE for name, size in peak.each.items()}, file=sys.stderr)


if __name__ == "__main__":
    main()
