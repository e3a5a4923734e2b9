"""`/watch`: what is told of an archive without anybody asking again."""

from __future__ import annotations

from typing import Final

from discord import app_commands
from discord.app_commands import locale_str

import index
from bot import asking
from bot.client import DatelineClient
from bot.services import Services
from bot.ui import completion
from bot.ui.respond import Interaction
from bot.watch import custom_ids
from bot.watch.holding import Holding
from bot.watch.kept import Kept
from bot.watch.loop import Loop
from bot.watch.makers import Makers
from bot.watch.making import Channel, ChannelOption, Making
from bot.watch.pages import Pages
from bot.watch.places import Places
from bot.watch.posting import Posting

_RATES: Final = [
    app_commands.Choice(name=locale_str("after each reindex"), value=index.Rate.EACH.value),
    app_commands.Choice(name=locale_str("once a day"), value=index.Rate.DAILY.value),
    app_commands.Choice(name=locale_str("once a week"), value=index.Rate.WEEKLY.value),
]


def install(client: DatelineClient, services: Services) -> None:
    """Adds the commands, the buttons and the telling of what is new to the bot."""
    kept, places = Kept(services, client.has_shard_of), Places(client, services)
    makers = Makers(client, services, kept)
    making, pages = Making(services, kept, places), Pages(services, kept, places)
    loop = Loop(client, Holding(kept, places, makers), Posting(client, services, kept, places, makers))
    services.hooks.watch = making.watch
    services.hooks.forget.append(kept.forget)
    services.hooks.begin.append(loop.begin)
    services.hooks.end.append(loop.end)
    client.tree.add_command(_group(services, making, pages))
    client.add_presses(custom_ids.TURN, pages.turn)
    client.add_presses(custom_ids.JUMP, pages.jump)
    client.add_presses(custom_ids.ACT, pages.act)
    client.add_presses(custom_ids.POST, pages.of_post)


def _group(services: Services, making: Making, pages: Pages) -> app_commands.Group:
    group = app_commands.Group(name="watch", description="What I tell you of by myself when it comes into the archive")

    @group.command(name="add", description="Tell a channel what comes into the archive about something")
    @app_commands.describe(
        query='What to look for: words, "a phrase", -without, title:…, in:…',
        channel="Where to tell it, by default here",
        rate="How often to tell it, by default after each reindex",
        since="Only documents from this day, month or year on",
        until="Only documents up to and including this day, month or year",
    )
    @app_commands.choices(rate=_RATES)
    async def add(  # noqa: PLR0917 - discord.py reads the options from the parameters
        interaction: Interaction,
        query: app_commands.Range[str, 1, index.MAX_CHARACTERS],
        channel: app_commands.Transform[Channel, ChannelOption] | None = None,
        rate: app_commands.Choice[str] | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        asked = index.Query(
            text=index.one_line(query),
            since=index.read_days(since).first if since else None,
            until=index.read_days(until).last if until else None,
        )
        await making.add(interaction, asked, channel, index.Rate(rate.value) if rate else index.Rate.EACH)

    @add.autocomplete("since")
    @add.autocomplete("until")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await asking.complete_date(services, interaction, typed)

    @group.command(name="list", description="Your watches in this server, to pause, resume or remove them")
    @app_commands.rename(everybody="all")
    @app_commands.describe(everybody="Everybody's in this server; only for moderators")
    async def show(interaction: Interaction, everybody: bool = False) -> None:
        await pages.show(interaction, everybody)

    return group
