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
    cuts = cuts_of(book.files, book.contents)
    waiting: Chapter | None = None
    for name in book.files:
        of_file = [] if name in book.left_out else cuts.get(name, [])
        page = Page((), "", ()) if name in book.left_out else _page(entries, name, of_file, budget)
        if isinstance(page, str):
            yield from () if waiting is None else (waiting,)
            waiting = None
            yield page
            continue
        for chapter, is_more in chapters_of(page, of_file, goes_on=bool(cuts)) if page.texts else ():
            if waiting is not None and is_more:
                waiting = continued(waiting, chapter)
                continue
            yield from () if waiting is None else (waiting,)
            waiting = chapter
    yield from () if waiting is None else (waiting,)


def _page(entries: Entries, name: str, cuts: list[Cut], budget: Budget) -> Page | str:
    data = entries.read(name)
    if data is None:
        return f"the book lacks its file {name[:200]!r}; save the book again"
    if not data.strip():
        return Page((), "", ())
    try:
        page = page_of(data, [cut.place for cut in cuts if cut.place])
    except UnreadableError as error:
        return str(error)
    for text in page.texts:
        budget.spend(text)
    return page
