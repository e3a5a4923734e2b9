"""Timelines are exact: brute force over generated archives, document by document, counts the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from index import EVERYTHING, Archive, Query, QueryError, Scope, Timeline, TimeUnit, read_days
from index.search.timeline import finest
from tests.makers.archives import WORDS, Place

BOARD = Scope(hidden=frozenset({"board"}))
SPANS = ["1968-11-03 to 1969-02-10", "1970-03 to 1970-06", "1966–1971"]
"""From a day, a month or a year to another."""


class Made(NamedTuple):
    """A document that was written: the days it is dated to, None for an undated one, and its words."""

    path: str
    days: tuple[dt.date, dt.date] | None
    words: frozenset[str]


def made(count: int) -> Iterator[tuple[Made, str]]:
    """Documents of every precision in two folders, of words that meet by chance, with what is written of each."""
    chance = np.random.default_rng(11)
    for number in range(count):
        day = dt.date(1965, 1, 1) + dt.timedelta(days=int(chance.integers(0, 3000)))
        date = [day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", "", SPANS[number % 3]][chance.integers(0, 5)]
        words = [str(word) for word in chance.choice(WORDS[:6], 2)]
        path = f"{['board', 'notes'][number % 2]}/{number:03}.md"
        dated = f"date: {date}\n" if date else ""
        text = f"---\ntitle: Entry {number}\n{dated}---\n\nThe book tells of the {words[0]}, and of the {words[1]}.\n"
        yield Made(path, _days(date), frozenset(words)), text


def _days(date: str) -> tuple[dt.date, dt.date] | None:
    for between in (" to ", "–"):
        if between in date:
            first, last = date.split(between)
            return read_days(first).first, read_days(last).last
    return read_days(date) if date else None


@pytest.fixture(scope="module")
def documents() -> list[Made]:
    return [document for document, _ in made(160)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The documents in two segments, of which some have been rewritten and one is gone."""
    written = {document.path: text for document, text in made(160)}
    early = dict(list(written.items())[:100])
    changed = {path: text.replace("The book", "A book") for path, text in list(early.items())[:7]}
    place = Place(tmp_path_factory.mktemp("timeline"), {**early, **changed, "notes/gone.txt": "date 1900 A harbour\n"})
    place.index()
    place.remove("notes/gone.txt")
    place.write(written)
    place.index()
    with place.opened() as opened:
        yield opened


Case = tuple[str, dict[str, str], TimeUnit | None]
CASES: list[Case] = [
    ("harbour", {}, None),
    ("harbour gull", {}, "year"),
    ("harbour -rope", {}, None),
    ("harbour in:board", {}, None),
    ("harbour in:notes", {"since": "1968", "until": "1970"}, "month"),
    ("harbour", {"since": "1969-01-15", "until": "1969-02-05"}, None),
    ("harbour", {"since": "1969-01-15", "until": "1969-03-05"}, None),
    ("harbour", {"since": "1969"}, None),
    ("harbour since:1967 until:1968", {}, "year"),
    ("harbour", {"until": "1969-06"}, None),
    ("harbour in 1969", {}, "month"),
    ("in:notes", {}, None),
    ("since:1966 until:1969", {}, "month"),
    ('"of the anchor"', {}, None),
    ("zeppelin", {"since": "1966", "until": "1970"}, None),
]
"""Words, exclusions, folders, phrases, windows strict and said, a list, and a word that no document has."""


@pytest.mark.parametrize("scope", [EVERYTHING, BOARD], ids=["all", "without board"])
@pytest.mark.parametrize("case", CASES, ids=[f"{text} {window}" for text, window, _ in CASES])
def test_bars_are_what_brute_force_counts(archive: Archive, documents: list[Made], case: Case, scope: Scope) -> None:
    """Each bar has the documents with a day in it and in the window; what is counted beside and over is right, too."""
    text, window, unit = case
    since = read_days(window["since"]).first if "since" in window else None
    until = read_days(window["until"]).last if "until" in window else None
    found = archive.timeline(Query(text=text, since=since, until=until, scope=scope), unit)
    seen = [document for document in documents if scope.sees(document.path)]
    seen = [one for one in seen if all(one.path.startswith(f"{name}/") for name in found.reading.folders)]
    matching = [document for document in seen if says(document, found)]
    inside = [document for document in matching if document.days and days_in(document, found)]
    every = [document for document in seen if document.days and days_in(document, found)]
    assert found.documents == len(inside)
    assert found.undated == sum(document.days is None for document in matching)
    for bar in found.bars:
        assert bar.documents == sum(is_in(document, found, bar.first, bar.last) for document in inside)
        assert bar.all_documents == sum(is_in(document, found, bar.first, bar.last) for document in every)
        assert bar.share == (bar.documents / bar.all_documents if bar.all_documents else None)
    bars_of = [sum(is_in(document, found, bar.first, bar.last) for bar in found.bars) for document in inside]
    assert all(bars_of)
    assert found.in_several == sum(bars > 1 for bars in bars_of)
    assert bool(found.bars) == bool(inside or (found.reading.since and found.reading.until))
    assert unit is None or found.unit == unit


def says(document: Made, found: Timeline) -> bool:
    """Whether a document has a word that is searched for and none that is excluded."""
    wanted = set(found.reading.words.split()) | {word for one in found.reading.phrases for word in one.split()[-1:]}
    return (bool(wanted & document.words) or found.reading.lists) and not set(found.reading.excluded) & document.words


def days_in(document: Made, found: Timeline) -> tuple[dt.date, dt.date] | None:
    """The days of a dated document that are in the window."""
    assert document.days is not None
    first = max(document.days[0], found.reading.since or dt.date.min)
    last = min(document.days[1], found.reading.until or dt.date.max)
    return (first, last) if first <= last else None


def is_in(document: Made, found: Timeline, first: dt.date, last: dt.date) -> bool:
    days = days_in(document, found)
    return days is not None and days[0] <= last and days[1] >= first


def test_all_that_matches_is_counted_not_the_first_hits(tmp_path: Path) -> None:
    """More documents than any answer shows."""
    texts = {f"{n}.txt": f"date 19{n % 100:02} Note {n}\n\nThe harbour was calm, entry {n}.\n" for n in range(600)}
    place = Place(tmp_path, texts)
    place.index()
    with place.opened() as archive:
        found = archive.timeline(Query(text="harbour", limit=1))
    assert (found.documents, found.unit, found.step) == (600, "year", 5)
    assert {bar.documents for bar in found.bars} == {30}


def test_bars_are_no_finer_than_most_dates() -> None:
    """Half of the dates decide: a year told as twelve months would only look exact."""
    day, month, year = (719_000, 719_000), (719_000, 719_029), (719_000, 719_364)
    spans = [[(0, 0)], [day, year], [day, month, month], [month, year, year], [month, month, year, (0, 0)]]
    found = [finest(np.array(one, dtype=np.int64)) for one in spans]
    assert found == ["day", "day", "month", "year", "month"]


def test_where_nothing_matches_that_is_said(archive: Archive) -> None:
    """No bars where a bound is open, else empty ones; and where a unit needs too many bars, what to do."""
    found = archive.timeline(Query(text="zeppelin"))
    assert (found.bars, found.documents, found.undated) == ((), 0, 0)
    found = archive.timeline(Query(text="harbour in 1999"))
    assert {bar.documents for bar in found.bars} == {0}
    assert found.chat_warnings == ("no document is of 1999", "the newest document is of January 1973")
    with pytest.raises(QueryError, match="narrow the window"):
        archive.timeline(Query(text="harbour"), "day")
