"""What a web page shows: all of its text, and which paragraphs of it are its content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, get_args

from index.read.decode import tidied
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
_MENU_TAGS = frozenset(("nav",))
_MENU_ROLES = frozenset(("navigation", "menu", "menubar"))
_MENU_NAMES = re.compile(
    r"(?:.*[-_])?(?:nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|toolbar|skip-link)(?:[-_].*)?"
)
_AROUND_TAGS = frozenset(("aside", "footer", "header", "button", "select"))
_AROUND_ROLES = frozenset(("banner", "contentinfo", "complementary", "search"))
_AROUND_NAMES = re.compile(
    r"(?:.*[-_])?(?:sidebar|share|sharing|social|related|recommended|newsletter|subscribe|promo|ads?|advert|advertisement|"
    r"footer|masthead|login)(?:[-_].*)?"
)
"""What stands around a page's text, by tags, roles, and names of classes (in lower case)."""
_MAX_NAME = 200
_NEVER_AROUND = frozenset(("html", "body", "main", "article"))
_COMMENTS = re.compile(r"(?:.*[-_])?(?:comments|commentlist|disqus_thread|respond)(?:[-_].*)?")
_MIN_LINKS = 3
_LINKED = 0.7
SHORT = 1000
"""Characters; a longer text is no mere request to wait."""
LINE = "\ufdd0"
"""A line end in preformatted text, until lines are joined; a code point that no text may use."""
_LINKS, _LINKS_END = "\ufdd1", "\ufdd2"
"""Likewise, where a list of links begins and ends."""


class Texts:
    """What a page shows, whose tree holds nothing hidden any more."""

    def __init__(self, page: Element) -> None:
        self._pieces, self._spans = _walked(page)

    @cached_property
    def whole(self) -> str:
        """All of it."""
        return _assembled(self._pieces)

    @property
    def is_content(self) -> bool:
        """Whether nothing stands around its content."""
        return not any(self._spans.values())

    @cached_property
    def is_short(self) -> bool:
        """Whether it is at most `SHORT` characters."""
        return sum(len(piece.strip()) for piece in self._pieces) <= SHORT and len(self.whole) <= SHORT

    @cached_property
    def blocks(self) -> list[tuple[str, bool]]:
        """Its paragraphs without what stands around its content, each with whether it is a list of links."""
        pieces = list(self._pieces)
        for start, end in self._spans["links"]:
            pieces[start] += _LINKS
            pieces[end - 1] += _LINKS_END
        left_out = [*self._spans["menu"], *self._spans["around"]]
        blocks = _blocks(_apart(pieces, left_out, within=False))
        if not self._spans["comments"]:
            return blocks
        without = _blocks(_apart(pieces, [*left_out, *self._spans["comments"]], within=False))
        return without if 2 * length(without) >= length(blocks) else blocks  # unless they are most of it

    @cached_property
    def content(self) -> str:
        """Its paragraphs that are no list of links."""
        return "\n\n".join(block for block, is_links in self.blocks if not is_links)

    @cached_property
    def menus(self) -> str:
        """What its menus and lists of links say."""
        return _assembled(_apart(self._pieces, [*self._spans["menu"], *self._spans["links"]], within=True))


def _blocks(pieces: list[str]) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    depth = 0
    text = _assembled(pieces)
    if _LINKS not in text:
        return [(block, False) for block in text.split("\n\n") if block]
    for block in text.split("\n\n"):
        is_links = depth > 0 or _LINKS in block
        depth += block.count(_LINKS) - block.count(_LINKS_END)
        text = block.replace(_LINKS, "").replace(_LINKS_END, "").strip()
        if text:
            found.append((text, is_links))
    return found


def length(blocks: list[tuple[str, bool]]) -> int:
    return sum(len(block) for block, is_links in blocks if not is_links)


Span = tuple[int, int]
_Kind = Literal["menu", "links", "around", "comments"]
"""What isn't a page's content: menus, other lists of links, what else stands around it, and comments."""


def _walked(page: Element) -> tuple[list[str], dict[_Kind, list[Span]]]:
    """The pieces of a page's text, and which of them aren't its content, by kind."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    pieces: list[str] = []
    spans: dict[_Kind, list[Span]] = {kind: [] for kind in get_args(_Kind)}
    open_ = [_Links(0)]
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            open_.append(_Links(len(pieces)))
        else:
            closed = open_.pop()
            if kind := _kind(node, closed):
                spans[kind].append((closed.start, len(pieces)))
            open_[-1].add(closed, linked=node.tag == "a")
        pieces.append(_SEPARATORS.get(node.tag, ""))
        text = (node.text if event == "start" else node.tail) or ""
        open_[-1].characters += len(text.strip())
        pieces.append(text)
    return pieces, spans


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


def _kind(node: Element, links: _Links) -> _Kind | None:
    if node.tag in _NEVER_AROUND or node.tag == "a":
        return None
    role = node.get("role")
    if node.tag in _MENU_TAGS or role in _MENU_ROLES:
        return "menu"
    if node.tag in _AROUND_TAGS or role in _AROUND_ROLES:
        return None if node.tag == "header" and _holds_title(node) else "around"
    named = (
        _named_kind(f"{node.get('id', '')[:_MAX_NAME]} {node.get('class', '')[:_MAX_NAME]}") if node.attrib else None
    )
    return named or ("links" if links.dense else None)


def _holds_title(header: Element) -> bool:
    return next(header.iter("h1"), None) is not None or next(header.iterancestors("article", "main"), None) is not None


@lru_cache(maxsize=4096)
def _named_kind(names: str) -> _Kind | None:
    each = names.lower().split()
    if any(map(_MENU_NAMES.fullmatch, each)):
        return "menu"
    if any(map(_AROUND_NAMES.fullmatch, each)):
        return "around"
    return "comments" if any(map(_COMMENTS.fullmatch, each)) else None


def _apart(pieces: list[str], spans: list[Span], *, within: bool) -> list[str]:
    """The pieces that lie within any of the spans, or those that don't."""
    changes = [0] * (len(pieces) + 1)
    for start, end in spans:
        changes[start] += 1
        changes[end] -= 1
    return [piece for piece, depth in zip(pieces, accumulate(changes), strict=False) if bool(depth) == within]


def visible_text(page: Element, blocks: frozenset[str] = _BLOCKS) -> str:
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
    if LINE not in paragraph:
        return single_spaced(paragraph)
    return "\n".join(map(single_spaced, paragraph.strip(LINE).split(LINE)))
