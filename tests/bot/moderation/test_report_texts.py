"""Reports say what their reader may know."""

from __future__ import annotations

import index
from bot.moderation import report_texts
from index import Failure, Kept, Moved
from tests.bot.engine import report


def test_hidden_folders_are_in_no_report() -> None:
    """Paths of folders that a reader may not know of are left out of every list."""
    full = report(
        added=("board/secret.txt", "open.txt"),
        moved=(Moved(before="open.txt", after="board/b.txt"),),
        failed=(Failure(path="board/c.pdf", reason="it is damaged"),),
    )
    seen_part = report_texts.within(full, index.Scope(hidden=frozenset({"board"})))
    assert "board" not in report_texts.full(seen_part)
    assert seen_part.added == ("open.txt",)


def test_what_is_kept_is_counted_and_listed_with_its_reason() -> None:
    """The summary says how many places were not looked into, the file what each keeps and why."""
    line = Kept(path="moon", reason="keeps its 12 documents as indexed before: the folder is empty", documents=12)
    full = report(kept=(line,))
    assert "1 not looked into" in report_texts.summary(full)
    assert "Not looked into (1)\n  moon: keeps its 12 documents as indexed before" in report_texts.full(full)


def test_a_hidden_folder_that_is_kept_or_failed_as_a_whole_is_in_no_report() -> None:
    """Its very name is what may not be known."""
    line = Kept(path="board", reason="keeps its 12 documents as indexed before: the folder is empty", documents=12)
    full = report(kept=(line,), failed=(Failure(path="board", reason="the folder can't be opened"),))
    seen_part = report_texts.within(full, index.Scope(hidden=frozenset({"board"})))
    assert (seen_part.kept, seen_part.failed) == ((), ())
