"""The documents in which a quotation's words may stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.models.scope import EVERYTHING, Scope
from index.quotations import candidates as candidates_module
from index.quotations.candidates import WORDED, candidates, nearest, opened
from index.quotations.marked import Marked, marked
from index.storage.engine import PassageStore
from tests.makers.archives import Place

SAID = "the keeper lit 12 lamps along the harbour wall when the fog came in"
DOCUMENTS = {
    **{f"copy-{year}.txt": f"date {year}-01-01 A copy\n\nSo {SAID} again.\n" for year in range(1900, 1930)},
    "hidden/first.txt": f"date 1890-01-01 The first\n\nSo {SAID}.\n",
    "other.txt": "date 1950-01-01 Other\n\nA goat stood upon the beam of the mill all summer long.\n",
    "number.txt": "date 1951-01-01 Number\n\nThe keeper lit 15 lamps along the harbour wall when the fog came in.\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageStore]:
    place = Place(tmp_path_factory.mktemp("candidates"), DOCUMENTS)
    place.index()
    with place.generation() as generation:
        yield generation.passages


def paths(store: PassageStore, text: str, scope: Scope = EVERYTHING, folders: tuple[str, ...] = ()) -> list[str]:
    return [store.document(one.number).path for one in candidates(store, marked(text), scope, folders)]


def test_of_many_that_have_the_words_the_earliest_are_among_the_first(
    store: PassageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind those that all words tell as the likeliest, of which there are only so many."""
    monkeypatch.setattr(candidates_module, "MAX_DOCUMENTS", WORDED + 3)
    assert {"hidden/first.txt", "copy-1900.txt", "copy-1901.txt"} <= set(paths(store, SAID))


def test_of_many_with_one_phrase_all_words_tell_the_right_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However late it is dated."""
    common = "as the harbour office of the town council said"
    texts = {f"{n}.txt": f"date {1900 + n}-01-01 Note\n\nIt rained all day {common} on day {n}.\n" for n in range(30)}
    late = "date 1990-01-01 Late\n\nThe ferryman sold 3 lanterns, as the harbour office of the town council said.\n"
    place = Place(tmp_path, {**texts, "late.txt": late})
    place.index()
    monkeypatch.setattr(candidates_module, "MAX_DOCUMENTS", 15)
    with place.generation() as generation:
        found = paths(generation.passages, "ferryman sold 4 lanterns, as the harbour office of the town council said")
    assert "late.txt" in found


def test_nothing_outside_the_scope_is_looked_at(store: PassageStore) -> None:
    """Neither what is hidden nor, where a document is named, any other."""
    assert "hidden/first.txt" not in paths(store, SAID, Scope(hidden=frozenset({"hidden"})))
    assert paths(store, SAID, folders=("copy-1910.txt",)) == ["copy-1910.txt"]


def test_numbers_are_left_out_of_what_is_looked_up(store: PassageStore) -> None:
    """They are what gets changed: a document with another number is found by the words around it."""
    assert "number.txt" in paths(store, "the keeper lit 99 lamps along the harbour wall when the fog came in")


def test_few_words_are_looked_up_as_they_are(store: PassageStore) -> None:
    """Also where no run of them is long."""
    assert paths(store, "goat stood upon 7 beams")[0] == "other.txt"


def test_documents_are_bounded(store: PassageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many have the words."""
    monkeypatch.setattr(candidates_module, "MAX_DOCUMENTS", 5)
    assert len(paths(store, SAID)) == 5


def test_rows_near_in_meaning_are_candidates_in_their_order(store: PassageStore) -> None:
    """Each document once."""
    found = nearest(store, [3, 1, 2, 3])
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    assert len({one.number for one in found}) == len(found) == 3


def read(store: PassageStore, quotation: Marked) -> list[str]:
    first = candidates(store, quotation, EVERYTHING)[0]
    source = opened(store, first, quotation)
    return [source.document.text[start:end] for start, end in source.stretches]


def test_a_candidate_is_read_around_the_passages_that_hint_at_it(store: PassageStore) -> None:
    """With the title and head line where it is the first one, and the passage of a place is known."""
    quotation = marked("goat stood upon the beam of the mill")
    (stretch,) = read(store, quotation)
    assert "goat stood" in stretch
    source = opened(store, candidates(store, quotation, EVERYTHING)[0], quotation)
    passage = source.passage_at(source.document.text.index("goat"))
    assert passage is not None
    assert source.document.text[passage.start : passage.end].startswith("A goat")
    assert source.passage_at(10**6) is None
