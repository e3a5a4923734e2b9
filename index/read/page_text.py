"""The text of web pages: the main text by trafilatura where it has the page's words, else all that the page shows."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from index.read.decode import tidied
from index.read.page_consent import remove_consent
from index.read.page_hidden import remove_hidden
from index.read.protocol import NO_TEXT
from index.read.title import single_spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NOT_LOADED = "there is no text inside; save the page from a browser after it has loaded"
FRAMES = "it only holds frames, and no text; add the pages that it shows"

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
_COMMENTS = re.compile(r"(?:.*[-_ ])?(?:comments|commentlist|disqus_thread|respond)(?:[-_ ].*)?", re.DOTALL)
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

_PLEA_WORDS = 60
"""The most words of a request to switch JavaScript on."""
_PLEA = re.compile(
    r"(?i)java\s?-?script|ecmascript|\bjs\b|scripts?\b|скрипт|スクリプト|스크립트|脚本|腳本|سكريبت|סקריפט|สคริปต์|स्क्रिप्ट|σκριπτ"
)
_ENABLE = re.compile(
    r"(?i)enabl|turn(?:ed)? on|switch(?:ed)? on|requir|disabl|need|aktiv|einschalt|benötig|activ|habilit|abilit|précis|"
    r"ativ|inschakel|ingeschakeld|włącz|povol|zapn|включ|требу|etkin|有効|启用|啟用|필요|활성|تفعيل|ενεργοπο|påslag|"
    r"käyttöön|engedélyez"
)
_FRAME_PLEA = re.compile(r"(?i)\bi?frames?\b|rahmen|cadres?\b|marcos?\b|quadros?\b|riquadri|фрейм|フレーム|框架|프레임")
_WAITING = re.compile(
    r"(?i)(?:loading|please wait|just a moment|one moment|wird geladen|lädt|lade|bitte warten|chargement|"
    r"veuillez patienter|cargando|espere|carregando|caricamento|laden|загрузка|读取中|加载中|載入中|読み込み中|로딩 중|"
    r"ładowanie)[\s.…!]*"
)


def text_of(page: Element) -> str:
    """The main text of a page, or what it shows beside menus, or all of it: the first that has the words of the page's
    content. A blank line between paragraphs. Empty where the page only says that it has not been loaded."""
    shown = copy.deepcopy(page)
    substitutes = _take_out(shown)
    remove_hidden(shown)
    remove_consent(shown)
    _mark_lines(shown)
    whole = _visible_text(shown, _BLOCKS)
    if not whole or _is_unloaded(whole, page):
        return substitutes
    if len(substitutes.split()) > max(_PLEA_WORDS, 2 * len(whole.split())):
        return f"{whole}\n\n{substitutes}"
    return _best(shown, whole)


def why_no_text(page: Element) -> str:
    """The reason why a page without text has none, and what to do."""
    if next(page.iter("frameset", "frame"), None) is not None:
        return FRAMES
    return NOT_LOADED if next(page.iter("script", "noscript"), None) is not None else NO_TEXT


def with_end_tags(html: str) -> str:
    """XHTML whose empty elements have end tags, without which an HTML parser takes what follows for their content."""
    return _EMPTY.sub(r"<\1\2></\1>", html) if _XHTML.search(html[:2000]) else html


_XHTML = re.compile(r"(?i)\A[\s\ufeff]*<\?xml|<html[^<>]*\sxmlns\s*=")
_EMPTY = re.compile(
    r"(?i)<(script|style|title|textarea|iframe|noscript|template|object|video|audio|canvas|p|div|span|a|b|i|em|strong|"
    r"td|th|tr|li|ul|ol|dl|dd|dt|h[1-6]|table|section|article|aside|nav|header|footer)((?:\s[^<>]*)?)(?<!/)/>"
)


def _take_out(page: Element) -> str:
    """Removes what is shown only where scripts or frames are not; returns its text, empty if it only asks for them."""
    texts = []
    for node in list(page.iter("noscript", "noframes")):
        text = _visible_text(_parsed(node), _BLOCKS)
        plea = _PLEA if node.tag == "noscript" else _FRAME_PLEA
        if not (plea.search(text) and len(text.split()) <= _PLEA_WORDS):
            texts.append(text)
        node.drop_tree()
    return "\n\n".join(filter(None, texts))


def _parsed(node: Element) -> Element:
    """The element with its tags, which the parser takes for text in `noframes`."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read
    from lxml import html as lxml_html  # noqa: PLC0415 - likewise

    if len(node) or "<" not in (node.text or ""):
        return node
    try:
        return lxml_html.document_fromstring(node.text)
    except etree.LxmlError:
        return node


def _is_unloaded(text: str, page: Element) -> bool:
    """Whether all that a page with scripts says is that they must run, or that it is loading."""
    if len(text.split()) > _PLEA_WORDS // 2 or next(page.iter("script", "noscript"), None) is None:
        return False
    return bool(_WAITING.fullmatch(text) or (_PLEA.search(text) and _ENABLE.search(text)))


def _mark_lines(page: Element) -> None:
    """Keeps the line ends of preformatted text, and the words that may break at the end of a line."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    etree.strip_tags(page, "wbr")
    for block in page.iter("pre", "listing", "xmp"):
        for node in block.iter():
            node.text = node.text and node.text.replace("\n", _LINE)
            if node is not block:
                node.tail = node.tail and node.tail.replace("\n", _LINE)


def _best(page: Element, whole: str) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415 - only where pages are read

    if _is_chat(page):
        return _chat(page)
    content = _content(page)
    if content == whole:  # nothing stands around it
        return whole
    # Its tree and not its text, which adds characters to the page's: "- " before items and "|" between cells.
    tree: Element | None = getattr(bare_extraction(page, favor_recall=True, include_comments=False), "body", None)
    main = "" if tree is None else _visible_text(tree, _MAIN_BLOCKS)
    if "".join(main.split()) in ("", "".join(whole.split())):
        return whole
    words, of_main = _words(content), _words(main)
    has_all = (of_main - words).total() <= (1 - ENOUGH) * words.total()
    if (words & of_main).total() >= ENOUGH * words.total():
        return _filled(main, content) if has_all else main
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


def _content(page: Element) -> str:
    """What a page shows without what stands around it; comments only where they are most of it."""
    around = {node for node in _dense(page) if node.tag not in _NEVER_AROUND}
    around |= {node for node in page.iter() if _is_around(node)}
    comments = {node for node in page.xpath("//*[@id or @class]") if _COMMENTS.fullmatch(_named(node))}
    with_comments = _visible_text(page, _BLOCKS, around)
    without = _visible_text(page, _BLOCKS, around | comments) if comments else with_comments
    return without if 2 * len(without) >= len(with_comments) else with_comments


def _dense(page: Element) -> Iterator[Element]:
    """Elements of several links with hardly a word outside of them."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    open_: list[list[int]] = [[0, 0, 0]]  # characters, those within links, links
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            open_.append([len((node.text or "").strip()), 0, 0])
            continue
        characters, linked, links = open_.pop()
        if node.tag == "a":
            linked, links = characters, 1
        elif links >= _MIN_LINKS and linked >= _LINKED * characters:
            yield node
        above = open_[-1]
        above[0] += characters + len((node.tail or "").strip())
        above[1] += linked
        above[2] += links


def _is_chat(page: Element) -> bool:
    return any(
        name in _CHATS for node in page.iter("div", "span") for name in node.get("class", "")[:_MAX_NAME].split()
    )


def _chat(page: Element) -> str:
    """All of an exported chat, with blanks beside names and times, which styles set apart."""
    for node in page.xpath("//span[contains(@class, 'author') or contains(@class, 'timestamp')]"):
        node.tail = f" {node.tail or ''}"
    return _visible_text(page, _BLOCKS)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _visible_text(page: Element, blocks: frozenset[str], left_out: Set[Element] = frozenset()) -> str:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    pieces: list[str] = []
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node in left_out:
            walk.skip_subtree()
            continue
        if node.tag in blocks:
            pieces.append("\n\n")
        elif node.tag in _APART:
            pieces.append(" ")
        pieces.append((node.text if event == "start" else node.tail if node is not page else None) or "")
    paragraphs = re.split(r"\n\n", "".join(pieces))
    return tidied("\n\n".join(filter(None, map(_lines, paragraphs))))


def _lines(paragraph: str) -> str:
    if _LINE not in paragraph:
        return single_spaced(paragraph)
    return "\n".join(map(single_spaced, paragraph.strip(_LINE).split(_LINE)))


def _named(node: Element) -> str:
    return f"{node.get('id', '')[:_MAX_NAME]} {node.get('class', '')[:_MAX_NAME]}".strip().lower()


def _is_around(node: Element) -> bool:
    if node.tag in _NEVER_AROUND:
        return False
    if node.tag not in _AROUND_TAGS and node.get("role") not in _AROUND_ROLES:
        return _is_named_around(_named(node))
    return node.tag != "header" or (
        next(node.iter("h1"), None) is None and next(node.iterancestors("article", "main"), None) is None
    )


@lru_cache(maxsize=4096)
def _is_named_around(names: str) -> bool:
    return any(map(_AROUND_NAMES.fullmatch, names.split()))
