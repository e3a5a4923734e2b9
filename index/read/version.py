"""The version of reading, in a module of its own, since a search compares it and need not import what reads."""

READER_VERSION = 4
"""Raised when reading the same bytes gives a different document."""
