"""Pictures of pages: PNG, JPEG and TIFF, which may have many pages. Tesseract reads them itself."""

from __future__ import annotations

from functools import partial

from index.read.kinds import PICTURE
from index.read.pdf_words import joined
from index.read.picture_sizes import check_pages, kind
from index.read.protocol import Content, Parts, UnreadableError
from index.read.recognise import Recogniser, attempt, no_text, notes


def read_picture(data: bytes, max_characters: int, *, recogniser: Recogniser) -> Parts:
    """One document, with the offset of each page in its text."""
    if recogniser.cure:
        raise UnreadableError(f"it is a picture ({kind(data)}); {recogniser.cure}, or {PICTURE}")
    count = check_pages(data)
    numbers = range(1, count + 1)
    page = partial(recogniser.page, data, of=count, inner=count > 1)
    outcomes = [attempt(number, partial(page, number)) for number in numbers]
    text, starts = joined(outcome.found.text for outcome in outcomes)
    noted = tuple(notes(outcomes, count))
    if not text.strip():
        raise UnreadableError(no_text(noted, None))
    return [
        Content(
            "picture",
            text,
            may_have_head=True,
            pages=starts,
            recognised=tuple(outcome.found.confidence for outcome in outcomes),
            notes=noted,
        )
    ]
