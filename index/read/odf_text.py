"""The words that an OpenDocument shows, in order: paragraphs, tables, notes, text boxes, formulas and charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from index.read.odf_styles import TEXT, Key
from index.read.paragraphs import Budget, Paragraphs
from index.read.tables import Row, table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LINK = "{http://www.w3.org/1999/xlink}href"

_PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
_SOURCES = ("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index")
_UNSEEN = frozenset(
    (
        *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "binary-data", "event-listeners")),
        *(f"{TEXT}{name}" for name in ("tracked-changes", "note-citation", "script", "bibliography-source")),
        *(f"{TEXT}{name}-source" for name in _SOURCES),
        *(f"{_SVG}{name}" for name in ("title", "desc")),
        *(f"{TABLE}{name}" for name in ("title", "desc")),
        *(f"{PRESENTATION}notes", f"{DRAW}page-thumbnail"),
    )
)
"""Comments, what a reviewer took out, templates of indexes, and what is told of pictures."""
_FURNITURE = frozenset(("header", "footer", "date-time", "page-number"))
"""What stands on every slide."""
_ROW_GROUPS = frozenset(f"{TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows"))
_CELLS = frozenset((f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
_CHANGES = frozenset((f"{TEXT}change-start", f"{TEXT}change-end"))
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_BLANKS = re.compile(r"[ \t\r\n]+")
MAX_BLANKS = 100
"""Spaces in a row, and cells that a row repeats."""

Opener = Callable[[str], "Element | None"]
"""The content of an object that the document holds, by its link."""


class OdfText:
    """Collects the text below elements of one document."""

    def __init__(self, root: Element, hidden: frozenset[Key], budget: Budget, objects: Opener) -> None:
        self._hidden = hidden
        self._deletions = frozenset(_deletions(root))
        self._deleting: set[str] = set()
        self._budget = budget
        self._objects = objects
        self._found = Paragraphs(budget)

    def of(self, node: Element) -> str:
        """All that is below the element, with a blank line between paragraphs."""
        outer, self._found = self._found, Paragraphs(self._budget)
        self._blocks(node)
        text, self._found = self._found.text(), outer
        return text

    def _blocks(self, parent: Element) -> None:
        for node in parent:
            if node.tag in _PARAGRAPHS:
                self._found.add([self._paragraph(node)])
            elif node.tag == f"{TABLE}table":
                self._found.add(table_lines(list(self._rows(node))))
            elif node.tag == f"{DRAW}object":
                self._object(node)
            elif node.tag in _CHANGES:
                self._change(node)
            elif not self._is_unseen(node):
                self._blocks(node)

    @staticmethod
    def _is_unseen(node: Element) -> bool:
        return bool(
            node.tag in _UNSEEN
            or node.attrib.get(f"{PRESENTATION}class") in _FURNITURE
            or node.attrib.get(f"{PRESENTATION}placeholder") == "true"
            or node.attrib.get(f"{TEXT}display") == "none"
        )

    def _paragraph(self, node: Element) -> str:
        if self._is_hidden("paragraph", node) or any(
            each.get(f"{TEXT}is-hidden") == "true" for each in node.iterchildren(f"{TEXT}hidden-paragraph")
        ):
            return ""
        return "".join(self._inline(node)).strip()

    def _is_hidden(self, family: str, node: Element) -> bool:
        return bool(self._hidden) and (family, node.get(f"{TEXT}style-name", "")) in self._hidden

    def _inline(self, node: Element) -> Iterator[str]:
        yield self._kept(_BLANKS.sub(" ", node.text or ""))
        for child in node:
            yield from self._child(child)
            yield self._kept(_BLANKS.sub(" ", child.tail or ""))

    def _kept(self, text: str) -> str:
        return "" if self._deleting else text

    def _change(self, node: Element) -> None:
        """Text that a reviewer took out may still stand where it stood, between two marks."""
        change = node.get(f"{TEXT}change-id", "")
        if node.tag == f"{TEXT}change-end":
            self._deleting.discard(change)
        elif change in self._deletions:
            self._deleting.add(change)

    def _child(self, node: Element) -> Iterator[str]:
        tag = node.tag
        if tag == f"{TEXT}s":
            yield self._kept(" " * min(_number(node.get(f"{TEXT}c")), MAX_BLANKS))
        elif tag in _SIGNS:
            yield self._kept(_SIGNS[tag])
        elif tag in _CHANGES:
            self._change(node)
        elif tag == f"{TEXT}note":
            self._note(node)
        elif isinstance(tag, str) and tag.startswith((DRAW, "{urn:oasis:names:tc:opendocument:xmlns:dr3d:1.0}")):
            yield self._drawn(node)
        elif not (self._is_unseen(node) or node.get(f"{TEXT}is-hidden") == "true" or self._is_hidden("text", node)):
            yield from self._inline(node)

    def _note(self, node: Element) -> None:
        """A footnote follows its paragraph or table, an endnote all of the text."""
        put = self._found.last if node.get(f"{TEXT}note-class") == "endnote" else self._found.after
        for body in node.iterchildren(f"{TEXT}note-body"):
            put(self.of(body))

    def _drawn(self, node: Element) -> str:
        """A formula stands in the line; what else is anchored in a paragraph follows it."""
        for each in node.iter(f"{DRAW}object"):
            formula = self._formula(each)
            if formula:
                return formula
        if not self._is_unseen(node) and (text := self.of(node)):
            self._found.after(text)
        return ""

    def _formula(self, node: Element) -> str:
        math = next(node.iterchildren(_MATH), None)
        root = self._objects(node.get(_LINK, "")) if math is None else math
        if root is None or root.tag != _MATH:
            return ""
        signs = (each.text or "" for each in root.iter("{*}mi", "{*}mn", "{*}mo", "{*}mtext", "{*}ms"))
        return self._budget.spend("".join(signs).strip())

    def _object(self, node: Element) -> None:
        """A chart: its titles, and its values as a table."""
        root = self._objects(node.get(_LINK, ""))
        body = None if root is None else next(root.iter(f"{OFFICE}chart"), None)
        if body is not None:
            self._blocks(body)

    def _rows(self, table: Element, *, is_header: bool = False) -> Iterator[Row]:
        marked = table.get(f"{TABLE}use-first-row-styles") == "true"
        for node in table:
            if node.tag == f"{TABLE}table-row":
                yield Row(tuple(self._cells(node)), is_header or marked)
                marked = False
            elif node.tag in _ROW_GROUPS:
                yield from self._rows(node, is_header=is_header or node.tag == f"{TABLE}table-header-rows")

    def _cells(self, row: Element) -> Iterator[str]:
        """The cells from the left; those that another covers are empty, and left out at the end."""
        covered = 0
        for cell in row.iterchildren(*_CELLS):
            repeated = min(_number(cell.get(f"{TABLE}number-columns-repeated")), MAX_BLANKS)
            if cell.tag == f"{TABLE}covered-table-cell":
                covered += repeated
                continue
            yield from [""] * covered
            covered = repeated - 1
            yield self._cell(cell)

    def _cell(self, cell: Element) -> str:
        """Its text; notes that it refers to follow the table."""
        outer, self._found = self._found, Paragraphs(self._budget, self._found)
        self._blocks(cell)
        text, self._found = self._found.text(), outer
        return text


def _deletions(root: Element) -> Iterator[str]:
    """The ids of changes that take out text from a mark to another one."""
    ended = {mark.get(f"{TEXT}change-id", "") for mark in root.iter(f"{TEXT}change-end")}
    for region in root.iter(f"{TEXT}changed-region"):
        change = region.get(f"{TEXT}id") or region.get(_XML_ID, "")
        if change in ended and region.find(f"{TEXT}deletion") is not None:
            yield change


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else 1
