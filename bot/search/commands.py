"""`/search` and the menu below messages: Discord on this side, pure siblings on the other."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any, Final, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str

import index
from bot import asking
from bot.access import MINUTE, asker_of
from bot.client import DatelineClient
from bot.errors import BusyError, RefusedError
from bot.search import custom_ids, mention, message_query
from bot.search.alike import LikeThis
from bot.search.answer_cache import AnswerCache
from bot.search.buttons import SearchButtons, check_generation
from bot.search.custom_ids import Search
from bot.search.kept_searches import KeptSearches
from bot.search.result_pages import Memory, ResultPages
from bot.services import Services
from bot.ui import completion, respond
from bot.ui.respond import Interaction

_MAX_GENERATION: Final = 10**9
_ORDERS: Final = [
    app_commands.Choice(name=locale_str("best match first"), value="relevance"),
    app_commands.Choice(name=locale_str("newest first"), value="newest"),
    app_commands.Choice(name=locale_str("oldest first"), value="oldest"),
]


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command, the message menu's entry, the buttons and the hearing of mentions to the bot."""
    memory = _memory(services)
    searching = Searching(services, memory)
    services.hooks.search = searching.run_example
    services.hooks.like = LikeThis(services).answer
    client.tree.add_command(_command(services, searching))
    client.tree.add_command(_menu(searching))
    client.add_presses(custom_ids.TEMPLATE, SearchButtons(services, memory).press)
    mention.install(client, services, memory)


def _memory(services: Services) -> Memory:
    """What is kept of searches: bounded, dropped in time, and erased with who searched."""
    settings = services.settings
    bounds = settings.kept_answers, settings.result_minutes * MINUTE, services.clock
    answers, searches = AnswerCache(*bounds), KeptSearches(services.data, *bounds)

    async def forget(person: int) -> None:
        answers.forget(person)
        await services.look_ups.run(lambda: searches.forget(person))

    async def expire() -> None:
        answers.expire()
        with suppress(index.DatelineError, BusyError):  # the next minute tries again
            await services.look_ups.run(searches.expire)

    services.hooks.forget.append(forget)
    services.hooks.expire.append(expire)
    return Memory(answers, searches)


def _command(services: Services, searching: Searching) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="search", description="Search the archive: passages word for word, with their dates")
    @app_commands.describe(
        query='What to look for: words, "a phrase", -without, title:…, in:…',
        since="From this day, month or year on, such as 1969, July 1969 or 20 July 1969",
        until="Up to and including this day, month or year",
        sort="The order of the results",
        private="Show the answer only to me",
        generation="For moderators: the number of an earlier generation to search; only you see the answer",
    )
    @app_commands.choices(sort=_ORDERS)
    async def search(  # noqa: PLR0917 - discord.py reads the options from the parameters
        interaction: Interaction,
        query: app_commands.Range[str, 1, index.MAX_CHARACTERS],
        since: str | None = None,
        until: str | None = None,
        sort: app_commands.Choice[str] | None = None,
        private: bool = False,
        generation: app_commands.Range[int, 1, _MAX_GENERATION] | None = None,
    ) -> None:
        order = cast("index.Sort | None", sort.value if sort else None)
        first = index.read_days(since).first if since else None
        last = index.read_days(until).last if until else None
        asked = Search(interaction.user.id, index.one_line(query), first, last, order, generation)
        await searching.answer(interaction, asked, private)

    @search.autocomplete("since")
    @search.autocomplete("until")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await asking.complete_date(services, interaction, typed)

    return search


def _menu(searching: Searching) -> app_commands.ContextMenu:
    @app_commands.context_menu(name="Search the archive")
    async def search(interaction: Interaction, message: discord.Message) -> None:
        """Searches for what a message says; seen by the asker only, as it is somebody else's message."""
        query = message_query.of_message(message.content)
        if not query:
            raise RefusedError("That message has no words to search for.")
        await searching.answer(interaction, Search(interaction.user.id, query), private=True)

    return search


class Searching:
    """The answers to the command and the menu."""

    def __init__(self, services: Services, memory: Memory) -> None:
        self._services = services
        self._memory = memory

    async def answer(self, interaction: Interaction, search: Search, private: bool) -> None:
        """Answers a new search: deferred at once, the archive asked off the event loop."""
        asker = asker_of(interaction)
        check_generation(self._services.access, asker, search)
        private = private or search.generation is not None
        pages = ResultPages(self._services, self._memory, asker, private=private or asker.guild is None)
        await pages.admit(search)
        await respond.defer(interaction, private=private)
        await pages.ask(search)
        await respond.fill(interaction, await pages.draw(search, 1))

    async def run_example(
        self, interaction: Interaction, text: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> None:
        """Answers a press with a search of the presser's own, for them alone."""
        await self.answer(interaction, Search(interaction.user.id, index.one_line(text), since, until), private=True)
