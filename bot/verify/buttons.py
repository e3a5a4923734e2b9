"""The buttons and selects of a check: every press is admitted and compared again within what its presser may see."""

from __future__ import annotations

import re
from typing import Final

from bot.access import asker_of, may_write
from bot.errors import NotYoursError, RefusedError
from bot.services import Services
from bot.ui import presses, respond
from bot.ui.respond import Interaction
from bot.verify.check import Check
from bot.verify.custom_ids import JUMP, OPEN, SHARE, SHARE_ONE, TURN
from bot.verify.findings import Findings
from bot.verify.verifying import Verifying

_TOO_OLD: Final = "This check is too old to continue. Please check the quotations again."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't post it here for you."
_NOT_FOR_ALL: Final = "Not everyone in this channel may see what I found for you, so I can't post it here."
_NOT_YOURS: Final = "Only whoever checked that can show it to others"
_DIGITS: Final = 4
_NONE: Final = 10**_DIGITS
"""In place of a page or a quotation; there are never so many."""


class VerifyButtons:
    """What the buttons below a card or a page do."""

    def __init__(self, services: Services, verifying: Verifying) -> None:
        self._services = services
        self._verifying = verifying
        self._actions = {
            TURN: self._turn,
            JUMP: self._jump,
            OPEN: self._open,
            SHARE: self._share,
            SHARE_ONE: self._share_one,
        }

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Anything below a check; its custom id says what it does and on which check."""
        action = self._actions.get(match["action"])
        check = await self._verifying.kept(match["token"])
        if action is None or check is None:
            raise RefusedError(_TOO_OLD)
        await action(interaction, check, int(match["argument"]), match["token"])

    async def _turn(self, interaction: Interaction, check: Check, number: int, token: str) -> None:
        """A page in place of the one that it was pressed on; of somebody else's, one for the presser alone."""
        asker, alone = asker_of(interaction), respond.is_private(interaction)
        in_place = alone or asker.user == check.asker
        scope = self._services.access.scope(asker, private=alone or not in_place)
        known = await self._verifying.remembers(check, scope)
        if not known:
            self._verifying.admit(asker)
        if not in_place:
            await respond.defer(interaction)
        elif not known:
            await interaction.response.defer()
        found = await self._verifying.findings(check, scope)
        by = asker.user if in_place and not alone else None
        shares = by is None and asker.guild is not None and asker.user == check.asker
        view = self._verifying.listed(asker, check, found, number, token, shares=shares, by=by)
        await (respond.update(interaction, view) if in_place else respond.fill(interaction, view))

    async def _jump(self, interaction: Interaction, check: Check, _: int, token: str) -> None:
        await self._turn(interaction, check, _chosen(interaction), token)

    async def _open(self, interaction: Interaction, check: Check, _: int, token: str) -> None:
        """The card of a quotation that was chosen, for the presser alone."""
        asker, number = asker_of(interaction), _chosen(interaction)
        alone = _alone(check, number)
        self._verifying.admit(asker)
        await respond.defer(interaction)
        found = await self._verifying.findings(alone, self._services.access.scope(asker, private=True))
        shares = asker.guild is not None and asker.user == check.asker
        await respond.fill(interaction, self._verifying.one(asker, alone, found, token if shares else None, number))

    async def _share(self, interaction: Interaction, check: Check, number: int, token: str) -> None:
        """Posts a page into the channel."""
        found, asker = await self._for_all(interaction, check), asker_of(interaction)
        view = self._verifying.listed(asker, check, found, number, token, by=asker.user)
        await respond.post(interaction, view)

    async def _share_one(self, interaction: Interaction, check: Check, number: int, token: str) -> None:
        """Posts the card of one quotation into the channel."""
        alone = _alone(check, number)
        found, asker = await self._for_all(interaction, alone), asker_of(interaction)
        await respond.post(interaction, self._verifying.one(asker, alone, found, by=asker.user))

    async def _for_all(self, interaction: Interaction, check: Check) -> Findings:
        """What everyone in the channel may see; raises `RefusedError` where its asker was told something else."""
        asker, access = asker_of(interaction), self._services.access
        if asker.user != check.asker:
            raise NotYoursError(_NOT_YOURS, check.asker)
        if asker.guild is None or not may_write(interaction):
            raise RefusedError(_MAY_NOT_SPEAK)
        self._verifying.admit(asker)
        await respond.defer(interaction)
        mine = await self._verifying.findings(check, access.scope(asker, private=True))
        everyones = await self._verifying.findings(check, access.scope(asker, private=False))
        if mine.words != everyones.words:
            raise RefusedError(_NOT_FOR_ALL)
        return everyones


def _chosen(interaction: Interaction) -> int:
    """The page or quotation that was chosen in a select; what nobody's select has is none."""
    chosen = presses.chosen(interaction)
    return int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) <= _DIGITS else _NONE


def _alone(check: Check, number: int) -> Check:
    if number >= len(check.quotations):
        raise RefusedError(_TOO_OLD)
    return check.alone(number)
