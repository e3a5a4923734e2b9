"""A generation of any size, written straight from made-up texts and vectors, without reading or embedding.

Words are drawn as often as in a natural language (Zipf's law), so that common ones are in most passages and most
are in few; vectors lie around centres as passages lie around topics; dates run over twenty-five years. What is
measured in it is the time to search; whether what is found is relevant can't be.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.generations.data_folder import DataFolder
from index.generations.manifest import FORMAT, Manifest, checksums, write_manifest
from index.generations.recipe import recipe
from index.models.documents import DateSpan, Document, Passage
from index.models.vectors import Rows
from index.settings import Settings
from index.storage import VECTORS_FILE, WORDS_FOLDER, history, writer
from index.storage import vectors as vectors_module
from index.storage.order import write_order
from index.storage.segments import Layout, Segment, write_layout
from index.storage.words import write as word_index
from index.storage.words.analysis import Entry

VOCABULARY: Final = 60_000
PASSAGES_A_DOCUMENT: Final = 4
WORDS_A_PASSAGE: Final = 60
DIMENSIONS: Final = 384
CENTRES: Final = 2_000
SPREAD: Final = 0.8
"""How far rows lie from their centre, both being of length 1 before they are added."""
FIRST_DAY: Final = dt.date(2000, 1, 1)
DAYS: Final = 365 * 25
AT_ONCE: Final = 10_000
LARGEST_SHARE: Final = 0.8
"""Of the passages, in the first of several segments."""
SEED: Final = 1

_LETTERS = "etaoinshrdlucmwf"


def word(number: int) -> str:
    """The made-up word of a rank: the most common ones are the shortest."""
    letters = [_LETTERS[int(digit, 16)] for digit in f"{number + 16:x}"]
    return "".join(letters)


def queries(count: int, words: int = 6) -> list[str]:
    """Made-up questions: words drawn as in the texts, so that each has common and rare ones."""
    drawn = ranks(np.random.default_rng(SEED + 1), count * words).reshape(count, words)
    return [" ".join(word(number) for number in row) for row in drawn]


def vectors(count: int, seed: int) -> Rows:
    """Unit rows around the centres."""
    chance = np.random.default_rng(SEED)
    centres = chance.normal(size=(CENTRES, DIMENSIONS)).astype(np.float32)
    chance = np.random.default_rng((SEED, seed))
    noise = chance.normal(size=(count, DIMENSIONS)).astype(np.float32)
    rows = centres[chance.integers(0, CENTRES, count)] + SPREAD * noise
    found: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def write(settings: Settings, passages: int, segments: int = 1) -> None:
    """Writes a generation of so many passages into the data folder, and makes it current.

    Of several segments, the first has most of them, and of the others each half as many as the one before.
    """
    data = DataFolder(settings.data)
    with data.building():
        number, folder = data.begin()
        documents = list(_documents(passages))
        place = np.searchsorted(_shares(segments), np.random.default_rng(SEED).random(len(documents)), side="right")
        place[:segments] = np.arange(segments)  # so that none is empty
        made: list[Segment] = []
        for each in range(segments):
            mine = [documents[at] for at in np.flatnonzero(place == each)]
            made.append(_segment(folder, f"{each:06d}", mine, made))
        numbers = np.zeros(len(documents), dtype=np.int64)
        for each in range(segments):
            numbers[place == each] = np.arange((place == each).sum())
        write_order(folder, place, numbers)
        write_layout(folder, Layout(segments=tuple(made)))
        parts = [folder / "parts" / segment.name for segment in made]
        word_index.compose(folder / WORDS_FOLDER, list(map(word_index.Part, parts)))
        shutil.rmtree(folder / "parts")
        history.write(folder, ())
        write_manifest(folder, _manifest(folder, settings, number, len(documents), passages))
        data.publish(number)


def _shares(segments: int) -> NDArray[np.float64]:
    """Up to which share of the documents each segment but the last has them."""
    sizes = np.array([LARGEST_SHARE, *(1 - LARGEST_SHARE) * np.power(0.5, np.arange(1, segments))])
    return np.cumsum(sizes / sizes.sum())[:-1]


def _segment(
    folder: Path, name: str, documents: list[tuple[Document, list[Passage]]], before: list[Segment]
) -> Segment:
    """Writes the documents, vectors and words of a segment."""
    rows = sum(len(passages) for _, passages in documents)
    first = before[-1].end_serial if before else 0
    segment = Segment(name=name, first_serial=first, documents=len(documents), rows=rows)
    place = segment.folder(folder)
    place.mkdir(parents=True)
    writer.write(place, documents)
    sample = 0 if before else vectors_module.training_rows(rows)
    batches = (vectors(min(AT_ONCE, rows - start), first + start) for start in range(0, rows, AT_ONCE))
    vectors_module.write(
        place / VECTORS_FILE,
        batches,
        rows=rows,
        sample=vectors(sample, rows) if sample else None,
        like=before[0].folder(folder) / VECTORS_FILE if before else None,
    )
    parts = folder / "parts" / name
    tokens = word_index.write(parts, _entries(documents, first))
    return segment.model_copy(update={"tokens": tokens, "words": word_index.names(parts)})


def _manifest(folder: Path, settings: Settings, number: int, documents: int, passages: int) -> Manifest:
    files, sizes = checksums(folder, {})
    return Manifest(
        format=FORMAT,
        generation=number,
        built=dt.datetime.now(dt.UTC),
        archive=str(settings.archive.resolve()),
        recipe=recipe(settings),
        dimensions=DIMENSIONS,
        documents=documents,
        undated=0,
        passages=passages,
        languages=("en",),
        files=files,
        sizes=sizes,
    )


def _documents(passages: int) -> Iterator[tuple[Document, list[Passage]]]:
    """In row order, which is the order of their days."""
    chance = np.random.default_rng(SEED)
    total = -(-passages // PASSAGES_A_DOCUMENT)
    for number in range(total):
        count = min(PASSAGES_A_DOCUMENT, passages - number * PASSAGES_A_DOCUMENT)
        yield _document(chance, number, count, FIRST_DAY + dt.timedelta(days=number * DAYS // total))


def _document(chance: np.random.Generator, number: int, count: int, day: dt.date) -> tuple[Document, list[Passage]]:
    drawn = ranks(chance, count * WORDS_A_PASSAGE).reshape(count, WORDS_A_PASSAGE)
    texts = [" ".join(word(number) for number in row) + "." for row in drawn]
    cuts, start = [], 0
    for ordinal, text in enumerate(texts):
        name = f"{number * PASSAGES_A_DOCUMENT + ordinal:08d}"[::-1]  # so that they begin unlike, as real ones do
        cuts.append(Passage(id=name, start=start, end=start + len(text), ordinal=ordinal, paragraph=ordinal + 1))
        start += len(text) + 2
    path = f"{day:%Y}/{number:07d}.txt"
    date = DateSpan(earliest=day, latest=day, precision="day", origin="head line", as_written=day.isoformat())
    text = "\n\n".join(texts)
    document = Document(
        path=path,
        format="text",
        title=texts[0][:40],
        title_origin="first words",
        text=text,
        body=0,
        sha256=f"{number:064x}",
        size=len(text),
        date=date,
        language="en",
    )
    return document, cuts


def _entries(documents: list[tuple[Document, list[Passage]]], row: int) -> Iterator[Entry]:
    for number, (document, cuts) in enumerate(documents):
        for cut in cuts:
            yield Entry(row, number, document.text[cut.start : cut.end], "", ("en",))
            row += 1


def ranks(chance: np.random.Generator, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Ranks of words, from 0, by Zipf's law."""
    return np.searchsorted(_SHARES, chance.random(count)).astype(np.int64)


_SHARES = np.cumsum(1 / (np.arange(VOCABULARY) + 2.7))
_SHARES = _SHARES / _SHARES[-1]
"""Mandelbrot's form of the law, with his 2.7."""
