"""The second lock: an answer that holds more than its reader may see is cut to what they may."""

from __future__ import annotations

import index
from bot.search import visibility
from tests.bot.fakes import Doc, FakeArchive

LIMITED = index.Scope(hidden=frozenset({"board"}))


def test_hits_duplicates_and_how_alike_they_are_are_cut_to_the_scope() -> None:
    """A duplicate that is left out takes the share of its words with it; what is seen stays as it was."""
    docs = [Doc("a.txt", "A", "moon", duplicates=("b.txt", "board/c.txt")), Doc("board/d.txt", "D", "moon")]
    found = FakeArchive(docs).search(index.Query(text="moon"))
    hits = tuple(hit.model_copy(update={"overlap": 0.5}) for hit in found.hits)
    (seen,) = visibility.within(found.model_copy(update={"hits": hits}), LIMITED).hits
    assert (seen.duplicates, seen.overlap) == (("b.txt",), None)
    everything = visibility.within(found.model_copy(update={"hits": hits}), index.EVERYTHING)
    assert [hit.overlap for hit in everything.hits] == [0.5, 0.5]
