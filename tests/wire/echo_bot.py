"""A small bot that does each thing the loopback Discord can be asked, for the server's own tests."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys

import discord
from discord import app_commands, ui
from discord.ext import commands

Interaction = discord.Interaction[commands.AutoShardedBot]


class Form(ui.Modal, title="A form"):
    """Asks for one line."""

    words: ui.TextInput[Form] = ui.TextInput(label="Words", custom_id="words")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"form: {self.words.value}", ephemeral=True)


class Page(ui.LayoutView):
    """A page in Components V2 whose button rewrites it."""

    def __init__(self, number: int) -> None:
        super().__init__(timeout=None)
        more: ui.Button[Page] = ui.Button(label="more", custom_id=f"page:{number + 1}")
        stop: ui.Button[Page] = ui.Button(label="stop", custom_id="stop", disabled=True)
        row: ui.ActionRow[Page] = ui.ActionRow(more, stop)
        shown: ui.Container[Page] = ui.Container(ui.TextDisplay(f"page {number}"), row)
        self.add_item(shown)


class EchoBot(commands.AutoShardedBot):
    """Registers its commands and answers presses by their custom ids."""

    async def setup_hook(self) -> None:
        self.tree.add_command(echo)
        self.tree.add_command(paged)
        self.tree.add_command(form)
        self.tree.add_command(file)
        self.tree.add_command(say_twice)
        self.tree.add_command(menu)
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.component or not isinstance(interaction.data, dict):
            return
        number = int(str(interaction.data.get("custom_id", "page:0")).partition(":")[2])
        if number % 2:
            await interaction.response.edit_message(view=Page(number))
        else:
            await interaction.response.defer()
            await interaction.edit_original_response(view=Page(number))

    async def on_message(self, message: discord.Message, /) -> None:
        if self.user in message.mentions:
            await message.channel.send(f"heard: {message.content}")

    async def on_resumed(self) -> None:
        print("resumed", file=sys.stderr, flush=True)


@app_commands.command(description="Says it again")
@app_commands.describe(words="What to say")
async def echo(interaction: Interaction, words: app_commands.Range[str, 1, 100]) -> None:
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content=f"{interaction.user.display_name}: {words}")


@echo.autocomplete("words")
async def complete(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=typed * 2, value=typed * 2)]


@app_commands.command(description="Shows a page with a button")
async def paged(interaction: Interaction) -> None:
    await interaction.response.send_message(view=Page(1), ephemeral=True)


@app_commands.command(description="Shows a form")
async def form(interaction: Interaction) -> None:
    await interaction.response.send_modal(Form())


@app_commands.command(description="Sends a file back")
@app_commands.describe(given="The file")
async def file(interaction: Interaction, given: discord.Attachment) -> None:
    data = await given.read()
    await interaction.response.send_message("here", file=discord.File(io.BytesIO(data), f"copy of {given.filename}"))


@app_commands.command(name="say-twice", description="Answers, and answers once more")
async def say_twice(interaction: Interaction) -> None:
    await interaction.response.send_message("once")
    again = await interaction.followup.send("twice", ephemeral=True, wait=True)
    await again.edit(content="twice, edited")
    await interaction.delete_original_response()


@app_commands.context_menu(name="Echo")
async def menu(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"menu: {message.content}", ephemeral=True)


async def main() -> None:
    intents = discord.Intents(guilds=True, guild_messages=True)
    async with EchoBot(commands.when_mentioned, intents=intents) as bot:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: asyncio.create_task(bot.close()))
        discord.utils.setup_logging()
        await bot.start(os.environ["DISCORD_BOT_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
