"""Dates in the fields of e-mails."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.mail import mail_day, moment, without_comments


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21"),
        ("21 Nov 97 09:55:06 GMT", "1997-11-21"),
        ("Tue, 5 Mar 49 08:00 +0000", "2049-03-05"),
        ("Tue, 5 Mar 50 08:00 +0000", "1950-03-05"),
        ("Tue, 5 Mar 103 08:00:00 +0000", "2003-03-05"),
        ("Tue (market day), 5 (the fifth (really)) Mar 2019 08:00:00 +0000 (GMT)", "2019-03-05"),
        ("Tue, 5 Mar 2019 08:00:00 -0500 (EST", "2019-03-05"),
        ("Tue,5Mar2019 08:00:00 +0000", "2019-03-05"),
        ("Tue, 5 Mar 201908:00:00 +0000", "2019-03-05"),
        ("Tue, 5 Mar 9708:00:00 +0000", "1997-03-05"),
        ("Tue , 5 Mar 2019 08 : 00 : 00 EDT", "2019-03-05"),
        ("Tue,\n 5 Mar\n\t2019 08:00:00 +0000", "2019-03-05"),
        ("Tuesday, 05-Mar-19 08:00:00 GMT", "2019-03-05"),
        ("tue, 5 mar 2019 08:00:00 +0000", "2019-03-05"),
        ("Di, 5 Mar 2019 08:00:00 +0100", "2019-03-05"),
        ("Sun, 5 Mar 2019 08:00:00 +0100", "2019-03-05"),
        ("5 Mar 2019", "2019-03-05"),
        ("Di, 5 Mrz 2019 08:00:00 +0100", "2019-03-05"),
        ("Do, 5 Dez 2019 08:00:00 +0100", "2019-12-05"),
        ("mar., 5 févr. 2019 08:00:00 +0100", "2019-02-05"),
        ("вт, 5 мар 2019 08:00:00 +0300", "2019-03-05"),
        ("5. März 2019", "2019-03-05"),
        ("Tue, 5 Mar 2019 24:00:00 +0000", "2019-03-05"),
        ("Tue, 5 Mar 2019 23:59:60 +0000", "2019-03-05"),
        ("Tue, 5 Mar 2019 08:00:00 Z", "2019-03-05"),
        ("Tue, 5 Mar 2019 08:00:00 America/Halifax", "2019-03-05"),
        ("Tue, 5 Mar 2019 08:00:00 W. Europe Standard Time", "2019-03-05"),
        ("5 Mar 2019 at 08:00:00 GMT+1", "2019-03-05"),
        ("5. March 2019, 8.00 a.m.", "2019-03-05"),
        ("Tue Mar  5 08:00:00 2019", "2019-03-05"),
        ("Tue Mar 5 08:00:00 EST 2019", "2019-03-05"),
        ("Tue Mar 5 08:00:00 +0100 2019", "2019-03-05"),
        ("Tue Mar 5 08:00:00 2019 +0100", "2019-03-05"),
        ("Tue Mar 05 2019 08:00:00 GMT+0100 (CET)", "2019-03-05"),
        ("Tuesday, March 5, 2019 8:00 AM", "2019-03-05"),
        ("Mar 5, 2019, at 8:00 AM", "2019-03-05"),
        ("2019 Mar 5 08:00", "2019-03-05"),
    ],
)
def test_every_form_of_a_mail_date_gives_the_day_that_is_written(written: str, day: str) -> None:
    """RFC 5322's own forms, its obsolete ones, C's, and those that programs print for people."""
    assert mail_day(written) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "5 Mar",
        "5 jui 2019",
        "Tue, 31 Feb 2019 08:00:00 +0000",
        "Tue, 0 Mar 2019 08:00:00 +0000",
        "Mar 2019",
        "5 Mar 2019 and 6 Mar 2019",
        "Tue, 5 Mar 19100 08:00:00 +0000",
        "5 Marches 2019",
        "2019-03-05T08:00:00Z",
        "03/05/2019 08:00",
        "tomorrow",
        "5 Mar 2019 08:00 " + "a " * 100,
    ],
)
def test_other_words_are_no_mail_date(written: str) -> None:
    """What names no one day is left to the reading that all formats share, or to nobody."""
    assert mail_day(written) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(9999, 12, 30)), st.times(), st.integers(-23 * 60, 23 * 60))
def test_what_the_standard_library_writes_is_read(day: dt.date, time: dt.time, minutes: int) -> None:
    """Its form of any moment in any zone, and C's, give the day as written there."""
    when = dt.datetime.combine(day, time, dt.timezone(dt.timedelta(minutes=minutes)))
    assert mail_day(format_datetime(when)) == day
    assert mail_day(when.ctime()) == day


@given(st.text(st.sampled_from('Tue, 5Mar2019:0+()\\" at'), max_size=200))
def test_no_field_takes_long_or_breaks(written: str) -> None:
    """Whatever stands in the field gives a day or none."""
    assert isinstance(mail_day(written), dt.date | None)
    assert "(" not in without_comments(written) or "\\" in written


def test_moments_compare_across_zones() -> None:
    """Half past nine in Paris is before nine in London."""
    paris, london = moment("Tue, 5 Mar 2019 09:30 +0100"), moment("Tue, 5 Mar 2019 09:00 +0000")
    assert paris is not None
    assert london is not None
    assert paris < london
    assert moment("never") is None
