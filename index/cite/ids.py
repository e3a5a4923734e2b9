"""Passage ids: eight characters that name a passage for good, and that survive being read aloud or copied by hand.

The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html) in lower case: no two of its characters
look alike, and each character that is left out is read as the one it looks like (o as 0; i and l as 1; u as v,
which Crockford leaves out for obscenity's sake alone). Eight of them are 40 bits: among 100,000 passages some two
share an id with a chance of 0.5%, among a million of 37%, so a collision is provided for.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count

from index.errors import CitationError

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8
LOOK_ALIKES = {"o": "0", "i": "1", "l": "1", "u": "v"}

MOST_NEAREST = 5
"""Ids proposed for one that is not known."""

_BITS = 5
_READ = str.maketrans({**LOOK_ALIKES, **{character: character for character in ALPHABET}})
_LEGIBLE = frozenset(ALPHABET)


def passage_id(path: str, text: str, occurrence: int = 0) -> str:
    """The id of the passage with these words in the document at `path`.

    It rests on nothing else: not on offsets, the passage settings or the rest of the archive. `occurrence` tells
    apart what would share an id: the same words again in one document, or two passages whose ids collide.
    """
    # Neither a path nor a number holds NUL, so no two passages are hashed as the same bytes.
    hashed = hashlib.sha256(f"{path}\0{occurrence}\0{text}".encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(hashed[: LENGTH * _BITS // 8], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * _BITS, -1, -_BITS))


def passage_ids(
    path: str,
    texts: Sequence[str],
    *,
    taken: Collection[str] = frozenset(),
    reserved: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[str, ...]:
    """The ids of one document's passages, in their order, distinct from each other and from `taken`.

    `taken` holds the ids of the archive's documents before this one; take documents in one fixed order and equal
    archives get equal ids. `reserved` (see `Ledger.owners`) says which path and quotation an id was given out for:
    such an id is never given to another passage, even when the first one is gone from the archive.
    """
    owners = reserved or {}
    found: dict[str, None] = {}
    tried: dict[str, Iterator[int]] = {}
    for text in texts:
        occurrences = tried.setdefault(text, count())
        candidates = (passage_id(path, text, occurrence) for occurrence in occurrences)
        found[next(one for one in candidates if _free(one, (path, text), found, taken, owners))] = None
    return tuple(found)


def _free(
    candidate: str,
    passage: tuple[str, str],
    here: Collection[str],
    taken: Collection[str],
    owners: Mapping[str, tuple[str, str]],
) -> bool:
    return candidate not in here and candidate not in taken and owners.get(candidate, passage) == passage


def normalise(typed: str) -> str:
    """What was typed or pasted as an id, as ids are written: `[K7F2 Q9XW]`, `#k7f2-q9xw` and `k7f2q9xw` are one.

    Case, spaces, brackets and other marks fall away and look-alikes are put right. The result need not be an id:
    a character too many or too few stays so, for `nearest` to make the best of.
    """
    plain = unicodedata.normalize("NFKC", typed).lower().translate(_READ)
    return "".join(character for character in plain if character in _LEGIBLE)


def nearest(unknown: str, known: Collection[str]) -> tuple[str, ...]:
    """Those of `known` that are one slip from `unknown`, or else two: at most `MOST_NEAREST`, in alphabetical order.

    A slip is a character wrong, missing or too many, or two neighbours swapped (Damerau). Tries what `unknown`
    could be a slip of, so that its time does not grow with a `known` that is a set or a dictionary.
    """
    for slips in (1, 2):
        if found := sorted(one for one in neighbours(unknown, slips) if one in known):
            return tuple(found[:MOST_NEAREST])
    return ()


def neighbours(unknown: str, slips: int) -> set[str]:
    """Every id that is at most `slips` slips (one or two) from `unknown`: about 250, or 60,000."""
    if abs(len(unknown) - LENGTH) > slips:
        return set()
    if slips == 1:
        return set(_slips(unknown, LENGTH))
    between = {one for length in (LENGTH - 1, LENGTH, LENGTH + 1) for one in _slips(unknown, length)}
    return {other for one in {*between, unknown} for other in _slips(one, LENGTH)}


def _slips(text: str, length: int) -> Iterator[str]:
    """What one slip makes of `text`, as far as it is `length` long then."""
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
    return CitationError(f"no passage {_shown(typed)} was ever given out; {advice}", proposed)


def _shown(typed: str) -> str:
    line = "".join(character if character.isprintable() else " " for character in " ".join(typed.split()))
    return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"
