"""The archive's files to documents: the rim where untrusted formats are read."""

from index.read.pool import ReaderPool
from index.read.reading import READER_VERSION, read
from index.read.source import SourceFile, scan

__all__ = ["READER_VERSION", "ReaderPool", "SourceFile", "read", "scan"]
