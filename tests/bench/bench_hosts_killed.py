"""What hosts of one store lose when they are killed while they write: nothing that was acknowledged.

    python -m tests.bench.bench_hosts_killed [--hosts 3] [--kills 20] [--folder]

Processes on mirrors of their own put entries into one dossier and give out citations, some of them the same ones, on a
real S3 server (or, with --folder, in a folder), and write down what was acknowledged. They are killed at random and
started again; then everything that was acknowledged is looked for on a host that is new, once each.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from index.cite.ledger import Ledger
from index.errors import DatelineError
from index.models.data_files import DataFile
from index.shared.address import Address, sign_mirror
from index.userdata.dossiers import Dossiers
from tests.makers.citations import record
from tests.makers.s3 import BUCKET, S3Server

_PERSONS: Final = 1_000_000
_TOGETHER: Final = 4
"""Every so many citations are the same for all hosts."""
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=3)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--folder", action="store_true")
    parser.add_argument("--write", nargs=2, metavar=("MIRROR", "RUN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(Path(options.write[0]), int(options.write[1]))
        return
    with tempfile.TemporaryDirectory() as place:
        if options.folder:
            drill(Path(place), Address.parse((Path(place) / "store").as_uri()), options.hosts, options.kills)
            return
        server = S3Server(Path(place) / "s3")
        os.environ.update(server.environment)
        try:
            server.start()
            drill(Path(place), Address.parse(f"s3://{BUCKET}/killed"), options.hosts, options.kills)
        finally:
            server.kill()


def write(mirror: Path, run: int) -> None:
    """Writes until it is killed, and notes in `acknowledged` what was acknowledged."""
    dossiers = Dossiers(mirror)
    number = 0
    with closing(Ledger(mirror / DataFile.CITATIONS)) as ledger, (mirror / "acknowledged").open("a") as noted:
        while True:
            number += 1
            person = run * _PERSONS + number
            identifier = _identifier(number if number % _TOGETHER == 0 else person)
            try:
                assert dossiers.add(person, 1, identifier) == "added", f"{person} was added before"
                noted.write(f"entry {person}\n")
                ledger.give_out([record(f"Words of {identifier}.", id=identifier, generation_first=run)])
                noted.write(f"citation {identifier}\n")
            except DatelineError as error:
                print(error, flush=True)
            noted.flush()


def drill(place: Path, address: Address, hosts: int, kills: int) -> None:
    """Kills hosts, and holds what is there against what was acknowledged."""
    mirrors = [place / f"host-{number}" for number in range(hosts)]
    for mirror in mirrors:
        sign_mirror(mirror, address)
        (mirror / "acknowledged").touch()
    runs = hosts
    running = [_start(mirror, run) for run, mirror in enumerate(mirrors)]
    chance = random.Random(17)
    for _ in range(kills):
        time.sleep(chance.uniform(1.5, 4))
        which = chance.randrange(hosts)
        _kill(running[which])
        running[which] = _start(mirrors[which], runs)
        runs += 1
    for process in running:
        _kill(process)
    _compare(place / "new", address, mirrors)


def _compare(new: Path, address: Address, mirrors: list[Path]) -> None:
    lines = [line for mirror in mirrors for line in (mirror / "acknowledged").read_text().splitlines()]
    sign_mirror(new, address)
    dossiers = Dossiers(new)
    persons = [int(line.split()[1]) for line in lines if line.startswith("entry")]
    cited = {line.split()[1] for line in lines if line.startswith("citation")}
    lost = [person for person in persons if len(dossiers.entries(person, 1)) != 1]
    with closing(Ledger(new / DataFile.CITATIONS)) as ledger:
        known = ledger.get_many(sorted(cited))
        wrong = [name for name in cited if name not in known or known[name].quotation != f"Words of {name}."]
        faults = [*ledger.faults(), *dossiers.faults()]
    print(f"{len(persons)} entries acknowledged, {len(lost)} not there once; {len(cited)} citations, {len(wrong)} lost")
    print(f"{len(faults)} faults, {dossiers.count()} entries in all")


def _start(mirror: Path, run: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.bench.bench_hosts_killed", "--write", str(mirror), str(run)])


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _identifier(number: int) -> str:
    """Spread over all objects, as ids are."""
    spread = (number * 0x9E3779B97F4A7C15) % 32**8
    return "".join(_LETTERS[spread >> shift & 31] for shift in range(35, -1, -5))


if __name__ == "__main__":
    main()
