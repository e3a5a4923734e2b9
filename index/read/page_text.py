"""The text of web pages: the main text by trafilatura where it has the page's words, else all that the page shows."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import TYPE_CHECKING

from index.read.page_consent import remove_consent
from index.read.page_content import LINE, Texts, visible_text
from index.read.page_hidden import remove_hidden
from index.read.page_shell import PLEA_WORDS, is_unloaded, taken_out

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN_BLOCKS = frozenset(("p", "head", "list", "item", "table", "row", "cell", "quote", "code", "lb", "div"))
"""Block elements in trafilatura's trees."""

ENOUGH = 0.85
"""The share of the words that stand in a page's content which its main text must have to be taken alone."""
_SHARED = 0.7
"""The share of a paragraph's words that stand in the main text where the paragraph does."""
MIN_SHARE = 0.4
"""The share of all words that a page's content must have to be taken for it."""
FEW = 200
"""Characters before or after the main text, which are taken for a part of it."""
_WORD = re.compile(r"\w+")


def text_of(page: Element) -> str:
    """The main text of a page, or what it shows beside menus, or all of it: the first that has the words of the page's
    content. A blank line between paragraphs. Empty where the page only says that it has not been loaded."""
    shown = copy.deepcopy(page)
    substitutes = taken_out(shown, visible_text)
    remove_hidden(shown)
    remove_consent(shown)
    _mark_lines(shown)
    if _is_chat(shown):
        return _chat(shown)
    texts = Texts(shown)
    if texts.is_short and (not texts.whole or is_unloaded(texts.whole, page)):
        return substitutes
    if len(substitutes.split()) > PLEA_WORDS and len(substitutes) > 2 * len(texts.whole):
        return f"{texts.whole}\n\n{substitutes}"
    return texts.whole if texts.is_content else _best(shown, texts)


def whole_text(page: Element) -> str:
    """All the text that a page shows, menus and all; a blank line between paragraphs."""
    shown = copy.deepcopy(page)
    substitutes = taken_out(shown, visible_text)
    remove_hidden(shown)
    _mark_lines(shown)
    return visible_text(shown) or substitutes


def _mark_lines(page: Element) -> None:
    """Keeps the line ends of preformatted text, and the words that may break at the end of a line."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    etree.strip_tags(page, "wbr")
    for block in page.iter("pre", "listing", "xmp"):
        for node in block.iter():
            node.text = node.text and node.text.replace("\n", LINE)
            if node is not block:
                node.tail = node.tail and node.tail.replace("\n", LINE)


def _best(page: Element, texts: Texts) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415 - only where pages are read

    # Its tree and not its text, which adds characters to the page's: "- " before items and "|" between cells.
    tree: Element | None = getattr(bare_extraction(page, favor_recall=True, include_comments=False), "body", None)
    main = "" if tree is None else visible_text(tree, _MAIN_BLOCKS)
    squeezed = "".join(main.split())
    if squeezed and squeezed == "".join(texts.content.split()):
        return main
    return texts.whole if squeezed in ("", "".join(texts.whole.split())) else _with_content(main, texts)


def _with_content(main: str, texts: Texts) -> str:
    words, of_main = _words(texts.content), _words(main)
    more = of_main - words
    known = (more - _words(texts.menus)).total() <= (1 - ENOUGH) * words.total()
    if (words & of_main).total() >= ENOUGH * words.total():
        return _filled(main, of_main, texts) if known and (more or words - of_main) else main
    is_content = known and words.total() >= MIN_SHARE * _words(texts.whole).total()
    return _between(texts.blocks, of_main) if is_content else texts.whole


def _filled(main: str, of_main: Counter[str], texts: Texts) -> str:
    """The main text with what the page shows between its paragraphs, such as a table that is not in it, and a few words
    before and after them, such as a heading; not with menus."""
    blocks = texts.blocks
    shared = [at for at, (block, is_links) in enumerate(blocks) if not is_links and _is_of(block, of_main)]
    if not shared:
        return main
    start, end = shared[0], shared[-1] + 1
    while end < len(blocks) and blocks[end][1] and _is_of(blocks[end][0], of_main):
        end += 1
    parts = (_few(blocks[:start]), _between(blocks[start:end], of_main), _few(blocks[end:]))
    filled = "\n\n".join(filter(None, parts))
    return main if (of_main - _words(filled)) - _words(texts.menus) else filled


def _few(blocks: list[tuple[str, bool]]) -> str:
    text = "\n\n".join(block for block, is_links in blocks if not is_links)
    return text if len(text) <= FEW else ""


def _between(blocks: list[tuple[str, bool]], main: Counter[str]) -> str:
    """Paragraphs in order, and such lists of links as are in the main text."""
    return "\n\n".join(block for block, is_links in blocks if not is_links or _is_of(block, main))


def _is_of(block: str, main: Counter[str]) -> bool:
    words = _words(block)
    return (words & main).total() > _SHARED * words.total()


def _is_chat(page: Element) -> bool:
    """Whether it is an exported chat, by its classes; names and times are text there."""
    return bool(page.xpath("boolean(//*[starts-with(@class, 'chatlog') or contains(@class, 'from_name')])"))


def _chat(page: Element) -> str:
    """All of an exported chat, with blanks beside names and times, which styles set apart."""
    for node in page.xpath("//span[contains(@class, 'author') or contains(@class, 'timestamp')]"):
        node.tail = f" {node.tail or ''}"
    return visible_text(page)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))
