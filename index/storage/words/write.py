"""Words of passages, written: with `words` the one home of tantivy.

Terms come from Dateline's own analysis (see `index.storage.words.analysis`), so the fields only split at blanks.

A generation's index is composed of its segments': tantivy's own segments of each, by links, and one list of them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from index.storage.segments import share
from index.storage.serials import NO_PASSAGE
from index.storage.words.analysis import FIELDS, FILLING, Entry, analysed

BLANKS: Final = "blanks"
HEAP_BYTES: Final = 64_000_000
LIST_FILE: Final = "meta.json"
"""What tantivy lists its segments in."""


@cache
def schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=True, fast=True)
    for name in ("stems", "pairs", "title_stems"):
        builder.add_text_field(name, tokenizer_name=BLANKS, index_option="freq")
    for name in ("exact", "title"):
        builder.add_text_field(name, tokenizer_name=BLANKS, index_option="position")
    return builder.build()


def write(folder: Path, entries: Iterable[Entry]) -> dict[str, int]:
    """Writes the index of `entries`, which come in ascending rows, into the new `folder`.

    Returns how many terms there are in each field.
    """
    folder.mkdir(parents=True)
    index = with_analysis(Index(schema(), path=str(folder)))
    writer = index.writer(HEAP_BYTES, 1)
    tokens = dict.fromkeys(FIELDS, 0)
    for _, passages in groupby(entries, key=lambda entry: entry.document):
        for row, fields in analysed(passages):
            writer.add_document(_document(row, fields))
            for name, text in fields.items():
                tokens[name] += text.count(" ") + 1 if text else 0
    writer.commit()
    writer.wait_merging_threads()
    return tokens


def _document(row: int, fields: Mapping[str, str]) -> Document:
    document = Document()
    document.add_unsigned("row", row)
    for name, text in fields.items():
        document.add_text(name, text)
    return document


class Part(NamedTuple):
    """What a word index is composed of: some of the segments of tantivy's that are in a folder; None for all."""

    folder: Path
    names: tuple[str, ...] | None = None


def names(folder: Path) -> tuple[str, ...]:
    """The names of the segments of tantivy's that the index in `folder` has."""
    return tuple(segment["segment_id"] for segment in _listed(folder)["segments"])


def compose(folder: Path, parts: Sequence[Part]) -> None:
    """Makes the new `folder` one index of all that `parts` hold, by links to their files; raises `OSError`."""
    folder.mkdir(parents=True)
    segments = []
    for part in parts:
        wanted = names(part.folder) if part.names is None else part.names
        segments += [segment for segment in _listed(part.folder)["segments"] if segment["segment_id"] in wanted]
        files = {name.replace("-", "") for name in wanted}
        for file in sorted(part.folder.iterdir()):
            if file.stem in files:
                share(file, folder / file.name)
    described = {**_listed(parts[0].folder), "segments": segments}
    (folder / LIST_FILE).write_text(json.dumps(described, indent=2), "utf-8")


def _listed(folder: Path) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads((folder / LIST_FILE).read_bytes())
    return listed


def balance(folder: Path, documents: int, tokens: Mapping[str, int]) -> None:
    """Writes an index of so many entries without a passage, which have so many terms in each field, into `folder`."""
    folder.mkdir(parents=True)
    index = with_analysis(Index(schema(), path=str(folder)))
    writer = index.writer(HEAP_BYTES, 1)
    filled = {name: " ".join([FILLING] * tokens.get(name, 0)) for name in FIELDS}
    for number in range(documents):
        writer.add_document(_document(NO_PASSAGE, filled if number == 0 else {}))
    writer.commit()
    writer.wait_merging_threads()


def with_analysis(index: Index) -> Index:
    index.register_tokenizer(BLANKS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index
