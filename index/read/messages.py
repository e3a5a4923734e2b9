"""Messages between the program and its worker processes: lines of JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pydantic import NonNegativeInt, TypeAdapter

from index.models.documents import Document, Unreadable
from index.models.values import Value
from index.read.protocol import SourceFile
from index.read.recognise import PageTold

READY = b"ready\n"
"""A worker's first line."""

TEXTS = b"texts "
"""How a line begins that says how many bytes the long texts have that follow it, before the line of results."""
LONG_TEXT = 1_000_000
"""Characters; longer texts are sent as they are: as JSON they would be held four times over."""
SIZES: TypeAdapter[list[NonNegativeInt]] = TypeAdapter(list[NonNegativeInt])
"""Of the text of each result; 0 for one that is in the line of results."""

RESULTS: TypeAdapter[list[Document | Unreadable]] = TypeAdapter(list[Document | Unreadable])


class WorkerSetup(Value):
    """A worker's only argument, as JSON: the settings (JSON themselves), its limits, and today's date.

    `seconds` are of processor time, `wall` by the clock of whoever waits for the worker.
    """

    settings: str
    seconds: float
    wall: float
    memory_mib: int
    today: dt.date | None


SOURCE: TypeAdapter[SourceFile] = TypeAdapter(SourceFile)


def answer(results: Sequence[Document | Unreadable]) -> Iterator[bytes]:
    """What a worker writes of one file, in parts."""
    sizes = [_size(result) for result in results]
    if any(sizes):
        yield TEXTS + SIZES.dump_json(sizes) + b"\n"
        for result, size in zip(results, sizes, strict=True):
            if size and isinstance(result, Document):
                yield from _encoded(result.text)
    yield RESULTS.dump_json([_without_text(*sized) for sized in zip(results, sizes, strict=True)])
    yield b"\n"


def page_line(page: PageTold) -> bytes:
    return page.model_dump_json().encode() + b"\n"


def page_of(line: bytes | bytearray) -> PageTold:
    """The page that a line tells of; raises `ValueError`."""
    return PageTold.model_validate_json(line)


def _size(result: Document | Unreadable) -> int:
    long = isinstance(result, Document) and len(result.text) > LONG_TEXT
    return sum(map(len, _encoded(result.text))) if long and isinstance(result, Document) else 0


def _encoded(text: str) -> Iterator[bytes]:
    return (text[begin : begin + LONG_TEXT].encode() for begin in range(0, len(text), LONG_TEXT))


def _without_text(result: Document | Unreadable, size: int) -> Document | Unreadable:
    return result.model_copy(update={"text": ""}) if size else result


def request(source: SourceFile) -> bytes:
    return SOURCE.dump_json(source) + b"\n"
