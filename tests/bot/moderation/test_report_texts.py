"""Reports and steps say what their reader may know."""

from __future__ import annotations

import index
from bot.moderation import report_texts
from index import Affected, Failure, FolderCounts, Kept, Moved
from tests.bot.engine import SINCE, report, step

LIMITED = index.Scope(hidden=frozenset({"board"}))


def test_hidden_folders_are_in_no_report() -> None:
    """Paths of folders that a reader may not know of are left out of every list."""
    full = report(
        added=("board/secret.txt", "open.txt"),
        moved=(Moved(before="open.txt", after="board/b.txt"),),
        failed=(Failure(path="board/c.pdf", reason="it is damaged"),),
    )
    assert "board" not in report_texts.full(full, LIMITED)
    assert report_texts.within(full, LIMITED).added == ("open.txt",)


def test_what_crosses_a_hidden_folders_border_comes_or_goes() -> None:
    """What went into the folder is gone, what came out of it is new, and citations follow their words."""
    full = report(
        added=("z.txt",),
        moved=(Moved(before="open.txt", after="board/b.txt"), Moved(before="board/c.txt", after="d.txt")),
        citations=(
            Affected(
                passage="aaaaaaaa", document="open.txt", state="moved", reason="x", places=("open.txt", "board/b.txt")
            ),
            Affected(passage="bbbbbbbb", document="old.txt", state="removed", reason="x", places=("board/c.txt", None)),
            Affected(
                passage="cccccccc", document="e.txt", state="changed", reason="so in board/f.txt", places=("e.txt",) * 2
            ),
            Affected(passage="dddddddd", document="e.txt", state="changed", reason="of an earlier version"),
        ),
    )
    seen = report_texts.within(full, LIMITED)
    assert (seen.added, seen.removed, seen.moved) == (("d.txt", "z.txt"), ("open.txt",), ())
    text = report_texts.full(full, LIMITED)
    assert "aaaaaaaa (open.txt): removed" in text
    assert "cccccccc (e.txt): changed\n" in text
    assert not any(part in text for part in ("board", "bbbbbbbb", "dddddddd"))
    assert "so in board/f.txt" in report_texts.full(full, index.EVERYTHING)


def test_numbers_are_those_of_the_folders_that_are_seen() -> None:
    """What can't be counted by folder is left out for a limited reader, all of it where a report counts by none."""
    folders = {"": FolderCounts(documents=2, passages=3), "board": FolderCounts(documents=6, passages=6)}
    full = report(folders=folders, recall=0.75)
    limited = report_texts.summary(full, LIMITED)
    assert "2 documents · 3 passages\n" in limited
    assert not any(part in limited for part in ("embedded", "recall", " s\n", "8 documents"))
    assert "documents" not in report_texts.summary(report(), LIMITED)
    everything = report_texts.summary(full, index.EVERYTHING)
    assert "8 documents · 9 passages, 1 embedded and 8 reused · 2 s" in everything
    assert "judged recall 0.750" in everything


def test_a_hidden_folder_that_cannot_be_opened_is_not_named() -> None:
    """The folder itself is in the folder, too."""
    full = report(failed=(Failure(path="board", reason="the folder can't be opened"),))
    assert "board" not in report_texts.full(full, LIMITED)


def test_how_far_a_reindex_is_has_no_numbers_where_folders_are_hidden() -> None:
    """A bar goes on; how many items there are, how quick and for how long is told to who sees everything."""
    halfway = step(done=300, total=600, rate=5.0, left_s=60)
    assert "300 of 600" in report_texts.progress(halfway, index.EVERYTHING)
    limited = report_texts.progress(halfway, LIMITED)
    assert "`██████████░░░░░░░░░░`\n" in limited
    assert not any(character.isdigit() for character in limited.replace(f"<t:{SINCE.timestamp():.0f}:R>", ""))


def test_what_is_kept_is_counted_and_listed_with_its_reason() -> None:
    """The summary says how many places were not looked into, the file what each keeps and why."""
    line = Kept(path="moon", reason="keeps its 12 documents as indexed before: the folder is empty", documents=12)
    full = report(kept=(line,))
    assert "1 not looked into" in report_texts.summary(full, index.EVERYTHING)
    assert "Not looked into (1)\n  moon: keeps its 12 documents as indexed before" in report_texts.full(
        full, index.EVERYTHING
    )


def test_a_hidden_folder_that_is_kept_or_failed_as_a_whole_is_in_no_report() -> None:
    """Its very name is what may not be known."""
    line = Kept(path="board", reason="keeps its 12 documents as indexed before: the folder is empty", documents=12)
    full = report(kept=(line,), failed=(Failure(path="board", reason="the folder can't be opened"),))
    seen_part = report_texts.within(full, LIMITED)
    assert (seen_part.kept, seen_part.failed) == ((), ())
