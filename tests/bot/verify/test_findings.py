"""Nothing that a scope doesn't see leaves with a verdict, whatever the archive says."""

from __future__ import annotations

import index
from bot.verify.findings import within
from tests.bot.verify.drawing import place, verdict

LIMITED = index.Scope(hidden=frozenset({"board"}))


def test_other_documents_that_are_hidden_are_not_counted() -> None:
    """Neither those that have the words, nor reprints."""
    found = verdict("x", "exact", place=place("x"), also_in=("a.txt", "board/b.txt"), reprints=("board/c.txt",))
    seen = within(found, LIMITED)
    assert (seen.also_in, seen.reprints) == (("a.txt",), ())
    assert within(found, index.EVERYTHING) == found


def test_words_that_stand_where_nobody_may_look_are_not_there() -> None:
    """One hidden place is enough, and nothing of it is left."""
    parts = tuple(index.Part(start=0, end=1, place=place("x", document=path)) for path in ("a.txt", "board/b.txt"))
    for found in (verdict("x", "exact", place=parts[1].place), verdict("x", "stitched", parts=parts)):
        seen = within(found, LIMITED)
        assert (seen.verdict, seen.places) == ("not in this archive", ())
