"""Which styles of an OpenDocument hide what they are given to: text, and slides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"

Key = tuple[str, str]
"""A style's family ("paragraph", "text", "drawing-page") and its name."""


def hidden_styles(roots: Iterable[Element | None]) -> frozenset[Key]:
    """The styles in these trees that hide, by themselves or by one they are based on."""
    styles = {_key(style): style for root in roots if root is not None for style in root.iter(f"{STYLE}style")}
    own = {key: _hides(style) for key, style in styles.items()}
    if True not in own.values():
        return frozenset()
    return frozenset(key for key in styles if _inherited(key, styles, own))


def _key(style: Element) -> Key:
    return style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")


def _hides(style: Element) -> bool | None:
    """What a style says of being hidden; None if nothing."""
    for properties in style:
        shown = properties.get(f"{TEXT}display")
        visibility = properties.get(f"{_PRESENTATION}visibility")
        if shown or visibility:
            return bool(shown == "none" or visibility == "hidden")
    return None


def _inherited(key: Key, styles: dict[Key, Element], own: dict[Key, bool | None]) -> bool:
    seen: set[Key] = set()
    while key in styles and key not in seen:
        stated = own[key]
        if stated is not None:
            return stated
        seen.add(key)
        key = (key[0], styles[key].get(f"{STYLE}parent-style-name", ""))
    return False
