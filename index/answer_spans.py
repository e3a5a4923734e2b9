"""Where the answers of judged queries stand in the archive: what the files say, held against the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from index.judged_files import AnswerSpan
from index.models.documents import Document
from index.storage.document_engine import Documents

SAID = 80
"""Characters of an answer that a line about it has."""


class Standing(NamedTuple):
    """An answer's place: `words`, with single blanks between them, are `text[start:end]` of the document at `path`."""

    path: str
    start: int
    end: int
    words: str


class Located(NamedTuple):
    """The answers by query; what stands nowhere, a line each; and where those are whose document is not there."""

    standing: dict[str, Standing]
    faults: list[str]
    absent: list[str]


def located(store: Documents, spans: Mapping[str, AnswerSpan], names: Mapping[str, str]) -> Located:
    """Looks up where each answer stands; `names` has the judges' ids of documents by their paths."""
    told = _looked_up(store, spans, names)
    found = Located({}, [], [])
    for query, span in spans.items():
        standing = told.get(query)
        if standing is None:
            found.absent.append(span.place)
        elif isinstance(standing, str):
            found.faults.append(f"{span.place}: {standing}; its answer is left out")
        else:
            found.standing[query] = standing
    return found


def _looked_up(
    store: Documents, spans: Mapping[str, AnswerSpan], names: Mapping[str, str]
) -> dict[str, Standing | str]:
    """Where each answer stands, or why nowhere, but of documents that are not there; reads each document once."""
    asked: dict[str, list[str]] = {}
    for query, span in spans.items():
        asked.setdefault(span.document, []).append(query)
    paths: dict[str, list[str]] = {}
    for path in store.digests():
        paths.setdefault(names.get(path, path), []).append(path)
    told: dict[str, Standing | str] = {}
    for name in asked.keys() & paths.keys():
        files = [document for path in paths[name] if (document := store.document(path))]
        told.update((query, _standing(files, spans[query])) for query in asked[name])
    return told


def _standing(files: Sequence[Document], span: AnswerSpan) -> Standing | str:
    """Where an answer stands, or why nowhere; files that are parts of one document are told apart by its words."""
    if span.words is not None:
        places = (place for file in files for place in _places(file, span, span.words))
        nearest = min(places, key=lambda place: place[0], default=None)
        return nearest[1] if nearest else f"“{_short(span.words)}” is nowhere in {span.document}"
    if len(files) > 1:
        return f'{span.document} is {len(files):,} files, so give "answer", the words, too'
    text = files[0].text
    if span.end > len(text):
        return f"its answer ends at {span.end:,}, and {span.document} has {len(text):,} characters"
    words = text[span.start : span.end].strip()
    if not words:
        return f"there are no words from {span.start:,} to {span.end:,} of {span.document}"
    start = text.index(words, span.start)
    return Standing(files[0].path, start, start + len(words), " ".join(words.split()))


def _places(file: Document, span: AnswerSpan, words: str) -> Iterator[tuple[int, Standing]]:
    """Every place of these words in a file, white space aside, and how far it is from the one that was given.

    That may be counted from where the text begins below its title, since collections keep titles apart.
    """
    expected = (span.start, file.body + span.start)
    for match in re.finditer(r"\s+".join(map(re.escape, words.split())), file.text):
        distance = min(abs(match.start() - start) for start in expected)
        yield distance, Standing(file.path, match.start(), match.end(), " ".join(match[0].split()))


def _short(words: str) -> str:
    return words if len(words) <= SAID else f"{words[:SAID]}…"
