"""Web pages: the title from what the page declares; `page_dates` takes the date, `page_text` the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.read.decode import decode
from index.read.page_dates import page_dates
from index.read.page_shell import why_no_text
from index.read.page_tags import with_end_tags
from index.read.page_text import text_of
from index.read.protocol import NO_TEXT, Content, Parts, UnreadableError
from index.read.title import single_spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_DEPTH = 500
"""Of nested tags. Browsers stop at 512 (https://chromium.googlesource.com, kMaximumHTMLParserDOMTreeDepth)."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What the parser lets into a tree, as itself or by its number, and a tree doesn't take back."""


def read_html(data: bytes, max_characters: int) -> Parts:
    """One document. Its text is cut just past `max_characters`, where it is seen to be too long."""
    html, notes = decode(data)
    page = parse(with_end_tags(html))
    title = _title(page)
    dates = page_dates(page, html)
    text = text_of(page)[: max_characters + 1]
    if not text:
        raise UnreadableError(why_no_text(page))
    return [Content("html", text, title=title, dates=dates, notes=notes)]


def parse(html: str) -> Element:
    """The page's tree; raises `UnreadableError` if there is none or it is nested too deeply to walk."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read
    from lxml import html as lxml_html  # noqa: PLC0415 - likewise

    html = _CONTROLS.sub(_in_place_of, html)
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
    if "&#" in html:
        _remove_controls(page)
    return page


def _in_place_of(control: re.Match[str]) -> str:
    """A blank for what parts words, such as the end of a page."""
    return " " if control[0] in "\v\f" else ""


def _remove_controls(page: Element) -> None:
    for node in page.iter():
        if node.text and _CONTROLS.search(node.text):
            node.text = _CONTROLS.sub(_in_place_of, node.text)
        if node.tail and _CONTROLS.search(node.tail):
            node.tail = _CONTROLS.sub(_in_place_of, node.tail)


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
