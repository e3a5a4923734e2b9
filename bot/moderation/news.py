"""What a reindex brought that the one before had not: what is told without anybody asking. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.moderation import report_texts

_EVENTS: Final = ("added", "changed", "removed", "moved", "redated", "citations")
"""Lists of what has just happened."""
_STANDING: Final = ("undated_documents", "weakly_dated", "failed", "kept")
"""Lists of what is so as long as nobody mends it, and is no news the second time."""


def of(report: index.Report, before: index.Report | None, scope: index.Scope) -> index.Report | None:
    """The report with only what is new in those lists, as far as `scope` sees it; None where nothing is.

    `before` is the report of the generation before, where it is still there.
    """
    now = report_texts.within(report, scope)
    then = report_texts.within(before, scope) if before else None
    news = {
        name: tuple(one for one in getattr(now, name) if not then or one not in getattr(then, name))
        for name in _STANDING
    }
    if not any(news.values()) and not any(getattr(now, name) for name in _EVENTS):
        return None
    return now.model_copy(update={**news, "undated": tuple(document.path for document in news["undated_documents"])})
