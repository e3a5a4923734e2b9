"""Untrusted text for people to read: what is invisible and acts is taken out, what runs right to left is held in.

A document's text may hold controls that turn a line around or hide a part of it. Every form that people read, in a
terminal, in Discord or in a file, leaves them out: controls of direction (Unicode Standard Annex 9, section 2), all
other controls, marks of byte order and interlinear annotations, and tag characters, which spell out invisible words
(Unicode chapter 23). Only CSL-JSON, which programs read, keeps a text to the last character.

This is the one cleaner of what is shown. What is read from files is `index.read.decode`'s, whose result is stored.
"""

from __future__ import annotations

import re
import unicodedata

_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINE_END = "\r\v\f\x1c-\x1e\x85\u2028\u2029"
_INVISIBLE = "\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_HALF = "\ud800-\udfff"

_LINE_ENDS = re.compile(f"\r\n|[{_LINE_END}]")
_REMOVED = re.compile(f"[{_DIRECTIONS}{_INVISIBLE}]")
_HALVES = re.compile(f"[{_HALF}]")
_UNCLEAN = re.compile(f"[{_DIRECTIONS}{_LINE_END}{_INVISIBLE}{_HALF}]")
"""Whatever `clean` changes; most texts have none of it."""
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", ""})
"""Classes of direction; the empty one is of characters that Python's Unicode doesn't know yet."""


def clean(text: str) -> str:
    """`text` without controls, with line ends as `\\n`; halves of characters become replacement characters."""
    if not _UNCLEAN.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    return _REMOVED.sub("", _HALVES.sub("\ufffd", text))


def one_line(text: str) -> str:
    """Cleaned text with each run of white space as one space."""
    return " ".join(clean(text).split())


def isolated(text: str) -> str:
    """Cleaned text that can't reorder its neighbours: isolated where it holds what runs right to left."""
    if text.isascii():
        return text
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text
