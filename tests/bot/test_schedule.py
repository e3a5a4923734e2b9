"""Moments by the clock: each day has one, whatever is done to the clocks."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from bot import schedule

BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"
NEW_YORK = "EST5EDT,M3.2.0,M11.1.0"


@pytest.fixture(params=["UTC0", BERLIN, NEW_YORK, "<+1345>-13:45"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine's time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("written", ["00:00", "02:00", "02:30", "03:00", "01:30", "23:59"])
def test_every_day_has_its_moment_once(zone: str, written: str) -> None:
    """Over a year looked at every quarter of an hour, with both changes of the clocks, each day has one moment."""
    at = schedule.read(written)
    moments = {at.latest(utc("2026-01-05") + dt.timedelta(minutes=15 * step)) for step in range(365 * 96)}
    days = sorted(moment.astimezone().date() for moment in moments)
    assert days == [days[0] + dt.timedelta(days=number) for number in range(len(days))]
    assert len(days) in {365, 366}
    hours = {
        round((after - before).total_seconds() / 3600)
        for before, after in zip(sorted(moments), sorted(moments)[1:], strict=False)
    }
    assert hours <= {23, 24, 25}


@pytest.mark.parametrize("zone", [BERLIN], indirect=True)
def test_a_time_that_is_skipped_or_comes_twice(zone: str) -> None:
    """In Berlin half past two is skipped on 29 March 2026, and comes twice on 25 October."""
    at = schedule.read("02:30")
    assert at.latest(utc("2026-03-29T12:00")) == utc("2026-03-29T01:30")  # half past three in summer time
    assert at.latest(utc("2026-10-25T00:29")) == utc("2026-10-24T00:30")
    assert at.latest(utc("2026-10-25T00:30")) == utc("2026-10-25T00:30")
    assert at.latest(utc("2026-10-25T01:45")) == utc("2026-10-25T00:30")


def test_every_so_many_hours_hangs_on_no_start(zone: str) -> None:
    """Every six hours are the same moments in every time zone, and none is nearer to another than six hours."""
    at = schedule.read("every 6 hours")
    moments = {at.latest(utc("2026-03-28") + dt.timedelta(minutes=7 * step)) for step in range(600)}
    assert {moment.hour for moment in moments} == {0, 6, 12, 18}
    assert schedule.read("Every  hour").latest(utc("2026-01-01T05:59:59")) == utc("2026-01-01T05:00")


@pytest.mark.parametrize(
    "written", ["3:00", "24:00", "03:60", "every 0 hours", "every 169 hours", "6h", "", "every day"]
)
def test_what_can_not_be_read_says_what_can(written: str) -> None:
    """Whoever writes another form is shown both."""
    with pytest.raises(ValueError, match='such as "03:00", or "every 6 hours"'):
        schedule.read(written)
