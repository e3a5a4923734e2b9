"""A document's history: its versions, what changed from one to the next, and which citations that touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import EVERYTHING, CitationError, DocumentHistory, Scope, history_of, marked
from index.cite import document_history
from tests.makers.archives import Place
from tests.makers.citations import cite, cited

FIRST = "date 1901-03-04 The pier\n\nThe pier was opened by the mayor. A brass band played until the rain began.\n"
OTHER = "date 1907-06 The mill\n\nThe mill ground barley for the whole valley.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, {"pier.txt": FIRST, "mill.txt": OTHER})
    made.index()
    return made


def seen(place: Place, path: str = "pier.txt", scope: Scope = EVERYTHING) -> DocumentHistory:
    return history_of(place.settings, path, scope)


def test_an_edit_is_a_version_with_its_difference_and_what_it_touched(place: Place) -> None:
    """Since when and until when, what was changed in which sentence, and the citation whose words it changed."""
    passage = place.first("brass band").passage
    place.edit("pier.txt", "brass", "silver")
    place.index()
    found = seen(place)
    first, last = found.versions
    assert found.served
    assert (first.generation, first.citations, first.kept) == (1, (passage,), True)
    assert first.since is not None
    assert first.until is not None
    assert first.since < first.until
    assert last.until is None
    assert last.since is not None
    assert last.since >= first.since
    assert first.change is not None
    assert (first.change.removed, first.change.added, first.change.count) == (1, 1, 1)
    (edit,) = first.change.edits
    assert marked(edit.segments).strip() == "A [-brass-] {+silver+} band played until the rain began."
    assert [(one.passage, one.state) for one in first.touched] == [(passage, "changed")]
    assert (last.change, last.touched) == (None, ())


def test_what_comes_back_is_told(place: Place) -> None:
    """Changed, and then as it was cited again; an edit that touches no citation names none."""
    passage = place.first("brass band").passage
    for old, new in (("brass", "silver"), ("silver", "brass"), ("the rain began.", "the rain began. It rained on.")):
        place.edit("pier.txt", old, new)
        place.index()
    states = [[(one.passage, one.state) for one in version.touched] for version in seen(place).versions]
    assert states == [[(passage, "changed")], [(passage, "unchanged")], [], []]


def test_a_removed_document_keeps_its_history(place: Place) -> None:
    """It is not served any more; its citations are removed, and it can still be asked for by its path."""
    passage = place.first("brass band").passage
    place.remove("pier.txt")
    place.index()
    found = seen(place)
    assert not found.served
    assert [one.state for one in found.versions[-1].touched] == ["removed"]
    assert found.versions[-1].citations == (passage,)


def test_a_move_is_followed_from_the_new_path_and_told_at_the_old_one(place: Place) -> None:
    """The versions under the earlier path belong to it; who may not see that path sees nothing of it."""
    place.write({"harbour/quay.txt": FIRST.replace("pier", "quay")})
    place.index()
    place.edit("harbour/quay.txt", "brass", "silver")
    place.index()
    place.move("harbour/quay.txt", "shore/quay.txt")
    place.index()
    was, now = "harbour/quay.txt", "shore/quay.txt"
    assert [version.path for version in seen(place, now).versions] == [was, was, now]
    assert seen(place, was).versions[-1].moved_to == now
    assert [version.path for version in seen(place, now, Scope(hidden=frozenset({"harbour"}))).versions] == [now]
    assert seen(place, was, Scope(hidden=frozenset({"shore"}))).versions[-1].moved_to is None
    with pytest.raises(CitationError, match=r"there is no document “harbour/quay.txt”"):
        seen(place, was, Scope(hidden=frozenset({"harbour"})))


def test_a_version_whose_text_is_gone_says_so(tmp_path: Path) -> None:
    """Nothing of it was cited, and no generation has it any more: that it was replaced and when is all that is left."""
    place = Place(tmp_path, {"pier.txt": FIRST}, keep_generations=1)
    place.index()
    place.edit("pier.txt", "brass", "silver")
    place.index()
    first, _ = seen(place).versions
    assert (first.kept, first.change, first.citations) == (False, None, ())
    assert first.until is not None


def test_a_generation_that_was_taken_back_leaves_no_version(place: Place) -> None:
    """What its reindex found replaced is noted anew by the next one, which finds it put back."""
    place.first("brass band")
    place.edit("pier.txt", "brass", "silver")
    place.index()
    place.rollback()
    place.edit("pier.txt", "silver", "brass")
    place.index()
    assert len(seen(place).versions) == 1


def test_words_lead_to_the_one_document_that_has_them(place: Place) -> None:
    """Where several do, they are named; where none does, that is said."""
    assert seen(place, "the pier").path == "pier.txt"
    with pytest.raises(CitationError, match=r"“the” may be mill.txt, pier.txt; give the path of one"):
        seen(place, "the")
    with pytest.raises(CitationError, match="there is no document “goats”"):
        seen(place, "goats")


def test_edits_are_bounded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many the first are shown, and all are counted."""
    monkeypatch.setattr(document_history, "MAX_EDITS", 2)
    lines = [f"The clerk of ward {number} wrote it down." for number in range(9)]
    place.write({"pier.txt": "\n\n".join([FIRST, *lines])})
    place.index()
    place.first("clerk ward")
    edited = [line.replace("wrote", "noted") if number % 2 else line for number, line in enumerate(lines)]
    place.write({"pier.txt": "\n\n".join([FIRST, *edited])})
    place.index()
    change = seen(place).versions[-2].change
    assert change is not None
    assert (change.count, len(change.edits), change.removed, change.added) == (4, 2, 4, 4)


def test_citing_and_the_history_agree(place: Place) -> None:
    """What the last version did to a citation is what citing says of it."""
    passage = place.first("barley").passage
    place.edit("mill.txt", "barley", "oats")
    place.index()
    assert [one.state for one in seen(place, "mill.txt").versions[0].touched] == [cite(place, passage).citation.state]
    with place.opened() as archive:
        assert archive.history("mill.txt", EVERYTHING) == seen(place, "mill.txt")
        assert cited(archive, passage).citation.state == "changed"
