"""Who may act: checked with every command and every press, and noted either way."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.access import Asker, asker_of
from bot.errors import RefusedError
from bot.moderation.audit import Audit
from bot.services import Services
from bot.ui.respond import Interaction

_NOT_A_MODERATOR: Final = "Only moderators of this server can do that."


class Permission:
    """Who may act: asked with every command and every press, and noted either way."""

    def __init__(self, services: Services) -> None:
        self._access = services.access
        self._audit = Audit(services.data)

    async def admit(
        self,
        interaction: Interaction,
        action: str,
        what: str | None = None,
        why: str | None = None,
        *,
        date: str | None = None,
    ) -> Asker:
        """Whoever acts, with the reason and the date that they gave; raises `RefusedError` for who is no moderator."""
        asker = asker_of(interaction)
        allowed = self._access.moderates(asker)
        given = {name: text for name, text in (("date", date), ("why", why)) if text is not None}
        await asyncio.to_thread(lambda: self._audit.note(asker, action, allowed=allowed, what=what, given=given))
        if not allowed:
            raise RefusedError(_NOT_A_MODERATOR)
        return asker

    def check_visible(self, asker: Asker, path: str) -> None:
        """Raises `RefusedError` for what lies in a folder that this moderator may not see."""
        if not self._access.scope(asker, private=True).sees(path):
            raise RefusedError("You may not see that folder.")
