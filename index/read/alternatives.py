"""Texts that may say the same in other forms, made one: no word is lost, and none is said twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:|cid:)[^\s<>\"]+|\[(?:image|cid)[^\]\n]*\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+|[\u2600-\u27bf\U0001f000-\U0001faff]")
_PARAGRAPHS = re.compile(r"\n\s*\n")

MAX_STUB_WORDS = 60
"""Of a text that only says why there is none."""
_STUB = re.compile(
    r"\b(?:x?html|mime|plain[ -]?text|browser|client|mailer|navigateur|navegador|logiciel de messagerie|"
    r"(?:mail|news)[ -]?reader|e?-?mail[ -]?(?:program|programme|programm|viewer|software|app))\b",
    re.IGNORECASE,
)


def united(texts: Sequence[str]) -> str:
    """One text of several forms of it, the plainest first: the first that says all, with what only others say."""
    whole = ""
    for text in filter(str.strip, texts):
        whole = _both(whole, text) if whole else text
    return whole


def joined(texts: Iterable[str]) -> str:
    """Texts below each other, without those that are the one before or after in another form."""
    out: list[str] = []
    for text in filter(str.strip, texts):
        if out and _repeats(text, out[-1]):
            continue
        if out and _repeats(out[-1], text):
            out.pop()
        out.append(text)
    return "\n\n".join(out)


def _both(first: str, second: str) -> str:
    words, others = _words(first), _words(second)
    if others <= words:
        return first
    shared = words & others
    if 2 * len(shared) < len(words) and _is_stub(first):
        return second
    if words <= others and _addresses(first) <= _addresses(second):
        return second
    if 2 * len(shared) >= len(others):
        return "\n\n".join((first, *_news(second, words)))
    return "\n\n".join((*_news(first, others), second))


def _news(text: str, known: set[str]) -> list[str]:
    """The paragraphs of a text with a word that is not known."""
    return [paragraph.strip() for paragraph in _PARAGRAPHS.split(text) if not _words(paragraph) <= known]


def _is_stub(text: str) -> bool:
    return len(text.split()) <= MAX_STUB_WORDS and _STUB.search(text) is not None


def _repeats(text: str, other: str) -> bool:
    """Whether `other` has the words of `text`, one after the other, and hardly any beside them."""
    if not len(text) <= 3 * len(other) <= 9 * len(text):
        return False
    words, others = _list(text), _list(other)
    alike = len(words) <= len(others) <= 1.5 * len(words)
    return alike and f" {' '.join(words)} " in f" {' '.join(others)} "


def _words(text: str) -> set[str]:
    return set(_list(text))


def _list(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", _ADDRESS.sub(" ", text)).casefold())


def _addresses(text: str) -> set[str]:
    return set(_ADDRESS.findall(text))
