"""Why a file gives no document."""

from __future__ import annotations

from index.errors import DatelineError


class UnfitError(DatelineError):
    """A file can't be read; `str(error)` is the reason and what to do, in people's words."""
