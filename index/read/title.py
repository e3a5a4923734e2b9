"""A document's title: the source's own, recognised by its form, or the first words, marked as such."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from index.models.documents import TitleOrigin
from index.text.sentences import sentences

MAX_TITLE = 200
"""Characters; a longer first line is text."""
MAX_FIRST_WORDS = 80
"""Characters of the first sentence that stand in for a title."""

SENTENCE_ENDS = ".!…。！．।॥۔။።,;，；、"
"""What no title ends with: full stops of the world's scripts, and commas. A title may be a question."""
_CLOSERS = "\"'”’»›)]}）】」』"

_FIRST_LINE = re.compile(r"(?P<line>[^\n]*\S)[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")
_MIN_SENTENCE = 25
"""Characters; a shorter first sentence ("Why?") tells too little without the next."""


_PROGRAMS = re.compile(
    r"(?i)microsoft (?:word|powerpoint|excel) - .*|(?:untitled|unbenannt|sans titre|sin título|senza titolo|"
    r"sem título|無題|no title|document|dokument|powerpoint.presentation|presentation|slide|"
    r"\(anonymous\)|unspecified)[-\s]*\d*|"
    r"(?:\S+\s){0,3}powerpoint[-\s]pr[eéä][sz]ent\S+|pr[eéä][sz]ent\S+(?:\s\S+){0,2}\spowerpoint|"
    r"powerpoint[-\s]*(?:プレゼンテーション|演示文稿|簡報|프레젠테이션)|презентация powerpoint|"
    r".*\.(?:docx?|pdf|tex|dvi|indd|rtf|odt|txt|qxd|qxp|pages|pptx?|xlsx?|html?|md|wpd|ai|psd|tiff?|jpe?g|png|ps|odp)\s*",
    re.DOTALL,
)
"""Titles that a program wrote, not a person."""


class Title(NamedTuple):
    """`body` is where the text after the title begins."""

    title: str
    origin: TitleOrigin
    body: int


def find_title(text: str, start: int) -> Title:
    """The title of the text from `start`, which is not blank.

    A first line is a title if it is short, is followed by a blank line and text, and does not end like a sentence.
    """
    start += len(text[start : start + MAX_TITLE]) - len(text[start : start + MAX_TITLE].lstrip())
    match = _FIRST_LINE.match(text, start, start + 2 * MAX_TITLE)
    line = single_spaced(match["line"]) if match else ""
    if match and len(line) <= MAX_TITLE and not line.rstrip(_CLOSERS + " ").endswith(tuple(SENTENCE_ENDS)):
        return Title(line, "source", match.end())
    return Title(first_words(text, start), "first words", start)


def by_program(title: str) -> bool:
    """Whether a title in a file's properties is one that programs write by themselves, such as the file's name."""
    return bool(_PROGRAMS.fullmatch(title))


def first_words(text: str, start: int = 0) -> str:
    """The beginning of the first sentence from `start`, cut between words where it is long."""
    head = text[start : start + 4 * MAX_FIRST_WORDS].strip()
    end = next((end for _, end in sentences(head) if end >= _MIN_SENTENCE), None)
    sentence = single_spaced(head[:end])
    return sentence if len(sentence) <= MAX_FIRST_WORDS else _cut(sentence)


def single_spaced(text: str) -> str:
    """The same words on one line with single spaces between them."""
    return " ".join(text.split())


def _cut(sentence: str) -> str:
    at = sentence.rfind(" ", MAX_FIRST_WORDS // 2, MAX_FIRST_WORDS)
    at = at if at > 0 else MAX_FIRST_WORDS - 1
    while at > 1 and unicodedata.combining(sentence[at]):
        at -= 1
    return sentence[:at].rstrip(" ,;:–—-") + "…"
