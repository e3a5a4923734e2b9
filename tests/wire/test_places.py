"""Where the settings say that people are served, and where not."""

from __future__ import annotations

from dataclasses import replace

from tests.wire.archive import NOTES, RARE
from tests.wire.looking import check_calm, notes_on, plain, search
from tests.wire.payloads import ALICE, DIRECT, ELSEWHERE, GUILD, OTHER_GUILD, Guild
from tests.wire.process import StartBot
from tests.wire.server import FakeDiscord


async def test_a_server_that_is_not_served_is_told_so(discord: FakeDiscord, start: StartBot) -> None:
    """With the servers named in the settings, people of another one are refused in words."""
    await start(DATELINE_BOT_GUILDS=str(GUILD))
    await discord.connected()
    assert RARE in (await search(discord, RARE)).text
    refused = await (await discord.slash("search", {"query": RARE}, channel=ELSEWHERE)).shown()
    assert refused.reader == ALICE
    assert "server" in refused.text
    assert RARE not in refused.text


async def test_direct_messages_are_answered_where_the_settings_say_so(discord: FakeDiscord, start: StartBot) -> None:
    """Alone with the bot no mention is needed, and commands work as well."""
    bot = await start(DATELINE_BOT_DIRECT_MESSAGES="true")
    await discord.connected()
    await discord.say(RARE, channel=DIRECT)
    await discord.until(lambda: bool(discord.rest.posted), "a reply")
    assert notes_on(discord.rest.posted[0])[0] == "1919-05-21"
    found = await (await discord.slash("search", {"query": RARE}, channel=DIRECT)).shown()
    assert NOTES["1919-05-21"] in plain(found.text)
    check_calm(bot)


async def test_servers_not_served_are_left_with_a_word(discord: FakeDiscord, start: StartBot) -> None:
    """Those the bot is in at its start and one that invites it later; the served one stays."""
    bot = await start(DATELINE_BOT_GUILDS=str(GUILD), DATELINE_BOT_LEAVE_OTHER_SERVERS="true")
    await discord.connected()
    await discord.until(lambda: discord.rest.left == [OTHER_GUILD], "the other server to be left")
    hall = replace(ELSEWHERE, id=ELSEWHERE.id + 50, guild=OTHER_GUILD + 9)
    await discord.join(Guild(OTHER_GUILD + 9, "Strangers", (hall,)))
    await discord.until(lambda: len(discord.rest.left) == 2, "the new server to be left")
    assert GUILD not in discord.rest.left
    check_calm(bot)
