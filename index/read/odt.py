"""OpenDocument texts (.odt, .fodt)."""

from __future__ import annotations

from index.dates.head_lines import head_date
from index.read.decode import tidied
from index.read.odf import OpenDocument
from index.read.protocol import Content, Parts


def read_odt(data: bytes, max_characters: int) -> Parts:
    """One document, under the head line that the header of its first page may have."""
    document = OpenDocument(data, max_characters)
    text = tidied(document.text_of(document.body("text")))
    if text and not head_date(text):
        lines = (line for header in document.headers() for line in tidied(document.text_of(header)).split("\n\n"))
        text = "\n\n".join(filter(None, (next(filter(head_date, lines), ""), text)))
    return [Content("odt", text, title=document.title, may_have_head=True, dates=document.dates)]
