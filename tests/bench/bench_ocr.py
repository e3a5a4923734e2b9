"""Scans of three qualities: how well their words are recognised and found, and how long a page takes.

    python -m tests.bench.bench_ocr                 60 pages of the shipped archive, about ten minutes
    python -m tests.bench.bench_ocr --pages 6

Each page becomes a PDF that is a picture, is recognised by Tesseract and indexed with the default model. Then a
sentence of each page and its title are searched for. Prints for each quality the share of pages found first and among
the first five, the share of words that were recognised as they are, the mean confidence, and seconds a page: by the
clock and of the processor.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import Archive, Document, Query, Settings, reindex, sentences
from index.read import ReaderPool
from tests import ROOT
from tests.makers.files import source
from tests.makers.pages import drawn_page
from tests.makers.pictures import Picture, scan

Grey = NDArray[np.float64]
LINE: Final = 88
LINES: Final = 44
"""On a page."""
LEAST: Final = 900
"""Characters of a text that is worth a page."""
BLOCK: Final = 8
"""Pixels a side of what JPEG packs together."""
LUMINANCE: Final = (
    *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56),
    *(14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
)
"""JPEG's table of how much of each frequency is dropped, at quality 50 (ITU-T T.81, annex K)."""


class Page(NamedTuple):
    """A page: its text as it was drawn, and what is asked."""

    text: str
    title: str
    sentence: str


def pages(wanted: int) -> Iterator[Page]:
    """The first page of each text of the archive."""
    taken = 0
    with ReaderPool(Settings(_env_file=None, data=ROOT / "no-data")) as pool:
        for file in sorted((ROOT / "seeds").rglob("*.txt")):
            (found,) = pool.read(source(file.parent, file.name, file.read_bytes()))
            if taken < wanted and isinstance(found, Document) and len(found.text) - found.body >= LEAST:
                taken += 1
                yield _page(found)


def _page(document: Document) -> Page:
    plain = document.text[document.body :].encode("cp1252", "replace").decode("cp1252")
    paragraphs = [textwrap.wrap(paragraph, LINE) for paragraph in plain.split("\n\n")]
    lines = [line for wrapped in paragraphs for line in (*wrapped, "")][: LINES - 2]
    text = "\n".join([document.title, "", *lines])
    whole = " ".join(" ".join(lines).split())
    spans = [whole[start:end] for start, end in sentences(whole, document.language)]
    return Page(text, document.title, max(spans[1:-1] or spans, key=len))


def clean(page: Page, number: int) -> Picture:
    """300 dots an inch."""
    return drawn_page(page.text.split("\n"), 300)


def noisy(page: Page, number: int) -> Picture:
    """150 dots an inch, turned by up to two degrees, with noise."""
    grey = _grey(drawn_page(page.text.split("\n"), 150))
    chance = np.random.default_rng(number)
    turned = _turned(grey, np.deg2rad(chance.uniform(-2, 2)))
    return _picture(turned + chance.normal(0, 25, turned.shape))


def blurred(page: Page, number: int) -> Picture:
    """100 dots an inch, blurred and packed as JPEG does at quality 40."""
    grey = _grey(drawn_page(page.text.split("\n"), 100))
    for axis in (0, 1):
        grey = (np.roll(grey, 1, axis) + 2 * grey + np.roll(grey, -1, axis)) / 4
    return _picture(_packed(grey, 50 / 40))


QUALITIES: Final[dict[str, Callable[[Page, int], Picture]]] = {
    "clean, 300 dpi": clean,
    "skewed and noisy, 150 dpi": noisy,
    "blurred JPEG, 100 dpi": blurred,
}


def _grey(picture: Picture) -> Grey:
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width).astype(np.float64)


def _picture(grey: Grey) -> Picture:
    height, width = grey.shape
    return Picture(width, height, np.clip(grey, 0, 255).astype(np.uint8).tobytes())


def _turned(grey: Grey, angle: float) -> Grey:
    """Turned around its middle, between pixels by their shares, white where nothing was."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    y, x = y - height / 2, x - width / 2
    left = np.cos(angle) * x - np.sin(angle) * y + width / 2
    top = np.sin(angle) * x + np.cos(angle) * y + height / 2
    padded = np.pad(grey, 2, constant_values=255)
    left, top = np.clip(left, -2, width) + 2, np.clip(top, -2, height) + 2
    column, row = left.astype(int), top.astype(int)
    right, low = left - column, top - row
    above = padded[row, column] * (1 - right) + padded[row, column + 1] * right
    below = padded[row + 1, column] * (1 - right) + padded[row + 1, column + 1] * right
    turned: Grey = above * (1 - low) + below * low
    return turned


def _packed(grey: Grey, scale: float) -> Grey:
    """What is left of a picture that was packed as JPEG does, block by block."""
    height, width = (side - side % BLOCK for side in grey.shape)
    blocks = grey[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).swapaxes(1, 2) - 128
    waves = np.array([[np.cos((2 * at + 1) * wave * np.pi / 16) for at in range(BLOCK)] for wave in range(BLOCK)]) / 2
    waves[0] /= np.sqrt(2)
    steps = np.maximum(1, np.array(LUMINANCE).reshape(BLOCK, BLOCK) * scale)
    kept = np.round((waves @ blocks @ waves.T) / steps) * steps
    packed: Grey = (waves.T @ kept @ waves + 128).swapaxes(1, 2).reshape(height, width)
    return packed


class Measured(NamedTuple):
    """Shares of pages and of words, percent, and seconds a page."""

    sentence: tuple[float, float]
    title: tuple[float, float]
    words: float
    confidence: float
    clock: float
    processor: float


def measure(asked: list[Page], draw: Callable[[Page, int], Picture]) -> Measured:
    """Recognises the pages and asks for them."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        archive.mkdir()
        for number, page in enumerate(asked):
            (archive / f"{number:03}.pdf").write_bytes(scan([draw(page, number)]))
        settings = Settings(_env_file=None, archive=archive, data=Path(folder) / "data", ocr=True)
        (archive.parent / "data").mkdir()
        clock, processor = time.perf_counter(), _processor()
        with ReaderPool(settings, workers=1) as pool:
            files = [source(archive, file.name, file.read_bytes()) for file in sorted(archive.iterdir())]
            read = [found for _, (found,) in pool.read_many(files)]
        clock, processor = time.perf_counter() - clock, _processor() - processor
        documents = {found.path: found for found in read if isinstance(found, Document)}
        reindex(settings)
        opened = Archive.open(settings)
        try:
            by_sentence = _found(opened, [page.sentence for page in asked])
            by_title = _found(opened, [page.title for page in asked])
        finally:
            opened.close()
        exact = [_exact(page, documents.get(f"{number:03}.pdf")) for number, page in enumerate(asked)]
        sure = [one or 0 for document in documents.values() for one in document.recognised]
        return Measured(by_sentence, by_title, mean(exact), mean(sure), clock / len(asked), processor / len(asked))


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _found(archive: Archive, queries: list[str]) -> tuple[float, float]:
    """How many of the pages come first, and among the first five, each asked for by its own query."""
    ranks = []
    for number, text in enumerate(queries):
        hits = [hit.document for hit in archive.search(Query(text=text, limit=5)).hits]
        ranks.append(hits.index(f"{number:03}.pdf") if f"{number:03}.pdf" in hits else 5)
    return mean(rank < 1 for rank in ranks), mean(rank < 5 for rank in ranks)


def _exact(page: Page, document: Document | None) -> float:
    """The share of a page's words that stand in their order in what was recognised."""
    words, read = page.text.split(), document.text.split() if document else []
    matching = SequenceMatcher(None, words, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) / len(words)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=60)
    asked = list(pages(options.parse_args().pages))
    print(f"{len(asked)} pages, {sum(len(page.text.split()) for page in asked) / len(asked):.0f} words each")
    for name, draw in QUALITIES.items():
        found = measure(asked, draw)
        print(
            f"{name:<26} sentence @1 {found.sentence[0]:.3f} @5 {found.sentence[1]:.3f}  title @1 {found.title[0]:.3f} "
            f"@5 {found.title[1]:.3f}  words {found.words:.3f}  confidence {found.confidence:.0f} %  "
            f"{found.clock:.1f} s a page ({found.processor:.1f} s of the processor)",
            flush=True,
        )


if __name__ == "__main__":
    main()
