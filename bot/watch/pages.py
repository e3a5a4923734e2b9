"""Lists of watches and what is done to the watches on them: every press is checked again, whatever its id says."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import index
from bot.access import Asker, asker_of
from bot.errors import NotYoursError, RefusedError
from bot.services import Services
from bot.ui import components, presses, respond
from bot.ui.components import Buttons
from bot.ui.respond import Interaction
from bot.watch import custom_ids, listing, wording
from bot.watch.custom_ids import Page
from bot.watch.kept import Kept
from bot.watch.listing import Shown
from bot.watch.places import LostError, Places

_NO_MODERATOR: Final = "Only moderators of this server can see all watches."
_NOT_THERE: Final = "That watch is not there any more."
_NOT_YOURS: Final = "Only who made a watch, and moderators, can change it"
_OF_OTHERS: Final = "Only those who made these watches, and moderators, can change them."
_BY_MODERATOR: Final = "A moderator paused this watch, so only moderators can resume it."
_TOO_OLD: Final = "I can't read this button any more. Please use /watch list."
_MAX_DIGITS: Final = 4

Act = Callable[[Interaction, index.Watch, Page], Awaitable[None]]


class Pages:
    """Fills answers with watches, for who may change them alone."""

    def __init__(self, services: Services, kept: Kept, places: Places) -> None:
        self._services = services
        self._kept = kept
        self._places = places
        self._acts: dict[str, Act] = {
            custom_ids.PAUSE: self._pause,
            custom_ids.RESUME: self._resume,
            custom_ids.ASK: self._ask,
            custom_ids.REMOVE: self._remove,
            custom_ids.KEEP: self._keep,
        }

    async def show(self, interaction: Interaction, everybody: bool) -> None:
        """Answers with the presser's watches in this server or, for moderators, everybody's."""
        self._count(interaction)
        await respond.defer(interaction)
        await self._show(interaction, Page(custom_ids.ALL if everybody else custom_ids.MINE))

    async def turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Turns a page."""
        await self._turn(interaction, match["view"], match["page"])

    async def jump(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Goes to the page that was chosen."""
        await self._turn(interaction, match["view"], presses.chosen(interaction))

    async def _turn(self, interaction: Interaction, view: str, page: str) -> None:
        if not (page.isascii() and page.isdecimal() and len(page) <= _MAX_DIGITS):
            raise RefusedError(_TOO_OLD)
        self._count(interaction)
        await respond.defer_press(interaction)
        await self._show(interaction, Page(view, int(page)))

    async def act(self, interaction: Interaction, match: re.Match[str]) -> None:
        """What is done to one watch, by who made it or a moderator of its server."""
        self._count(interaction)
        await respond.defer_press(interaction)
        watch = await self._kept.find(match["token"])
        if watch is None:
            raise RefusedError(_NOT_THERE)
        if not self._may_change(asker_of(interaction), watch):
            raise NotYoursError(_NOT_YOURS, watch.person)
        await self._acts[match["action"]](interaction, watch, Page(match["view"], int(match["page"])))

    async def of_post(self, interaction: Interaction, match: re.Match[str]) -> None:
        """A button of a message that tells what is new: its watches to who may change them, or a search for it."""
        self._count(interaction)
        if match["action"] == custom_ids.MANAGE:
            await respond.defer(interaction)
            await self._show(interaction, custom_ids.of_post(match["post"]))
            return
        watches = await self._kept.of_post(match["post"])
        if len(watches) != 1:
            raise RefusedError(_NOT_THERE)
        watch = watches[0]
        await self._services.hooks.search(interaction, watch.query, watch.since, watch.until)

    async def _pause(self, interaction: Interaction, watch: index.Watch, at: Page) -> None:
        mine = watch.person == interaction.user.id
        await self._kept.pause(watch, wording.BY_YOU if mine else wording.BY_MODERATOR)
        await self._show(interaction, at, watch, [wording.paused(watch)])

    async def _resume(self, interaction: Interaction, watch: index.Watch, at: Page) -> None:
        """Lets a watch run again, if it can tell something now."""
        if watch.paused == wording.BY_MODERATOR and not self._services.access.moderates(asker_of(interaction)):
            raise RefusedError(_BY_MODERATOR)
        try:
            await self._places.check_maker(watch, await self._places.of(watch))
        except LostError as lost:
            raise RefusedError(f"I can't resume this watch: {lost}.") from lost
        await self._kept.resume(watch)
        await self._show(interaction, at, watch, [wording.resumed(watch)])

    async def _ask(self, interaction: Interaction, watch: index.Watch, at: Page) -> None:
        waiting = (await self._kept.counts([watch])).get(watch.token, 0)
        entry = listing.entry(watch, 0, self._services.now(), named=at.view != custom_ids.MINE)
        answers = Buttons(listing.question(watch, at))
        await respond.fill(interaction, components.page([wording.asked_to_remove(waiting), entry, answers]))

    async def _remove(self, interaction: Interaction, watch: index.Watch, at: Page) -> None:
        await self._kept.remove(watch)
        await self._show(interaction, at, None, [wording.removed(watch)])

    async def _keep(self, interaction: Interaction, watch: index.Watch, at: Page) -> None:
        await self._show(interaction, at, watch)

    async def _show(
        self, interaction: Interaction, at: Page, watch: index.Watch | None = None, above: Sequence[str] = ()
    ) -> None:
        """A page below what was just done; `watch` is what stands on a page of one alone."""
        asker = asker_of(interaction)
        if at.view == custom_ids.ALONE:
            found = [one for one in [await self._kept.find(watch.token) if watch else None] if one is not None]
        else:
            found = await self._watches(asker, at)
        shown = Shown(found, await self._kept.counts(found))
        blocks, rows = listing.draw(shown, at, self._services.now(), above)
        if not found and at.view in {custom_ids.MINE, custom_ids.ALL}:
            blocks = [*above, self._empty(at)]
        await respond.fill(interaction, components.page(blocks, rows))

    async def _watches(self, asker: Asker, at: Page) -> list[index.Watch]:
        """The watches of a view that a person may see."""
        if at.view == custom_ids.ALL:
            if asker.guild is None or not self._services.access.moderates(asker):
                raise RefusedError(_NO_MODERATOR)
            return await self._kept.of_guild(asker.guild)
        if at.post is None:
            return await self._kept.of_person(asker.user, asker.guild)
        found = await self._kept.of_post(at.post)
        return self._changeable(asker, found)

    def _changeable(self, asker: Asker, found: Sequence[index.Watch]) -> list[index.Watch]:
        """Those of a post's watches that a person may change; raises `RefusedError` where there is none."""
        changeable = [watch for watch in found if self._may_change(asker, watch)]
        if found and not changeable:
            raise NotYoursError(_NOT_YOURS, found[0].person) if len(found) == 1 else RefusedError(_OF_OTHERS)
        if not found:
            raise RefusedError(_NOT_THERE)
        return changeable

    def _may_change(self, asker: Asker, watch: index.Watch) -> bool:
        """Whether somebody made a watch, or moderates the server in which it tells."""
        moderated = watch.guild is not None and watch.guild == asker.guild and self._services.access.moderates(asker)
        return watch.person == asker.user or moderated

    def _empty(self, at: Page) -> str:
        return listing.NONE_OF_ALL if at.view == custom_ids.ALL else listing.empty(self._services.commands)

    def _count(self, interaction: Interaction) -> None:
        self._services.access.count_cite(asker_of(interaction))
