"""Markdown with front matter. Its text is the file's own, markup included, so that a quotation is verbatim."""

from __future__ import annotations

import re

from index.dates.head_lines import head_date
from index.dates.stated import StatedDate
from index.read.decode import decode
from index.read.front_matter import front_matter
from index.read.protocol import Content, Parts
from index.read.title import find_title, single_spaced

_HEADING = re.compile(r"\s*(?:#[^\S\n]+(?P<hashes>[^\n]+?)[^\S\n]*#*|(?P<lined>[^\n]*\S)[^\S\n]*\n=+)[^\S\n]*(?:\n|\Z)")


def read_markdown(data: bytes, max_characters: int) -> Parts:
    """One document; it keeps to `max_characters`, since decoding can't yield more characters than there are bytes."""
    text, notes = decode(data)
    front = front_matter(text)
    head = head_date(text, front.end)
    body = head.end if head else front.end
    title, body = _title(text, body, front.title)
    dates = (StatedDate(head.written if head else "", "head line"), *front.dates)
    return [Content("markdown", text, body, title, dates=dates, notes=notes + front.notes)]


def _title(text: str, body: int, stated: str | None) -> tuple[str | None, int]:
    """The title and where the text after it begins: stated in the front matter, a heading, or a title by its form."""
    if stated:
        return stated, body
    if heading := _HEADING.match(text, body):
        return single_spaced(heading["hashes"] or heading["lined"]), heading.end()
    by_form = find_title(text, body)
    return (by_form.title, by_form.body) if by_form.origin == "source" else (None, body)
