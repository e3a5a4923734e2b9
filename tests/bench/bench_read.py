"""How long reading takes: documents of every format, made of the words of an archive, in worker processes.

    python -m tests.bench.bench_read                    1,000 documents a format, the words of the shipped archive
    python -m tests.bench.bench_read --workers 2        on two processes

Prints for each format how long all its documents took, by the clock and in processor time (which other work on the
machine does not lengthen), without the start of the workers. The exit code is 1 if any document could not be read.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import resource
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from index.models.documents import Document
from index.read import ReaderPool, SourceFile
from tests import ROOT
from tests.makers.files import SETTINGS, message, page, pdf, source, word
from tests.makers.office import epub, frame, odp, odt, pptx, rtf, shape
from tests.makers.web_archives import response, zipped

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
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = '<title>A title</title><meta property="article:published_time" content="2025-01-23T10:00:00Z">'
    return page(f"<nav><ul>{menu}</ul></nav><article><h1>A title</h1>{body}</article><footer>Imprint</footer>", head)


def paper(paragraphs: list[str]) -> bytes:
    plain = " ".join(paragraphs).encode("cp1252", "replace").decode("cp1252")
    lines = textwrap.wrap(plain, LINE)
    pages = [lines[begin : begin + LINES] for begin in range(0, len(lines), LINES)]
    return pdf(pages, "/Title (A title) /CreationDate (D:20250123)")


def office(paragraphs: list[str]) -> bytes:
    return word(paragraphs, title="A title", created="2025-01-23T10:00:00Z")


def open_text(paragraphs: list[str]) -> bytes:
    return odt(paragraphs, "A title", "2025-01-23T10:00:00")


def rich_text(paragraphs: list[str]) -> bytes:
    words = "\\par ".join(paragraphs).replace("{", "\\{").replace("}", "\\}")
    escaped = "".join(each if each.isascii() else f"\\u{ord(each) & 0xFFFF}?" for each in words)
    return rtf(escaped, r"{\info{\title A title}{\creatim\yr2025\mo1\dy23}}")


def open_slides(paragraphs: list[str]) -> bytes:
    return odp([frame(escape(paragraph)) for paragraph in paragraphs])


def slides(paragraphs: list[str]) -> bytes:
    shown = [shape(escape(paragraph)) for paragraph in paragraphs]
    return pptx(shown, title="A title", created="2025-01-23T10:00:00Z")


def chapter(paragraphs: list[str]) -> str:
    return "<h1>A title</h1>" + "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)


def book(paragraphs: list[str]) -> bytes:
    return epub({"1.xhtml": chapter(paragraphs)}, metadata="<dc:date>2025-01-23</dc:date>")


def letter(paragraphs: list[str]) -> bytes:
    return message("\n\n".join(paragraphs) + "\n\n", Subject="A title", Date="Thu, 23 Jan 2025 10:00:00 +0000")


SINGLE: Final[dict[str, tuple[str, Maker]]] = {
    "text, UTF-8": ("txt", text),
    "text, windows-1252": ("txt", western),
    "Markdown": ("md", markdown),
    "HTML": ("html", html),
    "PDF": ("pdf", paper),
    "DOCX": ("docx", office),
    "ODT": ("odt", open_text),
    "RTF": ("rtf", rich_text),
    "ODP": ("odp", open_slides),
    "PPTX": ("pptx", slides),
    "EPUB, a chapter each": ("epub", book),
    "e-mail": ("eml", letter),
}


def mailbox(lots: list[list[str]]) -> bytes:
    return b"".join(ENVELOPE + letter(lot) for lot in lots)


def one_book(lots: list[list[str]]) -> bytes:
    chapters = {f"{number}.xhtml": chapter(lot) for number, lot in enumerate(lots)}
    return epub(chapters, metadata="<dc:date>2025-01-23</dc:date>")


def records(lots: list[list[str]]) -> list[dict[str, str]]:
    return [{"title": "A title", "date": "2025-01-23T10:00:00Z", "text": "\n\n".join(lot)} for lot in lots]


def json_lines(lots: list[list[str]]) -> bytes:
    return "\n".join(map(json.dumps, records(lots))).encode()


def separated(lots: list[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["title", "date", "text"])
    writer.writeheader()
    writer.writerows(records(lots))
    return out.getvalue().encode()


def web_archive(lots: list[list[str]]) -> bytes:
    return zipped(*(response(html(lot), f"https://example.org/{number}") for number, lot in enumerate(lots)))


TOGETHER: Final[dict[str, tuple[str, Callable[[list[list[str]]], bytes]]]] = {
    "mailbox": ("mbox", mailbox),
    "EPUB, one file": ("epub", one_book),
    "JSON Lines": ("jsonl", json_lines),
    "CSV": ("csv", separated),
    "WARC": ("warc.gz", web_archive),
}
"""All documents in one file."""
FIRST: Final = dict.fromkeys(TOGETHER, "HTML") | {"mailbox": "e-mail", "EPUB, one file": "EPUB, a chapter each"}
"""What shows the start of those."""


def paragraphs_of(archive: Path) -> Iterator[list[str]]:
    """The archive's paragraphs, over and over, in lots of about `CHARACTERS`."""
    texts = [path.read_text("utf-8") for path in sorted(archive.rglob("*.txt"))]
    whole = [paragraph for each in texts for paragraph in each.split("\n\n") if paragraph.strip()]
    lot: list[str] = []
    while whole:
        for paragraph in whole:
            lot.append(" ".join(paragraph.split()))
            if sum(map(len, lot)) >= CHARACTERS:
                yield lot
                lot = []


def files(folder: Path, archive: Path, count: int) -> dict[str, list[SourceFile]]:
    """Files of each format with `count` documents in all."""
    made: dict[str, list[SourceFile]] = {}
    for name, (suffix, maker) in SINGLE.items():
        lots = zip(range(count), paragraphs_of(archive), strict=False)
        made[name] = [source(folder, f"{name}/{number}.{suffix}", maker(lot)) for number, lot in lots]
    for name, (suffix, gather) in TOGETHER.items():
        whole = gather([lot for _, lot in zip(range(count), paragraphs_of(archive), strict=False)])
        made[name] = [source(folder, f"all.{suffix}", whole)]
    return made


def measure(sources: list[SourceFile], workers: int) -> tuple[int, float, float]:
    """How many documents were read, the seconds it took by the clock, and processor seconds with the start."""
    before = processor_seconds()
    with ReaderPool(SETTINGS, workers=workers) as pool:
        for _ in pool.read_many(sources[: 16 * workers]):  # every worker starts and loads its libraries
            pass
        begin = time.perf_counter()
        read = sum(isinstance(document, Document) for _, found in pool.read_many(sources) for document in found)
        seconds = time.perf_counter() - begin
    return read, seconds, processor_seconds() - before


def processor_seconds() -> float:
    """Of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line(name: str, sources: list[SourceFile], first: SourceFile, count: int, workers: int) -> bool:
    """Prints a format's figures, less the start as reading `first` alone shows it; whether all was read."""
    _, _, start = measure([first], workers)
    read, seconds, processor = measure(sources, workers)
    once = len(sources) + min(len(sources), 16 * workers)
    share = (processor - start) * len(sources) / once
    print(f"{name:<21} {seconds:7.2f} s, {share:6.2f} s of processor time, for {read:,} documents", flush=True)
    return read == count


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measures how long reading documents takes.")
    parser.add_argument("--archive", type=Path, default=ROOT / "seeds")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        made = files(Path(place), options.archive, options.documents)
        good = [
            line(name, sources, made[FIRST.get(name, name)][0], options.documents, options.workers)
            for name, sources in made.items()
        ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
