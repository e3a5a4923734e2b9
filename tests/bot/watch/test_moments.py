"""When what is new is told, by the machine's clock."""

from __future__ import annotations

import datetime as dt

import pytest

import index
from bot.watch import moments
from index import Rate

NOW = dt.datetime(2024, 12, 20, 22, 30, tzinfo=dt.UTC)
HOURS = [NOW + dt.timedelta(hours=hours, minutes=7) for hours in range(24 * 15)]


def match(found: dt.datetime) -> index.Match:
    return index.Match(
        watch="w", document="a.txt", digest="d", sha256="0", since=found.date(), change="added", found=found
    )


def watch(rate: Rate) -> index.Watch:
    return index.Watch(token="w", person=1, query="moon", rate=rate, made=NOW, checked=1)  # noqa: S106 (a token)


@pytest.mark.parametrize(("rate", "days"), [(Rate.DAILY, 1), (Rate.WEEKLY, 7)])
def test_digests_are_at_eight_and_a_weeks_on_mondays(rate: Rate, days: int) -> None:
    """Whenever one looks, the last one is not later, the next one is, and there is none between."""
    for now in HOURS:
        last, following = moments.latest(rate, now), moments.following(rate, now)
        assert last <= now < following
        assert following.astimezone().date() - last.astimezone().date() == dt.timedelta(days=days)
        for at in (last, following):
            local = at.astimezone()
            assert (local.hour, local.minute) == (8, 0)
            assert rate is Rate.DAILY or local.weekday() == 0


@pytest.mark.parametrize("rate", Rate)
def test_what_is_found_is_due_once_at_the_next_moment(rate: Rate) -> None:
    """At once after each reindex; else from the next digest on, and not before."""
    for found in HOURS[::5]:
        due = found if rate is Rate.EACH else moments.following(rate, found)
        assert moments.is_due(watch(rate), [match(found)], due)
        assert rate is Rate.EACH or not moments.is_due(watch(rate), [match(found)], due - dt.timedelta(seconds=1))
    assert not moments.is_due(watch(rate), [], NOW)
