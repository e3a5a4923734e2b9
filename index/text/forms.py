"""A text in one form of its characters, with the way back: what an editor may rewrite without changing a word.

The form is NFC, with letters of another shape as the plain ones (ligatures, full width, what joins in Arabic) and
no-break blanks as blanks, without soft hyphens and other characters that have no width. It is not NFKC: a superscript
is another number (10² is not 102), and a fraction is one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

_INVISIBLE: Final = "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"
_SHAPES: Final = (
    "\u00a0\u2007\u202f\u3000\u2011\u2024-\u2026"  # blanks, a hyphen and dots
    "\u00b5\u0132\u0133\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u2160-\u217f\ufb00-\ufb06"  # Latin, Roman numerals
    "\ufb13-\ufb17\ufb50-\ufdff\ufe70-\ufefc\uff01-\uffee"  # Armenian, Arabic, full and half width
)
_REWRITTEN: Final = re.compile(f"[{_INVISIBLE}{_SHAPES}]")
_GONE: Final = re.compile(f"[{_INVISIBLE}]")
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})
_JOINING: Final = re.compile("[\u1160-\u11ff\uff9e\uff9f]")
"""Characters that are no marks and yet compose with the one before: of Korean, and of Japanese in half width."""


@dataclass(frozen=True, slots=True)
class Formed:
    """A text in the form; `bounds` says where each of its characters begins in the original, and where that ends.

    Without `bounds` it is the original. What has no width belongs to the character before it.
    """

    text: str
    bounds: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a stretch of the text is."""
        return (start, end) if self.bounds is None else (self.bounds[start], self.bounds[end])

    def offset(self, original: int) -> int:
        """The first offset in the text that is not before `original`."""
        return original if self.bounds is None else bisect_left(self.bounds, original)


@lru_cache(maxsize=2)  # a quotation and a document: all of a document's citations are compared one after the other
def formed(text: str) -> Formed:
    """`text` in the form."""
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not _REWRITTEN.search(text)):
        return Formed(text)
    parts: list[str] = []
    bounds: list[int] = []
    for start, end in _clusters(text):
        part = _formed(text[start:end])
        parts.append(part)
        if len(part) == end - start:
            bounds.extend(range(start, end))
        elif part:
            bounds.extend([start, *[end] * (len(part) - 1)])
    if bounds:
        bounds[0] = 0
    return Formed("".join(parts), [*bounds, len(text)])


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A character and the marks on it, each: what can be composed by itself."""
    starts = [at for at, character in enumerate(text) if character < "\u0300" or not _continues(character)]
    if text and (not starts or starts[0]):
        starts.insert(0, 0)
    return pairwise([*starts, len(text)])


def _continues(character: str) -> bool:
    return unicodedata.category(character) in _MARKS or bool(_JOINING.match(character))


def _formed(cluster: str) -> str:
    if cluster.isascii():
        return cluster
    if _REWRITTEN.search(cluster):
        cluster = unicodedata.normalize("NFKC", _GONE.sub("", cluster))
    return unicodedata.normalize("NFC", cluster)
