"""`/compare`: what two spans of time have of a query, in one message."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any, Final

from discord import app_commands, ui

import index
from bot import asking
from bot.access import Asker, asker_of
from bot.client import DatelineClient
from bot.compare import card, custom_ids
from bot.compare.kept_searches import KeptSearches
from bot.errors import RefusedError
from bot.recent_passages import RecentPassage
from bot.services import Services
from bot.ui import components, passage_buttons, respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

log = logging.getLogger(__name__)

_MAX_SPAN: Final = 60
_TOO_OLD: Final = "I no longer know that search. Please compare again with /compare."


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command and its buttons to the bot."""
    comparing = Comparing(services)
    client.tree.add_command(_command(comparing))
    client.add_presses(custom_ids.TEMPLATE, comparing.open)


def _command(comparing: Comparing) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="compare", description="What two spans of time have of a search, side by side")
    @app_commands.describe(
        query='What to look for: words, "a phrase", -without, title:…, in:…',
        first="The one span, such as 1969, July 1969 or 1969 to 1972",
        second="The other span, which shares no day with it",
        private="Show the answer only to me",
    )
    async def compare(
        interaction: Interaction,
        query: app_commands.Range[str, 1, index.MAX_CHARACTERS],
        first: app_commands.Range[str, 1, _MAX_SPAN],
        second: app_commands.Range[str, 1, _MAX_SPAN],
        private: bool = False,
    ) -> None:
        spans = index.read_span(first), index.read_span(second)
        index.check_apart(*spans)
        await comparing.answer(interaction, index.one_line(query), spans, private)

    return compare


class Comparing:
    """The answers to the command and its buttons."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._kept = KeptSearches(services.data)

    async def answer(
        self, interaction: Interaction, text: str, spans: tuple[index.Days, index.Days], private: bool
    ) -> None:
        """Compares within what may be seen here: admitted and deferred at once, asked off the event loop."""
        asker, services = asker_of(interaction), self._services
        private = private or asker.guild is None
        scope = services.access.scope(asker, private)
        query = index.Query(text=text, scope=scope)
        await asking.admit(services, asker, query)
        await respond.defer(interaction, private=private)
        found = await services.searches.run(lambda: services.archive.compare(query, *spans))
        seen = _within(found, scope)
        _log(asker, seen)
        services.recent.note(asker, _recent(seen))
        await respond.fill(interaction, await self._draw(asker, seen, private=private))

    async def _draw(self, asker: Asker, found: index.Comparison, *, private: bool) -> ui.LayoutView:
        buttons = await self._buttons(asker, found)
        if not private:
            buttons.append(Control(passage_buttons.delete_id(asker.user), "Delete"))
        return components.page(card.draw(found, self._services.links), [buttons])

    async def _buttons(self, asker: Asker, found: index.Comparison) -> list[Control]:
        """A search of each span in which something matches; none where it is too long and can't be kept."""
        spans = [span for span in (found.first, found.second) if span.documents]
        searches = {card.name(span): custom_ids.search_of(span, found.query) for span in spans}
        tokens = await self._tokens(asker, [text for text in searches.values() if not custom_ids.fits(text)])
        return [
            Control(custom_ids.custom_id(text, tokens.get(text)), f"Search {name}")
            for name, text in searches.items()
            if text in tokens or custom_ids.fits(text)
        ]

    async def _tokens(self, asker: Asker, texts: Sequence[str]) -> dict[str, str]:
        return await self._services.look_ups.run(lambda: self._kept.keep(asker.user, texts)) if texts else {}

    async def open(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Answers a press with the search of one span, for the presser alone and within what they may see."""
        token = match["token"]
        text = await self._services.look_ups.run(lambda: self._kept.find(token)) if token else match["text"]
        if text is None:
            raise RefusedError(_TOO_OLD)
        await self._services.hooks.search(interaction, text)


def _within(found: index.Comparison, scope: index.Scope) -> index.Comparison:
    """Without hits that `scope` doesn't see, of which the archive finds none: the second lock."""
    spans = {
        name: span.model_copy(update={"hits": tuple(hit for hit in span.hits if scope.sees(hit.document))})
        for name, span in (("first", found.first), ("second", found.second))
    }
    return found.model_copy(update=spans)


def _recent(found: index.Comparison) -> list[RecentPassage]:
    """The passages shown, as they are proposed later."""
    return [RecentPassage.found(hit) for hit in (*found.first.hits, *found.second.hits)]


def _log(asker: Asker, found: index.Comparison) -> None:
    """A line with numbers and no words: what people search for is theirs."""
    counts = found.first.documents, found.second.documents
    extra = {"guild": asker.guild, "documents": sum(counts), "ms": found.elapsed_ms}
    log.info("a comparison found %d and %d documents in %.0f ms", *counts, found.elapsed_ms, extra=extra)
