"""Web pages: title and date from what the page declares; `page_text` takes the text.

htmldate is not used: it searches until it finds some date and turns a month or year into its first day, whereas
Dateline takes only what a page declares as its publication date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.dates.stated import StatedDate
from index.read.decode import decode
from index.read.page_shell import why_no_text
from index.read.page_tags import with_end_tags
from index.read.page_text import text_of
from index.read.protocol import NO_TEXT, Content, Parts, UnreadableError
from index.read.title import single_spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHARSET = re.compile(rb"<(?i:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})")
DECLARATION_BYTES = 4096
"""Where a page declares its encoding; the standard asks for the first 1,024."""

_PUBLISHED = (
    *("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
    *("citation_publication_date", "citation_date", "publication_date", "publish-date", "publishdate", "pubdate"),
    *("parsely-pub-date", "sailthru.date", "date"),
)
"""Names under which pages declare when they were published, most specific first."""

MAX_DEPTH = 500
"""Of nested tags. Browsers stop at 512 (https://chromium.googlesource.com, kMaximumHTMLParserDOMTreeDepth)."""
MAX_JSON_CHARACTERS = 256 * 1024


def read_html(data: bytes, max_characters: int) -> Parts:
    """One document. Its text is cut just past `max_characters`, where it is seen to be too long."""
    html, notes = decode(data, declared_encoding(data))
    page = parse(with_end_tags(html))
    title = _title(page)
    dates = tuple(StatedDate(written, "metadata") for written in _published(page) if written.strip())[:1]
    text = text_of(page)[: max_characters + 1]
    if not text:
        raise UnreadableError(why_no_text(page))
    return [Content("html", text, title=title, dates=dates, notes=notes)]


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    declaration = _CHARSET.search(data[:DECLARATION_BYTES])
    return declaration[1].decode("ascii") if declaration else None


def parse(html: str) -> Element:
    """The page's tree; raises `UnreadableError` if there is none or it is nested too deeply to walk."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read
    from lxml import html as lxml_html  # noqa: PLC0415 - likewise

    # Fed as UTF-8, so that the page's own declaration is not applied again. HTML has no entities of its own.
    # The elements must be lxml.html's: trafilatura ignores others. Without `huge_tree` deeply nested text would be
    # dropped silently; the depth is checked below, and memory is limited from outside.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        page = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UnreadableError("it can't be parsed as a web page; save it again") from error
    if page is None:
        raise UnreadableError(NO_TEXT)
    _check_depth(page)
    return page


def _check_depth(page: Element) -> None:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise UnreadableError(f"it has more than {MAX_DEPTH} nested tags; simplify it")


def _title(page: Element) -> str | None:
    headings = page.findall(".//h1")
    stated = (
        page.xpath("string(//meta[@property='og:title']/@content)"),
        "".join(headings[0].itertext()) if len(headings) == 1 else "",
        page.xpath("string(//title)"),
    )
    return next(filter(None, map(single_spaced, map(str, stated))), None)


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
    """`datePublished` of what a page's JSON-LD describes, but not of what is nested in it, such as a comment."""
    try:
        data: Any = json.loads(text) if len(text) <= MAX_JSON_CHARACTERS else None
    except (ValueError, RecursionError):
        return
    items = data if isinstance(data, list) else [data]
    for item in items:
        graph = item.get("@graph") if isinstance(item, dict) else None
        for node in [item, *(graph if isinstance(graph, list) else [])]:
            if isinstance(node, dict) and isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
