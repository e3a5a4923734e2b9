"""A damaged record of the ledger, put right by what the index has of the same passage. Pure.

Nothing is guessed. Damage alters a field or a few beside each other, so fields of the record are replaced by those of
the index, few at a time, until the record's own digest fits again. Where it is the digest that is damaged, the record
must be what the index has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from index.cite.ledger_rows import ERASED_AT, FIRST_SEEN, LAST_SEEN, digest_of

Fields = tuple[Any, ...]
_NOT_INDEXED: Final = (FIRST_SEEN, LAST_SEEN)
"""The places of the generations that a record was first given out in and last seen in: the index doesn't know these."""


def mended(record: Fields, digest: object, indexed: Fields) -> Fields | None:
    """The fields as they were entered; None where nothing proves them.

    `record` are the fields as they are now, `indexed` those that a record of the passage would have if it was given out
    now, in the same order.
    """
    for candidate in _candidates(record, indexed):
        if digest_of(candidate) == digest:
            return candidate
    same = record[:FIRST_SEEN] == indexed[:FIRST_SEEN] and record[ERASED_AT:] == indexed[ERASED_AT:]
    return record if same and _plausible(record) else None


def _candidates(record: Fields, indexed: Fields) -> Iterator[Fields]:
    """The record with each run of its fields replaced, the shortest runs first, and with each likely generation."""
    for length in range(1, len(record) + 1):
        for first in range(len(record) - length + 1):
            yield (*record[:first], *indexed[first : first + length], *record[first + length :])
    for at in _NOT_INDEXED:
        for number in range(1, int(indexed[LAST_SEEN]) + 1):
            yield (*record[:at], number, *record[at + 1 :])


def _plausible(record: Sequence[Any]) -> bool:
    first, last = record[FIRST_SEEN], record[LAST_SEEN]
    return isinstance(first, int) and isinstance(last, int) and 0 <= first <= last
