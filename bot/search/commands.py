"""`/search`: Discord on this side, pure siblings on the other."""

from __future__ import annotations

from typing import Final, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str

import index
from bot import errors
from bot.access import asker_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.search import buttons, custom_ids, date_completion, message_query
from bot.search.custom_ids import Search
from bot.search.reader import Reader
from bot.ui import completion, respond, text

Interaction = discord.Interaction[DatelineClient]

QUERY_LENGTH: Final = 1000
"""Most characters of a query that is typed."""


def install(client: DatelineClient) -> None:
    """Adds the command, the message menu's entry and the buttons to the bot."""
    client.tree.add_command(search_command)
    client.tree.add_command(search_menu)
    client.add_buttons(custom_ids.TEMPLATE, buttons.press)


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
        app_commands.Choice(name=locale_str("best match first"), value="relevance"),
        app_commands.Choice(name=locale_str("newest first"), value="newest"),
        app_commands.Choice(name=locale_str("oldest first"), value="oldest"),
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


@search_command.autocomplete("since")
@search_command.autocomplete("until")
async def complete_date(interaction: Interaction, typed: str) -> completion.Choices:
    """The archive's dates that begin as typed, counted as the answer will be: by what may be seen in it."""
    client, asker = interaction.client, asker_of(interaction)
    scope = client.access.scope(asker, asker.guild is None or bool(interaction.namespace.private))

    def find() -> completion.Choices:
        found = date_completion.offers(typed, client.archive.date_counts(scope))
        return [app_commands.Choice(name=one.name, value=one.value) for one in found]

    return await completion.offer(interaction, client.look_ups, find)


@app_commands.context_menu(name="Search the archive")
async def search_menu(interaction: Interaction, message: discord.Message) -> None:
    """Searches for what a message says; seen by the asker only, as it is somebody else's message."""
    query = message_query.of_message(message.content)
    if not query:
        raise RefusedError("That message has no words to search for.")
    await begin(interaction, Search(interaction.user.id, query), private=True)


async def begin(interaction: Interaction, search: Search, private: bool) -> None:
    """Answers a new search: deferred at once, the archive asked off the event loop."""
    client, asker = interaction.client, asker_of(interaction)
    client.access.count_search(asker)
    if client.desk.full:
        raise errors.BusyError
    await respond.defer(interaction, private=private)
    reader = Reader(client, asker, private or asker.guild is None)
    await reader.ask(search)
    await respond.fill(interaction, await reader.draw(search, 1))
