"""`/search`: Discord on this side, pure siblings on the other."""

from __future__ import annotations

from typing import Final, cast

import discord
from discord import app_commands

import index
from bot import errors, text
from bot.access import asker_of
from bot.client import DatelineClient
from bot.search._buttons import SearchButton
from bot.search.reader import Reader
from bot.search.state import Search

Interaction = discord.Interaction[DatelineClient]

QUERY_LENGTH: Final = 1000
"""Most characters of a query that is typed."""
_NO_MENTIONS: Final = discord.AllowedMentions.none()


def install(client: DatelineClient) -> None:
    """Adds the command and its buttons to the bot."""
    client.tree.add_command(search_command)
    client.add_dynamic_items(SearchButton)


@app_commands.command(name="search", description="Search the archive: passages word for word, with their dates")
@app_commands.describe(
    query='What to look for: words, "a phrase", -without, title:…, in:…',
    since="From this day, month or year on, such as 1969, July 1969 or 20 July 1969",
    until="Up to and including this day, month or year",
    sort="The order of what is found",
    private="Show the answer only to me",
)
@app_commands.choices(
    sort=[
        app_commands.Choice(name="best match first", value="relevance"),
        app_commands.Choice(name="newest first", value="newest"),
        app_commands.Choice(name="oldest first", value="oldest"),
    ]
)
async def search_command(  # noqa: PLR0917 - discord.py reads the options from the parameters
    interaction: Interaction,
    query: app_commands.Range[str, 1, QUERY_LENGTH],
    since: str | None = None,
    until: str | None = None,
    sort: app_commands.Choice[str] | None = None,
    private: bool = False,
) -> None:
    order = cast("index.Sort | None", sort.value if sort else None)
    first = index.read_days(since).first if since else None
    last = index.read_days(until).last if until else None
    search = Search(interaction.user.id, text.one_line(query), first, last, order)
    await begin(interaction, search, private)


async def begin(interaction: Interaction, search: Search, private: bool) -> None:
    """Answers a new search: deferred at once, the archive asked off the event loop."""
    client, asker = interaction.client, asker_of(interaction)
    client.access.count_search(asker)
    if client.desk.full:
        raise errors.BusyError
    await interaction.response.defer(thinking=True, ephemeral=private)
    reader = Reader(client, asker, private or asker.guild is None)
    await reader.ask(search)
    await interaction.edit_original_response(view=await reader.draw(search, 1), allowed_mentions=_NO_MENTIONS)
