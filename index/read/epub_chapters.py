"""Which chapters a book has: by its table of contents, or else a file each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from index.read.epub_package import Entry
from index.read.epub_pages import Page

_MOST = 0.5
"""The share of a book's files that entries of one level must lead to, for chapters to be of that level."""


class Cut(NamedTuple):
    """A place in a file at which a chapter begins, and what the table of contents calls it; "" is the file's start."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a book; `notes` are remarks on how its files were read."""

    title: str
    text: str
    notes: tuple[str, ...] = field(default=())


def cuts_of(files: Sequence[str], contents: Sequence[Entry]) -> dict[str, list[Cut]]:
    """Where chapters begin in each file that the table of contents leads to."""
    known = set(files)
    entries = [entry for entry in contents if entry.file in known]
    level = _level(len(known), entries)
    cuts: dict[str, list[Cut]] = {}
    for entry in entries:
        of_file = cuts.setdefault(entry.file, []) if entry.level <= level else []
        of_file.append(Cut(entry.place, entry.label))
    return cuts


def _level(files: int, entries: Sequence[Entry]) -> int:
    """The level at which the table of contents lists chapters, and not parts or sections."""
    levels = sorted({entry.level for entry in entries})
    for level in levels:
        reached = [entry for entry in entries if entry.level <= level]
        if len(reached) > 1 and len({entry.file for entry in reached}) >= _MOST * files:
            return level
    return levels[-1] if levels else 0


def chapters_of(page: Page, cuts: Sequence[Cut], *, goes_on: bool) -> Iterator[tuple[Chapter, bool]]:
    """The chapters in a page that was cut there, each with whether it goes on with the one before.

    `goes_on` says whether what no entry leads to may be the rest of a chapter, unless it has a heading.
    """
    labels = {cut.place: cut.label for cut in reversed(cuts)}
    title = labels.get("") or page.heading
    if page.text:
        yield Chapter(title, page.text, page.notes), goes_on and not title
    for place, text in page.cut:
        if text:
            yield Chapter(labels.get(place, ""), text, page.notes), False


def continued(chapter: Chapter, more: Chapter) -> Chapter:
    """A chapter with the rest of it, which stands in another file."""
    notes = tuple(dict.fromkeys((*chapter.notes, *more.notes)))
    return replace(chapter, text=f"{chapter.text}\n\n{more.text}", notes=notes)
