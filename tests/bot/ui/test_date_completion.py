"""Dates are completed as typed, with what the archive has of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.ui import date_completion, limits
from index import Collection
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.world import World

DATES = (
    *("2024-03-05", "2024-03-05", "2024-03-17", "2023-03-01", "2019-03-02", "1999-03-04", "2024-07-20"),
    *("1969-07-20", "1969-07-16", "1969-07", "1958"),
)


def docs_of(*dates: str) -> list[Doc]:
    return [Doc(f"{place}.txt", f"Doc {place}", "moon", day(one)) for place, one in enumerate(dates)]


def offered(typed: str, *dates: str) -> list[str]:
    counts = FakeArchive(docs_of(*(dates or DATES))).date_counts(index.EVERYTHING)
    return [offer.name for offer in date_completion.offers(typed, counts)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("march 20", ["March 2024 · 3 documents", "March 2023 · 1 document", "March 2019 · 1 document"]),
        ("March 2024", ["March 2024 · 3 documents", "5 March 2024 · 2 documents", "17 March 2024 · 1 document"]),
        ("mar", ["March 2024 · 3 documents", "March 2023 · 1 document", "March 2019 · 1 document"]),
        ("196", ["1969 · 3 documents"]),
        ("1969", ["1969 · 3 documents", "July 1969 · 3 documents"]),
        ("1969-07", ["July 1969 · 3 documents", "16 July 1969 · 2 documents", "20 July 1969 · 2 documents"]),
        ("1969-07-2", ["2 July 1969 · 1 document", "20 July 1969 · 2 documents"]),
        ("20 jul", ["20 July 2024 · 1 document", "20 July 1969 · 2 documents"]),
        ("20", ["2024 · 4 documents", "2023 · 1 document", "2019 · 1 document"]),
        ("july 20, 1", ["20 July 1969 · 2 documents"]),
        ("may 1950", ["May 1950 · no documents"]),
        ("1958", ["1958 · 1 document"]),
        ("the day of the goat", []),
        ("(", []),
    ],
)
def test_what_is_typed_is_completed(typed: str, names: list[str]) -> None:
    """Years, months and days are offered from their beginnings, newest first, each with its documents."""
    assert offered(typed)[: len(names) or None] == names


def test_nothing_typed_offers_the_newest() -> None:
    """Before anything is typed the newest months come first, then the years."""
    names = offered("")
    assert names[:2] == ["July 2024 · 1 document", "March 2024 · 3 documents"]
    assert "1958 · 1 document" in names


def test_a_document_dated_by_its_year_counts_in_each_month_but_names_none() -> None:
    """The number is what a search within the month may find."""
    assert offered("june 1958", "1958", "1958-06-01")[0] == "June 1958 · 2 documents"
    assert offered("ma", "1958") == []


typings = st.text(max_size=30) | st.from_regex(r"[0-9a-zA-Z ,.-]{0,16}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(typings, st.lists(st.dates(), max_size=40))
def test_whatever_is_typed_every_offer_can_be_sent_and_read(typed: str, days: list[dt.date]) -> None:
    """Offers never fail, fit Discord's limits, differ, and are dates that the command reads."""
    archive = FakeArchive(docs_of(*(one.isoformat() for one in days)))
    found = date_completion.offers(typed, archive.date_counts(index.EVERYTHING))
    assert len(found) <= limits.CHOICES
    assert len({one.value for one in found}) == len(found)
    for one in found:
        assert 0 < limits.length(one.name) <= limits.CHOICE_NAME
        assert index.read_days(one.value)


class TestInDiscord:
    """The same in the command itself."""

    @pytest.fixture
    def docs(self) -> list[Doc]:
        secret = Doc("board/minutes.txt", "Minutes", "moon", day("2024-03-09"))
        return [*docs_of(*DATES), secret]

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"collections": {"board": Collection()}}

    @pytest.mark.parametrize("option", ["since", "until"])
    async def test_a_date_is_offered_and_taken(self, world: World, archive: FakeArchive, option: str) -> None:
        """What is offered can be chosen, and is searched by; the hidden document isn't counted."""
        choices = await world.alice.autocomplete(world.channel, "search", option, "march 20", query="moon")
        assert choices[0] == {"name": "March 2024 · 3 documents", "value": "March 2024"}
        await world.page("moon", **{option: choices[0]["value"]})
        asked = archive.queries[-1]
        assert (asked.since or asked.until) in {dt.date(2024, 3, 1), dt.date(2024, 3, 31)}

    async def test_a_fault_offers_nothing(self, world: World, archive: FakeArchive) -> None:
        """An archive that can't be read leaves the list empty and the person unbothered."""

        def fail(scope: index.Scope) -> index.DateCounts:
            raise index.IndexDataError("gone")

        archive.date_counts = fail  # type: ignore[method-assign]  # meant
        assert await world.alice.autocomplete(world.channel, "search", "since", "20", query="moon") == []

    async def test_an_unforeseen_fault_offers_nothing_and_is_logged(
        self, world: World, archive: FakeArchive, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The log has a number and a traceback."""
        archive.docs = None  # type: ignore[assignment]  # meant: any use of it fails
        assert await world.alice.autocomplete(world.channel, "search", "since", "20", query="moon") == []
        assert [record.exc_info is not None for record in caplog.records if "incident" in record.message] == [True]


class TestElsewhere:
    """Where nobody is served."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"guilds": [1]}

    async def test_nobody_is_offered_anything_there(self, world: World) -> None:
        """A server that isn't served learns nothing of the archive's dates."""
        assert await world.alice.autocomplete(world.channel, "search", "since", "", query="moon") == []
