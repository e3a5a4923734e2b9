"""Checks, answered: counted, compared off the event loop, kept for their buttons, and drawn."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from discord import ui

import index
from bot.access import Asker, asker_of
from bot.errors import BusyError, RefusedError
from bot.recent_passages import RecentPassage
from bot.services import Services
from bot.ui import respond
from bot.ui.respond import Interaction
from bot.verify import card, findings, listing
from bot.verify.check import Check
from bot.verify.findings import Findings
from bot.verify.kept_checks import KeptChecks
from bot.verify.wording import Found

log = logging.getLogger(__name__)

MAX_DRAFTS: Final = 8
"""Drafts that are read and checked at a time; their bytes are in memory."""
_STILL: Final = "I am still checking what you gave me last. Please wait until that is done."

Gather = Callable[[index.Scope], Awaitable[Check]]
"""Reads what is to be checked, as far as somebody may see it."""


@dataclass(frozen=True)
class Memory:
    """What is kept of checks: what was found, for a while, and what was checked, for buttons."""

    found: index.TimedCache[tuple[Check, index.Scope], Findings]
    checks: KeptChecks

    def forget(self, person: int) -> None:
        """Drops what was found for a person; what is kept on disk is erased by `checks`."""
        for key in [key for key in self.found if key[0].asker == person]:
            self.found.pop(key, None)


class Verifying:
    """What the command, the menu and the buttons have in common."""

    def __init__(self, services: Services, memory: Memory) -> None:
        self._services = services
        self._memory = memory
        self._drafts: set[int] = set()

    async def answer(self, interaction: Interaction, gather: Gather) -> None:
        """Answers a new check, for its asker alone; counted before it is begun."""
        asker = asker_of(interaction)
        self.admit(asker)
        await respond.defer(interaction)
        scope = self._services.access.scope(asker, private=True)
        check = await gather(scope)
        await respond.fill(interaction, await self.private(asker, check, await self.findings(check, scope)))

    def admit(self, asker: Asker) -> None:
        """Counts a check; raises `RefusedError` for one too many, of this person's or of everybody's."""
        self._services.access.count_cite(asker)
        if self._services.checks.full:
            raise BusyError

    @asynccontextmanager
    async def draft(self, asker: Asker) -> AsyncIterator[None]:
        """While a draft is read and checked its asker has no other; raises `RefusedError`."""
        if asker.user in self._drafts:
            raise RefusedError(_STILL)
        if len(self._drafts) >= MAX_DRAFTS:
            raise BusyError
        self._drafts.add(asker.user)
        try:
            yield
        finally:
            self._drafts.discard(asker.user)

    async def remembers(self, check: Check, scope: index.Scope) -> bool:
        """Whether it is known what is found; not after something was erased, which may be among it."""
        kept = self._memory.found.get((check, scope))
        return kept is not None and kept.erasures == await self._services.look_ups.run(self._services.archive.erasures)

    async def findings(self, check: Check, scope: index.Scope) -> Findings:
        """What is found within a scope, as remembered or anew."""
        if await self.remembers(check, scope) and (kept := self._memory.found.get((check, scope))):
            return kept
        found = await findings.find(self._services, check, scope)
        self._memory.found[check, scope] = found
        log.info("a check compared %d quotations and %d ids", len(found.verdicts), len(found.ids))
        return found

    async def kept(self, token: str) -> Check | None:
        """The check behind a button."""
        return await self._services.look_ups.run(lambda: self._memory.checks.find(token))

    async def private(self, asker: Asker, check: Check, found: Findings, number: int = 1) -> ui.LayoutView:
        """A card or a page for its reader alone, with its buttons."""
        shares = asker.guild is not None
        if not check.is_alone:
            return self.listed(asker, check, found, number, await self._keep(check), shares=shares)
        return self.one(asker, check, found, await self._keep(check) if shares else None)

    def one(
        self,
        asker: Asker,
        alone: Check,
        found: Findings,
        token: str | None = None,
        number: int = 0,
        *,
        by: int | None = None,
    ) -> ui.LayoutView:
        """The card of one quotation, which is of this number among those kept behind `token`."""
        (quoted,), (verdict,) = alone.quotations, found.verdicts
        self._note(asker, [verdict])
        blocks = card.draw(found, alone.notes, where=quoted.where, by=by)
        rows = card.controls(token, number) if by is None else card.delete(by)
        return card.view(blocks, rows, verdict.verdict)

    def listed(
        self,
        asker: Asker,
        check: Check,
        found: Findings,
        number: int,
        token: str,
        *,
        shares: bool = False,
        by: int | None = None,
    ) -> ui.LayoutView:
        """A page of what a draft quotes."""
        shown = listing.page(check, found, number)
        self._note(asker, [entry.found for entry in shown.entries])
        rows = listing.controls(shown, token, shares=shares)
        return listing.view(check, found, shown, rows, by=by)

    async def _keep(self, check: Check) -> str:
        return await self._services.look_ups.run(lambda: self._memory.checks.keep(check))

    def _note(self, asker: Asker, found: list[Found]) -> None:
        """Notes the passages being shown, as they are proposed later."""
        shown: list[RecentPassage] = []
        for one in found:
            if isinstance(one, index.Verdict):
                places = [(place, place.passage) for place in one.places]
                shown += [
                    RecentPassage.named(passage.id, place.document, place.title, place.date)
                    for place, passage in places
                    if passage
                ]
            elif isinstance(one, index.Cited) and not one.record.erased:
                record = one.record
                shown.append(RecentPassage.named(record.id, record.path, record.title, record.date))
        self._services.recent.note(asker, shown)
