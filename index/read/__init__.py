"""The archive's files to documents: all that reads untrusted formats.

Names are imported on first use: the libraries that read the formats take a while to import, and a search needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.read.pool import ReaderPool
    from index.read.protocol import OpenReaders, Readers, SourceFile, Started
    from index.read.reader import read
    from index.read.source import look, scan

_LAZY_IMPORTS = {
    "OpenReaders": "index.read.protocol",
    "ReaderPool": "index.read.pool",
    "Readers": "index.read.protocol",
    "SourceFile": "index.read.protocol",
    "Started": "index.read.protocol",
    "look": "index.read.source",
    "read": "index.read.reader",
    "scan": "index.read.source",
}

__all__ = ["OpenReaders", "ReaderPool", "Readers", "SourceFile", "Started", "look", "read", "scan"]


def __getattr__(name: str) -> Any:
    if name not in _LAZY_IMPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY_IMPORTS[name]), name)
