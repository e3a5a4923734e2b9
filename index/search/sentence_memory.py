"""The sentences of passages that were looked at last, with their terms: many searches look at the same passages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol
from weakref import WeakKeyDictionary

from index.text.sentences import sentences

MAX_PASSAGES: Final = 4096
"""Passages of an archive that are remembered: about 10 MB."""


class Stemming(Protocol):
    """What makes ranking terms of a text, always the same ones."""

    def stems(self, text: str) -> Sequence[str]: ...


class PassageSentences(NamedTuple):
    """Where each sentence of a passage begins and ends, and the ranking terms of each."""

    spans: tuple[tuple[int, int], ...]
    terms: tuple[tuple[str, ...], ...]


class SentenceMemory:
    """The passages of each vocabulary for as long as it is in use. Safe to use from many threads."""

    def __init__(self, most: int = MAX_PASSAGES) -> None:
        self._most = most
        self._passages: WeakKeyDictionary[Stemming, OrderedDict[str, PassageSentences]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, text: str, vocabulary: Stemming) -> PassageSentences:
        """The sentences of a passage's `text`."""
        with self._lock:
            passages = self._passages.setdefault(vocabulary, OrderedDict())
            if found := passages.get(text):
                passages.move_to_end(text)
                return found
        spans = tuple(sentences(text))
        found = PassageSentences(spans, tuple(tuple(vocabulary.stems(text[start:end])) for start, end in spans))
        with self._lock:
            passages[text] = found
            while len(passages) > self._most:
                passages.popitem(last=False)
        return found
