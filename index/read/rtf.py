"""Rich text (.rtf), and what Word and others call .doc and is rich text."""

from __future__ import annotations

import codecs

from index.dates.head_lines import head_date
from index.read.creation import created_on
from index.read.decode import tidied
from index.read.protocol import Content, Parts
from index.read.rtf_text import RtfText
from index.read.title import by_program

START = b"{\\rtf"
CUT_OFF = "it is cut off, for not all of its groups are closed; save it again"


def begins_rich_text(data: bytes) -> bool:
    """Whether a file is rich text, after a byte order mark or blanks at most."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip()[: len(START)] == START


def read_rtf(data: bytes, max_characters: int) -> Parts:
    """One document, under the head line that the header of its pages may have."""
    found = RtfText(data[data.index(START) :], max_characters)
    text = tidied(found.text)
    if text and not head_date(text):
        lines = (line for header in found.headers for line in tidied(header).split("\n\n"))
        text = "\n\n".join(filter(None, (next(filter(head_date, lines), ""), text)))
    title = found.title if found.title and not by_program(found.title) else None
    notes = () if found.is_whole else (CUT_OFF,)
    return [Content("rtf", text, title=title, may_have_head=True, dates=created_on(found.created), notes=notes)]
