"""How the real bot bears a crowd: people who search and turn pages at random, against the loopback Discord.

    python -m tests.bench.bench_load                      200 people, 2,000 searches, the shipped archive and model
    python -m tests.bench.bench_load --encoder hashing    the same without the model, in a few seconds less

Prints how many interactions were answered late or never, how long people waited, and what the process held in
memory. The exit code is 1 if anything was late, lost, or not as Discord takes it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests import ROOT
from tests.wire import payloads, process
from tests.wire.interactions import Interaction, Message
from tests.wire.payloads import Person
from tests.wire.process import Folders, Program
from tests.wire.server import FakeDiscord

PAGE_S: Final = 60.0
"""After this a page is counted as lost."""
WARM: Final = 0.2
"""The share of the searches after which memory is first looked at: the answers kept for turning pages fill it once."""
FEWEST_WORDS: Final = 50
"""An archive with fewer has nothing to ask for."""
BUSY: Final = "busy"
UNLIMITED: Final = {"DATELINE_BOT_SEARCHES_PER_PERSON": "1000000", "DATELINE_BOT_SEARCHES_PER_GUILD": "1000000"}
"""One server's share in a minute is less than this crowd asks for; what is measured is the work, not the refusal."""


@dataclass
class Tally:
    """What happened; times in seconds."""

    first_answers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    searches: int = 0
    busy: int = 0
    late: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Crowd:
    """Who asks for what, and how long they look at it."""

    people: int
    searches: int
    think_s: float
    words: Sequence[str]
    seed: int

    def person(self, number: int) -> Person:
        return Person(payloads.ALICE.id + 1000 + number, f"reader{number}")


@dataclass(frozen=True)
class Run:
    """One measurement: `seconds` it took, the exit `code`, and the requests' `faults`."""

    tally: Tally
    seconds: float
    code: int
    faults: tuple[str, ...]
    log: str

    @property
    def good(self) -> bool:
        return not (self.tally.late or self.tally.lost or self.faults or self.code or "Traceback" in self.log)


async def live(discord: FakeDiscord, crowd: Crowd, number: int, tally: Tally) -> None:
    """One person: searches, reads, turns some pages, and searches again, until enough was searched by all."""
    chance = random.Random(crowd.seed * 100_000 + number)
    person = crowd.person(number)
    await asyncio.sleep(chance.uniform(0, crowd.think_s))
    while tally.searches < crowd.searches:
        tally.searches += 1
        asked = await discord.slash("search", query(chance, crowd.words), person)
        message = await waited(asked, tally, tally.pages)
        while message is not None and chance.random() < 0.5:
            await asyncio.sleep(chance.expovariate(2 / crowd.think_s))
            message = await turn(discord, message, person, chance, tally)
        await asyncio.sleep(chance.expovariate(1 / crowd.think_s))


async def turn(
    discord: FakeDiscord, message: Message, person: Person, chance: random.Random, tally: Tally
) -> Message | None:
    """Turns to the next or the previous page, where there is one."""
    ways = [button for label, button in message.buttons().items() if label in "‹›" and not button.get("disabled")]
    if not ways:
        return None
    pressed = await discord.press(message, chance.choice(ways)["custom_id"], person)
    return await waited(pressed, tally, tally.turns)


async def waited(asked: Interaction, tally: Tally, times: list[float]) -> Message | None:
    """The page, its time noted; None where none came or the bot was busy."""
    began = time.monotonic()
    try:
        message = await asked.shown(PAGE_S)
    except AssertionError:
        tally.late += asked.lost
        tally.lost += not asked.lost
        return None
    finally:
        if asked.first_answer_s is not None:
            tally.first_answers.append(asked.first_answer_s)
    if BUSY in message.text and not message.buttons():
        tally.busy += 1
        return None
    times.append(time.monotonic() - began)
    return message


def query(chance: random.Random, words: Sequence[str]) -> dict[str, object]:
    """Some words that follow each other in the archive, a third of the time within a window of years."""
    start = chance.randrange(len(words) - 6)
    asked: dict[str, object] = {"query": " ".join(words[start : start + chance.randint(1, 6)])}
    if chance.random() < 1 / 3:
        year = chance.randint(1957, 2020)
        asked |= {"since": str(year), "until": str(year + chance.randint(0, 10))}
    if chance.random() < 0.1:
        asked["private"] = True
    return asked


def words_of(archive: Path) -> list[str]:
    """Every word of the archive's texts, in order."""
    texts = (path.read_text("utf-8") for path in sorted(archive.rglob("*.txt")))
    return [word for text in texts for word in re.findall(r"\w{3,}", text)]


async def watch(bot: Program, tally: Tally, crowd: Crowd) -> None:
    """Notes what the process holds, once a second from the time it is warm."""
    while True:
        if tally.searches >= WARM * crowd.searches:
            tally.memory.append(bot.memory())
        await asyncio.sleep(1)


async def measure(crowd: Crowd, folders: Folders, changes: dict[str, str | None]) -> Run:
    """Lets the crowd at a real bot."""
    tally = Tally()
    async with FakeDiscord() as discord:
        discord.rest.keeps_requests = False
        bot = await process.bot(discord, folders, {**changes, **UNLIMITED}, echo=False)
        try:
            await discord.connected()
            await (await discord.slash("search", {"query": crowd.words[0]})).shown()
            seconds = await run(discord, bot, crowd, tally)
            code = await bot.stop()
        finally:
            await bot.kill()
        return Run(tally, seconds, code, tuple(discord.faults), bot.log)


async def run(discord: FakeDiscord, bot: Program, crowd: Crowd, tally: Tally) -> float:
    """The seconds until everybody was served."""
    watching = asyncio.create_task(watch(bot, tally, crowd))
    began = time.monotonic()
    await asyncio.gather(*(live(discord, crowd, number, tally) for number in range(crowd.people)))
    watching.cancel()
    return time.monotonic() - began


def report(done: Run) -> None:
    """Prints what was measured."""
    tally = done.tally
    print(f"searches {tally.searches:,} · pages turned {len(tally.turns):,} · {done.seconds:.0f} s")
    print(f"late {tally.late} · lost {tally.lost} · told to try again {tally.busy}")
    print(f"not as Discord takes it {len(done.faults)} · tracebacks {done.log.count('Traceback')} · exit {done.code}")
    rows = (("first answer", tally.first_answers), ("page of a search", tally.pages), ("page turned", tally.turns))
    for name, times in rows:
        print(f"{name:18} {quantiles(times)}")
    if tally.memory:
        first, last, most = (size / 2**20 for size in (tally.memory[0], tally.memory[-1], max(tally.memory)))
        print(f"memory, MiB        warm {first:.1f} · end {last:.1f} · most {most:.1f}")
    for fault in done.faults[:5]:
        print(f"  {fault}")


def quantiles(times: list[float]) -> str:
    """The times below which half, 95 and 99 of a hundred lie."""
    if len(times) < 2:
        return "too few"
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return " · ".join(f"p{part} {cuts[part - 1] * 1000:7.1f} ms" for part in (50, 95, 99)) + f" · n {len(times):,}"


def index(folders: Folders, changes: dict[str, str | None]) -> None:
    """Indexes the archive beforehand, so that only answering is measured."""
    command = [sys.executable, "-m", "index.cli", "index"]
    command += ["--archive", str(folders.archive), "--data", str(folders.data)]
    subprocess.run(command, env=process.environment(folders, changes), cwd=folders.home, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the bot under the load of a crowd.")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--searches", type=int, default=2000)
    parser.add_argument("--think", type=float, default=5.0, metavar="S", help="mean seconds between two searches")
    parser.add_argument("--archive", type=Path, default=ROOT / "seeds")
    parser.add_argument("--encoder", choices=("real", "hashing"), default="real")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    changes = {"WIRE_ENCODER": None if options.encoder == "real" else options.encoder}
    archive = options.archive.resolve()
    words = words_of(archive)
    if len(words) < FEWEST_WORDS:
        parser.error(f"{archive} holds {len(words)} words in .txt files; name a folder with at least {FEWEST_WORDS}")
    crowd = Crowd(options.people, options.searches, options.think, words, options.seed)
    with tempfile.TemporaryDirectory() as place:
        folders = Folders(archive, Path(place) / "data", Path(place))
        index(folders, changes)
        done = asyncio.run(measure(crowd, folders, changes))
    report(done)
    return 0 if done.good else 1


if __name__ == "__main__":
    sys.exit(main())
