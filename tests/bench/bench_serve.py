"""What pages cost beside the search itself, and how many read while the archive is indexed anew.

    python -m tests.bench.bench_serve                         the shipped archive and model, 200 readers
    python -m tests.bench.bench_serve --readers 50 --rounds 20

The server runs as in earnest, on a port of the loopback interface. Times are of one client that asks again and again,
the search's own and the page's in turns: `/?q=` and `/v1/search` beside the search, `/p/ID` beside looking up all that
it shows. The API asks for all hundred hits of a list, and so does the search beside it. Readers ask at the same time,
while a process of its own indexes the archive with new documents. The exit code is 1 if a page takes 5 ms longer than
its search, or a reader met an error.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx2

from index import EVERYTHING, Archive, Cited, Query, Reindexing, reindex
from index.web import server
from tests import ROOT
from tests.makers.archives import Place, note
from tests.makers.serving import Running, running

QUERIES: Final = (
    "moon landing",
    "first people on the Moon",
    "why did the shuttle end",
    "Venus",
    '"has landed"',
    "1969",
)
MOST_MS: Final = 5.0
WARM: Final = 3
"""Rounds before those that count."""


class Real(Place):
    """A copy of the shipped archive, with the model that ships."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        shutil.copytree(ROOT / "seeds", self.archive, dirs_exist_ok=True)

    @contextmanager
    def opened(self, **options: Any) -> Iterator[Archive]:
        """The archive with the model that ships."""
        with closing(Archive.open(self.settings)) as archive:
            yield archive


def ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def looked_up(archive: Archive, passage: str) -> None:
    """What a citation's page shows."""
    (cited,) = archive.cite([passage], EVERYTHING)
    if isinstance(cited, Cited):
        archive.document(cited.record.path, EVERYTHING)
        archive.context(passage, EVERYTHING)
        archive.history(cited.record.path, EVERYTHING)


def pages(here: Running, rounds: int) -> dict[str, float]:
    """By how many milliseconds a page's median is above that of the archive's own work, by its address."""
    archive, own, served = here.archive, defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    passages = [archive.search(Query(text=text)).hits[0].passage for text in QUERIES]
    with closing(HTTPConnection(here.url.removeprefix("http://"), timeout=60)) as client:

        def get(address: str) -> None:
            client.request("GET", address)
            answer = client.getresponse()
            if answer.status != 200 or not answer.read():
                raise RuntimeError(f"{address}: {answer.status}")

        def turn(name: str, work: Callable[[], object], address: str) -> None:
            own[name].append(ms(work))
            served[name].append(ms(partial(get, address)))

        for number in range(rounds + WARM):
            if number == WARM:
                own.clear()
                served.clear()
            for text, passage in zip(QUERIES, passages, strict=True):
                page, whole = (partial(archive.search, Query(text=text, limit=most)) for most in (10, 100))
                turn("/?q=", page, f"/?q={quote(text)}")
                turn("/v1/search", whole, f"/v1/search?q={quote(text)}")
                turn("/p/ID", partial(looked_up, archive, passage), f"/p/{passage}")
    for name in own:
        print(f"{name:12} own {statistics.median(own[name]):6.2f} ms, page {statistics.median(served[name]):6.2f} ms")
    return {name: statistics.median(served[name]) - statistics.median(own[name]) for name in own}


async def reading(here: Running, place: Place, readers: int) -> Counter[str]:
    """What so many readers met while the archive is indexed anew, and taken up."""
    met: Counter[str] = Counter()
    ended = asyncio.Event()
    before = here.archive.generation()

    async def read(client: httpx2.AsyncClient, number: int) -> None:
        addresses = [f"/?q={quote(text)}" for text in QUERIES] + ["/v1/documents", "/status", "/v1/search?q=Venus"]
        while not ended.is_set():
            number += 1
            try:
                answer = await client.get(addresses[number % len(addresses)])
            except httpx2.HTTPError as error:
                met[type(error).__name__] += 1
            else:
                met[str(answer.status_code)] += 1

    limits = httpx2.Limits(max_connections=readers)
    async with (
        httpx2.AsyncClient(base_url=here.url, timeout=120, limits=limits) as client,
        asyncio.TaskGroup() as group,
    ):
        for number in range(readers):
            group.create_task(read(client, number))
        await asyncio.to_thread(lambda: Reindexing.start(place.settings).attend(lambda step: None))
        while here.archive.generation() == before:
            await client.get("/healthz")
        ended.set()
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50, metavar="N", help="times that each page is asked for")
    parser.add_argument("--readers", type=int, default=200, metavar="N")
    options = parser.parse_args()
    sys.setswitchinterval(server.TURN_SECONDS)  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        place = Real(Path(folder))
        reindex(place.settings)
        with running(place) as here:
            over = pages(here, options.rounds)
            place.write({f"new/note-{number}.txt": note(number) for number in range(200)})
            met = asyncio.run(reading(here, place, options.readers))
    for name, more in over.items():
        print(f"{name:12} {more:+.2f} ms")
    print(f"{options.readers} readers during a reindex: {dict(met)}")
    return 1 if set(met) != {"200"} or any(more > MOST_MS for more in over.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
