"""A text in one form of its characters, with the way back: what an editor may rewrite without changing a word.

The form is NFC, with letters of another shape as the plain ones (ligatures, full width, what joins in Arabic) and
no-break blanks as blanks, without soft hyphens and other characters that have no width. It is not NFKC: a superscript
is another number (10² is not 102), and a fraction is one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
_REWRITTEN_RUN: Final = re.compile(f"[{_INVISIBLE}{_SHAPES}]+")
_GONE: Final = re.compile(f"[{_INVISIBLE}]")
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})
_JOINING: Final = re.compile("[\u1160-\u11ff\uff9e\uff9f]")
"""Characters that are no marks and yet compose with the one before: of Korean, and of Japanese in half width."""


@dataclass(frozen=True, slots=True)
class Formed:
    """A text in the form. Where it is not the original, stretches of both are the same from `at` and `origins` on.

    A stretch ends where the next one begins; the last one is empty. What has no width belongs to the character before.
    """

    text: str
    at: Sequence[int] = ()
    origins: Sequence[int] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a stretch of the text is."""
        return self._origin(start), self._origin(end)

    def offset(self, original: int) -> int:
        """The offset in the text of a character of the original."""
        return _between(self.origins, self.at, original)

    def _origin(self, offset: int) -> int:
        return _between(self.at, self.origins, offset) if offset else 0


def _between(known: Sequence[int], wanted: Sequence[int], offset: int) -> int:
    """The offset in one text of what is at `offset` in the other."""
    stretch = bisect_right(known, offset) - 1
    if stretch < 0:
        return offset
    found = wanted[stretch] + offset - known[stretch]
    return min([found, *wanted[stretch + 1 : stretch + 2]])


@lru_cache(maxsize=2)  # a quotation and a document: all of a document's citations are compared one after the other
def formed(text: str) -> Formed:
    """`text` in the form."""
    if text.isascii():
        return Formed(text)
    if unicodedata.is_normalized("NFC", text):
        if not _REWRITTEN.search(text):
            return Formed(text)
        found = _rebuilt(text, (match.span() for match in _REWRITTEN_RUN.finditer(text)))
        if unicodedata.is_normalized("NFC", found.text):
            return found
    return _rebuilt(text, _clusters(text))


def _rebuilt(text: str, places: Iterable[tuple[int, int]]) -> Formed:
    """The text with what is at `places` in the form; all else is in it already."""
    parts: list[str] = []
    at, origins = [0], [0]
    done = 0
    for start, end in places:
        part = _formed(text[start:end])
        if part == text[start:end]:
            continue
        parts += [text[done:start], part]
        origins += [start, end]
        at.append(at[-1] + start - done)
        at.append(at[-1] + len(part))
        done = end
    parts.append(text[done:])
    return Formed("".join(parts), [*at, at[-1] + len(text) - done], [*origins, len(text)])


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
