"""Tells Discord the commands, and only when they differ from what it was told last."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any, Final

import discord
from discord import app_commands

import index
from bot.ui.command_names import CommandNames

log = logging.getLogger(__name__)

_TYPED: Final = discord.AppCommandType.chat_input


Known = dict[str, Any]
"""By application the fingerprint of the commands that Discord has, and under `IDS` by application their ids."""
IDS: Final = "ids"


async def sync(tree: app_commands.CommandTree[Any], data: Path, names: CommandNames) -> None:
    """Registers the commands of `tree`, once its client has logged in; `names` learns the ids that they have.

    `data` keeps both, so that the next start needs to ask for neither.
    """
    file = data / index.DataFile.BOT_COMMANDS
    fingerprint, application = await _fingerprint(tree), str(tree.client.application_id)
    known = await asyncio.to_thread(_read, file)
    kept = _ids(known, application)
    if kept and known.get(application) == fingerprint:
        names.learn(kept)
        return
    found = {command.name: command.id for command in await tree.sync() if command.type is _TYPED}
    names.learn(found)
    log.info("Discord was told the commands")
    try:
        await asyncio.to_thread(_write, file, _with(known, application, fingerprint, found))
    except OSError as error:  # which costs one sync too many at the next start
        log.warning("which commands Discord was told can't be noted (%s)", error)


async def _fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def _ids(known: Known, application: str) -> dict[str, int]:
    """Those of commands and groups, by name; empty where an earlier version, which kept none, wrote the file."""
    kept = known.get(IDS)
    found = kept.get(application) if isinstance(kept, dict) else None
    if not isinstance(found, dict) or not all(isinstance(one, int) for one in found.values()):
        return {}
    return found


def _with(known: Known, application: str, fingerprint: str, ids: dict[str, int]) -> Known:
    others = known.get(IDS)
    return known | {application: fingerprint, IDS: {**(others if isinstance(others, dict) else {}), application: ids}}


def _read(file: Path) -> Known:
    """The object in the file; empty where there is none or it is damaged, which costs one sync too many."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, value: Known) -> None:
    index.replace_file(file, json.dumps(value))
