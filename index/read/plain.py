"""Plain text: the archive's own form."""

from __future__ import annotations

from index.read.decode import decode
from index.read.protocol import Content, Parts


def read_plain(data: bytes, max_characters: int) -> Parts:
    """One document, its text as in the file. Decoding can't yield more characters than there are bytes."""
    text, notes = decode(data)
    return [Content(format="text", text=text, may_have_head=True, notes=notes)]
