"""Untrusted text for people to read: what is invisible and acts is taken out, what runs right to left is held in.

A document's text may hold controls that turn a line around or hide a part of it. Every form that people read
leaves them out (Unicode Standard Annex 9, section 2, lists those of direction); only CSL-JSON, which programs read,
keeps a text to the last character.
"""

from __future__ import annotations

import re
import unicodedata

DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The bidirectional controls."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ACTING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_HALVES = re.compile("[\ud800-\udfff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def clean(text: str) -> str:
    """`text` without controls, with line ends as `\\n`; halves of characters become replacement characters."""
    text = _LINE_ENDS.sub("\n", text)
    return _ACTING.sub("", DIRECTIONS.sub("", _HALVES.sub("\ufffd", text)))


def one_line(text: str) -> str:
    """Cleaned text with each run of white space as one space."""
    return " ".join(clean(text).split())


def isolated(text: str) -> str:
    """Cleaned text that can't reorder its neighbours: isolated where it holds what runs right to left."""
    if any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text
