"""The buttons below an answer: every press is admitted and checked again, whatever its custom id says."""

from __future__ import annotations

import re
from typing import Final

from bot.access import asker_of
from bot.errors import RefusedError
from bot.search import custom_ids
from bot.search.answer_cache import AnswerCache
from bot.search.custom_ids import SHOW_TO_CHANNEL, TURN_PAGE, Press, Search
from bot.search.result_pages import ResultPages
from bot.services import Services
from bot.ui import respond
from bot.ui.respond import Interaction

_TOO_OLD: Final = "This search is too old to continue. Please search again."
_NOT_YOURS: Final = "Only the person who searched can turn these pages. Use /search for a search of your own."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't show it here for you."


class SearchButtons:
    """What the buttons below an answer do."""

    def __init__(self, services: Services, answers: AnswerCache) -> None:
        self._services = services
        self._answers = answers
        self._actions = {TURN_PAGE: self._turn, SHOW_TO_CHANNEL: self._show}

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Any button below an answer; its custom id says what it does and on which search."""
        try:
            press = custom_ids.press(match)
        except ValueError as error:  # nobody's button says so, but an id can be made up
            raise RefusedError(_TOO_OLD) from error
        search = press.search or self._answers.search(press.token or "")
        if interaction.user.id != press.asker:
            raise RefusedError(_NOT_YOURS)
        action = self._actions.get(press.action)
        if search is None or action is None:
            raise RefusedError(_TOO_OLD)
        await action(interaction, press, search)

    async def _turn(self, interaction: Interaction, press: Press, search: Search) -> None:
        pages = self._pages(interaction, private=respond.is_private(interaction))
        if not await pages.remembers(search):
            await interaction.response.defer()
        await respond.update(interaction, await pages.draw(search, _page(press)))

    async def _show(self, interaction: Interaction, press: Press, search: Search) -> None:
        """A private page for everyone in the channel, searched again within what everyone there may see."""
        allowed = interaction.permissions
        if interaction.guild_id is not None and not (allowed.send_messages or allowed.send_messages_in_threads):
            raise RefusedError(_MAY_NOT_SPEAK)
        pages = self._pages(interaction, private=False)
        if not await pages.remembers(search):
            await respond.defer(interaction, private=False)
        await respond.send(interaction, await pages.draw(search, _page(press)), private=False)

    def _pages(self, interaction: Interaction, *, private: bool) -> ResultPages:
        return ResultPages(self._services, self._answers, asker_of(interaction), private=private)


def _page(press: Press) -> int:
    if not press.argument.isdecimal():
        raise RefusedError(_TOO_OLD)
    return int(press.argument)
