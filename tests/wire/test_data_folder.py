"""What the real bot writes into its data folder: nothing that the engine would take for another program's."""

from __future__ import annotations

from index import DataFile
from index.models.data_files import is_ours
from tests.wire.looking import keep, search
from tests.wire.payloads import MODERATOR
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

ELSEWHERE = {
    *(DataFile.FAILED, DataFile.ENCODERS, DataFile.LOCK_HOLDER, DataFile.BOT_REINDEX, DataFile.BOT_CLOCK),
    *(DataFile.ERASURES, DataFile.HISTORY, DataFile.BEFORE_RESTORE, DataFile.RESTORING, DataFile.DATES),
    *(DataFile.RECOGNISED, DataFile.TOKENS, DataFile.STORE, DataFile.STORE_LOCK, DataFile.SYNCED),
}
"""Written for a moment only, or where a reindex fails or is by the clock, a real model is loaded, a document is erased
or dated by hand, a scan is recognised, a backup is restored, a program is given a token, or hosts share a store; other
tests see to them."""


async def test_all_that_is_written_is_in_the_table_of_what_is_ours(
    discord: FakeDiscord, start: StartBot, fresh: Folders
) -> None:
    """Indexed, searched, watched, cited, kept, removed and indexed again, the folder holds what the table names."""
    await start(fresh)
    await discord.connected()
    page = await search(discord, "lighthouse")
    await (await keep(discord, page)).shown()
    await search(discord, "lighthouse " * 40)
    await (await discord.slash("watch add", {"query": "lighthouse"})).shown()
    await (await discord.slash("archive remove", {"document": "note-1919.txt"}, MODERATOR)).told("in the trash")
    await (await discord.slash("archive reindex", {}, MODERATOR)).told("Started")
    (message,) = discord.rest.posted
    written: set[str] = set()

    def ended() -> bool:
        written.update(entry.name for entry in fresh.data.iterdir())
        return "Generation 2" in message.text

    await discord.until(ended, "the end of the reindex", 60)
    assert [name for name in written if not is_ours(name)] == []
    assert written >= set(DataFile) - ELSEWHERE
