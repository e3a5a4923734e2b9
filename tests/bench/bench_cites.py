"""How long a search waits while others cite passages whose sources were edited or removed.

    python -m tests.bench.bench_cites [--rounds 5] [--archive DIR] [--encoder hashing]

Each round starts the real bot on the loopback Discord and a copy of the archive, in which the files of half of the
cited passages were then edited and those of the others removed. One person searches, query after query, alone and while
four others cite all at once: the first time the bot has to read the edited files ("cold"), then it knows them ("warm").
Turns alone and beside alternate. The exit code is 1 if anything was lost or not as Discord takes it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.data_files import DataFile
from tests import ROOT
from tests.bench import bench_load
from tests.wire import payloads, process
from tests.wire.payloads import Person
from tests.wire.process import Folders
from tests.wire.server import FakeDiscord

PEOPLE: Final = 4
CITES: Final = 12
SEARCHES: Final = 30
WITHIN_S: Final = 300.0
STATES: Final = ("Changed", "Removed")
UNLIMITED: Final[dict[str, str | None]] = {
    **bench_load.UNLIMITED,
    "DATELINE_BOT_CITES_PER_PERSON": "1000000",
    "DATELINE_BOT_CITES_PER_GUILD": "1000000",
}


@dataclass
class Turn:
    """What a turn of searches took, in seconds; `beside` of them were asked while a citation was awaited."""

    searches: list[float] = field(default_factory=list)
    cites: list[float] = field(default_factory=list)
    beside: int = 0

    @property
    def slowest(self) -> float:
        return max(self.searches)


@dataclass
class Round:
    """Two turns alone and two beside citations."""

    alone: Turn
    cold: Turn
    alone_again: Turn
    warm: Turn


class Readers:
    """One who searches and some who cite."""

    def __init__(self, discord: FakeDiscord, words: Sequence[str], passages: Sequence[str], seed: int) -> None:
        chance = random.Random(seed)
        starts = [chance.randrange(len(words) - 4) for _ in range(SEARCHES)]
        self._discord = discord
        self._queries = [" ".join(words[start : start + 4]) for start in starts]
        self._passages = passages
        self._people = [Person(payloads.ALICE.id + 1000 + number, f"reader{number}") for number in range(PEOPLE)]
        self._turns = 0

    async def search(self) -> Turn:
        """The same queries in every turn, by somebody for whom no answer is kept."""
        return await self._turn([])

    async def search_beside(self) -> Turn:
        return await self._turn([asyncio.create_task(self._cited(number)) for number in range(len(self._passages))])

    async def _turn(self, citing: list[asyncio.Task[float]]) -> Turn:
        turn, self._turns = Turn(), self._turns + 1
        searcher = Person(payloads.ALICE.id + 2000 + self._turns, f"searcher{self._turns}")
        for query in self._queries:
            turn.beside += not all(task.done() for task in citing)
            turn.searches.append(await self._searched(query, searcher))
        turn.cites = list(await asyncio.gather(*citing))
        return turn

    async def _searched(self, query: str, searcher: Person) -> float:
        began = time.monotonic()
        await (await self._discord.slash("search", {"query": query}, searcher)).shown(WITHIN_S)
        return time.monotonic() - began

    async def _cited(self, number: int) -> float:
        began = time.monotonic()
        asked = await self._discord.slash("cite", {"id": self._passages[number]}, self._people[number % PEOPLE])
        message = await asked.shown(WITHIN_S)
        if not any(state in message.text for state in STATES):
            raise RuntimeError(f"a citation is neither changed nor removed: {message.text}")
        return time.monotonic() - began


async def measure(
    folders: Folders, changes: dict[str, str | None], words: Sequence[str], passages: Sequence[str], seed: int
) -> Round:
    """One round; raises `RuntimeError` for what the bot sent and Discord would not take."""
    (folders.data / DataFile.BOT_COMMANDS).unlink(missing_ok=True)  # each Discord is told the commands
    async with FakeDiscord() as discord:
        bot = await process.bot(discord, folders, {**changes, **UNLIMITED}, echo=False)
        try:
            await discord.connected()
            people = Readers(discord, words, passages, seed)
            await people.search()  # whatever is loaded at first
            done = Round(
                await people.search(), await people.search_beside(), await people.search(), await people.search_beside()
            )
            code = await bot.stop()
        finally:
            await bot.kill()
        if discord.faults or code or "Traceback" in bot.log:
            raise RuntimeError(f"exit {code}, {discord.faults[:3]}, {bot.log[-2000:]}")
        return done


def changed(folders: Folders, seed: int) -> list[str]:
    """The ids of passages of as many files, half of which were edited in that passage and the others removed."""
    data = DataFolder(folders.data)
    chance = random.Random(seed)
    with closing(Generation(data, data.current())) as generation:
        documents = [document for document in generation.documents.documents() if document.format == "text"]
        cited = [
            (folders.archive / document.path, document, chance.choice(generation.documents.passages(document)))
            for document in chance.sample(documents, CITES)
        ]
    for number, (file, document, passage) in enumerate(cited):
        if number % 2:
            file.unlink()
            continue
        word = max(re.findall(r"\w+", document.text[passage.start : passage.end]), key=len)
        file.write_text(file.read_text("utf-8").replace(word, "otherwise"), "utf-8")
    return [passage.id for _, _, passage in cited]


def report(rounds: Sequence[Round]) -> None:
    """Prints the medians over all rounds."""
    tell("cold", [(one.alone, one.cold) for one in rounds])
    tell("warm", [(one.alone_again, one.warm) for one in rounds])


def tell(name: str, pairs: Sequence[tuple[Turn, Turn]]) -> None:
    """Prints what turns alone and beside citations took, and the ratio of each pair's slowest searches."""
    alone, beside = [one for one, _ in pairs], [one for _, one in pairs]
    ratios = sorted(second.slowest / first.slowest for first, second in pairs)
    print(f"{name}: slowest of {SEARCHES} searches, median of {len(pairs)} rounds")
    print(f"  alone {ms(slowest(alone))} · beside {CITES} citations {ms(slowest(beside))}")
    print(f"  ratio of each round: median {statistics.median(ratios):.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}")
    print(f"  median search alone {ms(typical(alone))} · beside {ms(typical(beside))}")
    last = statistics.median(max(turn.cites, default=0.0) for turn in beside)
    during = statistics.median(turn.beside for turn in beside)
    print(f"  the last citation came after {ms(last)}; {during:.0f} searches were asked until then")


def slowest(turns: Sequence[Turn]) -> float:
    return statistics.median(turn.slowest for turn in turns)


def typical(turns: Sequence[Turn]) -> float:
    return statistics.median(seconds for turn in turns for seconds in turn.searches)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--archive", type=Path, default=ROOT / "seeds")
    parser.add_argument("--encoder", choices=("real", "hashing"), default="real")
    options = parser.parse_args()
    changes: dict[str, str | None] = {"WIRE_ENCODER": None if options.encoder == "real" else options.encoder}
    words = bench_load.words_of(options.archive)
    with tempfile.TemporaryDirectory() as place:
        folders = Folders(Path(place) / "archive", Path(place) / "data", Path(place))
        shutil.copytree(options.archive, folders.archive)
        bench_load.index(folders, changes)
        passages = changed(folders, seed=1)
        rounds = [asyncio.run(measure(folders, changes, words, passages, seed)) for seed in range(options.rounds)]
    report(rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
