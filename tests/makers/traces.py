"""What is left of words on a disk: every byte of every file, free pages and write-ahead logs included."""

from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np
import pytest

from index import Document
from index.models.vectors import Rows
from tests.makers.archives import Place
from tests.stand_ins.hashing_encoder import HashingEncoder


def of(place: Place, *needles: bytes) -> list[str]:
    """The files of the archive and the data folder that hold any of `needles`, named from their common folder."""
    home = place.archive.parent
    files = [file for folder in (place.archive, place.data) for file in sorted(folder.rglob("*")) if file.is_file()]
    found = [(file, file.read_bytes()) for file in files]
    return [str(file.relative_to(home)) for file, data in found if any(needle in data for needle in needles)]


def of_words(place: Place, *words: str) -> list[str]:
    """The files that hold any of `words` as UTF-8."""
    return of(place, *(word.encode() for word in words))


def keep(patch: pytest.MonkeyPatch) -> None:
    """Has SQLite leave what is deleted in its files, as many systems have it, whatever this one does."""
    connect = sqlite3.connect

    def keeping(*where: Any, **options: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*where, **options)
        database.execute("PRAGMA secure_delete = OFF")
        return database

    patch.setattr(sqlite3, "connect", keeping)


def vector(document: Document) -> bytes:
    """The vector of a document that is one passage, as it is kept in the cache."""
    text = f"{document.title}\n{document.text[document.body :].strip()}"
    row: Rows = HashingEncoder().encode_documents([text])[0]
    return bytes(row.astype(np.float16).tobytes())
