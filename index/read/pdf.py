"""PDF by pypdfium2 (Chromium's PDFium), which finds lines and words; `pdf_layout` and `pdf_words` make text of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ctypes import POINTER, c_double, c_ushort, cast, create_string_buffer
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from index.dates.stated import StatedDate
from index.read.pdf_columns import MIN_CHANGES, MIN_LINES
from index.read.pdf_layout import page_text
from index.read.pdf_lines import Box, Field, Line, Word
from index.read.pdf_words import joined
from index.read.protocol import ENCRYPTED, TOO_MUCH_TEXT, Content, Parts, UnreadableError
from index.read.recognise import Outcome, Recogniser, attempt, no_text, notes
from index.read.title import by_program

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfFormEnv, PdfPage, PdfTextPage

MAX_PAGES = 20_000
"""A file may declare millions in a few bytes."""
MAX_ARRANGED = 200_000
"""Characters of a page whose lines are put in order; no page that a person can read has more."""
MAX_LINES = 5000
MIN_COLUMN = 72
"""Points from the left edge of one column to that of the next, at least."""
MAX_ANNOTATIONS = 5000
MAX_FIELD_BYTES = 1024 * 1024
MAX_STAMP = 60
"""Characters on the picture of a page, such as its number, that aren't its text."""
MAX_PICTURES = 20
MAX_OBJECTS = 5000
"""Drawn on a page, above which it isn't the picture of one."""
PICTURE = 0.5
"""The share of a page that a picture of it covers, at least."""

_LINE = re.compile("([^\r\n\ufffe]*+)(\r\n|[\r\n\ufffe]|\\Z)")


def read_pdf(data: bytes, max_characters: int, *, recogniser: Recogniser) -> Parts:
    """One document of at most `max_characters`, with the offset in its text of each page."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only where PDF is read

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise UnreadableError(_reason(str(error))) from error
    try:
        title, created = _entry(document, "Title"), _entry(document, "CreationDate")
        pages = list(_pages(document, max_characters, recogniser))
    finally:
        document.close()
    text, starts = joined(page.text for page in pages)
    outcomes = [page.outcome for page in pages if page.outcome]
    noted = tuple(notes(outcomes, len(pages), recogniser.cure))
    if not text.strip():
        raise UnreadableError(no_text(noted, recogniser.cure))
    sure = tuple(page.outcome and page.outcome.found.confidence for page in pages)
    return [
        Content(
            "pdf",
            text,
            title=None if by_program(title) else title,
            may_have_head=True,
            dates=(StatedDate(created, "creation metadata"),),
            pages=starts,
            recognised=sure if any(one is not None for one in sure) else (),
            notes=noted,
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


class _Page(NamedTuple):
    text: str
    outcome: Outcome | None = None
    """What became of a page on which something is drawn that no text says."""


def _pages(document: PdfDocument, max_characters: int, recogniser: Recogniser) -> Iterator[_Page]:
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - only where PDF is read

    if len(document) > MAX_PAGES:
        raise UnreadableError(f"it has more than {MAX_PAGES} pages; split it")
    length = 0
    form = _form(document)
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except PdfiumError:
            yield _Page("")  # a damaged page keeps its number
            continue
        text = _text(page, textpage, form) if textpage.count_chars() <= max_characters else "x" * (max_characters + 1)
        outcome = _recognised(page, number + 1, len(document), recogniser) if _is_picture(page, text) else None
        text = _with_stamp(text, outcome.found.text) if outcome else text
        textpage.close()
        page.close()
        length += len(text)
        if length > max_characters:
            raise UnreadableError(TOO_MUCH_TEXT)
        yield _Page(text, outcome)


def _with_stamp(stamp: str, found: str) -> str:
    """What was recognised on a page, which has a stamp drawn on it as well; if need be with the words of the stamp."""
    return found if found and set(stamp.split()) <= set(found.split()) else "\n\n".join(filter(None, (stamp, found)))


def _recognised(page: PdfPage, number: int, count: int, recogniser: Recogniser) -> Outcome:
    if recogniser.cure is not None:
        return Outcome(number)
    return attempt(number, lambda: recogniser.drawn(page, number, count))


def _is_picture(page: PdfPage, text: str) -> bool:
    """Whether a page has no text and isn't empty, or hardly any on a picture that fills most of it."""
    from pypdfium2 import PdfiumError, raw  # noqa: PLC0415 - only where PDF is read

    if len(text) > MAX_STAMP:
        return False
    if not text.strip():
        return bool(raw.FPDFPage_CountObjects(page) > 0)
    if raw.FPDFPage_CountObjects(page) > MAX_OBJECTS:
        return False
    width, height = page.get_size()
    try:
        pictures = islice(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3), MAX_PICTURES)
        return any(_area(picture.get_bounds()) > PICTURE * width * height for picture in pictures)
    except PdfiumError:
        return False


def _area(bounds: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = bounds
    return (right - left) * (top - bottom)


def _text(page: PdfPage, textpage: PdfTextPage, form: PdfFormEnv | None) -> str:
    """A page's text in reading order; as PDFium gives it where the places of its letters aren't to be had."""
    fields = list(_fields(page, form))
    text = textpage.get_text_range() if textpage.count_chars() <= MAX_ARRANGED else ""
    if not text or max(text) > "\uffff":  # whose places PDFium counts otherwise
        return "\n".join([textpage.get_text_bounded(), *(field.text for field in fields)])
    lines = list(_lines(textpage, text, Box(*page.get_bbox())))
    count = textpage.count_rects()
    mixed = len(lines) <= MAX_LINES and count <= MAX_LINES and _may_be_mixed(lines, count)
    boxes = [Box(*textpage.get_rect(number)) for number in range(count)] if mixed else []
    return page_text(lines, boxes, fields, partial(_words, textpage))


def _may_be_mixed(lines: list[Line], rectangles: int) -> bool:
    """Whether columns may be mixed up: lines of several pieces, or such that begin left and right by turns."""
    if rectangles >= len(lines) + MIN_LINES:
        return True
    return sum(abs(one.left - other.left) > MIN_COLUMN for one, other in pairwise(lines)) >= MIN_CHANGES


def _lines(textpage: PdfTextPage, text: str, paper: Box) -> Iterator[Line]:
    """The lines on the paper, in the order of the file, without words that lie beside it."""
    from pypdfium2 import raw  # noqa: PLC0415 - only where PDF is read

    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    for match in _LINE.finditer(text):
        line = match[1].strip()
        if not line:
            continue
        start = match.start() + match[1].index(line[0])
        index = raw.FPDFText_GetCharIndexFromTextIndex(textpage, start)
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        hyphen = "-" if match[2] == "\ufffe" else ""
        found = Line(line + hyphen, start, x.value, y.value, box.top - box.bottom)
        ends_on, begins_on = _ends_on(paper, textpage, start + len(line) - 1), _is_on(paper, x.value, y.value)
        if begins_on and not ends_on:
            words = tuple(word for word in _words(textpage, found) if word.left <= paper.right)
            found = replace(found, text=" ".join(word.text for word in words), words=words)
        if found.text and (begins_on or ends_on):
            yield found


def _is_on(paper: Box, x: float, y: float) -> bool:
    return paper.left <= x <= paper.right and paper.bottom <= y <= paper.top


def _ends_on(paper: Box, textpage: PdfTextPage, at: int) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415 - only where PDF is read

    left, bottom, _, _ = textpage.get_charbox(raw.FPDFText_GetCharIndexFromTextIndex(textpage, at))
    return _is_on(paper, left, bottom)


def _words(textpage: PdfTextPage, line: Line) -> tuple[Word, ...]:
    from pypdfium2 import raw  # noqa: PLC0415 - only where PDF is read

    found = []
    for match in re.finditer(r"\S+", line.text):
        first = raw.FPDFText_GetCharIndexFromTextIndex(textpage, line.start + match.start())
        last = raw.FPDFText_GetCharIndexFromTextIndex(textpage, line.start + max(match.end() - 1, match.start()))
        found.append(Word(match[0], _edges(textpage, first)[0], _edges(textpage, last)[1]))
    return tuple(found)


def _edges(textpage: PdfTextPage, index: int) -> tuple[float, float]:
    left, _, right, _ = textpage.get_charbox(index)
    return left, right


def _form(document: PdfDocument) -> PdfFormEnv | None:
    """What knows the values of the document's fields; None if it has none."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - only where PDF is read

    try:
        document.init_forms()
    except PdfiumError:
        return None
    return document.formenv


def _fields(page: PdfPage, form: PdfFormEnv | None) -> Iterator[Field]:
    """What was typed on the page: the values of its fields, and free texts."""
    from pypdfium2 import raw  # noqa: PLC0415 - only where PDF is read

    box = raw.FS_RECTF()
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        text = _typed(annotation, form)
        if text and raw.FPDFAnnot_GetRect(annotation, box):
            yield Field(Box(box.left, box.bottom, box.right, box.top), text)
        raw.FPDFPage_CloseAnnot(annotation)


def _typed(annotation: Any, form: PdfFormEnv | None) -> str:
    from pypdfium2 import raw  # noqa: PLC0415 - only where PDF is read

    if raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
        return ""
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(partial(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if field == raw.FPDF_FORMFIELD_TEXTFIELD:
        secret = raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & raw.FPDF_FORMFLAG_TEXT_PASSWORD
        return "" if secret else _string(partial(raw.FPDFAnnot_GetFormFieldValue, form, annotation))
    if field in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return _chosen(annotation, form)
    return ""


def _chosen(annotation: Any, form: PdfFormEnv) -> str:
    """What a choice shows, and not the value that it stands for."""
    from pypdfium2 import raw  # noqa: PLC0415 - only where PDF is read

    labels = [
        _string(partial(raw.FPDFAnnot_GetOptionLabel, form, annotation, number))
        for number in range(min(raw.FPDFAnnot_GetOptionCount(form, annotation), MAX_ANNOTATIONS))
        if raw.FPDFAnnot_IsOptionSelected(form, annotation, number)
    ]
    return "\n".join(labels) or _string(partial(raw.FPDFAnnot_GetFormFieldValue, form, annotation))


def _string(read: Callable[[Any, int], int]) -> str:
    """What a function of PDFium writes into a buffer, whose length in bytes it tells first."""
    length = read(None, 0)
    if not 2 < length <= MAX_FIELD_BYTES:
        return ""
    buffer = create_string_buffer(length)
    read(cast(buffer, POINTER(c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip()
