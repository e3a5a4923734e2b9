"""Which chapters a book has: by its table of contents, or else a file each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        if entry.place not in (cut.place for cut in of_file[-1:]):
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


def chapters_of(page: Page, cuts: Sequence[Cut], *, goes_on: bool) -> Iterable[tuple[Chapter, bool]]:
    """The chapters in a page that was cut there, each with whether it goes on with the one before.

    `goes_on` says whether what no entry leads to may be the rest of a chapter, unless it has a heading.
    """
    first, *others = page.texts
    label = next((cut.label for cut in cuts if not cut.place), "")
    if first:
        yield Chapter(label or page.heading, first, page.notes), goes_on and not (label or page.heading)
    elif label and others:  # the entry for the file leads to what the first place in it holds
        cuts = [cut if cut.label else replace_label(cut, label) for cut in cuts]
    for cut, text in zip((cut for cut in cuts if cut.place), others, strict=True):
        if text:
            yield Chapter(cut.label, text, page.notes), False


def replace_label(cut: Cut, label: str) -> Cut:
    return cut._replace(label=label)


def continued(chapter: Chapter, more: Chapter) -> Chapter:
    """A chapter with the rest of it, which stands in another file."""
    notes = tuple(dict.fromkeys((*chapter.notes, *more.notes)))
    return replace(chapter, text=f"{chapter.text}\n\n{more.text}", notes=notes)
