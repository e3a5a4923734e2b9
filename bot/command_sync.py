"""Tells Discord the commands, and only when they differ from what it was told last."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from discord import app_commands

import index

log = logging.getLogger(__name__)


async def sync(tree: app_commands.CommandTree[Any], data: Path) -> None:
    """Registers the commands of `tree`, once its client has logged in.

    `data` keeps the fingerprint of the command definitions Discord has, by application.
    """
    file = data / index.DataFile.BOT_COMMANDS
    fingerprint, application = await _fingerprint(tree), str(tree.client.application_id)
    known = await asyncio.to_thread(_read, file)
    if known.get(application) == fingerprint:
        return
    await tree.sync()
    log.info("Discord was told the commands")
    try:
        await asyncio.to_thread(_write, file, known | {application: fingerprint})
    except OSError as error:  # which costs one sync too many at the next start
        log.warning("which commands Discord was told can't be noted (%s)", error)


async def _fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def _read(file: Path) -> dict[str, str]:
    """The object in the file; empty where there is none or it is damaged, which costs one sync too many."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, value: dict[str, str]) -> None:
    index.replace_file(file, json.dumps(value))
