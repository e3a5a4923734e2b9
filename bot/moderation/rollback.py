"""Searching an earlier generation again: asked first, checked at every press, noted, and undone by a press."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import index
from bot.access import Asker
from bot.errors import RefusedError
from bot.moderation import rollback_texts
from bot.moderation.permission import Permission
from bot.moderation.questions import Questions
from bot.services import Services
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

_SWAP: Final = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
"""In a button's custom id: the generation to go back to, and the one that served when the button was made."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The generation that would be searched, instead of which."""

    generation: int
    previous: int
    why: None = None

    @property
    def what(self) -> str:
        return str(self.generation)


class Rollback:
    """The answers, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._engine = services.engine
        self._access = services.access
        self._commands = services.commands
        self._permission = permission
        self._questions: Questions[_Asked] = Questions(services, permission, "archive rollback")

    async def ask(self, interaction: Interaction, generation: int | None) -> None:
        """Says what would be searched instead of what."""
        number = None if generation is None else str(generation)
        asker = await self._permission.admit(interaction, "rollback", number)
        target = await self._target(asker, generation)
        if target.generation == target.previous:
            raise RefusedError(f"Generation {target.generation} is the one being searched already.")
        present = None
        with suppress(index.IndexDataError):  # what is damaged can't be looked into, and is left behind
            present = await self._target(asker, target.previous)
        token = self._questions.ask(asker, _Asked(target.generation, target.previous))
        button = Control(f"ra:back:{token}", f"Switch to generation {target.generation}", style="danger")
        await respond.say(interaction, [rollback_texts.question(target, present, self._commands)], [button])

    async def switch(self, interaction: Interaction, token: str) -> None:
        """Does what was asked about."""
        asker, asked = await self._questions.answered(interaction, token, "rollback, confirmed")
        if (await self._target(asker, asked.generation)).previous != asked.previous:
            raise RefusedError("Another generation is being searched by now. Please use /archive rollback again.")
        swap = await asyncio.to_thread(self._engine.rollback, asked.generation)
        undo = Control(f"ra:forth:{asked.previous}-{asked.generation}", "Undo")
        await respond.say(interaction, [rollback_texts.switched(swap, self._commands)], [undo])

    async def undo(self, interaction: Interaction, swapped: str) -> None:
        """Goes back to the generation that served before, unless another one serves by now."""
        match = _SWAP.fullmatch(swapped)
        asker = await self._permission.admit(interaction, "undo rollback", match[1] if match else None)
        if match is None:
            raise RefusedError("I don't know which generation that means. Please use /archive rollback instead.")
        before, since = int(match[1]), int(match[2])
        serving = (await self._target(asker, before)).previous
        if serving != since:
            raise RefusedError(
                f"Generation {serving} is being searched by now, so there is nothing to undo. "
                "/archive rollback goes to another one."
            )
        swap = await asyncio.to_thread(self._engine.rollback, before)
        await respond.say(interaction, [rollback_texts.undone(swap)])

    async def _target(self, asker: Asker, generation: int | None) -> index.RollbackTarget:
        scope = self._access.scope(asker, private=True)
        return await asyncio.to_thread(self._engine.rollback_target, generation, scope)
