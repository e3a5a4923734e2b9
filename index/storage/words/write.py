"""Words of passages, written: with `words` the one home of tantivy.

Each passage is an entry with three views of its text and two of its document's title (see `index.text.terms`):
`stems`, `pairs` and `title_stems` are ranked, `exact` and `title` answer phrases and exclusions; these also hold the
other spellings of compounds ("email" of "e-mail"), with the words around them, after what no phrase goes across.
Terms come from Dateline's own analysis, so the fields only split at blanks.

A generation's index is composed of its segments': tantivy's own segments of each, by links, and one list of them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, tee
from pathlib import Path
from typing import Any, Final, NamedTuple

from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from index.storage.segments import share
from index.storage.serials import NO_PASSAGE
from index.text import terms as terms_module
from index.text.line_breaks import broken_words, rejoined

BLANKS: Final = "blanks"
HEAP_BYTES: Final = 64_000_000
FIELDS: Final = ("stems", "pairs", "title_stems", "exact", "title")
END: Final = "\u241e"
"""Stands between two spellings of a passage; no term is equal to it."""
FILLING: Final = "\u241f"
"""A term that no query has."""
LIST_FILE: Final = "meta.json"
"""What tantivy lists its segments in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to index. Passages of one document share its number; `title` is empty unless the source has one."""

    row: int
    document: int
    text: str
    title: str
    languages: tuple[str, ...]
    """The languages it is stemmed in."""


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
        for row, fields in _analysed(passages):
            writer.add_document(_document(row, fields))
            for name, text in fields.items():
                tokens[name] += text.count(" ") + 1 if text else 0
    writer.commit()
    writer.wait_merging_threads()
    return tokens


def _analysed(passages: Iterable[Entry]) -> Iterator[tuple[int, dict[str, str]]]:
    """The row of each passage of one document, and what each field has of it: terms, with a blank between them.

    Only a few passages are held at a time.
    """
    shown, stemmed = tee(passages)
    for entry, ranked in zip(shown, terms_module.surrounded(map(_stems, stemmed)), strict=True):
        yield (
            entry.row,
            {
                "stems": " ".join(ranked),
                "pairs": " ".join(terms_module.pairs(entry.text, entry.languages)),
                "title_stems": " ".join(terms_module.stems(entry.title, entry.languages)),
                "exact": _in_every_spelling(entry.text),
                "title": _in_every_spelling(entry.title),
            },
        )


def _document(row: int, fields: Mapping[str, str]) -> Document:
    document = Document()
    document.add_unsigned("row", row)
    for name, text in fields.items():
        document.add_text(name, text)
    return document


def _stems(entry: Entry) -> list[str]:
    """The terms that a passage is ranked by, words that its lines break among them."""
    return terms_module.stems(" ".join([entry.text, *broken_words(entry.text)]), entry.languages)


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


def _in_every_spelling(text: str) -> str:
    """The terms that phrases are looked up in."""
    runs = [terms_module.exact(text), *terms_module.other_spellings(text)]
    whole = rejoined(text)
    if whole is not None:
        runs.append(terms_module.exact(whole))
    return f" {END} ".join(" ".join(run) for run in runs)


def with_analysis(index: Index) -> Index:
    index.register_tokenizer(BLANKS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index
