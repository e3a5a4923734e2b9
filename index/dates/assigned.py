"""Dates that moderators set: reading what they type, and what a document is with such a date. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from index import digests
from index.dates.calendar import day_span
from index.dates.stated import FUTURE, FUTURE_NOTES, StatedDate, latest_today, read_date
from index.dates.written import DateOrder
from index.errors import ArchiveError
from index.models.documents import DateSpan, Document
from index.models.set_dates import SetDate
from index.models.undated import notes_on_dates

ORIGIN: Final = "set by a moderator"
CHANGED: Final = "its file has changed since a moderator set its date; see whether the date still holds"
"""The note of a document whose file was edited after it was dated."""
_COUNTS: Final = "; that one counts until it is undone"
_TAIL: Final = re.compile(r"(?:; set date_order to say which)?; the document is undated$")


def read_assigned(written: str, order: DateOrder) -> DateSpan:
    """The date that a moderator typed, at the precision that it is written with; raises `ArchiveError`."""
    found = read_date(StatedDate(written.strip(), ORIGIN), order=order, today=latest_today())
    if found.span is None:
        reason = _TAIL.sub("", found.notes[0]).removeprefix("the date set by a moderator ") if found.notes else written
        cure = "" if "write it as" in reason else "; write it as 2025-01-23"
        raise ArchiveError(f"{reason}{cure}", shown=True)
    return found.span


def words_of(document: Document) -> str:
    """What the text of a document is known by."""
    return digests.of_text(document.text).hex()


def is_future(date: DateSpan) -> bool:
    """Whether no day of it has come yet, anywhere."""
    return date.earliest > latest_today()


def overruled(document: Document, set_date: SetDate) -> Document:
    """The document with the date that a moderator set, and what the report is to say of that; itself, if it has both.

    What was noted of its own date is left out: that it had none, or one that lies in the future.
    """
    if is_overruled(document, set_date):
        return document
    why_undated = notes_on_dates(document.notes) if document.date is None else ()
    kept = [note for note in document.notes if note not in why_undated and not _is_of_date(note)]
    said = _said(document.date, set_date) if document.date and document.date.origin != ORIGIN else []
    notes = [*kept, *said, *_of_file(document, set_date)]
    return document.model_copy(update={"date": set_date.date, "notes": tuple(dict.fromkeys(notes))})


def is_overruled(document: Document, set_date: SetDate) -> bool:
    """Whether it has this date already, and what is to be noted of its file."""
    noted = [note for note in document.notes if note == CHANGED or note.endswith(FUTURE_NOTES)]
    return document.date == set_date.date and noted == _of_file(document, set_date)


def _of_file(document: Document, set_date: SetDate) -> list[str]:
    edited = document.sha256 != set_date.dated_sha256 and not set_date.part  # a part has the words that were dated
    changed = [CHANGED] if edited else []
    future = f"the date set by a moderator {set_date.date.as_written} {FUTURE}"
    return [*changed, *([future] if is_future(set_date.date) else [])]


def _said(own: DateSpan, set_date: SetDate) -> list[str]:
    """That the document states another date than the one set, and did not when that was set."""
    if _days(own) in {_days(set_date.date), *([_days(set_date.own)] if set_date.own else [])}:
        return []
    stated = f"its file now says {day_span(own)} ({own.dated_by})"
    return [f"{stated}, and a moderator has set {day_span(set_date.date)}{_COUNTS}"]


def _is_of_date(note: str) -> bool:
    return note == CHANGED or note.endswith((*FUTURE_NOTES, _COUNTS))


def _days(date: DateSpan) -> tuple[dt.date, dt.date]:
    return date.earliest, date.latest
