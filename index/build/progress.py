"""How a build says how far it is."""

from __future__ import annotations

from collections.abc import Callable

from index.models.reports import Phase

Progress = Callable[[Phase, int, int], None]
"""Called with a phase, how much of it is done, and its total."""
