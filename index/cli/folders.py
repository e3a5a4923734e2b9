"""Folders as `--folders` names them: the only ones that a program may see."""

from __future__ import annotations

from typing import Final

import index
from index import Settings, SettingsError
from index.cli import asked

TOP: Final = "."
"""How the documents in no folder are named."""


def read(typed: str, settings: Settings) -> tuple[str, ...]:
    """The first-level folders that were typed; raises `SettingsError` where the index hasn't one of them."""
    typed = asked.typed("--folders", typed)
    there = [folder or TOP for folder in index.top_folders(settings)]
    names = [typed] if typed in there else list(dict.fromkeys(name.strip() for name in typed.split(",")))
    if unknown := [name for name in names if name not in there]:
        has = ", ".join(map(index.one_line, there)) or "none"
        raise SettingsError(f"the index has no first-level folder {asked.quoted(unknown[0])}; it has {has}")
    return tuple("" if name == TOP else name for name in names)


def shown(folders: tuple[str, ...]) -> str:
    """The same in words."""
    return ", ".join(index.one_line(folder or TOP) for folder in folders)
