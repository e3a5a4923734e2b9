"""The archive's files to documents: the rim where untrusted formats are read.

Imported when first asked for: what reads the formats takes a while to import, and a search reads none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.read.pool import ReaderPool
    from index.read.protocol import OpenReaders, Readers
    from index.read.reader import read
    from index.read.source import SourceFile, scan

_WHEN_ASKED_FOR = {
    "OpenReaders": "index.read.protocol",
    "ReaderPool": "index.read.pool",
    "Readers": "index.read.protocol",
    "SourceFile": "index.read.source",
    "read": "index.read.reader",
    "scan": "index.read.source",
}

__all__ = ["OpenReaders", "ReaderPool", "Readers", "SourceFile", "read", "scan"]


def __getattr__(name: str) -> Any:
    if name not in _WHEN_ASKED_FOR:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHEN_ASKED_FOR[name]), name)
