"""Who did what to the archive, and when: a JSON line each, which only grows: the one home of `bot-audit.jsonl`.

Each line has a digest of its other fields; those of earlier versions have none.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from index import digests
from index.errors import IndexDataError
from index.files import make_private, os_cure, os_reason
from index.models.data_files import DataFile

DIGEST: Final = "digest"
"""The field that holds a line's digest, in hex."""


class AuditLog:
    """The log in the data folder `data`. Safe to use from many threads."""

    def __init__(self, data: Path) -> None:
        self._file = data / DataFile.BOT_AUDIT
        self._lock = threading.Lock()

    def add(self, fields: Mapping[str, Any]) -> None:
        """Adds a line, durably when this returns; raises `IndexDataError` where that can't be done."""
        line = json.dumps({**fields, DIGEST: _digest(fields)}, ensure_ascii=False) + "\n"
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

    def faults(self) -> tuple[str, ...]:
        """What is wrong with it, a line each; raises `IndexDataError` where it can't be read."""
        return tuple(f"line {number} is damaged" for number, line in self._lines() if not _is_sound(line))

    def count(self) -> int:
        """How many lines there are."""
        return sum(1 for _ in self._lines())

    def _lines(self) -> Iterator[tuple[int, bytes]]:
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


def _digest(fields: Mapping[str, Any]) -> str:
    return digests.of_record([json.dumps(fields, sort_keys=True)]).hex()


def _is_sound(line: bytes) -> bool:
    """Whether a line is what was written, as far as it says."""
    try:
        fields = json.loads(line)
        return DIGEST not in fields or fields.pop(DIGEST) == _digest(fields)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
