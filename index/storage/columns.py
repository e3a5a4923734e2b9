"""Values as columns of SQLite and back, the same way in every file that holds them. Pure.

A day is its ordinal (`datetime.date.toordinal`), so that days compare as numbers.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from index import digests
from index.models.documents import DateSpan, Document, Message, Origin, Passage, Precision

PRECISIONS = ("day", "month", "year")
"""In the order of rows."""
FROM_TO = "(latest - earliest > CASE precision WHEN 'day' THEN 0 WHEN 'month' THEN 30 ELSE 365 END)"
"""Whether a date is more than one day, one month or one year, as `DateSpan.is_from_to` says it."""
FROM_TO_INDEX = "documents_from_to"
"""The index of such dates, which generations of earlier versions lack: they have none."""
DATE_COLUMNS = "earliest, latest, precision, origin, as_written"
"""What `of_date` gives and `to_date` reads."""
DOCUMENT_COLUMNS = (
    f"path, format, title, title_origin, text, body, sha256, size, language, pages, notes, {DATE_COLUMNS}"
)
"""What `to_document` reads."""
TEXT_COLUMN = 4
"""The place of the text in `DOCUMENT_COLUMNS`."""
HEADING_COLUMNS = f"path, title, title_origin, sha256, language, {DATE_COLUMNS}"
"""What a hit shows of its document, and what is entered of it in the ledger."""
PASSAGE_COLUMNS = 'p.id, p.start, p."end", p.ordinal, p.paragraph, p.page'
"""What `to_passage` reads of passages `p`."""
NO_DATE: tuple[Any, ...] = (None,) * 5
REMEMBERED_DATES = 10_000


def of_document(document: Document) -> tuple[Any, ...]:
    """The `DOCUMENT_COLUMNS` of a document."""
    return (
        *(document.path, document.format, document.title, document.title_origin, document.text, document.body),
        *(document.sha256, document.size, document.language),
        *(of_parts(document), json.dumps(document.notes, ensure_ascii=False)),
        *of_date(document.date),
    )


def of_date(date: DateSpan | None) -> tuple[Any, ...]:
    """The columns of `date`; all None for no date."""
    if date is None:
        return NO_DATE
    return date.earliest.toordinal(), date.latest.toordinal(), date.precision, date.origin, date.as_written


def to_date(columns: Sequence[Any]) -> DateSpan | None:
    """The date in `DATE_COLUMNS`; None where there is none."""
    return None if columns[0] is None else _date(*columns)


@lru_cache(maxsize=REMEMBERED_DATES, typed=True)
def _date(earliest: int, latest: int, precision: Precision, origin: Origin, as_written: str) -> DateSpan:
    """Many documents are of the same day, and share one value."""
    return DateSpan(
        earliest=dt.date.fromordinal(earliest),
        latest=dt.date.fromordinal(latest),
        precision=precision,
        origin=origin,
        as_written=as_written,
    )


def of_parts(document: Document) -> str:
    """The column `pages`: where pages begin, with the confidence of those recognised, or all of a chat's messages."""
    parts = [_of_message(message) for message in document.messages] or _of_pages(document)
    return json.dumps(parts, ensure_ascii=False)


def of_passage(passage: Passage) -> tuple[Any, ...]:
    """The `PASSAGE_COLUMNS` of a passage; `page` of a chat's is the message in which it begins.

    Of recognised text it is the page and the confidence.
    """
    page: Any = passage.page
    if passage.message:
        page = json.dumps(_of_message(passage.message), ensure_ascii=False)
    elif passage.confidence is not None:
        page = json.dumps({"page": passage.page, "confidence": passage.confidence})
    return passage.id, passage.start, passage.end, passage.ordinal, passage.paragraph, page


def _of_pages(document: Document) -> Sequence[Any]:
    if not document.recognised:
        return document.pages
    both = zip(document.pages, document.recognised, strict=True)
    return [start if sure is None else {"start": start, "confidence": sure} for start, sure in both]


def _of_message(message: Message) -> tuple[Any, ...]:
    return message.start, message.time, message.link


def to_document(columns: Sequence[Any]) -> Document:
    """The document in `DOCUMENT_COLUMNS`."""
    path, form, title, title_origin, text, body, sha256, size, language, parts, notes, *date = columns
    begins = json.loads(parts)
    is_chat = any(isinstance(part, list) for part in begins)
    pages = () if is_chat else tuple(part["start"] if isinstance(part, dict) else part for part in begins)
    sure = tuple(part["confidence"] if isinstance(part, dict) else None for part in begins)
    return Document(
        path=path,
        format=form,
        title=title,
        title_origin=title_origin,
        text=text,
        body=body,
        sha256=sha256,
        size=size,
        language=language,
        pages=pages,
        recognised=sure if any(one is not None for one in sure) else (),
        messages=tuple(Message(*part) for part in begins) if is_chat else (),
        notes=tuple(json.loads(notes)),
        date=to_date(date),
    )


def to_passage(columns: Sequence[Any]) -> Passage:
    """The passage in `PASSAGE_COLUMNS`."""
    identifier, start, end, ordinal, paragraph, page = columns
    more = json.loads(page) if isinstance(page, str) else {"page": page}
    message = Message(*more) if isinstance(more, list) else None
    return Passage(
        id=identifier,
        start=start,
        end=end,
        ordinal=ordinal,
        paragraph=paragraph,
        page=None if message else more["page"],
        message=message,
        confidence=None if message else more.get("confidence"),
    )


def digest_of_document(number: int, columns: Sequence[Any]) -> bytes:
    """What the document of this number is recognised by, given its `DOCUMENT_COLUMNS`: all of them, and its number."""
    before, text, after = columns[:TEXT_COLUMN], columns[TEXT_COLUMN], columns[TEXT_COLUMN + 1 :]
    return digests.of_record((number, *before, digests.of_text(text), *after))


def digest_of_heading(number: int, columns: Sequence[Any]) -> bytes:
    """What a hit shows of the document of this number is recognised by, given its `HEADING_COLUMNS`."""
    return digests.of_record((number, *columns))


def digest_of_passage(row: int, document: int, columns: Sequence[Any], words: str) -> bytes:
    """What the passage at `row` is recognised by, given its document's number, its `PASSAGE_COLUMNS` and its words."""
    return digests.of_record((row, document, *columns, digests.of_text(words)))
