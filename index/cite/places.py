"""Where in a text the words of a quotation stand: to the character, or but for white space, or for their form. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.forms import formed

_DISTINCTIVE_CHARACTERS = 20
"""A quotation this long is recognised even where it begins or ends inside a word; a shorter one may be part of any."""

Place = tuple[int, int]


def find(quotation: str, text: str, near: int) -> Place | None:
    """Where the words are, nearest to `near`: to the character, or else but for white space, or else for form."""
    if text.startswith(quotation, near):
        return near, near + len(quotation)
    if place := _nearest(quotation, text, near):
        return place
    wanted, there = formed(quotation), formed(text)
    if wanted.text == quotation and there.text == text:
        return None
    place = _nearest(wanted.text, there.text, there.offset(near))
    return place and there.place(*place)


def is_again(quotation: str, text: str, start: int) -> bool:
    """Whether the words that stand at `start` stand somewhere else in the text, too, in whatever form."""
    wanted, there = formed(quotation), formed(text)
    own = there.offset(start)
    places = [*_exact_places(wanted.text, there.text), *_loose_places(wanted.text, there.text)]
    return any(place[0] != own and _stands_alone(there.text, place) for place in places)


def _nearest(quotation: str, text: str, near: int) -> Place | None:
    places = list(_exact_places(quotation, text)) or list(_loose_places(quotation, text))
    whole = [place for place in places if _stands_alone(text, place)]
    candidates = whole or (places if len(quotation) >= _DISTINCTIVE_CHARACTERS else [])
    return min(candidates, key=lambda place: abs(place[0] - near), default=None)


def _exact_places(quotation: str, text: str) -> Iterator[Place]:
    at = text.find(quotation) if quotation else -1
    while at >= 0:
        yield at, at + len(quotation)
        at = text.find(quotation, at + 1)


def _loose_places(quotation: str, text: str) -> Iterator[Place]:
    words = quotation.split()
    if words and all(word in text for word in words):
        yield from (match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text))


def _stands_alone(text: str, place: Place) -> bool:
    """Whether the place neither begins nor ends inside a word."""
    return not any(0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum() for edge in place)
