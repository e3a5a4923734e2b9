"""PDF by pypdfium2 (Chromium's PDFium). PDFium finds lines and words; here lines become text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.dates.stated import StatedDate
from index.read.decode import normalised, tidied
from index.read.protocol import ENCRYPTED, TOO_MUCH_TEXT, Content, Parts, UnreadableError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 20_000
"""A file may declare millions in a few bytes."""

_MARK = re.compile("[-\u2010\u00ad]?[\x02\ufffe]\\s*|\u00ad\\s*\\n\\s*")
"""What PDFium returns for a hyphen that ends a line."""
_NEXT, _INSIDE = "\f", "\v"
"""While pages are joined: the end of a page between words, and inside a word."""
_PAGE_ENDS = re.compile(f"[{_NEXT}{_INSIDE}]")
_HYPHEN = re.compile(rf"([^\W\d_]+)[-‐](\n|{_NEXT}+)(\w+)")
_PROGRAMS = re.compile(r"(?i)microsoft (word|powerpoint) - |untitled|.*\.(docx?|pdf|tex|dvi|indd|rtf|odt|txt|qxd)\s*$")
"""Titles that a program wrote, not a person."""


def read_pdf(data: bytes, max_characters: int) -> Parts:
    """One document of at most `max_characters`, with the offset in its text of each page."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only where PDF is read

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise UnreadableError(_reason(str(error))) from error
    try:
        title, created = _entry(document, "Title"), _entry(document, "CreationDate")
        text, pages = _joined(_pages(document, max_characters))
    finally:
        document.close()
    if not text.strip():
        raise UnreadableError("it has no text, perhaps only pictures of pages; run text recognition (OCR) on it")
    return [
        Content(
            "pdf",
            text,
            title=None if _PROGRAMS.match(title) else title,
            may_have_head=True,
            dates=(StatedDate(created, "creation metadata"),),
            pages=pages,
        )
    ]


def _reason(fault: str) -> str:
    if "assword" in fault or "ecurity" in fault:
        return ENCRYPTED
    return "it is a damaged PDF; save it again"


def _entry(document: PdfDocument, key: str) -> str:
    """An entry of the document's information; empty if it is missing or damaged."""
    try:
        return str(document.get_metadata_value(key))
    except ValueError:
        return ""


def _pages(document: PdfDocument, max_characters: int) -> Iterator[str]:
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - only where PDF is read

    if len(document) > MAX_PAGES:
        raise UnreadableError(f"it has more than {MAX_PAGES} pages; split it")
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except PdfiumError:
            yield ""  # a damaged page keeps its number
            continue
        text = textpage.get_text_bounded() if textpage.count_chars() <= max_characters else "x" * (max_characters + 1)
        textpage.close()
        page.close()
        length += len(text)
        if length > max_characters:
            raise UnreadableError(TOO_MUCH_TEXT)
        yield text


def _joined(pages: Iterator[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages and where each begins. A sentence or word that continues on the next page is not broken."""
    whole = _NEXT.join(tidied(_MARK.sub("-\n", _PAGE_ENDS.sub(" ", normalised(page)))) for page in pages)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole.lower()))
    whole = _HYPHEN.sub(lambda match: _unbroken(match, words), whole)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for mark, page in zip([_NEXT, *_PAGE_ENDS.findall(whole)], _PAGE_ENDS.split(whole), strict=True):
        between = _between(mark, page) if length and page else ""
        starts.append(length + len(between))
        pieces += (between, page)
        length += len(between) + len(page)
    return "".join(pieces), tuple(starts)


def _between(mark: str, page: str) -> str:
    if mark == _INSIDE:
        return ""
    return "\n" if page[0].islower() else "\n\n"


def _unbroken(match: re.Match[str], words: Counter[str]) -> str:
    """A word hyphenated at a line's end made whole. Its hyphen stays where the second half doesn't begin in lower case,
    or where the document more often spells the word with it."""
    first, line_end, second = match.groups()
    inside = _INSIDE * line_end.count(_NEXT)
    hyphenated = f"{first}-{second}"
    kept = not second[0].islower() or words[hyphenated.lower()] > words[(first + second).lower()]
    return f"{first}{'-' if kept else ''}{inside}{second}"
