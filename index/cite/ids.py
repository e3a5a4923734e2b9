"""Passage ids: eight characters that name a passage permanently and survive being read aloud or copied by hand.

The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html) in lower case: no two of its characters
look alike, and each letter left out is read as the character it looks like (o as 0; i and l as 1; u as v, which
Crockford leaves out only to avoid obscenities). Eight characters are 40 bits: the chance that any two passages share
an id is 0.5% among 100,000 and 37% among a million, so collisions are provided for.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import count

from index.errors import CitationError

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8
LOOK_ALIKES = {"o": "0", "i": "1", "l": "1", "u": "v"}

MAX_NEAREST = 5
"""Ids proposed for an unknown one."""

_LABEL = re.compile(r"(?<![a-z0-9])(?:passages?(?: id)?|dateline|id)(?![a-z0-9])[^a-z0-9]*")
"""What references and keys of reference managers have before an id: `(passage …)`, `dateline-…`."""
_WHOLE = re.compile(rf"[a-z0-9]{{{LENGTH}}}(?![a-z0-9])")

_BITS = 5
_READ = str.maketrans({**LOOK_ALIKES, **{character: character for character in ALPHABET}})
_LEGIBLE = frozenset(ALPHABET)


def passage_id(path: str, text: str, occurrence: int = 0) -> str:
    """The id of the passage with these words in the document at `path`.

    It depends on nothing else: not on offsets, the passage settings or the rest of the archive. `occurrence` tells
    apart what would share an id: the same words twice in a document, or two passages whose ids collide.
    """
    # Neither a path nor a number holds NUL, so no two passages are hashed as the same bytes.
    hashed = hashlib.sha256(f"{path}\0{occurrence}\0{text}".encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(hashed[: LENGTH * _BITS // 8], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * _BITS, -1, -_BITS))


def passage_ids(
    path: str,
    texts: Sequence[str],
    *,
    taken: Container[str] = frozenset(),
    reserved: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[str, ...]:
    """The ids of a document's passages, in their order, distinct from each other and from `taken`.

    `taken` holds the ids of the archive's documents before this one; with documents in a fixed order, equal archives
    get equal ids. `reserved` (see `Ledger.owners`) says which path and quotation an id was given out for: such an id
    is never given to another passage, even when the first is gone from the archive.
    """
    owners = reserved or {}
    ids: dict[str, None] = {}
    occurrences: dict[str, Iterator[int]] = {}
    for text in texts:
        candidates = (passage_id(path, text, occurrence) for occurrence in occurrences.setdefault(text, count()))
        unused = (candidate for candidate in candidates if candidate not in ids and candidate not in taken)
        passage = path, text
        ids[next(candidate for candidate in unused if owners.get(candidate, passage) == passage)] = None
    return tuple(ids)


def normalise(typed: str) -> str:
    """An id that was typed or pasted, as ids are written: `[K7F2 Q9XW]` and `#k7f2-q9xw` are both `k7f2q9xw`.

    Case, spaces, brackets and other marks are dropped, what references write before it (`passage`, `dateline-`), and
    look-alikes corrected. The result need not be an id: a character too many or too few is left for `nearest`.
    """
    plain = unicodedata.normalize("NFKC", typed).lower()
    labelled = [plain[label.end() :] for label in _LABEL.finditer(plain)]
    for after in reversed(labelled):
        if len(_legible(after)) >= LENGTH - 1:  # less isn't an id, but the label may be one
            whole = _WHOLE.match(after)
            return _legible(whole[0] if whole else after)
    return _legible(plain)


def _legible(plain: str) -> str:
    """Characters of ids alone, look-alikes corrected."""
    return "".join(character for character in plain.translate(_READ) if character in _LEGIBLE)


def nearest(unknown: str, known_among: Callable[[set[str]], Iterable[str]]) -> tuple[str, ...]:
    """The known ids one slip from `unknown`, or else two: at most `MAX_NEAREST`, in alphabetical order.

    A slip is a character wrong, missing or too many, or two neighbours swapped (Damerau). `known_among`
    returns those of the ids that `unknown` could be a slip of that are known.
    """
    for slips in (1, 2):
        if known := sorted(known_among(neighbours(unknown, slips))):
            return tuple(known[:MAX_NEAREST])
    return ()


def neighbours(unknown: str, slips: int) -> set[str]:
    """Every id that is at most `slips` slips (one or two) from `unknown`: about 250, or 60,000."""
    if abs(len(unknown) - LENGTH) > slips:
        return set()
    if slips == 1:
        return set(_slips(unknown, LENGTH))
    once = {text for length in (LENGTH - 1, LENGTH, LENGTH + 1) for text in _slips(unknown, length)}
    return {text for slipped in {*once, unknown} for text in _slips(slipped, LENGTH)}


def _slips(text: str, length: int) -> Iterator[str]:
    """Everything `length` long that one slip makes of `text`."""
    cuts = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    if length == len(text) - 1:
        yield from (before + after[1:] for before, after in cuts[:-1])
    elif length == len(text) + 1:
        yield from (before + new + after for before, after in cuts for new in ALPHABET)
    elif length == len(text):
        yield from (before + new + after[1:] for before, after in cuts[:-1] for new in ALPHABET)
        yield from (before + after[1] + after[0] + after[2:] for before, after in cuts[:-2])


def unknown_id(typed: str, close: Iterable[str]) -> CitationError:
    """The error for an id that was never given out, naming the ids in `close`."""
    proposed = tuple(close)
    advice = f"did you mean {' or '.join(proposed)}?" if proposed else "copy it from a search result"
    return CitationError(f"no passage {_quoted(typed)} was ever given out; {advice}", proposed, shown=True)


def _quoted(typed: str) -> str:
    """What was typed, as part of a line: printable, and not too long."""
    line = "".join(character if character.isprintable() else " " for character in " ".join(typed.split()))
    return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"
