"""OpenDocument files: the package or the flat file, what it says of itself, and what its text is made of."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.dates.stated import StatedDate
from index.read.creation import created_on
from index.read.odf_styles import STYLE, Key, hidden_styles
from index.read.odf_text import OFFICE, OdfText
from index.read.paragraphs import Budget
from index.read.protocol import ENCRYPTED, UnreadableError
from index.read.title import by_program
from index.read.xml_tree import parse_xml
from index.read.zip_entries import Entries

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DAMAGED = "it is a damaged or truncated OpenDocument file; save it again"
MAX_OBJECTS = 1000
"""Formulas and charts of a document that are opened."""
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SECRET = re.compile(rb"<(?:\w+:)?encryption-data[\s>/]")


class OpenDocument:
    """An OpenDocument file whose trees were read."""

    def __init__(self, data: bytes, max_characters: int) -> None:
        self._open: Callable[[str], Element | None] = _nothing
        if data.startswith(b"PK"):
            self._unpack(Entries(data, max_characters, DAMAGED))
        else:
            self._content = self._styles = self._meta = parse_xml(data, DAMAGED)
        styles = None if self._styles is self._content else self._styles
        self.hidden: frozenset[Key] = hidden_styles((styles, self._content))
        self._text = OdfText(self._content, self.hidden, Budget(max_characters), self._object)
        self._opened = 0

    def _unpack(self, entries: Entries) -> None:
        if _SECRET.search(entries.read("META-INF/manifest.xml") or b"") or "encrypted-package" in entries:
            raise UnreadableError(ENCRYPTED)

        def tree(name: str) -> Element | None:
            data = entries.read(name)
            return None if data is None else parse_xml(data, DAMAGED)

        self._open = tree
        content = tree("content.xml")
        if content is None:
            raise UnreadableError(DAMAGED)
        self._content, self._styles, self._meta = content, tree("styles.xml"), tree("meta.xml")

    def body(self, kind: str) -> Element:
        """The element that holds the content of a "text" or "presentation"; raises `UnreadableError` if none does."""
        found = self._content.find(f"{OFFICE}body/{OFFICE}{kind}")
        if found is None:
            raise UnreadableError(DAMAGED)
        return found

    def text_of(self, node: Element) -> str:
        """The text below an element."""
        return self._text.of(node)

    def headers(self) -> list[Element]:
        """The headers of the first kind of page, that of a first page first."""
        pages = [] if self._styles is None else list(self._styles.iter(f"{STYLE}master-page"))
        page = next((each for each in pages if each.get(f"{STYLE}name") == "Standard"), pages[0] if pages else None)
        if page is None:
            return []
        return [*page.iterchildren(f"{STYLE}header-first"), *page.iterchildren(f"{STYLE}header")]

    @property
    def title(self) -> str | None:
        """As the document keeps it, unless a program made it up."""
        title = self._said(_TITLE)
        return title if title and not by_program(title) else None

    @property
    def dates(self) -> tuple[StatedDate, ...]:
        """The day on which it was created; that of its last change says nothing."""
        return created_on(self._said(f"{_META}creation-date"))

    def _said(self, tag: str) -> str:
        meta = None if self._meta is None else self._meta.find(f"{OFFICE}meta")
        return "" if meta is None else (meta.findtext(tag) or "").strip()

    def _object(self, link: str) -> Element | None:
        """The root of an object that the document holds; None for any other, or for too many."""
        if not link or ":" in link or self._opened >= MAX_OBJECTS:
            return None
        self._opened += 1
        try:
            return self._open(posixpath.normpath(f"{link}/content.xml"))
        except UnreadableError:
            return None


def _nothing(_: str) -> None:
    return None
