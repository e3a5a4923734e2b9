"""A document's title: the source's own, told by its form, or the first words, marked as such."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from index.models.documents import TitleOrigin

LONGEST_TITLE = 200
"""Characters; a longer first line is text."""
FIRST_WORDS = 80
"""Characters of the first sentence that stand in for a title."""

SENTENCE_ENDS = ".!…。！．।॥۔။።,;，；、"
"""What no title ends with: full stops of the world's scripts, and commas. A question may be one."""
_CLOSERS = "\"'”’»›)]}）】」』"

_FIRST_LINE = re.compile(r"(?P<line>[^\n]*\S)[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")
_NEXT_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9À-ÞА-Я])|(?<=[。！？।؟۔])|\n\s*\n")
_SHORTEST_SENTENCE = 25
"""Characters; a stop before is likelier that of an abbreviation ("Dr.")."""


class Title(NamedTuple):
    """`body` is where the text after the title begins."""

    title: str
    origin: TitleOrigin
    body: int


def find_title(text: str, start: int) -> Title:
    """The title of the text from `start`, which is not blank.

    A first line is a title if it is short, is followed by a blank line and text, and does not end as a sentence.
    """
    start += len(text[start : start + LONGEST_TITLE]) - len(text[start : start + LONGEST_TITLE].lstrip())
    match = _FIRST_LINE.match(text, start, start + 2 * LONGEST_TITLE)
    line = one_line(match["line"]) if match else ""
    if match and len(line) <= LONGEST_TITLE and not line.rstrip(_CLOSERS + " ").endswith(tuple(SENTENCE_ENDS)):
        return Title(line, "source", match.end())
    return Title(first_words(text[start:]), "first words", start)


def first_words(text: str) -> str:
    """The beginning of the first sentence, cut at a word where it is long."""
    head = text[: 4 * FIRST_WORDS].strip()
    found = next((one for one in _NEXT_SENTENCE.finditer(head) if one.start() >= _SHORTEST_SENTENCE), None)
    sentence = one_line(head[: found.start()] if found else head)
    return sentence if len(sentence) <= FIRST_WORDS else _cut(sentence)


def one_line(text: str) -> str:
    """The same words with single blanks between them."""
    return " ".join(text.split())


def _cut(sentence: str) -> str:
    at = sentence.rfind(" ", FIRST_WORDS // 2, FIRST_WORDS)
    at = at if at > 0 else FIRST_WORDS - 1
    while at > 1 and unicodedata.combining(sentence[at]):
        at -= 1
    return sentence[:at].rstrip(" ,;:–—-") + "…"
