"""One file to documents, in this process. Whatever the bytes are, the result is documents or the reason why not."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace

from index.dates.head_lines import head_date
from index.dates.paths import path_date
from index.dates.stated import StatedDate, latest_today, settle
from index.models.documents import Document, Unreadable
from index.read.decode import scrubbed
from index.read.formats import reader_for
from index.read.language import SAMPLE_CHARACTERS, language_of
from index.read.protocol import (
    NO_TEXT,
    TOO_MUCH_TEXT,
    Content,
    NotOpenedError,
    SourceFile,
    UnreadableError,
    UnreadablePart,
    cant_open,
    check_size,
)
from index.read.recognise import Recogniser, Told, chat_of, silent
from index.read.title import Title, find_title, first_words, single_spaced
from index.settings import Settings

Result = Document | Unreadable
_WORDS = re.compile(r"\S")
_BLANKS = re.compile("[\ufeff \\t\\n\\r\\f\\v]*")


def read(source: SourceFile, settings: Settings, *, today: dt.date | None = None, told: Told = silent) -> list[Result]:
    """The documents in one file, or why there is none. Never raises.

    Dates after `today` are noted as future dates; None is the latest date anywhere on Earth. `told` hears of each page
    that is recognised.
    """
    try:
        return _read(source, settings, today or latest_today(), told)
    except NotOpenedError as error:
        return [Unreadable(path=source.path, reason=str(error), os_fault=error.os_fault)]
    except UnreadableError as error:
        reason = str(error)
    except MemoryError:
        reason = "reading it needs more memory than is allowed; split it"
    except RecursionError:
        reason = "it is nested too deeply to read; simplify it"
    except Exception as error:  # a file made to crash a reader must cost its own line and no more
        reason = f"it is damaged ({type(error).__name__} while reading it); save it again"
    return [Unreadable(path=source.path, reason=reason, chat=chat_of(reason))]


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was when it was read, which may differ from when it was scanned."""

    source: SourceFile
    sha256: str
    size: int


def _read(source: SourceFile, settings: Settings, today: dt.date, told: Told) -> list[Result]:
    data = _bytes(source, settings)
    if not data or data.isspace():
        raise UnreadableError(NO_TEXT)
    file = _File(source, hashlib.sha256(data).hexdigest(), len(data))
    recogniser = Recogniser(settings, file.sha256, told)
    parts = reader_for(data, source.path, settings, recogniser)(data, settings.max_file_bytes)
    del data  # as large as its text
    if not parts:
        raise UnreadableError(NO_TEXT)
    return [_finish(part, file, settings, today) for part in parts]


def _bytes(source: SourceFile, settings: Settings) -> bytes:
    try:
        with source.absolute.open("rb") as stream:
            data = stream.read(settings.max_file_bytes + 1)
    except OSError as error:
        raise NotOpenedError(cant_open(error), error) from error
    check_size(len(data), settings)
    return data


def _finish(part: Content | UnreadablePart, file: _File, settings: Settings, today: dt.date) -> Result:
    source = file.source
    path = f"{source.path}#{part.part}" if part.part is not None else source.path
    if isinstance(part, UnreadablePart):
        return Unreadable(path=path, reason=part.reason)
    if len(part.text) > settings.max_file_bytes:
        return Unreadable(path=path, reason=TOO_MUCH_TEXT)
    stated, body, headed = _stated(part, source)
    if not _WORDS.search(part.text, body):
        return Unreadable(path=path, reason=NO_TEXT)
    title = _title(part, body, headed=headed)
    dated = settle(stated, order=settings.date_order, today=today)
    return Document(
        path=path,
        format=part.format,
        title=title.title,
        title_origin=title.origin,
        text=part.text,
        body=title.body,
        sha256=file.sha256,
        size=file.size,
        date=dated.span,
        language=part.language or language_of(part.text[title.body : title.body + SAMPLE_CHARACTERS]),
        pages=part.pages,
        recognised=part.recognised,
        messages=part.messages,
        notes=(*part.notes, *dated.notes),
    )


def _stated(part: Content, source: SourceFile) -> tuple[list[StatedDate], int, bool]:
    """Every date the document states, where its text after the head line's begins, and whether it has a head line."""
    stated = list(part.dates)
    head = head_date(part.text, part.body) if part.may_have_head else None
    if head:
        stated.append(StatedDate(head.written, "head line"))
    named = path_date(source.path)
    if named and (part.part is None or part.dated_by_name):  # a mailbox's path dates none of its messages
        stated.append(named)
    writable = [replace(date, written=scrubbed(date.written)) for date in stated]
    return writable, head.end if head else part.body, bool(head)


def _title(part: Content, body: int, *, headed: bool) -> Title:
    """The title on or under the head line, or that stated elsewhere, or the first words."""
    start = _after_blanks(part.text, body)
    stated = single_spaced(scrubbed(part.title or ""))
    if part.may_have_head and (headed or not stated):
        by_form = find_title(part.text, start)
        if by_form.origin == "source" or not stated:
            return by_form
    if stated:
        return Title(stated, "source", start)
    return Title(first_words(part.text, start), "first words", start)


def _after_blanks(text: str, start: int) -> int:
    found = _BLANKS.match(text, start)
    return found.end() if found else start
