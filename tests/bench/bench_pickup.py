"""How soon people in Discord are answered from another generation, once it has become current.

    python -m tests.bench.bench_pickup [--swaps 40] [--archive DIR]

The real bot with the real model answers on the loopback Discord while `current` is renamed to and fro between two
generations, as a reindex does last and a rollback does. One person searches again and again, without a pause; what is
measured runs from the rename to the moment in which the first page of the other generation is there.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from pathlib import Path
from typing import Final

from index import Settings, rollback
from tests import ROOT
from tests.bench import bench_load
from tests.bench.bench_load import UNLIMITED
from tests.wire import process
from tests.wire.process import Folders
from tests.wire.server import FakeDiscord

REAL: Final[dict[str, str | None]] = {"WIRE_ENCODER": None}
_GENERATION: Final = re.compile(r"generation (\d+)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--swaps", type=int, default=40)
    parser.add_argument("--archive", type=Path, default=ROOT / "seeds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folders = Folders(options.archive.resolve(), Path(place) / "data", Path(place))
        for _ in range(2):
            bench_load.index(folders, REAL)
        times, searches = asyncio.run(measure(folders, options.swaps))
    print(f"from the rename to a page of the other generation  {bench_load.quantiles(times)}")
    print(f"searches meanwhile {searches:,}, none of them without an answer")


async def measure(folders: Folders, swaps: int) -> tuple[list[float], int]:
    """Seconds from each rename to the first page that says the other generation; and how many pages there were."""
    settings = Settings(_env_file=None, archive=folders.archive, data=folders.data)
    times: list[float] = []
    searches = 0
    async with FakeDiscord() as discord:
        bot = await process.bot(discord, folders, {**REAL, **UNLIMITED}, echo=False)
        try:
            await discord.connected()
            await answered(discord)
            for swap in range(swaps):
                number = 1 + swap % 2
                await asyncio.to_thread(rollback, settings, number)
                renamed = (folders.data / "current").stat().st_mtime
                searches += 1
                while await answered(discord) != number:
                    searches += 1
                times.append(time.time() - renamed)
        finally:
            await bot.kill()
    return times, searches


async def answered(discord: FakeDiscord) -> int:
    """The generation that a search is answered from."""
    page = await (await discord.slash("search", {"query": "landing on the Moon"})).shown()
    found = _GENERATION.search(page.text)
    assert found, page.text
    return int(found[1])


if __name__ == "__main__":
    main()
