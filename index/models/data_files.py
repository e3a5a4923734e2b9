"""Everything that the data folder holds, by name: the one table of what is Dateline's there."""

from __future__ import annotations

import re
from enum import StrEnum

_BESIDE = re.compile(r"-(?:wal|shm|journal)|\.\d+|(?:\.\d+)?\.new")
"""What the name of a file ends with that lies beside another one while that is written."""


class DataFile(StrEnum):
    """The files and folders of a data folder. Other versions of Dateline read and write them, so none is renamed."""

    CURRENT = "current"
    """The number of the serving generation; replaced by a rename."""
    GENERATIONS = "generations"
    """A folder for each complete index. `history.sqlite` in it, the days of first indexing, can't be made again."""
    BUILDING = "building"
    """The index that is being built."""
    FAILED = "failed"
    """The latest indexes that were not fit to serve, and their reports."""
    EMBEDDINGS = "embeddings.sqlite"
    """A cache: vectors by model and text."""
    ENCODERS = "encoders"
    """A cache: the model as an ONNX graph."""
    LOCK = "lock.held"
    """Locked by the one process that builds."""
    LOCK_HOLDER = "lock"
    """What that process says of itself."""
    PROGRESS = "reindex.json"
    """How far the latest reindex is, or how it ended."""

    CITATIONS = "citations.sqlite"
    """Every citation ever given out; it can't be made again."""
    DOSSIERS = "dossiers.sqlite"
    """The citations that people keep; they can't be made again."""
    TRASH = "trash"
    """Documents that moderators removed or replaced; they can't be made again."""

    BOT_AUDIT = "bot-audit.jsonl"
    """Who did what to the archive from Discord; it can't be made again."""
    BOT_COMMANDS = "bot-commands.json"
    """Which commands Discord has been told."""
    BOT_HEALTH = "bot-health.json"
    """How the bot is, while it runs."""
    BOT_REINDEX = "bot-reindex.json"
    """The message in which the bot tells of a reindex."""


IRREPLACEABLE = frozenset({DataFile.CITATIONS, DataFile.DOSSIERS, DataFile.TRASH, DataFile.BOT_AUDIT})
"""What a new index does not bring back, beside the generations' days of first indexing."""


def is_ours(name: str) -> bool:
    """Whether Dateline puts something of this name into a data folder, be it only for a moment."""
    return any(name == file or _lies_beside(name, file) for file in DataFile)


def _lies_beside(name: str, file: DataFile) -> bool:
    kept = file.removesuffix(".json")
    return name.startswith(kept) and _BESIDE.fullmatch(name.removeprefix(kept)) is not None
