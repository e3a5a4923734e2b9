"""The ids of a build's new passages: from path and words, told apart where the same words come again."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from index.build.cut import Cut, passage_of
from index.cite.ids import passage_ids
from index.models.documents import Passage

_MARK_BITS: Final = 27
"""16 MiB of marks: of a million ids, one in 250 is looked for among all."""
Reserved = Mapping[str, tuple[str, str]]
"""The path and words of the passage that each id was given out for."""


@dataclass(frozen=True, slots=True)
class Naming:
    """No passage gets an id that is `taken`, or `reserved` for another one."""

    taken: Container[str] = ()
    reserved: Reserved = field(default_factory=dict)

    def named(self, cuts: Iterable[Cut]) -> Iterator[Cut]:
        """All of `cuts`, which are in row order, with ids; those of a generation before have theirs."""
        given = _Given()
        for cut in cuts:
            if all(passage.id for passage in cut.passages):
                yield cut
                continue
            texts = [cut.document.text[passage.start : passage.end] for passage in cut.passages]
            ids = passage_ids(cut.document.path, texts, taken=_Either(given, self.taken), reserved=self.reserved)
            for name in ids:
                given.add(name)
            yield Cut(cut.document, tuple(map(_named, cut.passages, ids)))


def _named(passage: Passage, name: str) -> Passage:
    span = passage.start, passage.end
    return passage_of(
        name,
        span,
        passage.ordinal,
        passage.paragraph,
        page=passage.page,
        message=passage.message,
        confidence=passage.confidence,
    )


class _Given:
    """Ids that were given: a million strings would take 120 MB, and leave the memory around them in pieces."""

    def __init__(self) -> None:
        self._marks = bytearray(1 << (_MARK_BITS - 3))
        """A bit for all ids with the same checksum: where it isn't set, none of them was given."""
        self._names = array("Q")

    def add(self, name: str) -> None:
        mark = _mark(name)
        self._marks[mark >> 3] |= 1 << (mark & 7)
        self._names.append(_number(name))

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        mark = _mark(name)
        if not self._marks[mark >> 3] >> (mark & 7) & 1:
            return False
        return bool(np.any(np.frombuffer(self._names, dtype=np.uint64) == _number(name)))


def _mark(name: str) -> int:
    return zlib.crc32(name.encode()) >> (32 - _MARK_BITS)


def _number(name: str) -> int:
    """What an id, eight letters, is as a number."""
    return int.from_bytes(name.encode(), "big")


@dataclass(frozen=True, slots=True)
class _Either:
    """What is in one of two containers."""

    first: Container[str]
    second: Container[str]

    def __contains__(self, name: object) -> bool:
        return name in self.first or name in self.second
