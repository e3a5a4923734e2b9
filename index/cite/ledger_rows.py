"""A record of the ledger as columns of SQLite, and back; and whether the columns are what was entered. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from index import digests
from index.cite.models import Record
from index.models.erasures import Erased
from index.storage.columns import of_date, to_date

Row = tuple[Any, ...]
"""The columns of a record, in the order of `COLUMNS`, and their digest last."""

NAMES: Final = (
    *("id", "quotation", "start", '"end"', "path", "title", "title_origin"),
    *("earliest", "latest", "precision", "origin", "as_written"),
    *("document_sha256", "page", "paragraph", "language"),
    *("generation_first", "generation_last", "erased_at", "erased_why", "time", "link", "confidence"),
)
COLUMNS: Final = ", ".join(NAMES)
ID, QUOTATION, PATH, FIRST_SEEN, LAST_SEEN, ERASED_AT, TIME, DIGEST = 0, 1, 4, 16, 17, 18, 20, 23
"""Places in a row."""
_LEFT_WHEN_ERASED: Final = (PATH, FIRST_SEEN, LAST_SEEN)


def row_of(record: Record) -> Row:
    """The columns of a record, and their digest."""
    return sealed(
        (
            *(record.id, record.quotation, record.start, record.end, record.path, record.title, record.title_origin),
            *of_date(record.date),
            *(record.document_sha256, record.page, record.paragraph, record.language),
            *(record.generation_first, record.generation_last),
            *((record.erased.at.isoformat(), record.erased.why) if record.erased else (None, None)),
            *(record.time, record.link, record.confidence),
        )
    )


def record_of(row: Sequence[Any]) -> Record:
    """The record in a row."""
    identifier, quotation, start, end, path, title, title_origin, *date = row[:12]
    sha256, page, paragraph, language, first, last, erased_at, why, time, link, confidence = row[12:DIGEST]
    return Record(
        id=identifier,
        quotation=quotation,
        start=start,
        end=end,
        path=path,
        title=title,
        title_origin=title_origin,
        date=to_date(date),
        document_sha256=sha256,
        generation_first=first,
        generation_last=last,
        page=page,
        paragraph=paragraph,
        language=language,
        time=time,
        link=link,
        confidence=confidence,
        erased=Erased(at=dt.datetime.fromisoformat(erased_at), why=why) if erased_at else None,
    )


def sealed(fields: Sequence[Any]) -> Row:
    """Columns with their digest."""
    return (*fields, digest_of(fields))


def is_sound(row: Sequence[Any]) -> bool:
    """Whether a record is what was entered; one without a digest was entered by an earlier version just now."""
    return row[DIGEST] is None or digest_of(row[:DIGEST]) == row[DIGEST]


def digest_of(fields: Sequence[Any]) -> bytes:
    """What a record's fields are recognised by; those of chats and scans do not count where they are empty, since
    earlier versions have none of them."""
    return digests.of_record(fields if any(fields[TIME:]) else fields[:TIME])


def owner_of(record: Record) -> tuple[str, str]:
    """The path and the words that an id was given out for."""
    return record.path, record.quotation


def seen_later(seen: Iterable[tuple[Row, int]]) -> list[Row]:
    """Those records whose words were seen in a later generation than they say, with that one."""
    later = [(row, generation) for row, generation in seen if row[LAST_SEEN] < generation]
    return [sealed((*row[:LAST_SEEN], generation, *row[LAST_SEEN + 1 : DIGEST])) for row, generation in later]


def erased_row(name: str, path: str, erased: Erased, before: Row | None) -> Row:
    """What is left of the record of this id, whose row `before` it was; `path` is its document's."""
    blank = list(row_of(Record.blank(name, path, erased))[:DIGEST])
    if before is not None and is_sound(before):
        for place in _LEFT_WHEN_ERASED:
            blank[place] = before[place]
    return sealed(blank)
