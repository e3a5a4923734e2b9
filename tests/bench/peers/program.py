"""What every program beside Dateline is given, and how it is asked: JSON lines in, JSON lines out.

    python -m tests.bench.peers.NAME build ARCHIVE FOLDER MODEL WAY
    python -m tests.bench.peers.NAME serve ARCHIVE FOLDER MODEL WAY

`serve` reads {"ask": [[text, since, until], …], "clients": 8} and answers {"seconds": of all, "each": [ms, …],
"found": [[path, …], …]}; since and until are days as YYYYMMDD, or null. It needs Python's own library alone, since
it runs where Dateline is not installed.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

PLACES: Final = 10
"""Documents that an answer holds."""
PASSAGES: Final = 50
"""Passages that a program is asked for where it finds passages: enough to fold to ten documents."""
TOKENS: Final = 200
"""The length of a passage, in tokens of the model, as long as Dateline's."""
OVERLAP: Final = 20
FETCHED: Final = 4 * PASSAGES
"""Passages fetched to leave out by date those outside a window, where a program can't search within one: four times as
many as wanted, which is what LangChain's documentation of FAISS does."""

OPEN: Final = (0, 99_999_999)
"""The window that leaves nothing out."""

HEAD: Final = re.compile(r"date (\d{4})-(\d\d)-(\d\d)\s*")
SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the archive without the line that dates it; `day` is YYYYMMDD, 0 where there is none."""

    path: str
    day: int
    text: str


Window = tuple[int, int]
"""The first and the last day, both included."""

Search = Callable[[str, Window | None], Iterable[str]]
"""Documents or passages found, best first, each as its document's path."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a program finds and keeps things, and which way of searching is asked for."""

    archive: Path
    folder: Path
    model: str
    way: str


def read(archive: Path) -> list[Document]:
    """Every file of the archive."""
    return [_document(path) for path in sorted(archive.glob("*.txt"))]


def _document(path: Path) -> Document:
    text = path.read_text("utf-8")
    head = HEAD.match(text)
    return Document(path.name, int("".join(head.groups())) if head else 0, text[head.end() :] if head else text)


def texts(place: Place) -> Iterator[tuple[Document, int, str]]:
    """What programs that leave the cutting to their users are given: documents, or their passages with numbers."""
    documents = read(place.archive)
    if place.way != "passages":
        return ((document, 0, document.text) for document in documents)
    from tokenizers import Tokenizer  # noqa: PLC0415 (what cuts by itself, or nothing, may lack it)

    tokenizer = Tokenizer.from_file(f"{place.model}/tokenizer.json")
    tokenizer.no_padding()  # the file pads every text to one length
    tokenizer.no_truncation()

    def count(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    return ((document, number, text) for document in documents for number, text in enumerate(cut(document.text, count)))


def cut(text: str, count: Callable[[str], int]) -> list[str]:
    """Passages of whole sentences of up to `TOKENS`, and of whole words where a sentence has more."""
    passages: list[str] = []
    room = 0
    for piece in _pieces(text, count):
        needed = count(piece)
        if needed > room:
            passages.append(piece)
            room = TOKENS - needed
        else:
            passages[-1] += " " + piece
            room -= needed
    return passages


def _pieces(text: str, count: Callable[[str], int]) -> Iterable[str]:
    for sentence in filter(None, map(str.strip, SENTENCE_ENDS.split(text))):
        yield from [sentence] if count(sentence) <= TOKENS else sentence.split()


def first_of_each(found: Iterable[str]) -> list[str]:
    """Documents by their best passage."""
    return list(dict.fromkeys(found))[:PLACES]


def within(day: int, window: Window | None) -> bool:
    first, last = window or OPEN
    return first <= day <= last


def main(build: Callable[[Place], None], load: Callable[[Place], Search]) -> None:
    """Runs as a program that builds, or that serves until its input ends."""
    task, archive, folder, model, way = sys.argv[1:]
    place = Place(Path(archive), Path(folder), model, way)
    answers = _own_output()
    if task == "build":
        build(place)
        return
    search = load(place)
    for line in sys.stdin:
        asked = json.loads(line)
        windowed = [(text, (since or OPEN[0], until or OPEN[1])) for text, since, until in asked["ask"]]
        queries = [(text, None if window == OPEN else window) for text, window in windowed]
        answers.write(json.dumps(_ask(search, queries, asked["clients"])) + "\n")
        answers.flush()


def _own_output() -> TextIO:
    """Where answers go; what libraries print goes to the errors."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _ask(search: Search, queries: Sequence[tuple[str, Window | None]], clients: int) -> dict[str, object]:
    def timed(query: tuple[str, Window | None]) -> tuple[float, list[str]]:
        began = time.perf_counter()
        found = first_of_each(search(*query))
        return (time.perf_counter() - began) * 1000, found

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(timed, queries))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "each": [ms for ms, _ in answers], "found": [found for _, found in answers]}
