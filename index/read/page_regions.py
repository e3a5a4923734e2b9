"""Which parts of a page are not its own article: comments, menus, side columns, lists of other stories."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from index.read.names import names

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAGS: Final = frozenset(("nav", "select", "option", "button", "template", "noscript", "iframe"))
_WORDS: Final = names(
    "comment comments commentlist commentary commenter comm disqus respond replies reply kommentar kommentare "
    "commentaires comentarios comentario commenti reacties komentarze sidebar aside related recent popular trending "
    "teaser teasers recommended recommendation recommendations similar ticker newsticker mostread mostviewed "
    "breadcrumb breadcrumbs menu nav navigation navbar navi latest carousel slider widget widgets calendar upcoming "
    "events archives cookie banner tweet twitter tweets colophon promo outbrain taboola siderail rail "
    "morestories readnext prevnext sitemap topstories headlines newsletter weather verwandt aehnliche marginal "
    "rightcol leftcol infinite modal popup lightbox advert sponsored feedback guestbook onthisday cross"
)
_PAIRS: Final = names(
    "more-stories more-news more-articles most-read most-viewed most-popular read-next read-more read-also see-also "
    "also-like next-post previous-post other-posts other-news other-articles other-stories right-column left-column "
    "right-col left-col right-rail side-bar top-stories whats-new last-posts last-news site-footer page-footer "
    "global-footer main-footer footer-wrapper footer-widgets you-may may-like post-navigation posts-navigation "
    "nav-links further-reading mehr-zum zum-thema user-comments"
)
_OF_DATES: Final = names("meta date dateline byline timestamp published author headline title content")
"""In a name with one of these even "widget" or "twitter" is about the article."""
_COMMENTS: Final = names(
    "comment comments comm reply replies related teaser teasers kommentar recent more sidebar tweet"
)
_FREE: Final = re.compile(r"^(?:no|has|with|without|hide|is|comments?-(?:open|closed|off)|single)\b", re.IGNORECASE)
_ENTRY: Final = re.compile(r"entry|post|article|story|meta", re.IGNORECASE)
_BLOG: Final = re.compile(r"Blog[0-9]+")
"""Of the widget that is a blog's own part in the pages of Blogger."""
_FOOTERS: Final = frozenset(("footer", "bottom", "foot"))
_FOREIGN_TYPES: Final = re.compile(
    r"/(?:UserComments|Comment|VideoObject|Answer|Event|Product|WPSideBar|WPFooter|SiteNavigationElement)"
    r"\s*$",
    re.IGNORECASE,
)
MAX_CLASSES: Final = 400
"""Characters of an element's classes that are looked at."""


class Regions:
    """The parts of one page; what holds its headings is its own, whatever it is called."""

    def __init__(self, page: Element) -> None:
        headings = page.xpath("(//h1)[position() <= 3]")
        self._own = {around for heading in headings for around in heading.iterancestors()}
        self._known: dict[Element, bool] = {}

    def is_aside(self, element: Element) -> bool:
        """Whether the element, or one around it, is no part of the page's own article."""
        path: list[Element] = []
        around: Element | None = element
        aside = False
        while around is not None and not aside and around.tag not in ("body", "html"):
            if around in self._known:
                aside = self._known[around]
                break
            path.append(around)
            aside = _looks_aside(around) and around not in self._own
            around = around.getparent()
        self._known.update(dict.fromkeys(path, aside))
        return aside


def without_asides(part: Element) -> str:
    """The part as HTML, without what is no part of the page's own article."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    copy = deepcopy(part)
    copy.tail = None
    asides = [each for each in copy.iterdescendants() if isinstance(each.tag, str) and _looks_aside(each)]
    for aside in asides:
        if aside.find(".//h1") is None and aside.getparent() is not None:
            aside.drop_tree()
    return str(etree.tostring(copy, encoding="unicode", method="html"))


def _looks_aside(element: Element) -> bool:
    tag = element.tag
    if tag in _TAGS:
        return True
    if _BLOG.fullmatch(element.get("id") or ""):
        return False
    if tag == "footer":
        parent = element.getparent()
        return not any(_of_entry(each) for each in (element, *(() if parent is None else (parent,))))
    if _FOREIGN_TYPES.search(element.get("itemtype") or ""):
        return True
    names = (element.get("class") or "", element.get("id") or "", element.get("role") or "")
    return any(_names_aside(token) for name in names for token in name[:MAX_CLASSES].split())


def _of_entry(element: Element) -> bool:
    return element.tag == "article" or bool(_ENTRY.search(element.get("class") or ""))


def _names_aside(token: str) -> bool:
    if _FREE.match(token):
        return False
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", token).lower()
    words = re.split(r"[^a-z]+", spaced)
    if not _OF_DATES.isdisjoint(words) and next(filter(None, words), "") not in _COMMENTS:
        return False
    if any(word in _WORDS for word in words) or token.lower() in _FOOTERS:
        return True
    return any(f"{one}-{two}" in _PAIRS for one, two in pairwise(words))
