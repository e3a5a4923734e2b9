"""Everything in the data folder, by name: the only table of what there belongs to Dateline."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

_TEMPORARY = re.compile(r"(?:\.damaged)?(?:-(?:wal|shm|journal))?|\.\d+|(?:\.\d+)?\.new")
"""Endings of temporary files beside a file that is being written, and of files that were set aside."""


class DataFile(StrEnum):
    """The files and folders of a data folder. Other versions of Dateline read and write them, so none is renamed."""

    CURRENT = "current"
    """The number of the serving generation; replaced by a rename."""
    GENERATIONS = "generations"
    """A folder for each complete index. `history.sqlite` in it, the days of first indexing, can't be made again."""
    BUILDING = "building"
    """The index that is being built."""
    FAILED = "failed"
    """The last indexes that were not fit to serve, and their reports."""
    EMBEDDINGS = "embeddings.sqlite"
    """A cache: vectors by model and text."""
    ENCODERS = "encoders"
    """A cache: the model as an ONNX graph."""
    FILES = "files.sqlite"
    """A cache: how the archive's files looked when they were hashed, and their SHA-256."""
    RECOGNISED = "recognised.sqlite"
    """A cache: the text that was recognised on pages of scans."""
    LANGUAGES = "languages.bin"
    """A cache: the model that tells languages apart, unpacked."""
    STORE = "store.json"
    """The address of the store that this data folder mirrors, where it is a mirror."""
    SYNCED = "synced"
    """Of a mirror: which of the store's objects its files of user data are, and what is being written."""
    LOCK = "lock.held"
    """Locked by the process that builds."""
    LOCK_HOLDER = "lock"
    """Which process that is: its id, host and user."""
    PROGRESS = "reindex.json"
    """The progress of the latest reindex, or how it ended."""

    STORE_LOCK = "store.lock"
    """Locked by the process that brings a mirror up to date."""

    CITATIONS = "citations.sqlite"
    """Every citation ever given out; it can't be made again."""
    CITED_TEXTS = "cited-texts.sqlite"
    """The texts of cited documents as they were; they can't be made again."""
    DOSSIERS = "dossiers.sqlite"
    """The citations that people keep; they can't be made again."""
    SEARCHES = "searches.sqlite"
    """The searches behind buttons that can't hold them; they can't be made again."""
    WATCHES = "watches.sqlite"
    """What people watch for, what was found and what was posted of that; it can't be made again."""
    ERASURES = "erasures.sqlite"
    """What was erased for good, when and why; it can't be made again."""
    DATES = "dates.sqlite"
    """The dates that moderators set; they can't be made again."""
    TOKENS = "tokens.sqlite"
    """The tokens of programs, without their secrets; they can't be made again."""
    TRASH = "trash"
    """Documents that moderators removed or replaced; they can't be made again."""
    HISTORY = "history.sqlite"
    """The days of first indexing out of a backup, until the next reindex takes them up."""
    BEFORE_RESTORE = "before-restore"
    """What restores have put backups in the place of, a folder for each."""
    RESTORING = "restoring"
    """A backup that is being unpacked."""

    BOT_AUDIT = "bot-audit.jsonl"
    """Who did what to the archive from Discord; it can't be made again."""
    BOT_COMMANDS = "bot-commands.json"
    """The commands last registered with Discord."""
    BOT_HEALTH = "bot-health.json"
    """The bot's health while it runs."""
    BOT_REINDEX = "bot-reindex.json"
    """The message that shows the progress of a reindex."""
    BOT_CLOCK = "bot-clock.json"
    """Until when the bot has reindexed by the clock, and what of that is still to be told."""


IRREPLACEABLE = frozenset(
    {
        DataFile.CITATIONS,
        DataFile.CITED_TEXTS,
        DataFile.DOSSIERS,
        DataFile.SEARCHES,
        DataFile.WATCHES,
        DataFile.ERASURES,
        DataFile.DATES,
        DataFile.TOKENS,
        DataFile.TRASH,
        DataFile.BOT_AUDIT,
    }
)
"""Files that a new index does not bring back, besides the days of first indexing in `history.sqlite`."""


def is_ours(name: str) -> bool:
    """Whether Dateline puts a file or folder of this name into a data folder, even if only for a moment."""
    return any(name == file or _is_temporary(name, file) for file in DataFile)


def is_foreign(names: Collection[str]) -> bool:
    """Whether a folder with these names in it is somebody else's: there are some, none of which is Dateline's."""
    return bool(names) and not any(map(is_ours, names))


def _is_temporary(name: str, file: DataFile) -> bool:
    starts = (file.value, file.removesuffix(".json"))  # earlier versions left the ending out
    return any(name.startswith(start) and _TEMPORARY.fullmatch(name.removeprefix(start)) for start in starts)
