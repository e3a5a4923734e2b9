"""Addresses of pages, for whoever is told of a passage or a document."""

from __future__ import annotations

from urllib.parse import quote


def passage(base_url: str, identifier: str) -> str:
    """The page of a citation."""
    return f"{base_url}/p/{quote(identifier, safe='')}"


def document(base_url: str, path: str) -> str:
    """The page of a document."""
    return f"{base_url}/d/{quote(path)}"
