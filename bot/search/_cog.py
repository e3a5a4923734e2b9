"""`/search` and the buttons below its answers: Discord on this side, pure siblings on the other."""

from __future__ import annotations

from typing import Final, cast

import discord
from discord import app_commands, ui

import index
from bot import dates, errors, limits, render, text
from bot.access import Asker, asker_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.render import Control
from bot.search import excerpt, fewer, page, sight, state
from bot.search.state import Press, Search

Interaction = discord.Interaction[DatelineClient]

QUERY_LENGTH: Final = 1000
"""Most characters of a query that is typed."""
_TOO_OLD: Final = "This search is too old for me to go on with. Please search again."
_GONE: Final = "That passage is no longer among what this search finds. Please search again."
_NOT_YOURS: Final = "Only the person who searched can turn these pages. Use /search for a search of your own."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't show it here for you."
_CITED_LINES: Final = 80
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
    reader = _Reader(client, asker, private or asker.guild is None)
    await reader.ask(search)
    await interaction.edit_original_response(view=await reader.draw(search, 1), allowed_mentions=_NO_MENTIONS)


class SearchButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=state.TEMPLATE):
    """Any button below an answer; its custom id says what it does and on which search."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[discord.Client], item: ui.Item[ui.LayoutView], match: object, /
    ) -> SearchButton:
        return cls(cast("ui.Button[ui.LayoutView]", item))

    async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
        known = cast("Interaction", interaction)
        await known.client.pressed(known, lambda: _press(known, self.custom_id))


async def _press(interaction: Interaction, custom_id: str) -> None:
    match = state.TEMPLATE.fullmatch(custom_id)
    if match is None:
        raise RefusedError(_TOO_OLD)
    try:
        press = state.press(match)
    except ValueError as error:  # nobody's button says so, but an id can be made up
        raise RefusedError(_TOO_OLD) from error
    search = press.search or interaction.client.memory.search(press.token or "")
    if press.action != _CITE and interaction.user.id != press.asker:
        raise RefusedError(_NOT_YOURS)
    if search is None:
        raise RefusedError(_TOO_OLD)
    await _ACTIONS[press.action](interaction, press, search)


async def _turn(interaction: Interaction, press: Press, search: Search) -> None:
    reader = _Reader(interaction.client, asker_of(interaction), _is_private(interaction))
    if not reader.remembers(search):
        await interaction.response.defer()
        view = await reader.draw(search, int(press.argument))
        await interaction.edit_original_response(view=view, allowed_mentions=_NO_MENTIONS)
        return
    view = await reader.draw(search, int(press.argument))
    await interaction.response.edit_message(view=view, allowed_mentions=_NO_MENTIONS)


async def _cite(interaction: Interaction, press: Press, search: Search) -> None:
    """The whole passage, to whoever asks and may see it."""
    reader = _Reader(interaction.client, asker_of(interaction), private=True)
    if not reader.remembers(search):
        await interaction.response.defer(thinking=True, ephemeral=True)
    answer = await reader.answer(search)
    hit = next((hit for hit in answer.hits if hit.passage == press.argument), None)
    if hit is None:
        raise RefusedError(_GONE)
    await _respond(interaction, render.notice([_citation(hit, answer.generation)]), private=True)


async def _show(interaction: Interaction, press: Press, search: Search) -> None:
    """A private page for everyone in the channel, searched anew by what everyone there may see."""
    allowed = interaction.permissions
    if interaction.guild_id is not None and not (allowed.send_messages or allowed.send_messages_in_threads):
        raise RefusedError(_MAY_NOT_SPEAK)
    reader = _Reader(interaction.client, asker_of(interaction), private=False)
    if not reader.remembers(search):
        await interaction.response.defer(thinking=True)
    view = await reader.draw(search, int(press.argument))
    await _respond(interaction, view, private=False)


async def _respond(interaction: Interaction, view: ui.LayoutView, *, private: bool) -> None:
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=_NO_MENTIONS)
    else:
        await interaction.response.send_message(view=view, ephemeral=private, allowed_mentions=_NO_MENTIONS)


_TURN, _CITE, _SHOW = "p", "c", "w"
_ACTIONS: Final = {_TURN: _turn, _CITE: _cite, _SHOW: _show}


def _is_private(interaction: Interaction) -> bool:
    """Whether nobody but the asker sees the message a button is on."""
    return interaction.guild_id is None or (interaction.message is not None and interaction.message.flags.ephemeral)


class _Reader:
    """One person reading one answer, alone or before everyone's eyes."""

    def __init__(self, client: DatelineClient, asker: Asker, private: bool) -> None:
        self._client = client
        self._asker = asker
        self._private = private
        self._hidden = client.access.hidden(asker, private)

    def remembers(self, search: Search) -> bool:
        return self._client.memory.answer(search, self._hidden) is not None

    async def answer(self, search: Search) -> index.Answer:
        """The answer as kept, or found again where it was forgotten; that counts as a search."""
        kept = self._client.memory.answer(search, self._hidden)
        if kept is not None:
            return kept
        self._client.access.count_search(self._asker)
        return await self.ask(search)

    async def ask(self, search: Search) -> index.Answer:
        """A fresh answer, with nothing in it that may not be seen here."""
        found = await self._client.search(self._query(search, page.DEPTH))
        answer = sight.visible(found, self._hidden)
        self._client.memory.keep(search, self._hidden, answer)
        return answer

    async def draw(self, search: Search, number: int) -> ui.LayoutView:
        answer = await self.answer(search)
        if not answer.hits:
            return await self._draw_nothing(search, answer)
        sheet = page.compose(answer, number)
        return render.results(
            sheet,
            lambda passage: state.custom_id(_CITE, passage, search),
            [self._paging(search, sheet), self._more(search, answer, sheet)],
        )

    def _query(self, search: Search, limit: int) -> index.Query:
        return search.query(limit).model_copy(update={"hidden": self._hidden})

    def _paging(self, search: Search, sheet: page.Sheet) -> list[Control]:
        if sheet.pages == 1:
            return []
        return [
            Control(state.custom_id(_TURN, sheet.page - 1, search), "◀", disabled=sheet.page == 1),
            Control(state.custom_id(_TURN, sheet.page, search), f"{sheet.page}/{sheet.pages}", disabled=True),
            Control(state.custom_id(_TURN, sheet.page + 1, search), "▶", disabled=sheet.page == sheet.pages),
        ]

    def _more(self, search: Search, answer: index.Answer, sheet: page.Sheet) -> list[Control]:
        more = []
        if sheet.windowed:
            more.append(Control(state.custom_id(_TURN, 1, fewer.undated(search, answer.reading)), "Drop the dates"))
        if self._private and self._asker.guild is not None:
            more.append(Control(state.custom_id(_SHOW, sheet.page, search), "Show to channel"))
        return more

    async def _draw_nothing(self, search: Search, answer: index.Answer) -> ui.LayoutView:
        offers = fewer.wider(search, answer.reading)
        counts = await self._client.desk.run(lambda: [self._count(offer.search) for offer in offers])
        lines = [page.header(search.text, answer.reading), "Nothing found."]
        found = [(offer, count) for offer, count in zip(offers, counts, strict=True) if count]
        lines += [f"Without {offer.without}: {page.counted(count, 'document')}." for offer, count in found]
        if not found:
            lines.append("Nothing with one filter less, either. Try other words." if offers else "Try other words.")
        controls = [
            Control(state.custom_id(_TURN, 1, offer.search), f"Without {offer.without} ({count:,})")
            for offer, count in found
        ]
        return render.notice(["\n".join(lines), page.footer(answer)], [controls])

    def _count(self, search: Search) -> int:
        """How many documents a search finds; runs off the event loop."""
        return self._client.archive.search(self._query(search, 1)).documents_found


def _citation(hit: index.Hit, generation: int) -> str:
    head = f"**{page.title(hit)}** · {dates.span(hit.date)}"
    small = f"-# {page.place(hit)} · {hit.passage} · characters {hit.start:,} to {hit.end:,} · generation {generation}"
    warning = "" if hit.verbatim else f"\n{page.DIFFERS}"
    room = limits.MESSAGE_TEXT - sum(limits.length(part) + 1 for part in (head, warning, small))
    return f"{head}{warning}\n{excerpt.quotation(hit.text, None, room, _CITED_LINES)}\n{small}"
