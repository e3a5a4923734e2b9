"""A damaged generation is not served by the real bot: the newest sound one is, and people are told below the answer."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.makers.archives import segment_of
from tests.wire import process
from tests.wire.archive import RARE
from tests.wire.looking import plain, search
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord


@pytest.fixture
def damaged(folders: Folders) -> Folders:
    """An archive indexed twice, the current generation with another byte in its vectors."""
    command = [sys.executable, "-m", "index.cli", "index"]
    command += ["--archive", str(folders.archive), "--data", str(folders.data)]
    subprocess.run(command, env=process.environment(folders), cwd=folders.home, check=True, capture_output=True)
    vectors = segment_of(folders.data / "generations" / "000002") / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"?")
    return folders


async def test_the_footer_says_that_an_older_generation_serves(
    discord: FakeDiscord, start: StartBot, damaged: Folders
) -> None:
    """A byte of the second generation is changed: the first answers, says so, and names no path of the machine."""
    bot = await start(damaged)
    await discord.connected()
    footer = (await search(discord, RARE)).text
    assert "generation 1" in footer
    warning = plain(footer).split("⚠️")[1]
    assert "Generation 2 is damaged" in warning
    assert "is served" in warning
    assert str(damaged.data) not in footer.replace("\\", "")
    assert "Traceback" not in bot.log
