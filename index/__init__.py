"""The archive engine's front door: everything the bot and other programs may use."""

from index.errors import (
    ArchiveError,
    BusyError,
    CitationError,
    DatelineError,
    IndexDataError,
    ModelError,
    NoIndexError,
    QueryError,
    SettingsError,
)
from index.models import (
    Answer,
    DateSpan,
    Document,
    Failure,
    Hit,
    Passage,
    Query,
    Reading,
    Report,
    Sort,
    Status,
    Unreadable,
)
from index.settings import Settings, load

__all__ = [
    "Answer",
    "ArchiveError",
    "BusyError",
    "CitationError",
    "DateSpan",
    "DatelineError",
    "Document",
    "Failure",
    "Hit",
    "IndexDataError",
    "ModelError",
    "NoIndexError",
    "Passage",
    "Query",
    "QueryError",
    "Reading",
    "Report",
    "Settings",
    "SettingsError",
    "Sort",
    "Status",
    "Unreadable",
    "load",
]
