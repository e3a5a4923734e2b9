"""Web pages as systems of many kinds make them, with their right dates."""

from __future__ import annotations

from collections.abc import Iterator


def web_pages() -> Iterator[tuple[str, str, bytes]]:
    """Every page: its name, its date ("2020-03-05", "2020-03", "2020" or "undated"), and its bytes."""
    yield from ()
