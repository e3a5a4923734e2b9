"""A build on two Ray nodes of this machine: its speed beside one node, and one of the two killed while it embeds.

    python -m tests.bench.bench_ray ARCHIVE --data DIR [--documents N] [--json FILE]

Each node is a Ray node of one core, on the loopback interface; the head has none. The first N documents of ARCHIVE are
indexed on this machine alone, on one node, on two, and on two of which one is killed when a third is embedded. Each
build begins with an empty data folder. What each has made is compared with the first.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from index import DataFile, Report, Settings, Step
from index.build.process import Reindexing
from index.generations.data_folder import DataFolder

LOOPBACK: Final = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token", "RAY_USAGE_STATS_ENABLED": "0"}
DETERMINED: Final = {"archive.sqlite", "vectors.keys"}
KILL_AT: Final = 1 / 3


def main(arguments: Sequence[str] | None = None) -> None:
    os.environ.update(LOOPBACK, RAY_AUTH_TOKEN=secrets.token_hex(32))  # once: Ray reads it no second time
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="an empty or new folder")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    _copy(options.archive, options.data / "archive", options.documents)
    found = measure(options.data)
    for name, value in found.items():
        print(f"{name:<44} {value}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), "utf-8")


def measure(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    alone = _built(place / "alone", found, "here")
    with small_cluster(1) as (address, _):
        _built(place / "one", found, "one node", address)
    with small_cluster(2) as (address, _):
        _built(place / "two", found, "two nodes", address)
    with small_cluster(2) as (address, kill):
        _built(place / "killed", found, "two nodes, one killed", address, kill)
    for name in ("one", "two", "killed"):
        found[f"{name}: the same documents, passages and keys"] = _proofs(place / name) == _proofs(place / "alone")
        found[f"{name}: vectors kept, each once"] = f"{_vectors(place / name)} of {_vectors(place / 'alone')}"
    found["documents, passages"] = f"{alone.documents}, {alone.passages}"
    return found


def _copy(archive: Path, target: Path, documents: int) -> None:
    for path in sorted(path for path in archive.rglob("*.txt") if path.is_file())[:documents]:
        copy = target / path.relative_to(archive)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def _built(
    data: Path,
    found: dict[str, Any],
    name: str,
    address: str | None = None,
    at_a_third: Callable[[], None] | None = None,
) -> Report:
    settings = Settings(_env_file=None, archive=data.parent / "archive", data=data)
    began, embedding, killed = time.monotonic(), 0.0, False

    def follow(step: Step) -> None:
        nonlocal embedding, killed
        if step.phase == "embed":
            embedding = embedding or time.monotonic()
            if at_a_third and not killed and step.total and step.done >= KILL_AT * step.total:
                killed = True
                at_a_third()
        elif embedding and f"{name}, embedding, s" not in found:
            found[f"{name}, embedding, s"] = round(time.monotonic() - embedding, 1)

    report = Reindexing.start(settings, ray=address).attend(follow)
    found[f"{name}, all, s"] = round(time.monotonic() - began, 1)
    found[f"{name}, embedded"] = report.embedded
    return report


@contextmanager
def small_cluster(count: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a head and so many nodes of one core each, and what kills the last of them."""
    from ray.cluster_utils import Cluster  # noqa: PLC0415 (it reads the environment)

    Path("/tmp/ray").mkdir(exist_ok=True)  # noqa: S108 (where Ray notes the address of a cluster that it has started)
    folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")
    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, "temp_dir": folder}
    )
    nodes = [cluster.add_node(num_cpus=1) for _ in range(count)]
    try:
        yield cluster.address, lambda: cluster.remove_node(nodes[-1], allow_graceful=False)
    finally:
        cluster.shutdown()  # type: ignore[no-untyped-call]  # Ray leaves it untyped
        shutil.rmtree(folder, ignore_errors=True)


def _proofs(data: Path) -> dict[str, str]:
    files = DataFolder(data).manifest(1).files
    return {name: digest for name, digest in files.items() if Path(name).name in DETERMINED}


def _vectors(data: Path) -> int:
    with closing(sqlite3.connect(data / DataFile.EMBEDDINGS)) as database:
        return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])


if __name__ == "__main__":
    main()
