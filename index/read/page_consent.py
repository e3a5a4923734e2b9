"""Requests for consent to cookies, which stand on a page without being part of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from index.read.page_hidden import remove

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PRODUCTS = re.compile(
    r"onetrust-(?:consent-sdk|banner-sdk|pc-sdk).*|ot-sdk-container|optanon.*|cybotcookiebot.*|usercentrics-.*|uc-banner.*|"
    r"didomi-(?:host|popup|notice).*|qc-cmp.*|cky-(?:consent|modal|overlay|btn-revisit).*|cmplz-(?:cookiebanner|manage|consent).*|"
    r"borlabscookie.*|borlabs-cookie|brlbs-.*|cookie-?law-?info.*|cli-modal.*|wt-cli-.*|cookie-notice|cookieconsent.*|"
    r"cc[-_](?:window|banner|cookies)|truste.*|trustarc.*|iubenda-cs.*|sp_message_container.*|moove_gdpr.*|moove-gdpr.*|"
    r"tarteaucitron.*|axeptio.*|klaro|cookiefirst.*|termly-.*|osano-cm.*|hs-eu-cookie.*|eu-cookie-compliance.*|"
    r"sliding-popup|fc-consent-root|cmpbox.*|cmpwrapper|ppms_cm_.*|cookiescript.*|cookie-?bot.*|real-cookie-banner.*|"
    r"ccc(?:-overlay|-content|-module)?|evidon.*|metomic.*|cookiehub.*|ch2-.*|pandectes.*|shopify-pc__.*|consentmanager.*"
)
"""Names that programs asking for consent give their parts."""
_SUBJECT = re.compile(r"cookies?|gdpr|dsgvo|rgpd|lgpd|ccpa|eprivacy|consent|privacy|datenschutz")
_FORM = re.compile(
    r"banner|notice|notif|bar|pop-?up|modal|dialog|overlay|law|message|msg|alert|box|layer|prompt|consent|accept|disclaimer|"
    r"warning|hint|info|wall|toast|panel|settings|preferences|manager|container|wrapper|block|root|footer|header|hinweis|aviso"
)
_ALONE = re.compile(r"cookies?|gdpr|dsgvo|rgpd|consent|cookie-?(?:policy|note|usage|eu)|eu-?cookies?")
_COOKIES = re.compile(
    r"(?i)cookie|gdpr|dsgvo|rgpd|galleta|куки|クッキー|쿠키|çerez|evästee|evästei|ciasteczk|sütik|informasjonskaps|"
    r"kolačić|piškot|biscotti"
)
_REQUEST = re.compile(
    r"(?i)accept|agree|consent|allow|reject|decline|refus|preferen|settings|privacy|got it|our use|this (?:web)?site|"
    r"akzeptier|zustimm|einverstanden|ablehn|einstellung|datenschutz|consenti|autoris|acept|acuerdo|consient|rechaz|accett|rifiut|"
    r"aceit|concord|akkoord|toestem|weiger|godkänn|godta|accepter|hyväksy|zgod|akcept|souhlas|elfogad|kabul|принима|принять|"
    r"соглас|同意|接受|許可|동의|قبول|אישור|αποδοχ|προτιμ"
)
_AGREES = re.compile(
    r"(?i)(?:(?:i |yes,? i )?(?:accept|agree|allow|understand|consent)(?: all)?(?: cookies)?|ok(?:ay)?|got it|dismiss|"
    r"close|(?:alle )?(?:akzeptieren|zustimmen)|einverstanden|verstanden|j'accepte|(?:tout )?accepter|aceptar|accetto?|"
    r"aceitar|"
    r"akkoord|godta|godkänn|hyväksy|zgadzam się|akceptuję|souhlasím|принять|хорошо|согласен|同意|接受|同意する)[.! ]*"
)
"""Links that are buttons."""
MAX_CANDIDATES = 500
MAX_ABOVE = 6
"""How far above a button its request is looked for."""
MAX_PARTS = 3000
MAX_WORDS = 600
"""Words of a request for consent that only its names tell; what is longer is the page's text."""
MAX_UNNAMED_WORDS = 150
_KEPT = frozenset(("html", "body", "article", "main"))


def remove_consent(page: Element) -> None:
    """Takes requests for consent out of the tree, unless nothing else is in it."""
    marked = page.xpath("//*[@id or @class or @role or @aria-label]")
    products = [node for node in marked if _kind(_names(node)) == "product" and not _holds_text(node)]
    named = islice((node for node in marked if _is_named(node)), MAX_CANDIDATES)
    remove(page, [*products, *(node for node in named if _asks(node, MAX_WORDS)), *_unnamed(page)])


def _names(node: Element) -> str:
    return f"{node.get('id', '')[:200]} {node.get('class', '')[:400]}".lower()


@lru_cache(maxsize=4096)
def _kind(names: str) -> str:
    """What names of an element say of it: a program's "product", a "request" for consent by custom, or nothing."""
    each = names.split()
    if any(map(_PRODUCTS.fullmatch, each)):
        return "product"
    named = (_ALONE.fullmatch(name) or (_SUBJECT.search(name) and _FORM.search(name)) for name in each)
    return "request" if any(named) else ""


def _is_named(node: Element) -> bool:
    if node.get("role") in ("dialog", "alertdialog") or _COOKIES.search(node.get("aria-label", "")[:200]):
        return True
    return _kind(_names(node)) == "request"


def _unnamed(page: Element) -> Iterator[Element]:
    """The nearest block around a button that speaks of cookies."""
    links = (link for link in page.iter("a") if _AGREES.fullmatch((link.text or "")[:40].strip()))
    for button in islice(chain(page.iter("button", "input"), links), MAX_CANDIDATES):
        for block in islice(button.iterancestors(), MAX_ABOVE):
            text = _text(block)
            if block.tag in _KEPT or text is None or len(text.split()) > MAX_UNNAMED_WORDS:
                break
            if _COOKIES.search(text):
                if _asks(block, MAX_UNNAMED_WORDS):
                    yield block
                break


def _asks(node: Element, most: int) -> bool:
    if _holds_text(node):
        return False
    text = _text(node)
    return text is not None and len(text.split()) <= most and bool(_COOKIES.search(text) and _REQUEST.search(text))


def _holds_text(node: Element) -> bool:
    """Whether it is, holds or is part of what a page marks as its text."""
    if node.tag in _KEPT or next(node.iterancestors("article"), None) is not None:
        return True
    return next(node.iter("h1", "article", "main"), None) is not None


def _text(node: Element) -> str | None:
    """The words of an element; None if it has very many parts."""
    pieces = list(islice(node.itertext(), MAX_PARTS + 1))
    return None if len(pieces) > MAX_PARTS else " ".join(pieces)
