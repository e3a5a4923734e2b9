"""Plain text: the archive's own form, or with header fields as PEPs and reStructuredText have them."""

from __future__ import annotations

from index.read.decode import decode
from index.read.front_matter import NOTHING, header_fields
from index.read.protocol import Content, Parts


def read_plain(data: bytes, max_characters: int) -> Parts:
    """One document, its text as in the file. Decoding can't yield more characters than there are bytes."""
    text, notes = decode(data)
    front = header_fields(text) or NOTHING
    notes += front.notes
    return [Content("text", text, front.end, front.title, may_have_head=True, dates=front.dates, notes=notes)]
