"""How many pages get the right date: Dateline and htmldate, on the same pages in one run.

    python -m tests.bench.bench_page_dates              the pages of tests/pages, in their two halves
    python -m tests.bench.bench_page_dates FOLDER       any pages: FOLDER/expected.tsv has a file and its date a line
    python -m tests.bench.bench_page_dates --wrong …    names the pages that were not right, too

A line of expected.tsv is a file, a tab, and 2020-03-05, 2020-03, 2020 or "undated"; what follows a second tab is
ignored, and so are lines with "?" for a date. A page that has no date counts as right where none is given to it.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from index.models.documents import DateSpan, Document
from index.read import read
from tests.makers.files import SETTINGS, source
from tests.makers.web_pages import HALVES, Page, web_pages

UNDATED: Final = "undated"


def written(span: DateSpan | None) -> str:
    """2020-03-05, 2020-03 or 2020, or "undated"."""
    return UNDATED if span is None else span.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[span.precision]]


def by_dateline(folder: Path, data: bytes) -> str:
    (result,) = read(source(folder, "page.html", data), SETTINGS)[:1]
    return written(result.date) if isinstance(result, Document) else UNDATED


def by_htmldate(_folder: Path, data: bytes) -> str:
    from htmldate import find_date  # noqa: PLC0415 - only what Dateline is measured beside

    return find_date(data, original_date=True) or UNDATED


def verdict(got: str, right: str) -> str:
    return "right" if got == right else "undated" if got == UNDATED else "wrong"


def pages_in(folder: Path) -> Iterator[Page]:
    for line in (folder / "expected.tsv").read_text("utf-8").splitlines():
        name, right, *_ = line.split("\t")
        if right != "?":
            yield name, right, (folder / name).read_bytes()


def measure(pages: Sequence[Page], dater: Callable[[Path, bytes], str], folder: Path) -> tuple[dict[str, str], float]:
    """What each page is dated, and processor seconds."""
    begin = time.process_time()
    return {name: dater(folder, data) for name, _, data in pages}, time.process_time() - begin


def show(pages: Sequence[Page], folder: Path, *, wrong: bool) -> None:
    for title, dater in (("Dateline", by_dateline), ("htmldate", by_htmldate)):
        found, seconds = measure(pages, dater, folder)
        counts = Counter(verdict(found[name], right) for name, right, _ in pages)
        shown = ", ".join(f"{counts[each]} {each}" for each in ("right", "wrong", "undated"))
        each = 1000 * seconds / max(1, len(pages))
        print(f"{title:<9} {shown} of {len(pages)}; {each:.1f} s of processor time for 1,000", flush=True)
        missed = [(name, right) for name, right, _ in pages if found[name] != right]
        for name, right in missed if wrong and dater is by_dateline else []:
            print(f"  {verdict(found[name], right):<8} {name}: {found[name]}, not {right}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Counts pages that get the right date, by Dateline and by htmldate.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as place:
        if options.folder:
            show(list(pages_in(options.folder)), Path(place), wrong=options.wrong)
        for half in () if options.folder else HALVES:
            print(half)
            show(list(web_pages(half)), Path(place), wrong=options.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
