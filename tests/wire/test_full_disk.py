"""The disk of the data folder is full while the real bot runs: it answers, says what can't be kept, and goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import index
from tests.makers.disks import fill, small_disk
from tests.wire.archive import RARE
from tests.wire.looking import check_answers, check_calm, keep, search
from tests.wire.payloads import MODERATOR
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord


@pytest.fixture
def small(folders: Folders, tmp_path: Path) -> Iterator[Folders]:
    """The archive, its index on a small disk."""
    with small_disk(tmp_path / "small") as disk:
        large = shutil.ignore_patterns(index.DataFile.LANGUAGES)  # which only a reindex uses
        shutil.copytree(folders.data, disk, dirs_exist_ok=True, ignore=large)
        yield Folders(folders.archive, disk, folders.home)


async def test_a_bot_on_a_full_disk_answers_and_goes_on(discord: FakeDiscord, start: StartBot, small: Folders) -> None:
    """Searches and citations are answered, what would be written is refused in words, and with room all is well."""
    bot = await start(small)
    await discord.connected()
    known = (await search(discord, f'"{RARE}"')).buttons()["Read"]["custom_id"].rpartition(":")[2]
    filler = fill(small.data)
    page = await search(discord, "lighthouse harbour")
    assert "not entered as citations" in page.text
    assert RARE in (await (await discord.slash("cite", {"id": known})).shown()).text
    for command, given in (("archive remove", {"document": "hostile.txt"}), ("archive reindex", {})):
        await (await discord.slash(command, given, MODERATOR)).told("right now")
    assert (small.archive / "hostile.txt").exists()
    await (await keep(discord, page)).told("dossiers can't be opened right now")
    filler.unlink()
    assert "not entered as citations" not in (await search(discord, "lighthouse harbour ferry")).text
    await check_answers(discord)
    check_calm(bot)
