"""The channel that is told what came of reindexes by the clock: found, checked, and written to."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from typing import Final

import discord

import index
from bot.client import DatelineClient
from bot.errors import RefusedError, is_final
from bot.rooms import Room, missing
from bot.services import Services
from bot.ui import components
from bot.ui.respond import NO_MENTIONS

log = logging.getLogger(__name__)

_CURE: Final = "mend that, or set reports_channel to the id of another channel"
_NOT_SEEN: Final = "it is not there, or I may not see it; invite me to its server and give me View Channel, or set "
_NO_ROOM: Final = "no messages can be written there; set reports_channel to the id of a text channel"


class ReportsChannel:
    """The channel of the settings. What is wrong with it is logged once."""

    def __init__(self, client: DatelineClient, services: Services) -> None:
        self._client = client
        self._access = services.access
        self._number = services.settings.reports_channel
        self._complained: set[str] = set()

    async def room(self) -> Room | None:
        """The channel; None where the settings name none, or one that can't be used, which the log says."""
        if self._number is None:
            return None
        try:
            return self._checked(self._client.get_channel(self._number) or await self._fetched(self._number))
        except RefusedError as error:
            self._complain(str(error))
            return None

    async def send(
        self, room: Room, texts: Sequence[str], file: tuple[str, str] | None, *, failed: bool, nonce: str
    ) -> None:
        """Posts a message, with a text file and its name, once for each `nonce` within minutes.

        Where Discord doesn't allow it the log says so. Raises what may go better later.
        """
        files = [discord.File(io.BytesIO(file[1].encode("utf-8", "replace")), file[0])] if file else []
        view = components.notice(texts, files=[one.filename for one in files], failed=failed)
        try:
            await room.send(view=view, files=files, nonce=nonce, allowed_mentions=NO_MENTIONS)
        except discord.HTTPException as error:
            if not is_final(error):
                raise
            self._complain(f"Discord doesn't let me write there ({index.one_line(error.text)}); {_CURE}")

    async def _fetched(self, number: int) -> object:
        try:
            return await self._client.fetch_channel(number)
        except (discord.NotFound, discord.Forbidden, discord.InvalidData) as error:
            raise RefusedError(f"{_NOT_SEEN}reports_channel to the id of another channel") from error

    def _checked(self, found: object) -> Room:
        if not isinstance(found, Room):
            raise RefusedError(_NO_ROOM)
        if not self._access.serves(found.guild.id):
            raise RefusedError("it belongs to a server that I don't serve; add that to guilds, or set another channel")
        lacking = missing(found, attach_files="Attach Files")
        if lacking:
            raise RefusedError(f"I need the permission{'s' * (len(lacking) > 1)} {', '.join(lacking)} there; {_CURE}")
        return found

    def _complain(self, reason: str) -> None:
        if reason not in self._complained:
            log.warning("nobody is told of reindexes by the clock in reports_channel %s: %s", self._number, reason)
        self._complained.add(reason)
