"""Web pages: the main text by trafilatura, title and date from what the page declares.

htmldate is not used: it looks for a date until it finds one and makes a first day of every month or year, where
Dateline takes only what a page declares as its publication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.dates.stated import Stated
from index.read.decode import decode, tidied
from index.read.faults import UnfitError
from index.read.protocol import Content, Parts
from index.read.title import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHARSET = re.compile(rb"<(?i:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})")
DECLARED_WITHIN = 4096
"""Bytes in which a page declares its encoding; the standard asks for the first 1,024."""

_PUBLISHED = (
    *("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
    *("citation_publication_date", "citation_date", "publication_date", "publish-date", "publishdate", "pubdate"),
    *("parsely-pub-date", "sailthru.date", "date"),
)
"""Names under which pages declare when they were published, most specific first."""

MOST_DEPTH = 500
"""Tags inside one another. Browsers stop at 512 (https://chromium.googlesource.com, kMaximumHTMLParserDOMTreeDepth)."""
MOST_JSON = 256 * 1024
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    )
)
_MAIN_BLOCKS = frozenset(("p", "head", "list", "item", "table", "row", "cell", "quote", "code", "lb", "div"))
"""Those of trafilatura's trees."""
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "svg"))


def read_webpage(data: bytes, most: int) -> Parts:
    """One document. The text is extracted, so that `most` bounds it as it bounds the file."""
    declared = _CHARSET.search(data[:DECLARED_WITHIN])
    html, notes = decode(data, declared[1].decode("ascii") if declared else None)
    page = parse(html)
    title = _title(page)
    dates = tuple(Stated(one, "metadata") for one in _published(page) if one.strip())[:1]
    return [Content("html", text_of(page)[: most + 1], title=title, dates=dates, notes=notes)]


def parse(html: str) -> Element:
    """The page's tree; raises `UnfitError` if there is none or it is too deep to be walked."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read
    from lxml import html as lxml_html  # noqa: PLC0415 - likewise

    # Fed as UTF-8 so that what the page says of its encoding is not asked again. HTML has no entities of its own.
    # The elements must be lxml.html's: of others trafilatura takes no notice. Without `huge_tree` what is nested deeply
    # would be left out without a word; the depth is looked at below, and memory is limited from outside.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        page = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UnfitError("it can't be parsed as a web page; save it anew") from error
    if page is None:
        raise UnfitError("it has no text inside; remove it or put in its text")
    _check_depth(page)
    return page


def text_of(page: Element) -> str:
    """The main text of a page, or all of it where no main text stands out; a blank line between paragraphs."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - only where pages are read

    whole = _words(page, _BLOCKS, _SILENT)
    # Its tree and not its text, which has signs that the page has not: "- " before items and "|" between cells.
    tree: Element | None = getattr(bare_extraction(page, favor_recall=True, include_comments=False), "body", None)
    main = "" if tree is None else _words(tree, _MAIN_BLOCKS, frozenset())
    return main if "".join(main.split()) not in ("", "".join(whole.split())) else whole


def _check_depth(page: Element) -> None:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            raise UnfitError(f"it has more than {MOST_DEPTH} tags inside one another; simplify it")


def _words(page: Element, blocks: frozenset[str], silent: frozenset[str]) -> str:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    pieces: list[str] = []
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in silent:
            walk.skip_subtree()
            continue
        if node.tag in blocks:
            pieces.append("\n\n")
        pieces.append((node.text if event == "start" else node.tail) or "")
    paragraphs = re.split(r"\n\n", "".join(pieces))
    return tidied("\n\n".join(filter(None, map(one_line, paragraphs))))


def _title(page: Element) -> str | None:
    headings = page.findall(".//h1")
    stated = (
        page.xpath("string(//meta[@property='og:title']/@content)"),
        "".join(headings[0].itertext()) if len(headings) == 1 else "",
        page.xpath("string(//title)"),
    )
    return next(filter(None, map(one_line, map(str, stated))), None)


def _published(page: Element) -> Iterator[str]:
    """Every publication date the page declares, most specific first."""
    for script in page.xpath("//script[@type='application/ld+json']"):
        yield from _linked_data(script.text or "")
    declared: dict[str, str] = {}
    for node in page.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop"):
            declared.setdefault((node.get(key) or "").lower(), node.get("content"))
    yield from (declared[name] for name in _PUBLISHED if name in declared)
    yield from page.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")


def _linked_data(text: str) -> Iterator[str]:
    """`datePublished` of what a page's JSON-LD describes; of nothing inside it, such as a comment."""
    try:
        found: Any = json.loads(text) if len(text) <= MOST_JSON else None
    except (ValueError, RecursionError):
        return
    items = found if isinstance(found, list) else [found]
    for item in items:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for one in [item, *(graph if isinstance(graph, list) else [])]:
            if isinstance(one, dict) and isinstance(one.get("datePublished"), str):
                yield one["datePublished"]
