"""How soon a host says that its store is gone, and answers again once the store is back.

    python -m tests.bench.bench_store_gone [--kills 3]

A real S3 server on this machine is killed and started again; meanwhile one process asks again and again, as a host
does, with nothing but its own retries. "Told" is the longest that a question took until it raised; "back" runs from the
first answer that the server gave to a client made anew until the host's own client had one.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from index.cite.ledger import Ledger
from index.errors import StoreUnreachableError
from index.models.answers import Query
from index.models.data_files import DataFile
from index.shared.address import Address, sign_mirror
from index.userdata.dossiers import Dossiers
from tests.makers.archives import Place, notes
from tests.makers.citations import record
from tests.makers.s3 import BUCKET, S3Server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        server = S3Server(Path(place) / "s3")
        os.environ.update(server.environment)
        try:
            server.start()
            address = Address.parse(f"s3://{BUCKET}/gone")
            sign_mirror(Path(place) / "data", address)
            archive = notes(Path(place), 200)
            archive.index()
            _kill(server, archive, options.kills)
        finally:
            server.kill()


def _kill(server: S3Server, place: Place, kills: int) -> None:
    dossiers = Dossiers(place.data)
    with closing(Ledger(place.data / DataFile.CITATIONS)) as ledger, place.opened() as archive:
        for number in range(kills):
            questions: Mapping[str, Callable[[], object]] = {
                "a search": lambda: archive.search(Query(text=f"harbour lantern {random.random()}")),
                "a dossier": partial(dossiers.entries, 1, 2),
                "an entry": partial(dossiers.add, 1, 2, str(number)),
                "a citation": partial(ledger.give_out, [record(id=f"{number:02}000000")]),
            }
            dossiers.add(1, 2, "there")
            server.kill()
            for what, ask in questions.items():
                print(f"{what:>20}: told in {_told(ask):5.2f} s", flush=True)
            ready: list[float] = []
            back = {what: threading.Thread(target=_until, args=(what, ask, ready)) for what, ask in questions.items()}
            for thread in back.values():
                thread.start()
            began = time.monotonic()
            server.start()
            ready.append(time.monotonic())
            print(f"{'the server':>20}: takes objects again after {ready[0] - began:5.2f} s", flush=True)
            for thread in back.values():
                thread.join()


def _told(ask: Callable[[], object]) -> float:
    began = time.monotonic()
    try:
        ask()
    except StoreUnreachableError:
        return time.monotonic() - began
    raise AssertionError("it was answered by a store that is gone")


def _until(what: str, ask: Callable[[], object], ready: list[float]) -> None:
    """Asks until it is answered; `ready` holds when the server was back, once it is."""
    longest = 0.0
    while True:
        began = time.monotonic()
        try:
            ask()
        except StoreUnreachableError:
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.05)
            continue
        break
    late = max(0.0, time.monotonic() - ready[0]) if ready else 0.0
    print(f"{what:>20}: told in {longest:5.2f} s at most, back {late:5.2f} s after the server", flush=True)


if __name__ == "__main__":
    main()
