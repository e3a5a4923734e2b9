"""One file to documents, in this process. Whatever the bytes are, the answer is documents or the reason why not."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from index.dates.stated import Stated, file_name_date, head_date, latest_today, settle
from index.models.documents import Document, Unreadable
from index.read.decode import scrubbed
from index.read.faults import UnfitError
from index.read.formats import reader_for
from index.read.language import language_of
from index.read.protocol import Content, Unfit
from index.read.source import SourceFile
from index.read.title import Title, find_title, first_words, one_line
from index.settings import Settings

Result = Document | Unreadable

EMPTY = "it has no text inside; remove it or put in its text"


def read(source: SourceFile, settings: Settings, *, today: dt.date | None = None) -> list[Result]:
    """The documents in one file, or why there is none. Never raises.

    `today` is what future dates are told by; None is the latest day it is now anywhere on Earth.
    """
    try:
        return _read(source, settings, today or latest_today())
    except UnfitError as error:
        reason = str(error)
    except OSError as error:
        reason = f"it can't be opened ({(error.strerror or type(error).__name__).lower()}); check its permissions"
    except MemoryError:
        reason = "reading it needs more memory than is allowed; split it"
    except RecursionError:
        reason = "it is nested too deeply to be read; simplify it"
    except Exception as error:  # a file made to break a reader must cost its own line and no more
        reason = f"it is damaged ({type(error).__name__} while reading it); save it anew"
    return [Unreadable(path=source.path, reason=reason)]


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was when it was read, which may not be as it was found."""

    source: SourceFile
    sha256: str
    size: int


def _read(source: SourceFile, settings: Settings, today: dt.date) -> list[Result]:
    data = _bytes(source, settings)
    if not data.strip():
        raise UnfitError(EMPTY)
    file = _File(source, hashlib.sha256(data).hexdigest(), len(data))
    parts = reader_for(data, source.path)(data, settings.max_file_bytes)
    if not parts:
        raise UnfitError(EMPTY)
    return [_finish(one, file, settings, today) for one in parts]


def _bytes(source: SourceFile, settings: Settings) -> bytes:
    with source.absolute.open("rb") as stream:
        data = stream.read(settings.max_file_bytes + 1)
    if len(data) > settings.max_file_bytes:
        raise UnfitError(f"it is larger than {settings.max_file_mib} MiB; split it or raise the setting max_file_mib")
    return data


def _finish(part: Content | Unfit, file: _File, settings: Settings, today: dt.date) -> Result:
    source = file.source
    path = f"{source.path}#{part.part}" if part.part is not None else source.path
    if isinstance(part, Unfit):
        return Unreadable(path=path, reason=part.reason)
    if len(part.text) > settings.max_file_bytes:
        return Unreadable(path=path, reason="it holds more text than the setting max_file_mib allows; split it")
    stated, body, headed = _stated(part, source)
    if not part.text[body:].strip():
        return Unreadable(path=path, reason=EMPTY)
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
        language=language_of(part.text[title.body :]),
        pages=part.pages,
        notes=(*part.notes, *dated.notes),
    )


def _stated(part: Content, source: SourceFile) -> tuple[list[Stated], int, bool]:
    """Every date the document states, where its text begins after that of a head line, and whether it has one."""
    stated = list(part.dates)
    head = head_date(part.text, part.body) if part.heads else None
    if head:
        stated.append(Stated(head.written, "head line"))
    named = file_name_date(source.path.rpartition("/")[2])
    if named and part.part is None:  # the name of a file that holds several dates none of them
        stated.append(named)
    return [replace(one, written=scrubbed(one.written)) for one in stated], head.end if head else part.body, bool(head)


def _title(part: Content, body: int, *, headed: bool) -> Title:
    """The title on or under the head line, the one stated elsewhere, or the first words."""
    start = body + len(part.text[body:]) - len(part.text[body:].lstrip("\ufeff \t\n\r\f\v"))
    stated = one_line(scrubbed(part.title or ""))
    if part.heads and (headed or not stated):
        found = find_title(part.text, start)
        if found.origin == "source" or not stated:
            return found
    if stated:
        return Title(stated, "source", start)
    return Title(first_words(part.text[start:]), "first words", start)
