"""Whether a document of one character or pattern costs time as its length: processor time at a size and four times it.

    python -m tests.bench.bench_patterns                    250 kB and 1 MB of every pattern
    python -m tests.bench.bench_patterns --kilobytes 1000   1 MB and 4 MB
    python -m tests.bench.bench_patterns --only brackets    one pattern

Each is read, cut and indexed with the encoder of the tests, in this process. Four times the size may take eight times
the time; above that something walks quadratically, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.errors import ArchiveError
from tests.makers.archives import Place

HIGHEST_RATIO: Final = 8.0
"""Of the processor times at four times the size."""
LEAST_SECONDS: Final = 1.0
"""Shorter times are mostly of what does not grow."""

PATTERNS: Final[dict[str, str]] = {
    "brackets": "(",
    "closing": ")",
    "quotes": '"',
    "curly quotes": "“",
    "dashes": "-",
    "stops": ".",
    "line ends": "x\n",
    "blank lines": "[\n\n",
    "list": "- a\n",
    "blanks": "a" + " " * 50,
    "many blanks": " ",
    "one letter": "a",
    "digits": "1",
    "addresses": "http://",
    "Chinese stops": "。",
    "Chinese": "天地玄黄",
    "marks": "\u0301",
    "joiners": "\U0001f468\u200d",
    "emoji": "\U0001f680",
    "dotted letters": "a.b.c.d",
    "initials": "A. ",
    "numbers": "1. ",
    "abbreviations": "Mr. No. ",
    "one-word sentences": "Yes. ",
    "quoted lines": "> a\n",
    "quote marks": ">",
    "headings": "# ",
    "heading lines": "# a\n\n",
    "links": "[](",
    "mail lines": "From ",
    "mail heads": "From a@example.org\n",
    "head lines": "date ",
    "dated lines": "date 2025-01-23\n",
    "fences": "---\n",
    "hyphens": "a-",
    "apostrophes": "a'",
    "slashes": "a/",
    "soft hyphens": "a\u00ad",
    "tags": "<b>",
    "entities": "&amp;",
    "ellipses": "… ",
    "zero-width": "\u200b",
    "Thai": "กา",
    "Hangul": "가",
    "Arabic": "ا",
    "mentions": "@a ",
    "underscores": "_",
    "backticks": "`",
    "stars": "*",
    "pipes": "|",
    "tabs": "\t",
    "backslashes": "\\",
    "percent": "1%",
    "commas": ",",
    "signs": "c++ ",
    "acronyms": "U.S.A.",
    "stop and letter": "a.",
    "question marks": "?",
    "exclamations": "a! ",
    "carriage returns": "a\r",
    "controls": "a\u0085",
}


def main(arguments: list[str] | None = None) -> int:
    """Prints a line for each pattern; 1 if any takes more than its share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kilobytes", type=int, default=250)
    parser.add_argument("--only", choices=PATTERNS)
    parser.add_argument("--suffix", default="txt", help="of the files; md is read as Markdown")
    options = parser.parse_args(arguments)
    worst = 0.0
    for name, pattern in PATTERNS.items():
        if options.only in (None, name):
            worst = max(worst, _measured(name, pattern, options.kilobytes * 1000, options.suffix))
    print(f"the highest ratio is {worst:.1f}")
    return int(worst > HIGHEST_RATIO)


def _measured(name: str, pattern: str, size: int, suffix: str) -> float:
    small, large = (_seconds(pattern, length, suffix) for length in (size, 4 * size))
    ratio = large / max(small, LEAST_SECONDS / 4)
    print(f"{name:20}{small:8.2f} s{large:8.2f} s{ratio:8.1f}", flush=True)
    return ratio


def _seconds(pattern: str, size: int, suffix: str) -> float:
    text = pattern * (size // len(pattern.encode()))
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), {f"a.{suffix}": f"date 2024-01-01 Signs\n\nA word.\n\n{text}"})
        begun = time.process_time()
        with suppress(ArchiveError):  # a document that is refused has cost its time, too
            place.index()
        return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
