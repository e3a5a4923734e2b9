"""EPUB: a document a chapter, each titled by book and chapter, under a line with the book's authors and title.

By lxml: EbookLib, the library for EPUB, is under the AGPL.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.read.epub_chapters import Chapter, Cut, chapters_of, continued, cuts_of
from index.read.epub_package import DAMAGED, Book, book_of
from index.read.epub_pages import Page, page_of
from index.read.paragraphs import Budget
from index.read.protocol import NO_TEXT, Content, Parts, UnreadableError, UnreadablePart
from index.read.zip_entries import Entries

MAX_AUTHORS = 3
"""Authors who are named above a chapter."""


def read_epub(data: bytes, max_characters: int) -> Parts:
    """One document a chapter, numbered from 1 in reading order; covers and tables of contents are none."""
    entries = Entries(data, max_characters, DAMAGED)
    book = book_of(entries)
    budget = Budget(max_characters)
    found = list(_chapters(book, entries, budget))
    if not found:
        raise UnreadableError(NO_TEXT)
    return [_part(book, chapter, number, budget) for number, chapter in enumerate(found, 1)]


def _part(book: Book, chapter: Chapter | str, number: int, budget: Budget) -> Content | UnreadablePart:
    if isinstance(chapter, str):
        return UnreadablePart(number, chapter)
    head = f"{_byline(book)}\n\n" if book.authors or book.title else ""
    title = ": ".join(dict.fromkeys(filter(None, (book.title, chapter.title))))
    return Content(
        "epub",
        budget.spend(head) + chapter.text,
        body=len(head),
        title=title or None,
        dates=book.dates,
        notes=chapter.notes,
        part=number,
        dated_by_name=True,
    )


def _byline(book: Book) -> str:
    more = [*book.authors[:MAX_AUTHORS], *(["…"] if len(book.authors) > MAX_AUTHORS else [])]
    return ": ".join(filter(None, (", ".join(more), book.title)))


def _chapters(book: Book, entries: Entries, budget: Budget) -> Iterator[Chapter | str]:
    """The chapters in order, and for a file that can't be read the reason why."""
    waiting: Chapter | None = None
    for chapter, goes_on in _pieces(book, entries, budget):
        if goes_on and waiting is not None and isinstance(chapter, Chapter):
            waiting = continued(waiting, chapter)
            continue
        if waiting is not None:
            yield waiting
        waiting = chapter if isinstance(chapter, Chapter) else None
        if isinstance(chapter, str):
            yield chapter
    if waiting is not None:
        yield waiting


def _pieces(book: Book, entries: Entries, budget: Budget) -> Iterator[tuple[Chapter | str, bool]]:
    """What each file holds, and whether it goes on with what is before."""
    cuts = cuts_of(book.files, book.contents)
    for name in book.files:
        if name in book.left_out:
            continue
        page = _page(entries, name, cuts.get(name, []), budget)
        if isinstance(page, str):
            yield page, False
        else:
            yield from chapters_of(page, cuts.get(name, []), goes_on=bool(cuts))


def _page(entries: Entries, name: str, cuts: list[Cut], budget: Budget) -> Page | str:
    try:
        data = entries.read(name)
        if data is None:
            return f"the book lacks its file {name[:200]!r}; save the book again"
        page = page_of(data, [cut.place for cut in cuts if cut.place]) if data.strip() else Page()
    except UnreadableError as error:
        return str(error)
    for text in (page.text, *(text for _, text in page.cut)):
        budget.spend(text)
    return page
