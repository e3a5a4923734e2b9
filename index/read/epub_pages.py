"""A file of a book as text: all of its words, tables as rows, footnotes where they belong, cut at given places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from index.read.decode import decode
from index.read.html import parse
from index.read.page_content import visible_text
from index.read.page_tags import with_end_tags
from index.read.page_text import whole_text
from index.read.tables import Row, table_lines
from index.read.title import single_spaced
from index.read.xml_tree import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CUT = "\ufdd3"
"""Where a file is cut, until its text is; a code point that no text may use."""
_TAB = "\ufdd4"
"""Likewise, a tab between the cells of a row, until blanks are joined."""
_DECLARATION = re.compile(r"\A[\s\ufeff]*<\?xml[^>]*\?>")
_END = re.compile(r"\]\s*+>")
_HEAD = 4096
"""Characters in which a file declares what it is."""
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_HEADINGS = ("h1", "h2", "h3")
_FOOTNOTES = frozenset(("footnote", "doc-footnote"))
_REFERENCES = frozenset(("noteref", "doc-noteref"))
_BLOCKS = ("p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption")
_MIN_LINKS = 3
_LINKED = 0.85
"""The share of a page's letters that stand in links to other pages of the book, where it is a table of contents."""
_MAX_WIDTH = 200
"""Columns that a cell may reach to."""


class Page(NamedTuple):
    """A file's text before the first place at which it is cut, and `heading`, the first one in that.

    `cut` are the places and the text from each to the next, in the order of the file.
    """

    text: str = ""
    cut: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    notes: tuple[str, ...] = ()


def page_of(data: bytes, places: Iterable[str]) -> Page:
    """The file's text, cut where elements with the ids `places` begin; one that isn't found cuts nothing off.

    A table of contents has no text. Raises `UnreadableError`.
    """
    text, notes = decode(data)
    page = _parsed(_without_declarations(text))
    _remove_navigation(page)
    if _is_contents(page):
        return Page(notes=notes)
    cuts = _mark(page, set(places))
    heading = _heading(page)
    _place_footnotes(page)
    for table in reversed(list(page.iter("table"))):  # one within another's cell first
        _write_rows(table)
    first, *others = map(str.strip, whole_text(page).replace(_TAB, "\t").split(CUT, len(cuts)))
    return Page(first, tuple(zip(cuts, others, strict=False)), heading, notes)


def _parsed(text: str) -> Element:
    """As XML, with the names that HTML has for characters, or else as browsers read it."""
    from lxml import etree  # noqa: PLC0415 - only where books are read
    from lxml import html as lxml_html  # noqa: PLC0415 - likewise

    parser = lxml_html.XHTMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    plain = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    try:
        page = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        return parse(with_end_tags(text))
    etree.strip_tags(page, etree.Entity)
    for node in page.iter("{*}*"):
        node.tag = local(node)
    return page


def _without_declarations(text: str) -> str:
    """Less the encoding, for it is decoded, and less entities of its own, which no book needs."""
    text = _DECLARATION.sub("", text)
    start = text.find("<!DOCTYPE", 0, _HEAD)
    opened = text.find("[", start) if start >= 0 else -1
    if opened < 0 or opened > text.find(">", start) >= 0:
        return text
    closed = _END.search(text, opened)
    return text[:start] + text[closed.end() :] if closed else text


def _kinds(node: Element) -> set[str]:
    """What an element is, by `epub:type` and `role`."""
    return {*attribute(node, "type").split(), *node.get("epub:type", "").split(), *node.get("role", "").split()}


def _remove_navigation(page: Element) -> None:
    for nav in list(page.iter("nav")):
        if not _kinds(nav).isdisjoint(("toc", "landmarks", "page-list", "doc-toc", "lot", "loi")):
            nav.drop_tree()


def _is_contents(page: Element) -> bool:
    """Whether nearly all that a page says are links to other places of the book."""
    links = [link for link in page.iter("a") if (to := link.get("href")) and ":" not in to]
    if len({link.get("href") for link in links}) < _MIN_LINKS:
        return False
    linked = sum(_letters("".join(link.itertext())) for link in links)
    return linked >= _LINKED * _letters(visible_text(page))


def _letters(text: str) -> int:
    """How many there are, numbers of chapters and pages aside."""
    return sum(map(str.isalpha, text))


def _mark(page: Element, wanted: set[str]) -> list[str]:
    """Puts a mark where each of the places begins; returns those that were found, in the order of the text."""
    found: list[str] = []
    for node in page.iter("*") if wanted else ():
        name = next((each for each in (node.get("id"), node.get("name")) if each in wanted), None)
        if name:
            wanted.discard(name)
            found.append(name)
            node.text = CUT + (node.text or "")
    return found


def _heading(page: Element) -> str:
    """The first heading that stands before any place where the file is cut."""
    for node in page.iter("*"):
        if CUT in (node.text or ""):
            return ""
        if node.tag in _HEADINGS and (said := single_spaced("".join(node.itertext()))):
            return "" if CUT in said else said
    return ""


def _place_footnotes(page: Element) -> None:
    """Moves each footnote behind the paragraph that refers to it first, and shows it there in place of its number."""
    notes = {node.get("id", ""): node for node in page.iter("*") if not _kinds(node).isdisjoint(_FOOTNOTES)}
    last: dict[Element, Element] = {}
    for link in list(page.iter("a")) if notes else ():
        note = notes.pop(link.get("href", "").partition("#")[2], None)
        if note is None or _kinds(link).isdisjoint(_REFERENCES):
            continue
        block = next(link.iterancestors("table"), None)
        block = next(link.iterancestors(*_BLOCKS), None) if block is None else block
        if block is not None and note not in block.iterancestors():
            _move_behind(note, last.get(block, block))
            last[block] = note
            for node in [link, *link]:
                node.text = None


def _move_behind(note: Element, block: Element) -> None:
    parent = note.getparent()
    if parent is None or block.getparent() is None or block in note.iter():
        return
    before, tail = note.getprevious(), note.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    note.tail = block.tail
    block.tail = None
    note.attrib.pop("hidden", None)
    note.tag = "div"
    block.addnext(note)


def _write_rows(table: Element) -> None:
    """Makes a table the paragraphs of its rows, under its caption."""
    from lxml import etree  # noqa: PLC0415 - only where books are read

    rows = list(_rows(table))
    captions = [visible_text(each) for each in table.iterchildren("caption")]
    texts = [*filter(None, captions), *table_lines(rows)]
    mark, tail = CUT if CUT in (table.text or "") else "", table.tail
    table.clear()
    table.tag, table.text, table.tail = "div", mark, tail
    for text in texts:
        etree.SubElement(table, "p").text = text.replace("\t", _TAB)


def _rows(table: Element) -> Iterator[Row]:
    for group in table:
        rows = [group] if group.tag == "tr" else list(group.iterchildren("tr"))
        below: dict[int, int] = {}
        for row in rows:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            is_header = group.tag == "thead" or (bool(cells) and all(cell.tag == "th" for cell in cells))
            yield Row(tuple(_cells(cells, below)), is_header)


def _cells(cells: list[Element], below: dict[int, int]) -> Iterator[str]:
    """The cells of a row from the left; those that another covers are empty, and left out at the end.

    `below` says for how many more rows a cell above covers a column.
    """
    at, empty = 0, 0
    for cell in cells:
        while below.get(at, 0) > 0:
            below[at] -= 1
            at, empty = at + 1, empty + 1
        yield from [""] * empty
        yield visible_text(cell)
        empty = min(_span(cell, "colspan"), _MAX_WIDTH - at) - 1
        below.update(dict.fromkeys(range(at, at + empty + 1), _span(cell, "rowspan") - 1))
        at += empty + 1
    for column in [column for column, left in below.items() if column >= at and left > 0]:
        below[column] -= 1


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1")
    return max(int(written), 1) if written.isascii() and written.isdigit() and len(written) < 6 else 1
