"""A page's own addresses, and the day that one names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from index.dates.month_names import months_named

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

HEAD_CHARACTERS: Final = 4096
"""Where programs that save pages write where a page is from."""
MAX_ADDRESS: Final = 2000
"""Characters of an address that are looked at."""
_SAVED: Final = re.compile(
    r"<!--\s{0,9}(?:saved from url=\([0-9]{1,6}\)|page saved with singlefile[^<>]{0,40}?url:)\s{0,9}"
    r"(?P<address>https?:[^\s<>]{1,1000})",
    re.IGNORECASE,
)
_WAYBACK: Final = re.compile(r"^.{0,200}?/web/[0-9]{4,14}[a-z_*]{0,6}/(?=https?:/)", re.IGNORECASE)
_YEAR = r"(?P<year>19[89][0-9]|20[0-9]{2})"
_FORMS: Final = (
    re.compile(_YEAR + r"[/_-](?P<month>[0-9]{1,2})[/_-](?P<day>[0-9]{1,2})(?=[/_.-]|$)"),
    re.compile(_YEAR + r"/(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?=[/_.-]|$)"),
    re.compile(_YEAR + r"(?P<month>[0-9]{2})(?:/|(?=[0-9]{2}(?:[/_.-]|$)))(?P<day>[0-9]{2})(?=[/_.-]|$)"),
    re.compile(_YEAR + r"[/-](?P<month>[a-z]{3,9})[/-](?P<day>[0-9]{1,2})(?=[/_.-]|$)", re.IGNORECASE),
)
"""Of what follows a slash: 2020/03/05/, 2020-03-05-name, 2020/0305, 20200305, 202003/05, 2020/mar/05."""


def page_addresses(page: Element, html: str) -> list[str]:
    """Where a page says that it is from, without the address of an archive of the web around it."""
    saved = _SAVED.search(html[:HEAD_CHARACTERS])
    stated = (
        saved["address"] if saved else "",
        *page.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")[:2],
        *page.xpath("//meta[@property='og:url' or @name='og:url' or @itemprop='url']/@content")[:2],
        *page.xpath("//link[@rel='shortlink' or @rel='amphtml' or @hreflang='x-default']/@href")[:2],
    )
    return list(
        dict.fromkeys(_WAYBACK.sub("", each.strip()[:MAX_ADDRESS]) for each in map(str, stated) if each.strip())
    )


def day_of_address(addresses: Iterable[str], latest: dt.date) -> dt.date | None:
    """The one full day, not after `latest`, that the addresses name; None if they name none or several."""
    days = {day for address in addresses for day in _days(address) if day <= latest}
    return days.pop() if len(days) == 1 else None


def _days(address: str) -> Iterator[dt.date]:
    path = re.sub(r"^(?:https?:)?//[^/]*", "", re.sub(r"[?#].*", "", address, flags=re.DOTALL))
    for begin in (match.end() for match in re.finditer("/", path)):
        for form in _FORMS:
            if (match := form.match(path, begin)) and (day := _day(match)):
                yield day
                break


def _day(match: re.Match[str]) -> dt.date | None:
    name = match["month"]
    month = int(name) if name.isdecimal() else next(iter(months_named(name, "en")), 0)
    try:
        return dt.date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
