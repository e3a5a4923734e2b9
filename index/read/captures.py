"""Web pages among the records of a web archive: the latest capture of each, and a count of what is left out."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from index.dates.calendar import long_day
from index.read.http_response import Response, response_in
from index.read.warc_records import WarcRecord

PAGES: Final = frozenset(("text/html", "application/xhtml+xml"))
PLAIN: Final = "text/plain"
_UNTOLD: Final = frozenset(("", "application/octet-stream", "unknown/unknown"))
_SCHEMES: Final = ("http", "https", "ftp", "file")
_PORTS: Final = {"http": 80, "https": 443, "ftp": 21}
_MARKUP: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

REDIRECTS, ERRORS, FILES, REVISITS, NOTES, BROKEN = range(6)
"""Why a record gives no page."""
_NAMES: Final = {
    REDIRECTS: ("redirect", "redirects"),
    ERRORS: ("error page", "error pages"),
    FILES: ("image, script or other file", "images, scripts and other files"),
    REVISITS: ("visit that found nothing new", "visits that found nothing new"),
    NOTES: ("record of requests and the like", "records of requests and the like"),
    BROKEN: ("damaged or cut-off record", "damaged or cut-off records"),
}


@dataclass(slots=True)
class Capture:
    """A page as it was captured: `at` is when, as it is written. `others` counts captures of it before this one."""

    address: str
    at: str
    response: Response
    others: int = 0

    @property
    def day(self) -> dt.date | None:
        match = _DAY.match(self.at)
        try:
            return dt.date(*map(int, match.groups())) if match else None
        except ValueError:
            return None


@dataclass(slots=True)
class Captures:
    """The pages found so far, by address, in the order in which each was first seen."""

    pages: dict[str, Capture] = field(default_factory=dict)
    left_out: Counter[int] = field(default_factory=Counter)

    def add(self, records: Iterable[WarcRecord | None]) -> None:
        for record in records:
            found = _page_in(record) if record else BROKEN
            if isinstance(found, Capture):
                self._take(found)
            else:
                self.left_out[found] += 1

    def _take(self, capture: Capture) -> None:
        key = same_address(capture.address)
        known = self.pages.get(key)
        if known is None:
            self.pages[key] = capture
            return
        latest = capture if capture.at >= known.at else known
        latest.others = known.others + 1
        self.pages[key] = latest  # where the first one stood

    def summary(self) -> str:
        """When the pages were captured, and what else the file holds."""
        days = sorted(day for capture in self.pages.values() if (day := capture.day))
        span = f", captured {_span(days[0], days[-1])}" if days else ""
        number = f"{len(self.pages):,} {'page' if len(self.pages) == 1 else 'pages'}"
        return f"the web archive has {number}{span}{self.left_out_said()}"

    def left_out_said(self) -> str:
        others = Counter(self.left_out)
        said = [f"{others[kind]:,} {_NAMES[kind][others[kind] != 1]}" for kind in _NAMES if others[kind]]
        return f"; left out: {', '.join(said)}" if said else ""


def _span(first: dt.date, last: dt.date) -> str:
    return f"on {long_day(first)}" if first == last else f"from {long_day(first)} to {long_day(last)}"


def same_address(address: str) -> str:
    """What two addresses of one page have in common: neither http or https, the usual port nor a fragment tell."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return address
    scheme = parts.scheme.lower()
    shown = f":{port}" if port and port != _PORTS.get(scheme) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{'http' if scheme == 'https' else scheme}://{host}{shown}{parts.path or '/'}{query}"


def _page_in(record: WarcRecord) -> Capture | int:
    """The page in a record, or why there is none."""
    if record.kind == "revisit":
        return REVISITS
    if record.kind not in ("response", "resource"):
        return NOTES
    scheme = record.address.partition(":")[0].lower()
    if scheme not in _SCHEMES:
        return NOTES
    if record.kind == "resource" or not record.block.startswith(b"HTTP/"):
        response = Response(200, {"content-type": record.fields.get("content-type", "")}, record.block)
    else:
        response = response_in(record.block)
    if response.status != 200:
        return REDIRECTS if 300 <= response.status < 400 else ERRORS
    if not _is_page(response, record.address):
        return FILES
    return Capture(record.address, record.fields.get("warc-date", ""), response)


def _is_page(response: Response, address: str) -> bool:
    kind = response.media_type
    if kind == PLAIN:
        return not address.endswith("/robots.txt")
    return kind in PAGES or (kind in _UNTOLD and bool(_MARKUP.match(response.body)))
