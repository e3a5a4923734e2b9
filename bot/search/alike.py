"""*More like this*: passages of other documents that are like the one that is read, for the presser alone."""

from __future__ import annotations

from typing import Final

from discord import ui

import index
from bot.access import asker_of
from bot.errors import BusyError
from bot.search import page, visibility
from bot.search.result_pages import hits_of, recent
from bot.services import Services
from bot.ui import components, dates, respond, text
from bot.ui.passages import counted
from bot.ui.respond import Interaction

_MAX_TITLE: Final = 80
_MAX_WARNING: Final = 160


class LikeThis:
    """The answers to the button."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def answer(self, interaction: Interaction, passage: str) -> None:
        """Answers a press within what its presser may see; it counts as a search."""
        services, asker = self._services, asker_of(interaction)
        services.access.count_search(asker)
        if services.searches.full:
            raise BusyError
        await respond.defer(interaction)
        scope = services.access.scope(asker, private=True)
        found = await services.searches.run(lambda: services.archive.like(passage, scope, limit=page.HITS_PER_PAGE))
        answer = visibility.within(found, scope)
        drawn = page.compose(answer, 1, header(answer), services.links)
        services.recent.note(asker, recent(answer, drawn))
        await respond.fill(interaction, _view(drawn))


def header(answer: index.Answer) -> str:
    """What the hits are like, and how many there are."""
    lines = [_count(answer), *(f"⚠️ {text.label(warning, _MAX_WARNING)}" for warning in answer.chat_warnings[:2])]
    return "\n".join((f"🔎 More like {_named(answer.like)}", *(f"-# {line}" for line in lines)))


def _named(like: index.Liked | None) -> str:
    if like is None:
        return "this passage"
    title = text.label(like.title, _MAX_TITLE) or text.label(text.path_line(like.document), _MAX_TITLE)
    return f"**{title}** · {dates.span(like.date)}"


def _count(answer: index.Answer) -> str:
    if not answer.hits:
        return "nothing is like it"
    first = f" · the first {len(answer.hits)} shown" if len(answer.hits) < answer.documents_found else ""
    return f"{counted(answer.documents_found, 'other document')} like it{first}"


def _view(drawn: page.PageTexts) -> ui.LayoutView:
    return components.page([drawn.header, *hits_of(drawn)])
