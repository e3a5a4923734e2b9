"""Apart from the reading itself, which takes a while to import: a search only has to compare this number."""

READER_VERSION = 2
"""Raised when reading the same bytes would give another document."""
