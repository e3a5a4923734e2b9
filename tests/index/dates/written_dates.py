"""Days in every form in which people write them, for property tests; and how a stated date reads."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from hypothesis import strategies as st

from index.dates.calendar import MONTHS
from index.dates.stated import StatedDate, read_date
from index.dates.written import DateOrder

WIDTHS = {"day": 10, "month": 7, "year": 4}
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
FINNISH = (
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta"
)
WORDS = (
    *("{d} {en} {y}", "{d} {short} {y}", "{d}-{short}-{y}", "{en} {d}, {y}", "{short}. {d}, {y}", "{y} {en} {d}"),
    *("{d}. {de} {y}", "{d} {fr} {y}", "{d} de {es} de {y}", "{d} {ru} {y} г.", "{d}. {fi} {y}", "the {d} {en} {y}"),
)
DIGITS = ("{y}-{m:02}-{d:02}", "{y}{m:02}{d:02}", "{y}.{m:02}.{d:02}", "{y}_{m:02}_{d:02}", "{y}–{m:02}–{d:02}")
DAY_FIRST = ("{d:02}.{m:02}.{y}", "{d}.{m}.{y}", "{d:02}-{m:02}-{y}")
MONTH_FIRST = ("{m:02}-{d:02}-{y}",)
NOT_IN_NAMES = ("{d:02}/{m:02}/{y}", "{y}/{m:02}/{d:02}", "{y}年{m}月{d}日")


class Written(NamedTuple):
    """A day as written, and which number comes first where that is open."""

    text: str
    day: dt.date
    order: DateOrder


def shown(stated: StatedDate | None) -> str:
    """The days of a stated date: 2025-01, 2025-01-23..2025-02-01, "-" for none, "?" for one that can't be read."""
    if stated is None:
        return "-"
    span = read_date(stated, order=None, today=dt.date.max).span
    if span is None:
        return "?"
    first, last = (day.isoformat()[: WIDTHS[span.precision]] for day in (span.earliest, span.latest))
    return first if first == last else f"{first}..{last}"


@st.composite
def written_days(draw: st.DrawFn, *, in_name: bool = False) -> Written:
    """A day of these centuries in one of the forms; in a name there are no slashes."""
    day = draw(st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31)))
    forms = [*((form, None) for form in (*WORDS, *DIGITS)), *((form, "day first") for form in DAY_FIRST)]
    forms += [(form, "month first") for form in MONTH_FIRST]
    forms += [] if in_name else [(form, "day first") for form in NOT_IN_NAMES]
    form, order = draw(st.sampled_from(forms))
    names = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "fi": FINNISH}
    months = {language: of_year.split()[day.month - 1] for language, of_year in names.items()}
    english = MONTHS[day.month - 1]
    text = form.format(y=day.year, m=day.month, d=day.day, en=english, short=english[:3], **months)
    return Written(text, day, "day first" if order == "day first" else "month first" if order else None)
