"""`/timeline` and the timeline of an answer: Discord on this side, pure siblings on the other."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any, Final, cast

from discord import app_commands
from discord.app_commands import locale_str

import index
from bot import asking
from bot.access import MINUTE, asker_of
from bot.client import DatelineClient
from bot.errors import BusyError
from bot.services import Services
from bot.timeline import custom_ids
from bot.timeline.buttons import TimelineButtons
from bot.timeline.custom_ids import Asked
from bot.timeline.kept_queries import kept_queries
from bot.timeline.timelines import Memory, Timelines
from bot.ui import completion, respond
from bot.ui.respond import Interaction

_UNITS: Final = [app_commands.Choice(name=locale_str(unit), value=unit) for unit in ("day", "month", "year")]


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command and its buttons to the bot, and the timeline of an answer for other features."""
    memory = _memory(services)
    asking_for = TimelineCommand(services, memory)
    services.hooks.timeline = asking_for.show
    client.tree.add_command(_command(services, asking_for))
    client.add_presses(custom_ids.TEMPLATE, TimelineButtons(services, memory).press)


def _memory(services: Services) -> Memory:
    """What is kept of timelines: bounded, dropped in time, and erased with who asked."""
    settings = services.settings
    bounds = settings.kept_answers, settings.result_minutes * MINUTE, services.clock
    memory = Memory(index.TimedCache(*bounds), kept_queries(services.data, *bounds))

    async def forget(person: int) -> None:
        await services.look_ups.run(lambda: memory.forget(person))

    async def expire() -> None:
        with suppress(index.DatelineError, BusyError):  # the next minute tries again
            await services.look_ups.run(memory.expire)

    services.hooks.forget.append(forget)
    services.hooks.expire.append(expire)
    return memory


def _command(services: Services, command: TimelineCommand) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="timeline", description="How many documents match, by time, as a picture")
    @app_commands.describe(
        query='What to look for: words, "a phrase", -without, title:…, in:…',
        since="From this day, month or year on, such as 1969, July 1969 or 20 July 1969",
        until="Up to and including this day, month or year",
        by="How long a bar is; chosen by the dates if left out",
        share="In percent of all documents of that time",
        private="Show the answer only to me",
    )
    @app_commands.choices(by=_UNITS)
    async def timeline(  # noqa: PLR0917 - discord.py reads the options from the parameters
        interaction: Interaction,
        query: app_commands.Range[str, 1, index.MAX_CHARACTERS],
        since: str | None = None,
        until: str | None = None,
        by: app_commands.Choice[str] | None = None,
        share: bool = False,
        private: bool = False,
    ) -> None:
        unit = cast("index.TimeUnit | None", by.value if by else None)
        first = index.read_days(since).first if since else None
        last = index.read_days(until).last if until else None
        asked = Asked(interaction.user.id, index.one_line(query), first, last, unit, share)
        await command.answer(interaction, asked, private=private)

    @timeline.autocomplete("since")
    @timeline.autocomplete("until")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await asking.complete_date(services, interaction, typed)

    return timeline


class TimelineCommand:
    """The answers to the command, and to the button below an answer."""

    def __init__(self, services: Services, memory: Memory) -> None:
        self._services = services
        self._memory = memory

    async def answer(self, interaction: Interaction, asked: Asked, *, private: bool) -> None:
        """Answers with a new timeline: deferred at once, counted and drawn off the event loop."""
        asker = asker_of(interaction)
        timelines = Timelines(self._services, self._memory, asker, private=private or asker.guild is None)
        await timelines.admit(asked)
        await respond.defer(interaction, private=private)
        message = await timelines.draw(asked, await timelines.count(asked))
        await respond.fill(interaction, message.view, message.files)

    async def show(
        self, interaction: Interaction, text: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> None:
        """Answers a press with a timeline of the presser's own, for them alone."""
        await self.answer(interaction, Asked(interaction.user.id, index.one_line(text), since, until), private=True)
