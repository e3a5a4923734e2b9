"""Two spans of time beside each other: what is counted, shown and told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import EVERYTHING, Archive, Comparison, Query, QueryError, Scope, read_span
from index.dates.calendar import Days
from index.search import comparison
from tests.makers.archives import WORDS, Place

FRAME = "This is what we have written into the book on that day, and nothing else was said about it:"
DATES = ("1980-03-04", "1980", "1981-02", "1984-07-20", "1985", "1985-06", "1986-01-01", "")


def texts() -> dict[str, str]:
    """160 documents in two folders, dated by day, month and year or not at all, of words that meet by chance."""
    chance = np.random.default_rng(3)
    written = {}
    for number in range(160):
        date = DATES[number % len(DATES)]
        own = "smuggler cutter" if date.startswith("198") and date < "1982" else "lifeboat crew"
        words = " ".join(chance.choice(WORDS, 6))
        head = f"date {date} " if date else ""
        body = f"{FRAME} {words} {own if number % 3 else ''}.\n\n{FRAME} {' '.join(chance.choice(WORDS, 4))}.\n"
        written[f"{'ab'[number % 2]}/{number:03}.txt"] = f"{head}Note {number}\n\n{body}"
    return written


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("comparison"), texts())
    place.index()
    return place


@pytest.fixture(scope="module")
def archive(place: Place) -> Iterator[Archive]:
    with place.opened() as opened:
        yield opened


def compare(archive: Archive, text: str, first: str, second: str, scope: Scope = EVERYTHING) -> Comparison:
    return archive.compare(Query(text=text, scope=scope), read_span(first), read_span(second))


def days(date: str) -> Days | None:
    return read_span(date) if date else None


def shown(archive: Archive, text: str, scope: Scope) -> set[str]:
    """All documents that a search without dates shows, each by itself."""
    answer = archive.search(Query(text=text, scope=scope, limit=1000), shown=False)
    return {path for hit in answer.hits for path in (hit.document, *hit.duplicates)}


@pytest.mark.parametrize("scope", [EVERYTHING, Scope(hidden=frozenset("a"))])
@pytest.mark.parametrize("text", ["smuggler", "ferry storm", '"nothing else" gull', "lantern -crew", "in:b", "brewery"])
@pytest.mark.parametrize("spans", [("1980..1982", "1984..1986"), ("February 1981", "June 1985"), ("1970", "1985")])
def test_counts_are_those_of_brute_force(archive: Archive, text: str, spans: tuple[str, str], scope: Scope) -> None:
    """Every document that a search for all shows is counted in each span that its date touches, or beside."""
    found = compare(archive, text, *spans, scope)
    matching = shown(archive, text, scope)
    dates = {path: days(DATES[int(path[2:5]) % len(DATES)]) for path in texts() if scope.sees(path)}
    touched = []
    for span, typed in zip((found.first, found.second), spans, strict=True):
        window = read_span(typed)
        of = {path for path, own in dates.items() if own and own.first <= window.last and own.last >= window.first}
        assert (span.since, span.until, span.of) == (*window, len(of))
        assert span.documents == len(of & matching)
        assert span.share == (len(of & matching) / len(of) if of else None)
        assert {hit.document for hit in span.hits} <= of & matching
        assert len(span.hits) == min(3, span.documents)
        touched.append(of & matching)
    assert found.in_both == len(touched[0] & touched[1])
    assert found.undated == sum(dates[path] is None for path in matching)


def test_the_words_of_a_span_are_those_of_its_matching_passages(archive: Archive) -> None:
    """What only the documents of one span say stands out there; the query's own words don't."""
    found = compare(archive, "book day", "1980..1982", "1984..1986")
    assert [word.word for word in found.first.keywords] == ["cutter", "smuggler"]
    assert [word.word for word in found.second.keywords] == ["crew", "lifeboat"]
    asked = compare(archive, "smuggler book", "1980..1982", "1984..1986")
    assert "smuggler" not in [word.word for word in asked.first.keywords]


def test_a_year_that_touches_both_spans_is_counted_in_both_and_said(archive: Archive) -> None:
    """A document dated to 1985 is of January and of June; its words tell neither from the other."""
    found = compare(archive, "lifeboat", "January 1985", "June 1985")
    assert found.in_both == found.first.documents > 0
    assert (found.first.passages_read, found.first.keywords, found.second.keywords) == (0, (), ())


def test_of_very_many_passages_the_words_of_some_are_counted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as are allowed, the same each time, and said; what matches is counted all the same."""
    whole = compare(archive, "book", "1980..1982", "1984..1986")
    monkeypatch.setattr(comparison, "MAX_READ", 20)
    found = [compare(archive, "book", "1980..1982", "1984..1986") for _ in range(2)]
    assert found[0].first == found[1].first
    assert (found[0].first.passages_read, found[0].second.passages_read) == (20, 20)
    assert (found[0].first.passages, found[0].first.documents) == (whole.first.passages, whole.first.documents)


def test_what_is_shown_can_be_cited(archive: Archive) -> None:
    """The passages of both spans are in the ledger."""
    found = compare(archive, "lifeboat", "1984", "1986")
    ids = [hit.passage for span in (found.first, found.second) for hit in span.hits]
    assert len(archive.records(ids, EVERYTHING)) == len(ids) > 0


@pytest.mark.parametrize(
    ("text", "first", "second", "line"),
    [
        ("gull", "1985", "June 1985", "the spans overlap: June 1985 is in both"),
        ("gull since:1980", "1984", "1985", "the query has dates of its own"),
        ("", "1984", "1985", "the query is empty"),
    ],
)
def test_what_cant_be_compared_is_told(archive: Archive, text: str, first: str, second: str, line: str) -> None:
    """One line says why not."""
    with pytest.raises(QueryError, match=line):
        compare(archive, text, first, second)


def test_a_time_in_the_words_of_the_query_is_searched_as_words(tmp_path: Path) -> None:
    """The spans are the windows, as where a search has its dates from options."""
    place = Place(tmp_path, {"a.txt": "date 1984-01-01 The gull\n\nIn 1985 a gull is expected.\n"})
    place.index()
    with place.opened() as archive:
        found = compare(archive, "gull in 1985", "1984", "1985")
    assert (found.first.documents, found.second.documents) == (1, 0)
    assert found.first.since == dt.date(1984, 1, 1)
