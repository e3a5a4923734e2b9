"""What an EPUB says of itself: its files in reading order, title, authors, dates and table of contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from index.dates.stated import StatedDate
from index.read.protocol import UnreadableError
from index.read.title import single_spaced
from index.read.xml_tree import attribute, local, parse_xml
from index.read.zip_entries import Entries

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DAMAGED = "it is a damaged or truncated EPUB; save it again"
PROTECTED = "it is protected against copying (DRM); add a copy that is not"
MAX_ENTRIES = 20_000
"""Of a table of contents."""
_OBFUSCATED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""How fonts are made unusable elsewhere, which locks no text."""
_PAGES = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document"))
_NO_DAY = re.compile(r"0*101-")
"""How calibre begins a date where it knows none."""
_WRITERS = frozenset(("", "aut"))


class Entry(NamedTuple):
    """An entry of the table of contents: how deep it is, which file and place in it, and what it says."""

    level: int
    file: str
    place: str
    label: str


class Book(NamedTuple):
    """`files` are those of the text, in reading order, and `left_out` those of them that only lead to others."""

    title: str
    authors: tuple[str, ...]
    dates: tuple[StatedDate, ...]
    files: tuple[str, ...]
    contents: tuple[Entry, ...]
    left_out: frozenset[str]


def book_of(entries: Entries) -> Book:
    """The book in a package; raises `UnreadableError` where it can't be found or is locked."""
    name = _package_name(entries)
    root = _tree(entries, name)
    folder = posixpath.dirname(name)
    items = {item.get("id", ""): item for item in root.iter("{*}item")}
    files = {key: _resolved(folder, item.get("href", "")) for key, item in items.items()}
    spine = [node.get("idref", "") for node in root.iter("{*}itemref")]
    pages = [files[key] for key in spine if key in items and _is_page(items[key])]
    _check_open(entries, frozenset(pages))
    return Book(
        title=next(_said(root, "title"), ""),
        authors=tuple(dict.fromkeys(_authors(root))),
        dates=_dates(root),
        files=tuple(dict.fromkeys(pages)),
        contents=_contents(entries, root, items, files),
        left_out=frozenset(_guides(root, folder)),
    )


def _package_name(entries: Entries) -> str:
    container = entries.read("META-INF/container.xml")
    if container is None:
        raise UnreadableError(DAMAGED)
    roots = parse_xml(container, DAMAGED).iter("{*}rootfile")
    return next((unquote(root.get("full-path", "")) for root in roots), "")


def _tree(entries: Entries, name: str) -> Element:
    data = entries.read(name)
    if data is None:
        raise UnreadableError(DAMAGED)
    return parse_xml(data, DAMAGED)


def _resolved(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _is_page(item: Element) -> bool:
    return item.get("media-type", "").lower() in _PAGES


def _check_open(entries: Entries, pages: frozenset[str]) -> None:
    """Raises `UnreadableError` where a page of the text is encrypted; fonts may be."""
    data = entries.read("META-INF/encryption.xml")
    for node in () if data is None else parse_xml(data, DAMAGED).iter("{*}EncryptedData"):
        methods = {each.get("Algorithm", "") for each in node.iterchildren("{*}EncryptionMethod")}
        names = {_resolved("", each.get("URI", "")) for each in node.iter("{*}CipherReference")}
        if not (methods <= {*_OBFUSCATED} or names.isdisjoint(pages)):
            raise UnreadableError(PROTECTED)


def _said(root: Element, name: str) -> Iterator[str]:
    """What the elements of Dublin Core of this name say, in order."""
    texts = ("".join(node.itertext()) for node in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"))
    return filter(None, map(single_spaced, texts))


def _authors(root: Element) -> Iterator[str]:
    for node in root.iter("{http://purl.org/dc/elements/1.1/}creator"):
        name = single_spaced("".join(node.itertext()))
        if name and attribute(node, "role") in _WRITERS:
            yield name


def _dates(root: Element) -> tuple[StatedDate, ...]:
    """The day of publication, or one of which is not said what it is of; not that of a change or of a conversion."""
    nodes = list(root.iter("{http://purl.org/dc/elements/1.1/}date"))
    for event in ("publication", ""):
        texts = ((node.text or "").strip() for node in nodes if attribute(node, "event").lower() == event)
        if found := [text for text in texts if text and not _NO_DAY.match(text)]:
            return (_agreed(found),)
    return ()


def _agreed(texts: list[str]) -> StatedDate:
    """The most exact of several dates; one in doubt where they don't mean the same time."""
    exact = max(texts, key=len)
    other = next((text for text in texts if not exact.startswith(text)), None)
    if other is None:
        return StatedDate(exact, "metadata")
    return StatedDate(exact, "metadata", doubt=f"is not {other}, which it says as well; remove the wrong one")


def _guides(root: Element, folder: str) -> Iterator[str]:
    """The pages that the book itself calls its table of contents."""
    for node in root.iter("{*}reference"):
        if node.get("type", "").lower() == "toc":
            yield _resolved(folder, node.get("href", ""))


def _contents(entries: Entries, root: Element, items: dict[str, Element], files: dict[str, str]) -> tuple[Entry, ...]:
    """The table of contents of EPUB 3, or else that of EPUB 2; empty where neither can be read."""
    spine = next(root.iter("{*}spine"), None)
    navigation = [key for key, item in items.items() if "nav" in item.get("properties", "").split()]
    older = [key for key, item in items.items() if item.get("media-type") == "application/x-dtbncx+xml"]
    named = spine.get("toc", "") if spine is not None else ""
    for key in [*navigation, *([named] if named in items else []), *older]:
        data = entries.read(files[key])
        try:
            tree = None if data is None else parse_xml(data, DAMAGED)
        except UnreadableError:
            continue
        if tree is not None and (found := _entries(tree, posixpath.dirname(files[key]))):
            return tuple(found[:MAX_ENTRIES])
    return ()


def _entries(tree: Element, folder: str) -> list[Entry]:
    if local(tree) == "ncx":
        points = ((node, node.find("{*}content"), node.find("{*}navLabel")) for node in tree.iter("{*}navPoint"))
        found = ((node, "" if to is None else to.get("src", ""), label) for node, to, label in points)
        return [_entry(node, "navPoint", src, label, folder) for node, src, label in found if label is not None]
    tables = [nav for nav in tree.iter("{*}nav") if "toc" in attribute(nav, "type").split()]
    links = (link for nav in tables[:1] for link in nav.iter("{*}a"))
    return [_entry(link, "ol", link.get("href", ""), link, folder) for link in links]


def _entry(node: Element, nesting: str, to: str, label: Element, folder: str) -> Entry:
    level = sum(1 for _ in node.iterancestors(f"{{*}}{nesting}"))
    return Entry(level, _resolved(folder, to), unquote(to.partition("#")[2]), single_spaced("".join(label.itertext())))
