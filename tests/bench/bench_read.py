"""How long reading takes: documents of every format, made of the words of an archive, in worker processes.

    python -m tests.bench.bench_read                    1,000 documents a format, the words of the shipped archive
    python -m tests.bench.bench_read --workers 1        on one process

Prints for each format the seconds that all its documents took, without the start of the workers, which is told
first. The exit code is 1 if any document could not be read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from index.models import Document
from index.read import ReaderPool, SourceFile
from tests.read.makers import SETTINGS, message, page, pdf, source, word

ROOT: Final = Path(__file__).parents[2]
CHARACTERS: Final = 3000
"""Of each document: about 500 words."""
LINE: Final = 90
LINES: Final = 40
"""On a page of a PDF."""
ENVELOPE: Final = b"From a@example.org Fri Oct 22 10:00:00 2010\n"

Maker = Callable[[list[str]], bytes]


def text(paragraphs: list[str]) -> bytes:
    return ("date 2025-01-23 A title\n\n" + "\n\n".join(paragraphs)).encode()


def western(paragraphs: list[str]) -> bytes:
    return ("date 2025-01-23 Café\n\n" + "\n\n".join(paragraphs)).encode("cp1252", "replace")


def markdown(paragraphs: list[str]) -> bytes:
    return ("---\ntitle: A title\ndate: 2025-01-23\n---\n\n" + "\n\n".join(paragraphs)).encode()


def html(paragraphs: list[str]) -> bytes:
    menu = "".join(f"<li><a href=/{number}>Page {number}</a></li>" for number in range(20))
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    head = '<title>A title</title><meta property="article:published_time" content="2025-01-23T10:00:00Z">'
    return page(f"<nav><ul>{menu}</ul></nav><article><h1>A title</h1>{body}</article><footer>Imprint</footer>", head)


def paper(paragraphs: list[str]) -> bytes:
    plain = " ".join(paragraphs).encode("cp1252", "replace").decode("cp1252")
    lines = textwrap.wrap(plain, LINE)
    pages = [lines[begin : begin + LINES] for begin in range(0, len(lines), LINES)]
    return pdf(pages, "/Title (A title) /CreationDate (D:20250123)")


def office(paragraphs: list[str]) -> bytes:
    return word(paragraphs, title="A title", created="2025-01-23T10:00:00Z")


def letter(paragraphs: list[str]) -> bytes:
    return message("\n\n".join(paragraphs) + "\n\n", Subject="A title", Date="Thu, 23 Jan 2025 10:00:00 +0000")


SINGLE: Final[dict[str, tuple[str, Maker]]] = {
    "text, UTF-8": ("txt", text),
    "text, windows-1252": ("txt", western),
    "Markdown": ("md", markdown),
    "HTML": ("html", html),
    "PDF": ("pdf", paper),
    "DOCX": ("docx", office),
    "e-mail": ("eml", letter),
}


def paragraphs_of(archive: Path) -> Iterator[list[str]]:
    """The archive's paragraphs, over and over, in lots of about `CHARACTERS`."""
    texts = [path.read_text("utf-8") for path in sorted(archive.rglob("*.txt"))]
    whole = [one for each in texts for one in each.split("\n\n") if one.strip()]
    lot: list[str] = []
    while whole:
        for one in whole:
            lot.append(" ".join(one.split()))
            if sum(map(len, lot)) >= CHARACTERS:
                yield lot
                lot = []


def files(folder: Path, archive: Path, count: int) -> dict[str, list[SourceFile]]:
    """Files of each format with `count` documents in all."""
    made: dict[str, list[SourceFile]] = {}
    for name, (suffix, maker) in SINGLE.items():
        lots = zip(range(count), paragraphs_of(archive), strict=False)
        made[name] = [source(folder, f"{name}/{number}.{suffix}", maker(lot)) for number, lot in lots]
    lots = zip(range(count), paragraphs_of(archive), strict=False)
    box = b"".join(ENVELOPE + letter(lot) for _, lot in lots)
    return made | {"mailbox": [source(folder, "all.mbox", box)]}


def measure(made: dict[str, list[SourceFile]], count: int, workers: int | None) -> bool:
    """Prints a line a format; whether every document was read."""
    good = True
    with ReaderPool(SETTINGS, workers=workers) as pool:
        begin = time.perf_counter()
        warm(pool, made)
        print(f"{'start':<20} {time.perf_counter() - begin:6.2f} s until every worker has read every format")
        for name, sources in made.items():
            begin = time.perf_counter()
            read = sum(isinstance(one, Document) for _, found in pool.read_many(sources) for one in found)
            seconds = time.perf_counter() - begin
            print(f"{name:<20} {seconds:6.2f} s for {read:,} documents ({1000 * seconds / count:.2f} s a thousand)")
            good = good and read == count
    return good


def warm(pool: ReaderPool, made: dict[str, list[SourceFile]]) -> None:
    """Every worker starts and loads every library: neighbouring files go to one worker, so that each gets a lot."""
    for sources in made.values():
        for _ in pool.read_many(sources[:64]):
            pass


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measures how long reading documents takes.")
    parser.add_argument("--archive", type=Path, default=ROOT / "seeds")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--workers", type=int)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        made = files(Path(place), options.archive, options.documents)
        return 0 if measure(made, options.documents, options.workers) else 1


if __name__ == "__main__":
    sys.exit(main())
