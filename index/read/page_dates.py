"""When a web page was published: what it declares, else what its address says, else a date in its text that a second
reader of pages confirms.

Nothing is guessed: statements that disagree date nothing, and the report names them. The day on which a page was
changed or saved is no date of publication.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from index.dates.calendar import long_day
from index.dates.stated import StatedDate, latest_today, read_date
from index.models.documents import DateSpan, Origin
from index.read.declared_dates import Kind, changes, declared_dates
from index.read.declared_values import Value, value_of
from index.read.json_ld import linked_dates, own_dates
from index.read.page_addresses import day_of_address, page_addresses
from index.read.page_days import PageDays, page_days
from index.read.page_language import day_comes_first, page_language
from index.read.page_regions import Regions
from index.read.page_witness import confirmed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ONE_DAY: Final = dt.timedelta(days=1)
LAST_HOUR_BEFORE: Final = 9
"""The last hour of universal time at which it is still the day before where many people live (in Hawaii)."""
FIRST_HOUR_AFTER: Final = 11
"""The first at which it is the next day already where many people live (in New Zealand)."""
NEAR_SCORE: Final = 3
"""Of a date in the text that stands where the page's own date stands."""


_PLAIN: Final = (Kind.PUBLISHED, Kind.CREATED)
"""What may say a month or year only."""


class _Statement(NamedTuple):
    value: Value
    kind: Kind
    linked: bool
    """Whether JSON-LD says it, and not an element."""


def page_dates(page: Element, html: str) -> tuple[StatedDate, ...]:
    """The date that a page states, if it does; `html` is what `page` was made of."""
    stated = _Page(page, html).date()
    return (stated,) if stated else ()


class _Page:
    def __init__(self, page: Element, html: str) -> None:
        self._page = page
        self._html = html
        self._regions = Regions(page)
        self._language = page_language(page)
        self._day_first = day_comes_first(self._language)
        self._addresses = page_addresses(page, html)
        self._latest = latest_today()
        self._address_day = day_of_address(self._addresses, self._latest)

    def date(self) -> StatedDate | None:
        stated = self._statements()
        vague = [each.value.written for each in stated if each.kind in _PLAIN and not each.value.day]
        spans = [span for written in vague if (span := self._span(written))]
        for dated in self._full_days(stated):
            if dated.doubt or all(span.earliest <= (dated.day or span.latest) <= span.latest for span in spans):
                return dated
        return StatedDate(vague[0], "metadata") if vague else None

    def _span(self, written: str) -> DateSpan | None:
        """The month or year that a declared date is."""
        return read_date(StatedDate(written, "metadata"), order=None, today=self._latest).span

    def _full_days(self, stated: Sequence[_Statement]) -> Iterator[StatedDate]:
        """What dates the page, most trusted first."""
        yield from self._of_kind(Kind.PUBLISHED, stated)
        yield from self._of_kind(Kind.MARKED, stated)
        if self._address_day:
            yield _dated(self._address_day, self._address_day.isoformat())
        yield from self._of_kind(Kind.CREATED, stated)
        yield from self._of_kind(Kind.TIME, stated)
        if found := confirmed(self._days, self._html, self._latest):
            yield _dated(found.days[0], found.written, "page text")

    def _of_kind(self, kind: Kind, stated: Sequence[_Statement]) -> Iterator[StatedDate]:
        ours = [each for each in stated if each.kind is kind and each.value.day]
        if not ours:
            return
        others = [each.value for each in stated if each.kind is not kind]
        if chosen := self._chosen(ours, others) or self._singled_out(ours) or _supported(ours, others):
            yield _dated(*chosen)
        elif kind is Kind.PUBLISHED:
            yield _doubted([each.value for each in ours])

    def _statements(self) -> list[_Statement]:
        """Every date that the page declares, most plainly declared first; those that say nothing are left out."""
        scripts = (script.text or "" for script in self._page.xpath("//script[@type]") if _is_linked_data(script))
        linked = own_dates(linked_dates(scripts), self._addresses, _titles(self._page))
        written = [(each.written, Kind.PUBLISHED if each.published else Kind.CREATED, True) for each in linked]
        written += [(each.written, each.kind, False) for each in declared_dates(self._page, self._regions)]
        values = (_Statement(self._value(text), kind, is_linked) for text, kind, is_linked in written)
        return sorted((each for each in values if not each.value.empty), key=lambda each: each.kind)

    def _value(self, written: str) -> Value:
        return value_of(written, language=self._language[:2], day_first=self._day_first)

    def _chosen(self, ours: Sequence[_Statement], others: Sequence[Value]) -> tuple[dt.date, str] | None:
        """The day that statements of one kind name, with what is written of it; None if they disagree."""
        values = [each.value for each in ours]
        by_day = {value.day: value for value in reversed(values) if value.day}
        if len(by_day) == 1:
            (day, value), *_ = by_day.items()
            known = any(each.zoned and each.day == day for each in (*values, *others))
            return (day, value.written) if known else self._shifted(day, value)
        if self._address_day in by_day:
            return self._address_day, by_day[self._address_day].written
        if max(by_day) - min(by_day) == ONE_DAY and (local := [value for value in values if value.utc_hour is None]):
            local = [value for value in local if value.zoned] or local
            if len({value.day for value in local}) == 1 and local[0].day:
                return local[0].day, local[0].written
        return None

    def _singled_out(self, ours: Sequence[_Statement]) -> tuple[dt.date, str] | None:
        """The one day that both JSON-LD and elements name; else the earlier of two, if the later is a change's."""
        by_day = {each.value.day: each.value.written for each in reversed(ours) if each.value.day}
        linked, marked = ({each.value.day for each in ours if each.linked is source} for source in (True, False))
        days = linked & marked
        if len(days) != 1 and len(by_day) == 2:
            changed = {self._value(written).day for written in changes(self._page)}
            days = {min(by_day)} if max(by_day) in changed and min(by_day) not in changed else set()
        return next(((day, by_day[day]) for day in days if day), None) if len(days) == 1 else None

    def _shifted(self, day: dt.date, value: Value) -> tuple[dt.date, str]:
        """The same, or the day before or after, where the page shows that one and the zone explains it."""
        possible = set()
        if value.utc_hour is not None and value.utc_hour <= LAST_HOUR_BEFORE:
            possible.add(day - ONE_DAY)
        if value.utc_hour is not None and value.utc_hour >= FIRST_HOUR_AFTER:
            possible.add(day + ONE_DAY)
        if not possible or self._address_day == day:
            return day, value.written
        shown = {each.days[0]: each for each in self._days.named if each.score >= NEAR_SCORE and len(each.days) == 1}
        if day in shown:
            return day, value.written
        if self._address_day in possible and self._address_day:
            return self._address_day, self._address_day.isoformat()
        if len(both := possible & shown.keys()) == 1:
            local = both.pop()
            return local, shown[local].written
        return day, value.written

    @cached_property
    def _days(self) -> PageDays:
        return page_days(
            self._page, self._regions, _named(self._page), language=self._language[:2], day_first=self._day_first
        )


def _supported(ours: Sequence[_Statement], others: Sequence[Value]) -> tuple[dt.date, str] | None:
    """The one day of several that something of another kind names, too."""
    by_day = {each.value.day: each.value.written for each in reversed(ours) if each.value.day}
    days = by_day.keys() & {value.day for value in others}
    return next(((day, by_day[day]) for day in days if day), None) if len(days) == 1 else None


def _dated(day: dt.date, written: str, origin: Origin = "metadata") -> StatedDate:
    return StatedDate(written, origin, day=day)


def _doubted(values: Sequence[Value]) -> StatedDate:
    """The first of several that disagree, with what the others name."""
    others = list(dict.fromkeys(long_day(value.day) for value in values if value.day and value.day != values[0].day))
    named = " and ".join(others[:2]) + (f" and {len(others) - 2} more" if len(others) > 2 else "")
    doubt = f"is not the only one: the page states {named}, too; say with dateline date which is right"
    return StatedDate(values[0].written, "metadata", doubt=doubt)


def _is_linked_data(script: Element) -> bool:
    return (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"


def _titles(page: Element) -> list[str]:
    """What the page calls itself, in its headings too."""
    return [*_named(page), *("".join(heading.itertext()) for heading in page.xpath("(//h1)[position() <= 3]"))]


def _named(page: Element) -> list[str]:
    """What the page calls itself."""
    stated = page.xpath("//meta[@property='og:title' or @name='twitter:title' or @name='title']/@content")
    return [*map(str, stated[:4]), *(each.text or "" for each in page.xpath("(//title)[1]"))]
