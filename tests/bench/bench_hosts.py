"""Hosts that share a store: what they answer while generations come and go, and what a killed builder leaves.

    python -m tests.bench.bench_hosts                      a real S3 server on this machine, 1,000 answers, 20 kills
    python -m tests.bench.bench_hosts --folder --answers 200 --kills 4

Every document of a generation says which one it is of, so that an answer tells by its words what it was made of. Hosts
are processes with a mirror each. An answer is mixed if its hits are of two generations or of another one than it says,
early if that one was not published yet when the answer came, and stale if another had served for over a second when it
was asked for. Builders are then killed at random moments, and the next one indexes what they left. The exit code is 1
if any answer was wrong or any document is missing or doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.generations.data_folder import DataFolder
from index.models.answers import Query
from index.shared.address import Address, mirror_of, sign_mirror
from tests.makers.archives import Place
from tests.makers.s3 import BUCKET, S3Server

DOCUMENTS: Final = 60
SWAPS: Final = 12
"""How often another generation becomes current while hosts answer."""
STALE_S: Final = 1.0
PAUSE_S: Final = 0.03
PATIENCE_S: Final = 120.0


def documents(generation: int) -> dict[str, str]:
    """Documents that all say which generation they are of."""
    return {
        f"note-{number:03d}.txt": f"date 1950-01-{1 + number % 28:02d} Note\n\nA lantern of generation{generation} was "
        f"lit on evening {number}. Nobody wrote of it.\n"
        for number in range(DOCUMENTS)
    }


@contextmanager
def server(folder: Path, *, plain: bool) -> Iterator[str]:
    """The address of a store."""
    if plain:
        yield (folder / "store").as_uri()
        return
    s3 = S3Server(folder / "s3")
    s3.start()
    os.environ.update(s3.environment)
    try:
        yield f"s3://{BUCKET}/hosts"
    finally:
        s3.kill()


def host(role: str, folder: Path, name: str, address: str, *more: str) -> subprocess.Popen[str]:
    """A process with a mirror of its own."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / name), "PYTHONPATH": "."}
    command = [sys.executable, "-m", __spec__.name, role, str(folder), address, *more]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def place_of(folder: Path, address: str) -> Place:
    """The archive with this process's mirror of the store."""
    parsed = Address.parse(address)
    sign_mirror(mirror_of(parsed), parsed)
    return Place(folder, data=mirror_of(parsed))


def answer(place: Place, count: int) -> None:
    """A host that answers: one line an answer."""
    with place.opened() as archive:
        print(json.dumps({"ready": True}), flush=True)
        for _ in range(count):
            asked = time.time()
            found = archive.search(Query(text="lantern evening", limit=10))
            words = {word.strip(".") for hit in found.hits for word in hit.text.split() if "generation" in word}
            line = {"asked": asked, "came": time.time(), "generation": found.generation, "words": sorted(words)}
            print(json.dumps(line), flush=True)
            time.sleep(PAUSE_S)


def build(place: Place) -> None:
    """A host that builds one generation."""
    print(json.dumps({"ready": True}), flush=True)
    print(json.dumps({"generation": place.index(force=True).generation}), flush=True)


class Swap(NamedTuple):
    """A generation that became current at some moment between two."""

    began: float
    done: float
    generation: int


def judged(lines: Sequence[dict[str, Any]], swaps: Sequence[Swap]) -> Counter[str]:
    """What was wrong with answers."""
    wrong: Counter[str] = Counter()
    for line in lines:
        number = line["generation"]
        wrong["mixed"] += line["words"] != [f"generation{number}"]
        wrong["early"] += not any(swap.began <= line["came"] for swap in swaps if swap.generation == number)
        settled = max((place for place, swap in enumerate(swaps) if swap.done <= line["asked"] - STALE_S), default=0)
        wrong["stale"] += number not in {swap.generation for swap in swaps[settled:]}
    return wrong


def swapped(folder: Path, address: str, answers: int) -> Counter[str]:
    """Two hosts answer while a third publishes and rolls back."""
    place = place_of(folder, address)
    served: list[Swap] = []

    def publish(number: int) -> None:
        place.write(documents(number))
        began = time.time()
        served.append(Swap(began, time.time(), place.index(force=True).generation))
        served[-1] = served[-1]._replace(done=time.time())

    publish(1)
    publish(2)
    hosts = [host("answer", folder, name, address, str(answers // 2)) for name in ("one", "two")]
    for process in hosts:
        assert process.stdout is not None
        process.stdout.readline()
    for swap in range(SWAPS):
        time.sleep(0.5)
        if swap % 3 == 2:
            began = time.time()
            number = place.rollback().generation
            served.append(Swap(began, time.time(), number))
        else:
            publish(max(DataFolder(place.data).whole()) + 1)
    lines = [json.loads(line) for process in hosts for line in _rest(process)]
    found = judged(lines, served)
    found["answers"] = len(lines)
    found["generations"] = len({line["generation"] for line in lines})
    return found


def _rest(process: subprocess.Popen[str]) -> list[str]:
    """What a process still says until it ends."""
    assert process.stdout is not None
    lines = process.stdout.read().splitlines()
    process.wait(PATIENCE_S)
    return lines


def killed(folder: Path, address: str, kills: int) -> Counter[str]:
    """Builders that are killed at random moments, and what the next one makes of what they left."""
    place, told = place_of(folder, address), Counter[str]()
    before = max(DataFolder(place.data).whole())
    for kill in range(kills):
        place.write({f"more-{kill}.txt": f"date 1951-02-03 More\n\nA gull of evening {kill} was seen.\n"})
        process = host("build", folder, f"killed-{kill % 4}", address)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.uniform(0.0, 2.0))
        process.kill()
        told["killed"] += 1
        told["published before they were"] += "generation" in "".join(_rest(process))
    last = place.index(force=True)
    with place.opened() as archive:
        told["documents"], told["expected"] = archive.status().documents, DOCUMENTS + kills
        told["passages found"] = len({hit.passage for hit in archive.search(Query(text="gull", limit=100)).hits})
    told["generations since"] = last.generation - before
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--folder", action="store_true", help="a folder in place of an S3 server")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), plain=options.folder) as address:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "main")
        answers = swapped(Path(folder), address, options.answers)
        print("two hosts while generations came and went:", dict(answers))
        kills = killed(Path(folder), address, options.kills)
        print("after kills:", dict(kills))
    wrong = answers["mixed"] + answers["early"] + answers["stale"]
    return int(wrong > 0 or kills["documents"] != kills["expected"] or kills["passages found"] != options.kills)


ROLES: Final = {"answer": answer, "build": build}

if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in ROLES:
        here = place_of(Path(sys.argv[2]), sys.argv[3])
        ROLES[sys.argv[1]](here, *map(int, sys.argv[4:]))  # type: ignore[operator]
        sys.exit(0)
    sys.exit(main())
