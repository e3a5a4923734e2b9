"""One person reading one answer: asked for once, kept for turning pages, drawn with its buttons."""

from __future__ import annotations

import logging

from discord import ui

import index
from bot.access import Asker
from bot.errors import BusyError
from bot.recent_passages import RecentPassage
from bot.search import custom_ids, fewer_filters, page, visibility
from bot.search.answer_cache import AnswerCache
from bot.search.custom_ids import SHOW_TO_CHANNEL, TURN_PAGE, Search
from bot.services import Services
from bot.ui import components, passage_buttons, passages
from bot.ui.components import Control, Section

log = logging.getLogger(__name__)


class ResultPages:
    """The pages of one person's searches, read alone or before everyone's eyes."""

    def __init__(self, services: Services, answers: AnswerCache, asker: Asker, *, private: bool) -> None:
        self._services = services
        self._answers = answers
        self._asker = asker
        self._private = private
        self._scope = services.access.scope(asker, private)

    def admit(self) -> None:
        """Counts a new search; raises `RefusedError` for one too many, of this person's or of everybody's."""
        self._services.access.count_search(self._asker)
        if self._services.searches.full:
            raise BusyError

    async def remembers(self, search: Search) -> bool:
        return await self._kept(search) is not None

    async def _kept(self, search: Search) -> index.Answer | None:
        """The answer as kept; none from a generation that is gone, since something in it may have been erased."""
        kept = self._answers.answer(search, self._scope)
        if kept is None:
            return None
        services, number = self._services, kept.generation
        return kept if await services.look_ups.run(lambda: services.archive.keeps(number)) else None

    async def answer(self, search: Search) -> index.Answer:
        """The answer as kept, or found again where it was forgotten; that counts as a search."""
        kept = await self._kept(search)
        if kept is not None:
            return kept
        self._services.access.count_search(self._asker)
        return await self.ask(search)

    async def ask(self, search: Search) -> index.Answer:
        """A fresh answer, with nothing in it that may not be seen here."""
        query = search.query(page.MAX_DOCUMENTS, self._scope)
        found = await self._services.searches.run(lambda: self._services.archive.search(query))
        answer = visibility.within(found, self._scope)
        self._log(found)
        self._answers.keep(search, self._scope, answer)
        return answer

    def _log(self, found: index.Answer) -> None:
        """A line with numbers and no words: what people search for is theirs."""
        extra = {"guild": self._asker.guild, "documents": found.documents_found, "ms": found.elapsed_ms}
        log.info("a search found %d documents in %.0f ms", found.documents_found, found.elapsed_ms, extra=extra)

    async def draw(self, search: Search, number: int) -> ui.LayoutView:
        answer = await self.answer(search)
        if not answer.hits:
            return await self._draw_nothing(search, answer)
        drawn = page.compose(answer, number)
        self._services.recent.note(self._asker, _recent(answer, drawn))
        hits = [Section(entry.drawn, passage_buttons.below(entry.passage)[0]) for entry in drawn.entries]
        turning, _ = components.paging(
            lambda turned: self._custom_id(TURN_PAGE, turned, search), "j", drawn.page, drawn.pages
        )
        blocks: list[components.Block] = [drawn.header, *hits, drawn.footer]
        return components.page(blocks, [turning, self._more(search, answer, drawn)])

    def _custom_id(self, action: str, argument: int, search: Search) -> str:
        """A button's id; a search that it can't hold is kept behind the token that it holds instead."""
        custom_id = custom_ids.custom_id(action, argument, search)
        token = custom_ids.token_in(custom_id)
        if token is not None:
            self._answers.keep_search(token, search)
        return custom_id

    def _more(self, search: Search, answer: index.Answer, drawn: page.PageTexts) -> list[Control]:
        more = []
        if answer.last_week:
            ended = fewer_filters.last_week(search, answer.reading, answer.last_week)
            more.append(Control(self._custom_id(TURN_PAGE, 1, ended), "The archive's last week"))
        if answer.reading.prefers:
            strict = fewer_filters.strict(search, answer.reading)
            more.append(Control(self._custom_id(TURN_PAGE, 1, strict), "Only these dates"))
        undated = fewer_filters.undated(search, answer.reading)
        if answer.reading.windowed and undated.text:
            more.append(Control(self._custom_id(TURN_PAGE, 1, undated), "Drop the dates"))
        if self._private and self._asker.guild is not None:
            more.append(Control(self._custom_id(SHOW_TO_CHANNEL, drawn.page, search), "Show to channel"))
        return more

    async def _draw_nothing(self, search: Search, answer: index.Answer) -> ui.LayoutView:
        offers = fewer_filters.wider_searches(search, answer.reading)
        counts = await self._services.searches.run(lambda: [self._count(offer.search) for offer in offers])
        lines = [page.header(search.text, answer.reading), "Nothing found."]
        found = [(offer, count) for offer, count in zip(offers, counts, strict=True) if count]
        lines += [f"Without {offer.without}: {passages.counted(count, 'document')}." for offer, count in found]
        if not found:
            lines.append(
                "With one filter fewer there is nothing either. Try other words." if offers else "Try other words."
            )
        controls = [
            Control(self._custom_id(TURN_PAGE, 1, offer.search), f"Without {offer.without} ({count:,})")
            for offer, count in found
        ]
        return components.notice(["\n".join(lines), page.footer(answer)], [controls])

    def _count(self, search: Search) -> int:
        """How many documents a search finds; runs off the event loop."""
        return self._services.archive.search(search.query(1, self._scope), shown=False).documents_found


def _recent(answer: index.Answer, drawn: page.PageTexts) -> list[RecentPassage]:
    """The passages on a page, as they are proposed later."""
    shown = {entry.passage for entry in drawn.entries}
    hits = [hit for hit in answer.hits if hit.passage in shown]
    return [RecentPassage.named(hit.passage, hit.document, hit.title, hit.date) for hit in hits]
