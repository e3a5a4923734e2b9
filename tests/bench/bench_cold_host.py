"""A host that begins with nothing on a store: how soon it answers its first search, and how it answers then.

    python -m tests.bench.bench_cold_host                       300,000 passages on an S3 server of this machine
    python -m tests.bench.bench_cold_host --passages 30000 --folder FOLDER

The index is made up (see `synthetic`), and copied to the store; with `--folder` both are kept there for another time.
The host is a process with an empty mirror that has loaded its model, as a bot has before it joins Discord. It opens the
store, answers a search, and goes on to answer others that were not asked before, while it reads indexes ahead: first
without citing what it finds, then with a new entry in the ledger of the store for each passage; those are asked once
more at last. Queries are embedded by the model, as ever.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from index import Archive, Query, copy_data, load
from index.embed.load import load as load_encoder
from index.generations.data_folder import DataFolder
from tests.bench import synthetic
from tests.bench.clocks import took
from tests.makers.s3 import BUCKET, S3Server

ADDRESS: Final = f"s3://{BUCKET}/cold"
QUERIES: Final = 200
HOST: Final = "--host"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=300_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument(HOST, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.host:
        answer(asked.host)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        server = S3Server(folder / "s3")
        server.start()
        os.environ.update(server.environment)
        try:
            write(folder, asked.passages)
            tell(folder)
        finally:
            server.kill()


def write(folder: Path, passages: int) -> None:
    """Fills the store, unless it is."""
    settings = load(archive=folder / "archive", data=folder / "data")
    settings.archive.mkdir(parents=True, exist_ok=True)
    if not DataFolder(settings.data).numbers():
        print(f"written: {took(lambda: synthetic.write(settings, passages))[0]:.0f} s", flush=True)
    os.environ["XDG_CACHE_HOME"] = str(folder / "copier")
    seconds, _ = took(lambda: copy_data(settings, load(archive=settings.archive, data=ADDRESS)))
    print(f"copied to the store: {seconds:.0f} s", flush=True)


def tell(folder: Path) -> None:
    """What a new host takes."""
    with tempfile.TemporaryDirectory() as mirror:
        environment = {**os.environ, "XDG_CACHE_HOME": mirror}
        command = [sys.executable, "-m", __spec__.name, HOST, str(folder)]
        answered = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = json.loads(answered.stdout.splitlines()[-1])
    print(f"opened {found['opened']:.2f} s after it begins, its first search answered {found['first']:.2f} s after it")
    print(f"embedding a query: {found['embedding']:.0f} ms, in each of the following")
    for name in ("searches", "searches whose passages are cited for the first time", "searches asked again"):
        wall, late, processor = found[name]
        print(f"{QUERIES} {name}: p50 {wall:.0f} ms, p95 {late:.0f}, of the processor {processor:.0f}", flush=True)


def answer(folder: Path) -> None:
    """A host: prints what it took, as JSON."""
    settings = load(archive=folder / "archive", data=ADDRESS)
    encoder = load_encoder(settings, for_documents=False)
    first, *texts = synthetic.queries(1 + 2 * QUERIES)
    alone, cited = texts[:QUERIES], texts[QUERIES:]
    embedding = [took(partial(encoder.encode_queries, [text]))[0] for text in alone]
    began = time.perf_counter()
    with closing(Archive.open(settings, encoder)) as archive:
        opened = time.perf_counter() - began
        archive.keep_warm()
        archive.search(Query(text=first))
        answered = time.perf_counter() - began
        found = {
            "searches": spent(archive, alone, shown=False),
            "searches whose passages are cited for the first time": spent(archive, cited),
            "searches asked again": spent(archive, cited),
        }
    told = {"opened": opened, "first": answered, "embedding": 1000 * statistics.median(embedding)}
    print(json.dumps({**told, **found}))


def spent(archive: Archive, texts: Sequence[str], *, shown: bool = True) -> tuple[float, float, float]:
    """The median and the 95th percentile by the clock, and the median of the processor, in milliseconds."""
    each = [took(partial(archive.search, Query(text=text), shown=shown)) for text in texts]
    wall, processor = ([1000 * seconds for seconds in column] for column in zip(*each, strict=True))
    return statistics.median(wall), statistics.quantiles(wall, n=20)[-1], statistics.median(processor)


if __name__ == "__main__":
    main()
