"""PDF by pypdfium2 (Chromium's PDFium). PDFium tells lines and words apart; here lines become text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.dates import Stated
from index.read.content import Content, Parts
from index.read.decode import tidied
from index.read.faults import UnfitError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 20_000
"""Pages of one document; a file may declare millions in a few bytes."""

_SOFT_BREAK = re.compile("[\x02\ufffe\u00ad]\\s*\n\\s*|[\x02\ufffe]")
"""PDFium's marks for a hyphen that ends a line."""
_HYPHEN = re.compile(r"([^\W\d_]+)[-‐]\n([a-zß-ÿœа-яё]\w*)")
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
        metadata = document.get_metadata_dict()
        text, pages = _joined(_pages(document, most))
    finally:
        document.close()
    if not text.strip():
        raise UnfitError("it has no text inside, only pictures of pages perhaps; run text recognition (OCR) over it")
    title = metadata.get("Title") or None
    return [
        Content(
            "pdf",
            text,
            title=None if title and _PROGRAMS.match(title) else title,
            heads=True,
            dates=(Stated(metadata.get("CreationDate") or "", "creation metadata"),),
            pages=pages,
        )
    ]


def _why(fault: str) -> str:
    if "assword" in fault or "ecurity" in fault:
        return "it is encrypted; save it without a password"
    return "it is a damaged PDF; save it anew"


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
    """The text of all pages and where each begins. A sentence that runs on to the next page is not broken."""
    raw = [_SOFT_BREAK.sub("", page.replace("\r\n", "\n")) for page in pages]
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(raw).lower()))
    text, starts = "", []
    pieces: list[str] = []
    length = 0
    for page in raw:
        text = tidied(_HYPHEN.sub(lambda match: _unbroken(match, words), page))
        if pieces and text:
            pieces.append("\n" if text[0].islower() else "\n\n")
            length += len(pieces[-1])
        starts.append(length)
        if text:
            pieces.append(text)
            length += len(text)
    return "".join(pieces), tuple(starts)


def _unbroken(match: re.Match[str], words: Counter[str]) -> str:
    """A word hyphenated at a line's end made whole; its hyphen stays if the document writes it so elsewhere."""
    first, second = match.groups()
    spelled = f"{first}-{second}"
    return spelled if words[spelled.lower()] > words[(first + second).lower()] else first + second
