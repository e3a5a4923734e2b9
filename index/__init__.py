"""The archive engine's front door: everything the bot and other programs may use.

What searches and what indexes is imported when it is first asked for: it needs FAISS and tantivy, which a program
that only wants the values need not wait for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.almanac import Almanac
from index.cite.models import Citation, Cited, Context, Facts, Named, Record, Shown, Unknown
from index.cite.styles import STYLES, SUFFIXES, StyleName, format_citations
from index.days import MONTHS
from index.errors import (
    ArchiveError,
    BusyError,
    CitationError,
    DatelineError,
    IndexDataError,
    ModelError,
    NoIndexError,
    NotPublishedError,
    QueryError,
    SettingsError,
    StoppedError,
)
from index.models import (
    PHASES,
    Affected,
    Answer,
    DateSpan,
    Document,
    Failure,
    Hit,
    Holdings,
    Moved,
    Passage,
    Query,
    Reading,
    Report,
    Sort,
    Status,
    Step,
    Swap,
    TitleOrigin,
    Trashed,
    Unreadable,
)
from index.query import DATE_FORMS, read_days
from index.settings import FileSettings, Settings, load

if TYPE_CHECKING:
    from index.build import reindex
    from index.deposit import Deposit
    from index.reindexing import Reindexing
    from index.release import report, rollback
    from index.search import Archive

_WHEN_ASKED_FOR = {
    "Archive": "index.search",
    "Deposit": "index.deposit",
    "Reindexing": "index.reindexing",
    "reindex": "index.build",
    "report": "index.release",
    "rollback": "index.release",
}

__all__ = [
    "DATE_FORMS",
    "MONTHS",
    "PHASES",
    "STYLES",
    "SUFFIXES",
    "Affected",
    "Almanac",
    "Answer",
    "Archive",
    "ArchiveError",
    "BusyError",
    "Citation",
    "CitationError",
    "Cited",
    "Context",
    "DateSpan",
    "DatelineError",
    "Deposit",
    "Document",
    "Facts",
    "Failure",
    "FileSettings",
    "Hit",
    "Holdings",
    "IndexDataError",
    "ModelError",
    "Moved",
    "Named",
    "NoIndexError",
    "NotPublishedError",
    "Passage",
    "Query",
    "QueryError",
    "Reading",
    "Record",
    "Reindexing",
    "Report",
    "Settings",
    "SettingsError",
    "Shown",
    "Sort",
    "Status",
    "Step",
    "StoppedError",
    "StyleName",
    "Swap",
    "TitleOrigin",
    "Trashed",
    "Unknown",
    "Unreadable",
    "format_citations",
    "load",
    "read_days",
    "reindex",
    "report",
    "rollback",
]


def __getattr__(name: str) -> Any:
    if name not in _WHEN_ASKED_FOR:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHEN_ASKED_FOR[name]), name)
