"""Reports say what their reader may know."""

from __future__ import annotations

import index
from bot.moderation import report_texts
from index import Failure, Moved
from tests.bot.engine import report


def test_hidden_folders_are_in_no_report() -> None:
    """Paths of folders that a reader may not know of are left out of every list."""
    full = report(
        added=("board/secret.txt", "open.txt"),
        moved=(Moved(before="open.txt", after="board/b.txt"),),
        failed=(Failure(path="board/c.pdf", reason="it is damaged"),),
    )
    limited = index.Scope(hidden=frozenset({"board"}))
    assert "board" not in report_texts.full(full, limited)
    assert report_texts.within(full, limited).added == ("open.txt",)
