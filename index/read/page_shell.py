"""Pages that hold no text yet, since scripts or frames bring it, and what stands in for those."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.read.protocol import NO_TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NOT_LOADED = "there is no text inside; save the page from a browser after it has loaded"
FRAMES = "it only holds frames, and no text; add the pages that it shows"

PLEA_WORDS = 60
"""The most words of a request to switch JavaScript on."""
_CHARACTERS = 10
"""Of a word, generously."""
_PLEA = re.compile(
    r"(?i)java\s?-?script|ecmascript|\bjs\b|\bscripts?\b|скрипт|スクリプト|스크립트|脚本|腳本|سكريبت|סקריפט|สคริปต์|स्क्रिप्ट|σκριπτ"
)
_JAVASCRIPT = re.compile(r"(?i)java\s?-?script")
_ENABLE = re.compile(
    r"(?i)enabl|turn(?:ed)? on|switch(?:ed)? on|requir|disabl|you need|need to|aktiv|einschalt|benötig|activ|habilit|"
    r"abilit|précis|ativ|inschakel|ingeschakeld|włącz|povol|zapn|включ|требу|etkin|有効|启用|啟用|필요|활성|تفعيل|ενεργοπο|påslag|"
    r"käyttöön|engedélyez"
)
_FRAME_PLEA = re.compile(r"(?i)\bi?frames?\b|rahmen|cadres?\b|marcos?\b|quadros?\b|riquadri|фрейм|フレーム|框架|프레임")
_WAITING = re.compile(
    r"(?i)(?:loading|please wait|just a moment|one moment|wird geladen|lädt|lade|bitte warten|chargement|"
    r"veuillez patienter|cargando|espere|carregando|caricamento|laden|загрузка|读取中|加载中|載入中|読み込み中|로딩 중|"
    r"ładowanie)[\s.…!]*"
)


def why_no_text(page: Element) -> str:
    """The reason why a page without text has none, and what to do."""
    if next(page.iter("frameset", "frame"), None) is not None:
        return FRAMES
    return NOT_LOADED if next(page.iter("script", "noscript"), None) is not None else NO_TEXT


def taken_out(page: Element, text_of: Callable[[Element], str]) -> str:
    """Removes what is shown only where scripts or frames are not; returns its text, empty if it only asks for them."""
    texts = []
    for node in list(page.iter("noscript", "noframes")):
        text = text_of(_parsed(node))
        plea = _PLEA if node.tag == "noscript" else _FRAME_PLEA
        if not (plea.search(text) and _is_short(text, PLEA_WORDS)):
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


def is_unloaded(text: str, page: Element) -> bool:
    """Whether all that a page with scripts says is that they must run, or that it is loading."""
    if not _is_short(text, PLEA_WORDS // 2) or next(page.iter("script", "noscript"), None) is None:
        return False
    return bool(_WAITING.fullmatch(text) or (_JAVASCRIPT.search(text) and _ENABLE.search(text)))


def _is_short(text: str, words: int) -> bool:
    """Of so many words at most, or as long where words are not apart."""
    return len(text.split()) <= words and len(text) <= _CHARACTERS * words
