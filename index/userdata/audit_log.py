"""Who did what to the archive, and when: a JSON line each, which only grows: the one home of `bot-audit.jsonl`.

Each line has a digest of its other fields; those of earlier versions have none. On a store that hosts share each line
is an object of its own, which no host ever writes over.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import secrets
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from index import digests
from index.errors import IndexDataError
from index.files import make_private, os_cure, os_reason
from index.models.data_files import DataFile
from index.shared.address import store_of
from index.shared.opening import open_objects

DIGEST: Final = "digest"
"""The field that holds a line's digest, in hex."""
EARLIER: Final = "0-"
"""Begins the names of lines that were restored, so that they come before those that a host wrote."""
_PREFIX: Final = "audit/"


class AuditLog:
    """The log in the data folder `data`. Safe to use from many threads."""

    def __init__(self, data: Path) -> None:
        self._file = data / DataFile.BOT_AUDIT
        self._lock = threading.Lock()
        store = store_of(data)
        self._objects = None if store is None else open_objects(store)

    def add(self, fields: Mapping[str, Any]) -> None:
        """Adds a line, durably when this returns; raises `IndexDataError` where that can't be done."""
        line = json.dumps({**fields, DIGEST: _digest(fields)}, ensure_ascii=False) + "\n"
        if self._objects is not None:
            self._objects.put_if_absent(_new_key(), line.encode("utf-8", "surrogatepass"))
            return
        try:
            with self._lock:
                make_private(self._file)
                with self._file.open("ab") as file:
                    whole = file.tell()
                    self._write(file.fileno(), line.encode("utf-8", "surrogatepass"), whole)
        except OSError as error:
            raise IndexDataError(
                f"the audit log {self._file} can't be written ({os_reason(error)}); {os_cure(error)}"
            ) from error

    def unite(self, lines: Iterable[bytes]) -> None:
        """Adds the lines of another log to that of a store, but for those that are there already."""
        if self._objects is None:
            raise TypeError("only the log of a store is united with another one")
        there = {line for _, line in self._lines()}
        for number, line in enumerate(line for line in lines if line not in there):
            self._objects.put_if_absent(f"{_PREFIX}{EARLIER}{number:08d}-{digests.of_bytes(line).hex()}.json", line)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with it, a line each; raises `IndexDataError` where it can't be read."""
        return tuple(f"line {number} is damaged" for number, line in self._lines() if not _is_sound(line))

    def count(self) -> int:
        """How many lines there are."""
        return sum(1 for _ in self._lines())

    def bring_here(self) -> None:
        """Has the file in a mirror hold the lines of all hosts of its store, for whoever copies that."""
        if self._objects is not None:
            make_private(self._file)
            self._file.write_bytes(b"".join(line for _, line in self._lines()))

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        if self._objects is not None:
            found = map(self._objects.get, sorted(self._objects.list(_PREFIX)))
            yield from enumerate((line.content for line in found if line is not None), 1)
            return
        try:
            with self._file.open("rb") as file:
                yield from enumerate(file, 1)
        except FileNotFoundError:
            return
        except OSError as error:
            raise IndexDataError(
                f"the audit log {self._file} can't be read ({os_reason(error)}); give read access"
            ) from error

    @staticmethod
    def _write(handle: int, line: bytes, whole: int) -> None:
        """Writes the line, or nothing of it."""
        try:
            while line:
                line = line[os.write(handle, line) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, whole)
            raise


def _new_key() -> str:
    """By the moment and this host, so that lines are in order as far as clocks agree; no two are the same."""
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%f")
    host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())
    return f"{_PREFIX}{moment}-{host}-{secrets.token_hex(8)}.json"


def _digest(fields: Mapping[str, Any]) -> str:
    return digests.of_record([json.dumps(fields, sort_keys=True)]).hex()


def _is_sound(line: bytes) -> bool:
    """Whether a line is what was written, as far as it says."""
    try:
        fields = json.loads(line)
        return DIGEST not in fields or fields.pop(DIGEST) == _digest(fields)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
