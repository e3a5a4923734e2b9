"""The text of web pages: the main text by trafilatura where it has the page's words, else all that the page shows."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from index.read.decode import tidied
from index.read.page_consent import remove_consent
from index.read.page_hidden import remove_hidden
from index.read.page_shell import PLEA_WORDS, is_unloaded, taken_out
from index.read.title import single_spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dir", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_APART = frozenset(("button", "input", "label", "option", "select", "textarea"))
"""Elements that stand beside words without being part of them."""
_SEPARATORS = dict.fromkeys(_APART, " ") | dict.fromkeys(_BLOCKS, "\n\n")
_MAIN_BLOCKS = frozenset(("p", "head", "list", "item", "table", "row", "cell", "quote", "code", "lb", "div"))
"""Block elements in trafilatura's trees."""

_AROUND_TAGS = frozenset(("nav", "aside", "footer", "header", "button", "select"))
_AROUND_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"))
_AROUND_NAMES = re.compile(
    r"(?:.*[-_])?(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|share|sharing|social|related|recommended|newsletter|"
    r"subscribe|promo|ads?|advert|advertisement|footer|masthead|pagination|pager|toolbar|skip-link|login)(?:[-_].*)?"
)
"""What stands around a page's text, by tags, roles, and names of classes (in lower case)."""
_MAX_NAME = 200
_NEVER_AROUND = frozenset(("html", "body", "main", "article"))
_COMMENTS = re.compile(r"(?:.*[-_])?(?:comments|commentlist|disqus_thread|respond)(?:[-_].*)?")
_MIN_LINKS = 3
_LINKED = 0.7
_CHATS = ("chatlog", "chatlog__message", "from_name")
"""Classes of exported chats, in which names and times are text."""

ENOUGH = 0.85
"""The share of the words that stand in a page's content which its main text must have to be taken alone."""
_SHARED = 0.7
"""The share of a paragraph's words that stand in the main text where the paragraph does."""
MIN_SHARE = 0.4
"""The share of all words that a page's content must have to be taken for it."""
_LINE = "\ufdd0"
"""A line end in preformatted text, until lines are joined; a code point that no text may use."""
_WORD = re.compile(r"\w+")


def text_of(page: Element) -> str:
    """The main text of a page, or what it shows beside menus, or all of it: the first that has the words of the page's
    content. A blank line between paragraphs. Empty where the page only says that it has not been loaded."""
    shown = copy.deepcopy(page)
    substitutes = taken_out(shown, _visible_text)
    remove_hidden(shown)
    remove_consent(shown)
    _mark_lines(shown)
    whole, content = _chat(shown) if _is_chat(shown) else _texts(shown)
    if not whole or is_unloaded(whole, page):
        return substitutes
    if len(substitutes.split()) > max(PLEA_WORDS, 2 * len(whole.split())):
        return f"{whole}\n\n{substitutes}"
    return whole if content == whole else _best(shown, whole, content)


def _mark_lines(page: Element) -> None:
    """Keeps the line ends of preformatted text, and the words that may break at the end of a line."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    etree.strip_tags(page, "wbr")
    for block in page.iter("pre", "listing", "xmp"):
        for node in block.iter():
            node.text = node.text and node.text.replace("\n", _LINE)
            if node is not block:
                node.tail = node.tail and node.tail.replace("\n", _LINE)


def _best(page: Element, whole: str, content: str) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415 - only where pages are read

    # Its tree and not its text, which adds characters to the page's: "- " before items and "|" between cells.
    tree: Element | None = getattr(bare_extraction(page, favor_recall=True, include_comments=False), "body", None)
    main = "" if tree is None else _visible_text(tree, _MAIN_BLOCKS)
    squeezed = "".join(main.split())
    if squeezed in ("", "".join(whole.split())):
        return whole
    return main if squeezed == "".join(content.split()) else _with_content(main, content, whole)


def _with_content(main: str, content: str, whole: str) -> str:
    words, of_main = _words(content), _words(main)
    has_all = (of_main - words).total() <= (1 - ENOUGH) * words.total()
    if (words & of_main).total() >= ENOUGH * words.total():
        return _filled(main, content) if has_all and words - of_main else main
    return content if has_all and words.total() >= MIN_SHARE * _words(whole).total() else whole


def _filled(main: str, content: str) -> str:
    """The main text with what the page shows between its paragraphs, such as a table that is not in it."""
    of_main = _words(main)
    blocks = content.split("\n\n")
    shared = [number for number, block in enumerate(blocks) if _is_of(block, of_main)]
    filled = "\n\n".join(blocks[shared[0] : shared[-1] + 1]) if shared else ""
    words = _words(filled)
    return filled if words - of_main and not of_main - words else main


def _is_of(block: str, main: Counter[str]) -> bool:
    words = _words(block)
    return (words & main).total() > _SHARED * words.total()


def _texts(page: Element) -> tuple[str, str]:
    """All that a page shows, and its content: that without what stands around it, and without comments unless they are
    most of it."""
    pieces, around, comments = _walked(page)
    whole = _assembled(pieces)
    content = _assembled(_without(pieces, around)) if around or comments else whole
    if comments:
        without = _assembled(_without(pieces, [*around, *comments]))
        content = without if 2 * len(without) >= len(content) else content
    return whole, content


Span = tuple[int, int]


def _walked(page: Element) -> tuple[list[str], list[Span], list[Span]]:
    """The pieces of a page's text, and which of them are around its content or in comments."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    pieces: list[str] = []
    around: list[Span] = []
    comments: list[Span] = []
    open_ = [_Links(0)]
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            open_.append(_Links(len(pieces)))
        else:
            closed = open_.pop()
            if kind := _kind(node, closed):
                (comments if kind == "comments" else around).append((closed.start, len(pieces)))
            open_[-1].add(closed, linked=node.tag == "a")
        pieces.append(_SEPARATORS.get(node.tag, ""))
        text = (node.text if event == "start" else node.tail) or ""
        open_[-1].characters += len(text.strip())
        pieces.append(text)
    return pieces, around, comments


@dataclass(slots=True)
class _Links:
    """What an element holds, whose text begins with the piece `start`: characters, those in links, and links."""

    start: int
    characters: int = 0
    linked: int = 0
    links: int = 0

    def add(self, inner: _Links, *, linked: bool) -> None:
        self.characters += inner.characters
        self.linked += inner.characters if linked else inner.linked
        self.links += 1 if linked else inner.links

    @property
    def dense(self) -> bool:
        """Whether it is several links with hardly a word outside of them."""
        return self.links >= _MIN_LINKS and self.linked >= _LINKED * self.characters


def _kind(node: Element, links: _Links) -> Literal["around", "comments", ""]:
    if node.tag in _NEVER_AROUND or node.tag == "a":
        return ""
    if node.tag in _AROUND_TAGS or node.get("role") in _AROUND_ROLES:
        return "" if node.tag == "header" and _holds_title(node) else "around"
    named = _named_kind(f"{node.get('id', '')[:_MAX_NAME]} {node.get('class', '')[:_MAX_NAME]}") if node.attrib else ""
    return "around" if links.dense else named


def _holds_title(header: Element) -> bool:
    return next(header.iter("h1"), None) is not None or next(header.iterancestors("article", "main"), None) is not None


@lru_cache(maxsize=4096)
def _named_kind(names: str) -> Literal["around", "comments", ""]:
    each = names.lower().split()
    if any(map(_AROUND_NAMES.fullmatch, each)):
        return "around"
    return "comments" if any(map(_COMMENTS.fullmatch, each)) else ""


def _without(pieces: list[str], spans: list[Span]) -> list[str]:
    changes = [0] * (len(pieces) + 1)
    for start, end in spans:
        changes[start] += 1
        changes[end] -= 1
    return [piece for piece, depth in zip(pieces, accumulate(changes), strict=False) if not depth]


def _is_chat(page: Element) -> bool:
    return any(
        name in _CHATS for node in page.iter("div", "span") for name in node.get("class", "")[:_MAX_NAME].split()
    )


def _chat(page: Element) -> tuple[str, str]:
    """All of an exported chat, with blanks beside names and times, which styles set apart."""
    for node in page.xpath("//span[contains(@class, 'author') or contains(@class, 'timestamp')]"):
        node.tail = f" {node.tail or ''}"
    whole = _assembled(_walked(page)[0])
    return whole, whole


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _visible_text(page: Element, blocks: frozenset[str] = _BLOCKS) -> str:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    pieces: list[str] = []
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if node.tag in blocks:
            pieces.append("\n\n")
        pieces.append((node.text if event == "start" else node.tail if node is not page else None) or "")
    return _assembled(pieces)


def _assembled(pieces: list[str]) -> str:
    paragraphs = "".join(pieces).split("\n\n")
    return tidied("\n\n".join(filter(None, map(_lines, paragraphs))))


def _lines(paragraph: str) -> str:
    if _LINE not in paragraph:
        return single_spaced(paragraph)
    return "\n".join(map(single_spaced, paragraph.strip(_LINE).split(_LINE)))
