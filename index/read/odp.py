"""OpenDocument presentations (.odp, .fodp)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.read.odf import OpenDocument
from index.read.odf_text import DRAW, PRESENTATION
from index.read.protocol import Content, Parts
from index.read.slides import Slide, joined, remarks

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES = frozenset(("title", "subtitle"))


def read_odp(data: bytes, max_characters: int) -> Parts:
    """One document, with the offset in its text of each slide."""
    document = OpenDocument(data, max_characters)
    pages = document.body("presentation").iterchildren(f"{DRAW}page")
    slides = [_slide(document, page) for page in pages]
    text, starts = joined(slides)
    notes = remarks(slides)
    return [
        Content("odp", text, title=document.title, may_have_head=True, dates=document.dates, pages=starts, notes=notes)
    ]


def _slide(document: OpenDocument, page: Element) -> Slide:
    notes = (document.text_of(each) for each in page.iterchildren(f"{PRESENTATION}notes"))
    noted = "\n\n".join(filter(None, notes))
    is_hidden = ("drawing-page", page.get(f"{DRAW}style-name", "")) in document.hidden
    titles = [child for child in page if child.get(f"{PRESENTATION}class") in _TITLES]
    for at, title in enumerate(titles):  # what is drawn first need not be read first
        page.insert(at, title)
    return Slide(document.text_of(page), noted, is_hidden)
