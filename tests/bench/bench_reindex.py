"""What a reindex costs beside the full build, and what searches notice of it.

    python -m tests.bench.bench_reindex ARCHIVE --data DIR [--documents N] [--json FILE]

Copies the first N documents of ARCHIVE, builds, and builds again with nothing and with one document in a hundred
changed. Then it changes one in ten and searches while that is being indexed. Each build is a process of its own, as
`dateline index` starts it; every figure is of the same run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import Archive, Query, Settings
from index.build.process import Reindexing

SEARCHES = 200
PAUSE_S = 0.05
"""Between two searches: a person's pace is slower."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="an empty or new folder")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    found = measure(options.archive, options.data, options.documents)
    for name, value in found.items():
        print(f"{name:<44} {value}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), "utf-8")


def measure(archive: Path, place: Path, documents: int) -> dict[str, Any]:
    settings = Settings(_env_file=None, archive=place / "archive", data=place / "data")
    paths = _copied(archive, settings.archive, documents)
    full = _built(settings)
    same = _built(settings)
    _change(paths[:: max(1, len(paths) // max(1, len(paths) // 100))])
    few = _built(settings)
    opened = Archive.open(settings)
    try:
        idle = [_search(opened, number)[1] for number in range(SEARCHES)]
        _change(paths[::10])
        busy, picked_up = _searched_meanwhile(opened, settings)
    finally:
        opened.close()
    return {
        "documents": len(paths),
        "full build, s": round(full, 2),
        "nothing changed, s": round(same, 2),
        "nothing changed, share of the full build": round(same / full, 4),
        "1% changed, s": round(few, 2),
        "1% changed, share of the full build": round(few / full, 4),
        "search idle, p50 and p95, ms": _quantiles(idle),
        "search during a reindex, p50 and p95, ms": _quantiles(busy),
        "searches during the reindex": len(busy),
        "from rename to the first answer, s": round(picked_up, 2),
    }


def _copied(archive: Path, target: Path, documents: int) -> list[Path]:
    target.mkdir(parents=True)
    chosen = sorted(path for path in archive.rglob("*.txt") if path.is_file())[:documents]
    for path in chosen:
        copy = target / path.relative_to(archive)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return [target / path.relative_to(archive) for path in chosen]


def _built(settings: Settings) -> float:
    started = time.monotonic()
    Reindexing.start(settings).attend(lambda step: None)
    return time.monotonic() - started


def _change(paths: list[Path]) -> None:
    for path in paths:
        path.write_text(path.read_text("utf-8") + f"\nThis was added at {time.monotonic()}.\n", "utf-8")


def _search(archive: Archive, number: int) -> tuple[int, float]:
    started = time.perf_counter()
    answer = archive.search(Query(text=f"budget report {number} of the agency"), shown=False)
    return answer.generation, (time.perf_counter() - started) * 1000


def _searched_meanwhile(archive: Archive, settings: Settings) -> tuple[list[float], float]:
    """Latencies while a reindex runs, and how long after its rename the first answer came from it."""
    before = archive.status().generation
    building = threading.Thread(target=_built, args=(settings,))
    building.start()
    busy: list[float] = []
    generation, number = before, 0
    while generation == before:
        generation, elapsed = _search(archive, number)
        number += 1
        if building.is_alive():
            busy.append(elapsed)
        time.sleep(PAUSE_S)
    picked_up = time.time() - (settings.data / "current").stat().st_mtime
    building.join()
    return busy, picked_up


def _quantiles(values: list[float]) -> list[float]:
    cuts = statistics.quantiles(values, n=20)
    return [round(statistics.median(values), 1), round(cuts[18], 1)]


if __name__ == "__main__":
    main()
