"""What somebody has checked: quotations, passage ids, and where they stand in what quotes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import index

MAX_QUOTATIONS: Final = 200
MAX_IDS: Final = 100
"""Most that are checked of one draft; the command line checks them all."""
MAX_TEXT: Final = 200_000
"""Characters of its quotations together."""
_MAX_UNCLOSED: Final = 3
"""Marks that nothing closes, as far as they are named."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation, the sources that are named for it, and where it stands: `line 12`, or empty."""

    text: str
    sources: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A passage id, and where it stands. Where it isn't `certain`, it may be any word of eight letters."""

    id: str
    where: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """What `asker` has checked. `name` is that of a draft, empty for a quotation alone.

    `notes` are plain text: what else there is to say of it.
    """

    asker: int
    quotations: tuple[Quoted, ...]
    ids: tuple[Mentioned, ...] = ()
    name: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_alone(self) -> bool:
        """Whether it is one quotation, shown as a card."""
        return len(self.quotations) == 1 and not self.ids

    def alone(self, number: int) -> Check:
        """One of its quotations, counted from 0."""
        return replace(self, quotations=(self.quotations[number],), ids=(), notes=self.notes if self.is_alone else ())


def of_text(asker: int, text: str) -> Check:
    """One quotation."""
    return Check(asker, (Quoted(text),))


def of_draft(asker: int, draft: index.Draft) -> Check:
    """All that a draft quotes and mentions, as far as it is checked."""
    quotations = tuple(_quotations(draft))
    ids = tuple(Mentioned(one.id, _where(one, draft), one.certain) for one in _first_mentions(draft))
    return Check(asker, quotations, ids, draft.name, tuple(_notes(draft, len(quotations))))


def without_places(check: Check) -> Check:
    """The check of a message, whose lines nobody counts."""
    quotations = tuple(replace(one, where="") for one in check.quotations)
    return replace(check, quotations=quotations, ids=tuple(replace(one, where="") for one in check.ids))


def together(first: Check, second: Check) -> Check:
    """Both in one, under the name of the first; places in the second are told by its name, too."""
    quotations = [replace(one, where=f"{second.name}, {one.where}") for one in second.quotations]
    ids = (replace(one, where=f"{second.name}, {one.where}") for one in second.ids)
    return Check(
        first.asker,
        (*first.quotations, *quotations)[:MAX_QUOTATIONS],
        (*first.ids, *ids)[:MAX_IDS],
        f"{first.name} and {second.name}",
        (*first.notes, *second.notes, *_left_out(len(first.quotations) + len(quotations))),
    )


def _left_out(quotations: int) -> Iterator[str]:
    if quotations > MAX_QUOTATIONS:
        yield f"only the first {MAX_QUOTATIONS:,} of {quotations:,} quotations were checked"


def _quotations(draft: index.Draft) -> Iterator[Quoted]:
    room = MAX_TEXT
    for one in draft.quotations[:MAX_QUOTATIONS]:
        room -= len(one.quotation.text)
        if room < 0:
            return
        yield Quoted(one.quotation.text, one.quotation.sources, _where(one, draft))


def _first_mentions(draft: index.Draft) -> list[index.DraftMention]:
    """Each id where it stands first."""
    return list({one.id: one for one in reversed(draft.mentions)}.values())[::-1][:MAX_IDS]


def _where(place: index.InDraft, draft: index.Draft) -> str:
    return f"line {place.line}" if draft.lined else f"paragraph {place.paragraph}"


def _notes(draft: index.Draft, checked: int) -> Iterator[str]:
    if checked < len(draft.quotations):
        yield f"only the first {checked:,} of {len(draft.quotations):,} quotations were checked"
    for mark in draft.unclosed[:_MAX_UNCLOSED]:
        yield f"{_where(mark, draft)}: nothing closes this quotation mark, so what it quotes isn't checked"
    if len(draft.unclosed) > _MAX_UNCLOSED:
        yield f"{len(draft.unclosed) - _MAX_UNCLOSED:,} more quotation marks are not closed"


def with_ids(check: Check, ids: Iterable[Mentioned]) -> Check:
    """The check with these ids, each of which is one."""
    return replace(check, ids=tuple(replace(one, certain=True) for one in ids))


def noting(check: Check, note: str) -> Check:
    """The check with one more note."""
    return replace(check, notes=(*check.notes, note))
