"""Two hosts of one store, each the real bot with one of Discord's shards: each interaction is answered by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.generations.data_folder import DataFolder
from index.shared.address import sign_mirror
from tests.makers.stores import address
from tests.wire.archive import RARE
from tests.wire.looking import check_silence
from tests.wire.payloads import ELSEWHERE, LOBBY
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord
from tests.wire.test_watch import WORD, reindex


@pytest.fixture
def hosts(fresh: Folders, tmp_path: Path) -> list[Folders]:
    """Three hosts, each with a mirror of its own; they see one archive."""
    found = [Folders(fresh.archive, tmp_path / name / "data", tmp_path / name) for name in ("one", "two", "three")]
    for host in found:
        sign_mirror(host.data, address(tmp_path / "store"))
    return found


async def test_hosts_that_start_at_once_make_one_index(
    discord: FakeDiscord, start: StartBot, hosts: list[Folders]
) -> None:
    """The second one says that it waits, and both answer from what the first one made."""
    gate = hosts[0].home / "gate"
    gate.touch()
    discord.gateway.shards = 2
    one = await start(hosts[0], WIRE_BUILD_GATE=str(gate), DATELINE_BOT_SHARD_COUNT="2", DATELINE_BOT_SHARD_IDS="0")
    await one.says("read 13/13")
    two = await start(hosts[1], DATELINE_BOT_SHARD_COUNT="2", DATELINE_BOT_SHARD_IDS="1")
    waiting = "waiting until that is done"
    await two.says(waiting)
    gate.unlink()
    await discord.connected()
    for channel in (LOBBY, ELSEWHERE):
        found = await discord.slash("search", {"query": RARE}, channel=channel)
        assert RARE in (await found.shown()).text
    assert (one.log.count(waiting), two.log.count(waiting)) == (0, 1)
    assert [DataFolder(host.data).whole() for host in hosts] == [[1], [1], [1]]


async def test_hosts_divide_what_comes_between_them(
    discord: FakeDiscord, start: StartBot, hosts: list[Folders]
) -> None:
    """Each has its servers; what a third one indexes is found by both, and told once where it is watched."""
    await reindex(hosts[2])
    discord.gateway.shards = 2
    for number in (0, 1):
        await start(hosts[number], DATELINE_BOT_SHARD_COUNT="2", DATELINE_BOT_SHARD_IDS=str(number))
    await discord.connected()
    assert sorted(session["shard"] for session in discord.gateway.identified) == [[0, 2], [1, 2]]
    for channel in (LOBBY, ELSEWHERE):
        found = await discord.slash("search", {"query": RARE}, channel=channel)
        assert RARE in (await found.shown()).text
        made = await discord.slash("watch add", {"query": WORD}, channel=channel)
        assert "**Watching**" in (await made.shown()).text
    (hosts[2].archive / "note-1999.txt").write_text(f"date 1999-09-09 A bird\n\nA {WORD} came.\n", "utf-8")
    await reindex(hosts[2])
    await discord.until(lambda: len(discord.rest.posted) >= 2, "both messages", 90)
    assert {message.channel.id for message in discord.rest.posted} == {LOBBY.id, ELSEWHERE.id}
    assert all("### 9 September 1999" in message.text for message in discord.rest.posted)
    for channel in (LOBBY, ELSEWHERE):
        found = await discord.slash("search", {"query": WORD}, channel=channel)
        assert WORD in (await found.shown()).text
    assert len(discord.rest.posted) == 2
    check_silence(discord)
