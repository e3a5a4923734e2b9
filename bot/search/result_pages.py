"""One person reading one answer: asked for once, kept for turning pages, drawn with its buttons."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from discord import ui

import index
from bot import asking
from bot.access import Asker
from bot.recent_passages import RecentPassage
from bot.search import custom_ids, fewer_filters, offers, page, visibility
from bot.search.answer_cache import AnswerCache
from bot.search.custom_ids import DELETE, JUMP, REFINE, SHARE, TIMELINE, TURN_PAGE, WATCH, Search
from bot.search.kept_searches import KeptSearches
from bot.search.offers import Offer
from bot.services import Services
from bot.ui import components, limits, passage_buttons, passages
from bot.ui.components import Control, Row, Section

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Memory:
    """What is kept of searches: their answers for a while, and those that a button's id can't hold."""

    answers: AnswerCache
    searches: KeptSearches


class ResultPages:
    """The pages of one person's searches, read alone or before everyone's eyes."""

    def __init__(self, services: Services, memory: Memory, asker: Asker, *, private: bool) -> None:
        self._services = services
        self._memory = memory
        self._asker = asker
        self._private = private
        self._scope = services.access.scope(asker, private)

    async def admit(self, search: Search) -> None:
        """Counts a new search, before anything is public.

        Raises `RefusedError` for one too many, of this person's or of everybody's, and `QueryError` for one that can't
        be understood.
        """
        await asking.admit(self._services, self._asker, search.query(1, self._scope))

    async def remembers(self, search: Search) -> bool:
        return await self._kept(search) is not None

    async def _kept(self, search: Search) -> index.Answer | None:
        """The answer as kept; none from a generation that is gone, since something in it may have been erased."""
        kept = self._memory.answers.answer(search, self._scope)
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
        self._memory.answers.keep(search, self._scope, answer)
        return answer

    def _log(self, found: index.Answer) -> None:
        """A line with numbers and no words: what people search for is theirs."""
        extra = {"guild": self._asker.guild, "documents": found.documents_found, "ms": found.elapsed_ms}
        log.info("a search found %d documents in %.0f ms", found.documents_found, found.elapsed_ms, extra=extra)

    async def draw(self, search: Search, number: int) -> ui.LayoutView:
        answer = await self.answer(search)
        if not answer.hits:
            return await self._draw_nothing(search, answer)
        drawn = page.compose(answer, number, links=self._services.links)
        self._services.recent.note(self._asker, recent(answer, drawn))
        return components.page([drawn.header, *hits_of(drawn)], await self._rows(search, answer, drawn))

    async def _rows(self, search: Search, answer: index.Answer, drawn: page.PageTexts) -> list[Row]:
        """Turning, another order, the timeline, refining, deleting or sharing, watching; other dates; then a jump."""
        order = offers.order(search, answer.reading)
        dates = list(offers.other_dates(search, answer))
        ids = await self._ids([search, order.search, *(offer.search for offer in dates)])
        turning, jump = components.paging(
            lambda turned: ids(TURN_PAGE, turned, search), ids(JUMP, drawn.page, search), drawn.page, drawn.pages
        )
        buttons = [
            *turning,
            *ids.buttons([order]),
            *self._counting(ids, search, drawn.page),
            Control(ids(REFINE, drawn.page, search), "Refine"),
            *self._whole(ids, search, drawn.page),
            *self._watching(ids, search),
            *ids.buttons(dates),
        ]
        rows: list[Row] = [jump] if jump else []
        return rows + [
            buttons[first : first + limits.ROW_BUTTONS] for first in range(0, len(buttons), limits.ROW_BUTTONS)
        ]

    def _counting(self, ids: _Ids, search: Search, number: int) -> list[Control]:
        """What is made of the query anew, and so of the generation that serves."""
        return [Control(ids(TIMELINE, number, search), "Timeline")] if search.generation is None else []

    def _watching(self, ids: _Ids, search: Search) -> list[Control]:
        """Likewise of what comes into the archive from now on."""
        return [Control(ids(WATCH, 1, search), "Watch this")] if search.generation is None else []

    def _whole(self, ids: _Ids, search: Search, number: int) -> list[Control]:
        """What can be done with the whole message."""
        if not self._private:
            return [Control(ids(DELETE, number, search), "Delete")]
        if search.generation is not None:  # it may have what was taken out of the archive since
            return []
        return [Control(ids(SHARE, number, search), "Share", style="primary")] if self._asker.guild is not None else []

    async def _ids(self, searches: Iterable[Search]) -> _Ids:
        """The custom ids on these searches; those that an id can't hold are kept."""
        too_long = [search for search in dict.fromkeys(searches) if not custom_ids.fits(search)]
        kept = self._memory.searches
        return _Ids(await self._services.look_ups.run(lambda: kept.keep(too_long)) if too_long else {})

    async def _draw_nothing(self, search: Search, answer: index.Answer) -> ui.LayoutView:
        wider = fewer_filters.wider_searches(search, answer.reading)
        counts = await self._services.searches.run(lambda: [self._count(offer.search) for offer in wider])
        found = [(offer, count) for offer, count in zip(wider, counts, strict=True) if count]
        lines = [page.header(answer), "Nothing found."]
        lines += [f"Without {offer.without}: {passages.counted(count, 'document')}." for offer, count in found]
        if not found:
            lines.append(
                "With one filter fewer there is nothing either. Try other words." if wider else "Try other words."
            )
        ids = await self._ids([search, *(offer.search for offer, _ in found)])
        buttons = [*ids.buttons(Offer(f"Without {offer.without} ({count:,})", offer.search) for offer, count in found)]
        whole = [
            Control(ids(REFINE, 1, search), "Refine"),
            *([] if self._private else self._whole(ids, search, 1)),
            *self._watching(ids, search),
        ]
        return components.notice(["\n".join(lines)], [buttons, whole])

    def _count(self, search: Search) -> int:
        """How many documents a search finds; runs off the event loop."""
        return self._services.archive.search(search.query(1, self._scope), shown=False).documents_found


class _Ids:
    """Custom ids on searches, by the tokens of those that an id can't hold."""

    def __init__(self, tokens: dict[Search, str]) -> None:
        self._tokens = tokens

    def __call__(self, action: str, argument: int, search: Search) -> str:
        return custom_ids.custom_id(action, argument, search, self._tokens.get(search))

    def buttons(self, offered: Iterable[Offer]) -> list[Control]:
        """Buttons that lead to the first page of other searches."""
        return [Control(self(TURN_PAGE, 1, offer.search), offer.label) for offer in offered]


def hits_of(drawn: page.PageTexts) -> list[Section]:
    """The hits of a page, each with the button that opens it."""
    return [Section(entry.head, passage_buttons.read(entry.passage), entry.body) for entry in drawn.entries]


def recent(answer: index.Answer, drawn: page.PageTexts) -> list[RecentPassage]:
    """The passages on a page, as they are proposed later."""
    shown = {entry.passage for entry in drawn.entries}
    return [RecentPassage.found(hit) for hit in answer.hits if hit.passage in shown]
