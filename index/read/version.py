"""The version of reading, apart from what reads, which takes a while to import: a search only compares the number."""

READER_VERSION = 2
"""Raised when reading the same bytes gives a different document."""
