"""Web archives (WARC), a page a document: of several captures of a page the latest.

The day of capture dates nothing, as that of saving does not; the page is dated by what it declares itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from index.dates.calendar import long_day
from index.read.captured_page import read_captured_page, web_address
from index.read.captures import PAGES, PLAIN, Capture, Captures
from index.read.decode import decode, scrubbed, tidied
from index.read.gzip_members import MAX_INFLATION, Room
from index.read.http_response import body_of
from index.read.protocol import NO_TEXT, TOO_MUCH_TEXT, Content, Parts, UnreadableError, UnreadablePart
from index.read.warc_records import records

FORMAT: Final = "warc"
MAX_PAGES: Final = 100_000
NO_TITLES: Final[Mapping[str, str]] = MappingProxyType({})
_SHOWN: Final = 150
"""Characters of an address that a reason repeats."""


def read_warc(data: bytes, max_characters: int) -> Parts:
    """One document a page, numbered from 1 in the order in which they were first captured."""
    room, captures = Room(MAX_INFLATION * max_characters), Captures()
    captures.add(records(data, room))
    return read_pages(captures, NO_TITLES, max_characters)


def read_pages(captures: Captures, titles: Mapping[str, str], max_characters: int) -> Parts:
    """The pages of web archives. `titles` are for pages without one, by `same_address`."""
    if not captures.pages:
        raise UnreadableError(f"it holds no web page{captures.left_out_said()}; capture the pages again, or remove it")
    if len(captures.pages) > MAX_PAGES:
        raise UnreadableError(f"it holds more than {MAX_PAGES} pages; split it")
    parts: Parts = []
    left = max_characters
    for number, (key, capture) in enumerate(captures.pages.items(), 1):
        part = _part(capture, number, titles.get(key), max_characters)
        left -= len(part.text) if isinstance(part, Content) else 0
        if left < 0:
            raise UnreadableError(TOO_MUCH_TEXT)
        parts.append(part)
    return _summed_up(parts, captures.summary())


def _summed_up(parts: Parts, summary: str) -> Parts:
    """The parts, with a note on the whole file on the first document."""
    first = next((part for part in parts if isinstance(part, Content)), None)
    return [replace(part, notes=(summary, *part.notes)) if part is first else part for part in parts]


def _part(capture: Capture, number: int, title: str | None, max_characters: int) -> Content | UnreadablePart:
    shown = " ".join(scrubbed(capture.address[:_SHOWN]).split())
    try:
        content = _content(capture, max_characters)
    except UnreadableError as error:
        return UnreadablePart(number, f"{shown}: {error}")
    except MemoryError:
        raise
    except Exception as error:  # a page made to crash a reader must cost its own line and no more
        return UnreadablePart(number, f"{shown}: it is damaged ({type(error).__name__} while reading it)")
    notes = (*content.notes, *_notes(capture, content))
    return replace(content, format=FORMAT, part=number, title=content.title or title, notes=notes)


def _content(capture: Capture, max_characters: int) -> Content:
    body, response = body_of(capture.response, Room(max_characters)), capture.response
    if not body.strip():
        raise UnreadableError(NO_TEXT)
    if response.media_type == PLAIN:
        text, notes = decode(body, response.charset)
        return Content(FORMAT, tidied(text)[: max_characters + 1], notes=notes)
    charset = response.charset if response.media_type in PAGES else None
    content = read_captured_page(body, web_address(capture.address), charset, max_characters)
    if content is None:
        raise UnreadableError(NO_TEXT)
    return content


def _notes(capture: Capture, content: Content) -> tuple[str, ...]:
    """When a page without a date was captured, and how often others were."""
    when = long_day(capture.day) if capture.day else ""
    undated = (f"it states no date; it was captured on {when}; the document is undated",)
    notes = undated if when and not content.dates else ()
    if not capture.others:
        return notes
    others = "another capture" if capture.others == 1 else f"{capture.others:,} other captures"
    return (*notes, f"the latest capture{f' ({when})' if when else ''} is read; {others} left out")
