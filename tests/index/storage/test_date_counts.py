"""Documents counted by their dates: as many as a search within those dates may find."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.scope import EVERYTHING, Scope
from index.storage.date_counts import DateCount, DateCounts
from tests.makers.archives import Place

_BEGIN = dt.date(2020, 1, 1).toordinal()
_dated = st.builds(
    lambda begin, length, documents: DateCount(_BEGIN + begin, _BEGIN + begin + length, documents),
    begin=st.integers(0, 800),
    length=st.sampled_from([0, 0, 30, 364]),
    documents=st.integers(1, 5),
)


@given(st.lists(_dated, max_size=30), st.integers(-10, 1200), st.integers(0, 400))
@settings(max_examples=60)
def test_a_count_equals_counting_one_by_one(dated: list[DateCount], begin: int, length: int) -> None:
    """Every span that overlaps the stretch by a day counts, and no other."""
    first, last = _BEGIN + begin, _BEGIN + begin + length
    expected = sum(span.documents for span in dated if span.earliest <= last and span.latest >= first)
    assert DateCounts(dated).count(dt.date.fromordinal(first), dt.date.fromordinal(last)) == expected


DOCUMENTS = {
    "a.txt": "date 1969-07-20 One\n\nThe moon was reached.",
    "b.txt": "date 1969-07 Two\n\nThe moon was near.",
    "c.txt": "date 1970 Three\n\nThe moon was far.",
    "d.txt": "Four\n\nThe moon has no date.",
    "board/e.txt": "date 1971-02-03 Five\n\nThe moon was bought.",
}


def test_an_archive_knows_its_dates(tmp_path: Path) -> None:
    """Days, months and years are as precise as the documents; undated documents are in none."""
    place = Place(tmp_path, DOCUMENTS)
    place.index()
    with place.opened() as archive:
        date_counts = archive.date_counts(EVERYTHING)
        assert date_counts.days == [dt.date(1969, 7, 20), dt.date(1971, 2, 3)]
        assert date_counts.months == [dt.date(1969, 7, 1), dt.date(1971, 2, 1)]
        assert date_counts.years == [1969, 1970, 1971]
        assert date_counts.count(dt.date(1969, 7, 1), dt.date(1969, 7, 31)) == 2
        assert date_counts.count(dt.date(1970, 5, 1), dt.date(1970, 5, 31)) == 1
        assert date_counts.count(dt.date.min, dt.date.max) == 4


def test_hidden_folders_are_not_counted(tmp_path: Path) -> None:
    """Someone who may not see a folder does not learn its dates."""
    place = Place(tmp_path, DOCUMENTS)
    place.index()
    with place.opened() as archive:
        hidden = archive.date_counts(Scope(hidden=frozenset({"board"})))
        assert 1971 not in hidden.years
        assert hidden.count(dt.date(1971, 1, 1), dt.date(1971, 12, 31)) == 0
        assert archive.date_counts(EVERYTHING) is archive.date_counts(EVERYTHING)


def test_holdings_count_what_may_be_seen(tmp_path: Path) -> None:
    """With nothing hidden they are the archive's own numbers; hidden documents are in none of them."""
    place = Place(tmp_path, DOCUMENTS)
    place.index()
    with place.opened() as archive:
        whole, scoped = archive.holdings(EVERYTHING), archive.holdings(Scope(hidden=frozenset({"board"})))
        status = archive.status()
        assert whole.model_dump() == status.model_dump(include=set(type(whole).model_fields))
        assert (scoped.documents, scoped.undated, scoped.latest) == (4, 1, dt.date(1970, 12, 31))
        assert archive.holdings(Scope(hidden=frozenset({"board", ""}))).documents == 0
