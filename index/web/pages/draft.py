"""A draft in rows: a paragraph, its quotations marked, and beside it what became of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import index
from index.web.pages.checking import Checked
from index.web.pages.pieces import blocks

WHOLE: Final = 60_000
"""Characters of a draft that is shown whole; of a longer one, those paragraphs of which there is something to say."""
LEFT_OUT: Final = "[…]"


class Stretch(NamedTuple):
    """Words of a draft, and what was checked there, if anything."""

    text: str
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph and what was checked in it."""

    stretches: list[Stretch]
    checked: list[Checked]


def rows(text: str, checked: Sequence[Checked]) -> list[Row]:
    """All of a draft, or of a long one what was checked with its paragraphs; `checked` is in the draft's order."""
    drawn = _rows(text, checked)
    return list(drawn if len(text) <= WHOLE else _telling(drawn))


def _telling(drawn: Iterable[Row]) -> Iterator[Row]:
    left_out = False
    for row in drawn:
        if row.checked:
            yield row
        elif not left_out:
            yield Row([Stretch(LEFT_OUT)], [])
        left_out = not row.checked


def _rows(text: str, checked: Sequence[Checked]) -> Iterator[Row]:
    """A quotation of several paragraphs keeps them together, so that its verdict stands beside all of it."""
    place, begun, end = 0, -1, 0
    for first, end in blocks(text, 0, len(text)):
        begun = first if begun < 0 else begun
        following = place
        while following < len(checked) and checked[following].place.start < end:
            following += 1
        within = checked[place:following]
        if all(one.place.end <= end for one in within):
            yield Row(list(_stretches(text, begun, end, within)), list(within))
            place, begun = following, -1
    if begun >= 0 or checked[place:]:
        yield Row(
            list(_stretches(text, end if begun < 0 else begun, len(text), checked[place:])), list(checked[place:])
        )


def _stretches(text: str, start: int, end: int, checked: Sequence[Checked]) -> Iterator[Stretch]:
    """The words from `start` to `end`, cut where something that was checked begins and ends; what overlaps is once."""
    at = start
    for one in checked:
        first, last = max(one.place.start, at), min(one.place.end, end)
        if first >= last:
            continue
        if at < first:
            yield Stretch(text[at:first])
        yield Stretch(text[first:last], one)
        at = last
    if at < end:
        yield Stretch(text[at:end])


def marked(verdict: index.Verdict) -> list[index.Segment]:
    """A quotation with what differs: removed are words as quoted, added those of the source."""
    segments, at = list[index.Segment](), 0
    for one in _apart([one for one in verdict.differences if not one.typographic]):
        kept, said, is_ = verdict.quotation.text[at : one.start], verdict.quotation.text[one.start : one.end], one.is_
        both = " " if said.strip() and is_.strip() else ""
        for kind, words in (("kept", kept), ("removed", said), ("kept", both), ("added", is_)):
            segments += [index.Segment(kind=kind, text=words)] if words else []  # type: ignore[arg-type]
        if is_.strip() and not said.strip():
            segments.append(index.Segment(kind="kept", text=" "))
        at = one.end
    rest = verdict.quotation.text[at:]
    return [*segments, *([index.Segment(kind="kept", text=rest)] if rest else [])]


def _apart(differences: Sequence[index.Difference]) -> list[index.Difference]:
    """In the order of the quotation, none that begins within another."""
    kept: list[index.Difference] = []
    for one in sorted(differences, key=lambda one: (one.start, one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
