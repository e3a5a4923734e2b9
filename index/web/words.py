"""What templates make of words and dates: untrusted text cleaned, dates as people read them. Pure.

A page escapes all that it is given. What runs right to left can't reorder its neighbours, since a template puts each
text into an element of its own (`<bdi>`) or, where there can be none, isolates it by characters (`isolated`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup, escape

import index

NOT_VERBATIM: Final = "These words differ from the source as it was indexed. Check the document before you quote them."
_KIBIBYTE: Final = 1024


def cleaned(value: Any) -> Any:
    """Whatever a template writes: text without what is invisible and acts; all else as it is."""
    return index.clean(value) if type(value) is str else value


def isolated(text: str) -> Markup:
    """A line for a place in which there can be no element: an attribute, a title."""
    return escape(index.isolated(index.one_line(text)))


def as_formatted(text: str) -> Markup:
    """Text that the engine wrote and cleaned, with what it isolated."""
    return escape(text)


def counted(number: int, noun: str) -> str:
    """1 document, 2 documents."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def dated(date: index.DateSpan | None) -> str:
    """20 July 1969, Undated."""
    return index.day_span(date) if date else "Undated"


def machine_date(date: index.DateSpan | None) -> str:
    """The same for programs, as `datetime` takes it: 1969-07-20, 1969-07, 1969; empty where it is no one date."""
    if date is None or date.is_from_to:
        return ""
    return date.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[date.precision]]


def moment(at: dt.datetime) -> str:
    """1 January 1969, 10:30 UTC."""
    at = at.astimezone(dt.UTC)
    return f"{index.long_day(at.date())}, {at:%H:%M} UTC"


def path(named: str) -> str:
    """A path in one line; a name of invisible characters alone is spelled out."""
    return index.one_line(named) or named.encode("unicode_escape").decode("ascii")


def name(of: Any) -> str:
    """A document's title above its words; the file's name where the title is but those words once more."""
    document = of.path if hasattr(of, "path") else of.document
    own = of.title_origin == "source" and index.one_line(of.title)
    return own or path(document).rpartition("/")[2] or path(document)


def place(page: int | None, paragraph: int | None, time: str | None = None, *, confidence: int | None = None) -> str:
    """Where in its document a passage begins, and that its words were recognised in a picture of the page."""
    if time:
        return index.time_of_day(time)
    where = f"p. {page}" if page is not None else f"¶{paragraph}" if paragraph else ""
    return " · ".join(filter(None, (where, index.as_recognised(confidence))))


def size(number: int) -> str:
    """Bytes as people say them."""
    if number < _KIBIBYTE:
        return counted(number, "byte")
    kibibytes = number / _KIBIBYTE
    return f"{kibibytes:,.1f} KiB" if kibibytes < _KIBIBYTE else f"{kibibytes / _KIBIBYTE:,.1f} MiB"


def sentence(said: str) -> str:
    """A line with a capital letter and a full stop."""
    said = said[:1].upper() + said[1:]
    return said if said.endswith((".", "?", "!")) else f"{said}."


def document_address(named: str) -> str:
    """The page of a document."""
    return f"/d/{quote(named.encode('utf-8', 'surrogateescape'), safe='/')}"


def passage_address(identifier: str) -> str:
    """The page of a citation."""
    return f"/p/{quote(identifier, safe='')}"


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "line": index.one_line,
    "isolated": isolated,
    "as_formatted": as_formatted,
    "dated": dated,
    "machine_date": machine_date,
    "moment": moment,
    "long_day": index.long_day,
    "name": name,
    "path": path,
    "size": size,
    "sentence": sentence,
    "document_address": document_address,
    "passage_address": passage_address,
}
GLOBALS: Final[Mapping[str, Callable[..., Any]]] = {"counted": counted, "place": place, "place_words": place}
