"""Times in words are read where they can hardly mean anything else, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.models.answers import Query, Reading, Sort
from index.search import query
from tests import GOLDEN

TABLE = GOLDEN / "dates_in_words.tsv"
TODAY = dt.date(2025, 6, 18)
NONE = "-"
WORDS = ("in", "since", "1969", "1972", "and", "between", "March", "2024", "20", "July", "the", "last", "week", "moon")


def rows() -> list[tuple[str, ...]]:
    """The table's lines: query, since, until and the words read."""
    lines = TABLE.read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def read(text: str, *, today: dt.date = TODAY, oldest: dt.date | None = dt.date.min, **options: object) -> Reading:
    return query.read(Query.model_validate({"text": text, "today": today, **options}), oldest)


@pytest.mark.parametrize(("text", "since", "until", "words"), rows())
def test_every_phrase_of_the_table_has_its_window(text: str, since: str, until: str, words: str) -> None:
    """Each query has the window, and shows the words, that a careful reader would give it; most traps have none."""
    reading = read(text)
    shown = (
        reading.since and reading.since.isoformat(),
        reading.until and reading.until.isoformat(),
        reading.window_from,
    )
    assert tuple(cell or NONE for cell in shown) == (since, until, words)


def test_the_table_is_a_fair_one() -> None:
    """It holds at least 400 phrases, and enough traps that reading everything would fail."""
    assert len({text for text, *_ in rows()}) >= 400
    assert sum(words == NONE for *_, words in rows()) >= 150


def test_the_words_read_are_no_longer_searched() -> None:
    """A passage need not say "between"; the topic is left."""
    assert read("moon landing between 1969 and 1972").words == "moon landing"
    assert read("what happened in March 2024?").words == "what happened"


@pytest.mark.parametrize("text", ['floods "in 1953"', "floods “in 1953”", '"floods in 1953"'])
def test_quotation_marks_keep_a_phrase_from_being_read(text: str) -> None:
    """Quoted words are searched as they are."""
    assert not read(text).windowed
    assert "in 1953" in read(text).phrases[0]


@pytest.mark.parametrize("text", ["floods in 1953 since:1900", "floods in 1953 during:1954"])
def test_operators_win_over_words(text: str) -> None:
    """A window set by an operator stays as it was set, and the words are searched."""
    reading = read(text)
    assert reading.window_from is None
    assert reading.since in {dt.date(1900, 1, 1), dt.date(1954, 1, 1)}
    assert "in 1953" in reading.words


def test_options_win_over_words() -> None:
    """So does a window set beside the query."""
    reading = read("floods in 1953", until=dt.date(2000, 1, 1))
    assert (reading.since, reading.until, reading.words) == (None, dt.date(2000, 1, 1), "floods in 1953")


def test_a_time_before_the_oldest_document_is_a_topic() -> None:
    """In an archive that begins in 1990, 1953 is a topic; without dated documents nothing is a window."""
    passed = read("floods in 1953", oldest=dt.date(1990, 1, 1))
    assert (passed.windowed, passed.words, passed.passed_over) == (False, "floods in 1953", "in 1953")
    assert not read("floods in 1953", oldest=None).windowed
    assert read("floods in 1953", oldest=dt.date(1953, 12, 31)).windowed


def test_a_phrase_ends_at_an_operator() -> None:
    """An exclusion or an operator ends a run of words."""
    assert not read("floods in -dikes 1953").windowed


@pytest.mark.parametrize(
    ("text", "sort", "words"),
    [
        ("latest on apollo", "newest", "apollo"),
        ("the latest on apollo 11", "newest", "apollo 11"),
        ("Latest news about the moon", "newest", "the moon"),
        ("what's the latest on apollo", "newest", "apollo"),
        ("newest apollo documents", "newest", "apollo documents"),
        ("most recent launches", "newest", "launches"),
        ("apollo, newest first", "newest", "apollo"),
        ("apollo oldest first", "oldest", "apollo"),
        ("latest on apollo since 1970", "newest", "apollo"),
        ("latest", "relevance", "latest"),
        ("by Friday at the latest", "relevance", "by Friday at the latest"),
        ("latest possible date", "relevance", "latest possible date"),
        ("the oldest church", "relevance", "the oldest church"),
        ('"latest on" apollo', "relevance", "apollo"),
    ],
)
def test_an_order_said_in_words(text: str, sort: Sort, words: str) -> None:
    """ "Latest" and "newest" at the beginning ask for an order; elsewhere they are words."""
    reading = read(text)
    assert (reading.sort, reading.words) == (sort, words)
    assert (reading.sort_from is not None) == (sort != "relevance")


def test_an_order_that_was_chosen_wins() -> None:
    """Best match first, if chosen, stays."""
    assert read("latest on apollo", sort="relevance").sort == "relevance"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.lists(st.sampled_from(WORDS)))
@example(["in", "in", "1969", "1972"])
@example(["since", "in", "1969", "March"])
def test_what_is_left_states_no_window(words: list[str]) -> None:
    """A search repeated without its window, as by the button, has none."""
    text = " ".join(["rocks", *words])
    assert not read(read(text).words).windowed or read(text).window_from is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.text(max_size=60), st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
@example("x before 1 January 0001", TODAY)
@example("x 999 years ago", dt.date(1900, 1, 1))
@example("x ٣ weeks ago", TODAY)
@example("5² metres since 1² or 0²-²0", TODAY)
def test_no_text_confuses_the_reader(text: str, today: dt.date) -> None:
    """Whatever is typed is read, or refused in one line."""
    try:
        reading = read("x " + text, today=today)
    except QueryError:
        return
    assert not (reading.since and reading.until) or reading.since <= reading.until
