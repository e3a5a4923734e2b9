"""Dating documents by hand: set, taken back, checked at every press, and noted. It can all be undone."""

from __future__ import annotations

from typing import Final

import index
from bot.access import Asker
from bot.errors import RefusedError
from bot.moderation import date_texts
from bot.moderation.permission import Permission
from bot.services import Services
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

_HOW: Final = "Please give a date, such as 1971-05-03, 1971-05 or 1971, and say why; or choose undo."


class Date:
    """The answers, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission

    async def date(
        self, interaction: Interaction, path: str, written: str | None, why: str | None, *, undo: bool
    ) -> None:
        """Dates a document, or takes its date back."""
        asker = await self._permission.admit(interaction, "undo date" if undo else "date", path, why, date=written)
        if undo == (written is not None) or (why is None and not undo):
            raise RefusedError(_HOW)
        if undo:
            done = await self._services.cites.run(lambda: self._dating().undo(path, _who(asker), self._scope(asker)))
            await self._tell_taken_back(interaction, done)
        else:
            await self._set(interaction, asker, index.Assigned(path=path, written=written or "", why=why or ""))

    async def undo(self, interaction: Interaction, token: str) -> None:
        """Takes back the very date that a message told of."""
        path = await self._services.cites.run(lambda: self._dating().place(token))
        asker = await self._permission.admit(interaction, "undo date", path or token)
        scope = self._scope(asker)
        done = await self._services.cites.run(lambda: self._dating().undo_setting(token, _who(asker), scope))
        await self._tell_taken_back(interaction, done)

    async def set_again(self, interaction: Interaction, token: str) -> None:
        """Sets the very date anew that a message told to be taken back."""
        path = await self._services.cites.run(lambda: self._dating().place(token))
        asker = await self._permission.admit(interaction, "set date again", path or token)
        scope = self._scope(asker)
        done = await self._services.cites.run(lambda: self._dating().set_again(token, _who(asker), scope))
        await self._tell_dated(interaction, done)

    async def _set(self, interaction: Interaction, asker: Asker, asked: index.Assigned) -> None:
        scope = self._scope(asker)
        dating = self._dating()
        done = await self._services.cites.run(
            lambda: dating.set(asked.path, asked.written, asked.why, _who(asker), scope)
        )
        await self._tell_dated(interaction, done)

    async def _tell_dated(self, interaction: Interaction, done: index.Dated) -> None:
        undo = [] if done.already else [Control(f"ra:undate:{done.token}", "Undo")]
        await respond.say(interaction, [date_texts.dated(done, self._services.commands)], undo)

    async def _tell_taken_back(self, interaction: Interaction, done: index.Undone) -> None:
        undo = Control(f"ra:redate:{done.token}", "Undo")
        await respond.say(interaction, [date_texts.taken_back(done, self._services.commands)], [undo])

    def _dating(self) -> index.Dating:
        return self._engine.dating()

    def _scope(self, asker: Asker) -> index.Scope:
        return self._services.access.scope(asker, private=True)


def _who(asker: Asker) -> str:
    return f"discord:{asker.user}"
