"""Messages between the program and its worker processes: lines of JSON."""

from __future__ import annotations

import datetime as dt

from pydantic import TypeAdapter

from index.models.documents import Document, Unreadable
from index.models.values import Value
from index.read.protocol import SourceFile

READY = b"ready\n"
"""A worker's first line."""

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


def request(source: SourceFile) -> bytes:
    return SOURCE.dump_json(source) + b"\n"
