"""PDF by pypdfium2 (Chromium's PDFium). PDFium tells lines and words apart; here lines become text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.dates.stated import Stated
from index.read.decode import normalised, tidied
from index.read.faults import UnfitError
from index.read.protocol import Content, Parts

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 20_000
"""Pages of one document; a file may declare millions in a few bytes."""

_MARK = re.compile("[-\u2010\u00ad]?[\x02\ufffe]\\s*|\u00ad\\s*\\n\\s*")
"""What PDFium puts for a hyphen that ends a line."""
_NEXT, _INSIDE = "\f", "\v"
"""While pages are joined: the end of a page, and one inside a word."""
_ENDS = re.compile(f"[{_NEXT}{_INSIDE}]")
_HYPHEN = re.compile(rf"([^\W\d_]+)[-‐](\n|{_NEXT}+)(\w+)")
_PROGRAMS = re.compile(r"(?i)microsoft (word|powerpoint) - |untitled|.*\.(docx?|pdf|tex|dvi|indd|rtf|odt|txt|qxd)\s*$")
"""Titles that a program wrote and no person."""


def read_pdf(data: bytes, most: int) -> Parts:
    """One document of at most `most` characters, with where in its text each page begins."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only where PDF is read

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise UnfitError(_why(str(error))) from error
    try:
        title, created = _entry(document, "Title"), _entry(document, "CreationDate")
        text, pages = _joined(_pages(document, most))
    finally:
        document.close()
    if not text.strip():
        raise UnfitError("it has no text inside, only pictures of pages perhaps; run text recognition (OCR) over it")
    return [
        Content(
            "pdf",
            text,
            title=None if _PROGRAMS.match(title) else title,
            heads=True,
            dates=(Stated(created, "creation metadata"),),
            pages=pages,
        )
    ]


def _why(fault: str) -> str:
    if "assword" in fault or "ecurity" in fault:
        return "it is encrypted; save it without a password"
    return "it is a damaged PDF; save it anew"


def _entry(document: PdfDocument, key: str) -> str:
    """An entry of the document's information; empty if it is missing or damaged."""
    try:
        return str(document.get_metadata_value(key))
    except ValueError:
        return ""


def _pages(document: PdfDocument, most: int) -> Iterator[str]:
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - only where PDF is read

    if len(document) > MOST_PAGES:
        raise UnfitError(f"it has more than {MOST_PAGES} pages; split it")
    taken = 0
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except PdfiumError:
            yield ""  # a page that is damaged keeps its number
            continue
        text = textpage.get_text_bounded() if textpage.count_chars() <= most else "x" * (most + 1)
        textpage.close()
        page.close()
        taken += len(text)
        if taken > most:
            raise UnfitError("it holds more text than the setting max_file_mib allows; split it")
        yield text


def _joined(pages: Iterator[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages and where each begins. A sentence or word that runs on to the next page is not broken."""
    whole = _NEXT.join(tidied(_MARK.sub("-\n", _ENDS.sub(" ", normalised(page)))) for page in pages)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole.lower()))
    whole = _HYPHEN.sub(lambda match: _unbroken(match, words), whole)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for mark, page in zip([_NEXT, *_ENDS.findall(whole)], _ENDS.split(whole), strict=True):
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
    """A word hyphenated at a line's end made whole; its hyphen stays if it goes on otherwise than in lower case, or
    if the document writes it so elsewhere."""
    first, end, second = match.groups()
    inside = _INSIDE * end.count(_NEXT)
    spelled = f"{first}-{second}"
    kept = not second[0].islower() or words[spelled.lower()] > words[(first + second).lower()]
    return f"{first}{'-' if kept else ''}{inside}{second}"
