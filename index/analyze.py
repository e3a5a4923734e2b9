"""Text to search terms: pure, deterministic, the same for documents and queries.

Two views of a text serve two needs. `exact` terms are case- and accent-folded words in their order, for quoted
phrases, exclusions and names typed without their accents. `stems` are Snowball stems of the same words, for
ranking. Scripts written without spaces between words (Chinese, Japanese, Thai, …) have no words to split at:
their exact terms are single characters and their stems are overlapping pairs, the classic remedy
(Nie, Gao, Zhang & Zhou 2000, "On the use of words and n-grams for Chinese information retrieval").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import Stemmer

VERSION = 4
"""Raised when the same text would give other terms, so that an index is built anew."""

MAX_TERM = 64
"""Longer terms are cut: they are noise (base64, long addresses) that would bloat the index."""

ENOUGH_TERMS = 150
"""About the words of a passage of 200 tokens in a language that the encoder knows."""

SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""ISO 639-1 codes with a Snowball stemmer (https://snowballstem.org/algorithms/)."""

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u2fdf\u3005-\u3007"  # CJK radicals, iteration marks
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[\w\u0300-\u036f\u0900-\u0d7f])+")
_SPACED_WORD = re.compile(r"[\w\u0300-\u036f\u0900-\u0d7f]+")
"""What `_WORD` finds in a text without unspaced scripts, four times as fast."""
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_COMPOUND = re.compile(r"\b\w{1,8}(?:[-–/.]\w{1,8})+\b")
_ASCII_DIGIT = re.compile(r"[0-9]")
_SYMBOL = re.compile(r"[\u2190-\u2bff\U0001f300-\U0001faff]")

_LETTERS_NFKD_KEEPS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
"""Latin letters that readers type plain though Unicode does not decompose them."""

_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC")
"""Scripts whose marks are commonly left out in typing. In Indic scripts they are vowels and stay."""


def exact(text: str) -> list[str]:
    """The folded words of `text` in order; single characters for scripts without spaces, and symbols such as 🚀."""
    terms: list[str] = []
    for word in _words(text):
        terms.extend(word if _UNSPACED_RUN.match(word) else (fold(word)[:MAX_TERM],))
    terms.extend(_SYMBOL.findall(text))
    return terms


def stems(text: str, languages: Iterable[str]) -> list[str]:
    """Ranking terms of `text`, stemmed in each of `languages` (ISO 639-1; unknown ones leave words as they are).

    A compound such as "A-10", "COVID-19" or "67P/Churyumov" gives its parts and also itself in one piece.
    """
    names = _stemmers(languages)
    if _UNSPACED_RUN.search(text):
        terms = [term for word in _words(text) for term in _ranked(word, names)]
    else:
        terms = [term for word in _words(text) for term in _stem_folded(word[:MAX_TERM], names)]
    terms.extend(_joined(text))
    terms.extend(_SYMBOL.findall(text))
    return terms


def pairs(text: str, languages: Iterable[str]) -> list[str]:
    """Each two words of `text` that stand side by side as one term, in the stems of each of `languages`.

    Scripts without spaces have none: their stems are pairs already.
    """
    names = _stemmers(languages)
    apart = _UNSPACED_RUN.search(text) is not None
    words = [None if apart and _UNSPACED_RUN.match(word) else word[:MAX_TERM] for word in _words(text)]
    found = [_side_by_side([word and _stem(word, name) for word in words]) for name in names]
    return (
        found[0] if len(found) == 1 else [term for terms in zip(*found, strict=True) for term in dict.fromkeys(terms)]
    )


def surrounded(passages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """What each passage of a document is ranked by, given the terms of all of them.

    A passage of fewer than `ENOUGH_TERMS` is ranked by its neighbours' words too, its own counting twice: a question
    asks for what a paragraph says, and where an encoder makes many tokens of a word a passage is a sentence or two.
    """
    for at, own in enumerate(passages):
        first, last, size = at, at, len(own)
        while size < ENOUGH_TERMS and (first > 0 or last + 1 < len(passages)):
            if last + 1 < len(passages):
                last += 1
                size += len(passages[last])
            if size < ENOUGH_TERMS and first > 0:
                first -= 1
                size += len(passages[first])
        around = [term for passage in passages[first : last + 1] for term in passage]
        yield around if first == last else [*around, *own]


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit, so that a meaning can be looked for."""
    return any(char.isalnum() for char in text)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """`word` without case and without the accents people leave out; "Łódź" becomes "lodz", "Straße" "strasse"."""
    if word.isascii():
        return word.lower()
    plain = word.casefold().translate(_LETTERS_NFKD_KEEPS)
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFKD", plain):
        if not unicodedata.combining(char):
            base = char
        elif unicodedata.name(base or " ", "").startswith(_FOLDED_SCRIPTS):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _words(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)
    words: list[str] = (_WORD if _UNSPACED_RUN.search(composed) else _SPACED_WORD).findall(composed)
    return words


def _ranked(word: str, names: tuple[str | None, ...]) -> Iterable[str]:
    return _pairs(word) if _UNSPACED_RUN.match(word) else _stem_folded(word[:MAX_TERM], names)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _joined(text: str) -> list[str]:
    """Designations in one piece: compounds that hold a digit, so that "A-10" and "A10" are one term."""
    if text.isascii() and not _ASCII_DIGIT.search(text):
        return []
    return [
        fold(re.sub(r"[-–/.]", "", found))[:MAX_TERM]
        for found in _COMPOUND.findall(text)
        if any(char.isdigit() for char in found) and any(char.isalpha() for char in found)
    ]


def _stemmers(languages: Iterable[str]) -> tuple[str | None, ...]:
    """The stemmers of `languages`; None, which leaves words as they are, where none of them has one."""
    return tuple(sorted({SNOWBALL[code] for code in languages if code in SNOWBALL})) or (None,)


@lru_cache(maxsize=200_000)
def _stem_folded(word: str, names: tuple[str | None, ...]) -> tuple[str, ...]:
    """The folded stems of one word, without repeats: one for each language that stems it differently."""
    return tuple(dict.fromkeys(_stem(word, name) for name in names))


def _side_by_side(stems: Sequence[str | None]) -> list[str]:
    """Each two neighbours in one term; no word has a "+", and None keeps its neighbours apart."""
    return [f"{one}+{next_}" for one, next_ in pairwise(stems) if one is not None and next_ is not None]


@lru_cache(maxsize=200_000)
def _stem(word: str, name: str | None) -> str:
    return fold(_stemmer(name).stemWord(word.lower()) if name else word)


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)
