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
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import chain, pairwise
from typing import Generic, TypeVar

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

REMEMBERED = 200_000
"""Words whose stems are kept at most: natural language says the same ones over and over."""

_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC")
"""Scripts whose marks are commonly left out in typing. In Indic scripts they are vowels and stay."""


def exact(text: str) -> list[str]:
    """The folded words of `text` in order; single characters for scripts without spaces, and symbols such as 🚀."""
    if _is_spaced(text):
        terms = [fold(word)[:MAX_TERM] for word in _words(text)]
    else:
        parts = (word if _UNSPACED_RUN.match(word) else (fold(word)[:MAX_TERM],) for word in _words(text))
        terms = list(chain.from_iterable(parts))
    terms.extend(_symbols(text))
    return terms


def stems(text: str, languages: Iterable[str]) -> list[str]:
    """Ranking terms of `text`, stemmed in each of `languages` (ISO 639-1; unknown ones leave words as they are).

    A compound such as "A-10", "COVID-19" or "67P/Churyumov" gives its parts and also itself in one piece.
    """
    of_word = _stems_in(_stemmers(languages))
    if _is_spaced(text):
        terms = [term for word in _words(text) for term in of_word[word[:MAX_TERM]]]
    else:
        parts = (_pairs(word) if _UNSPACED_RUN.match(word) else of_word[word[:MAX_TERM]] for word in _words(text))
        terms = list(chain.from_iterable(parts))
    terms.extend(_joined(text))
    terms.extend(_symbols(text))
    return terms


def pairs(text: str, languages: Iterable[str]) -> list[str]:
    """Each two words of `text` that stand side by side as one term, in the stems of each of `languages`.

    Scripts without spaces have none: their stems are pairs already.
    """
    names = _stemmers(languages)
    spaced = _is_spaced(text)
    words = [word[:MAX_TERM] if spaced or not _UNSPACED_RUN.match(word) else None for word in _words(text)]
    found = []
    for name in names:
        of_word = _stem_in(name)
        found.append(_side_by_side([word and of_word[word] for word in words]))
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


@lru_cache(maxsize=REMEMBERED)
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


def _is_spaced(text: str) -> bool:
    """Whether `text` has blanks between all its words."""
    return text.isascii() or not _UNSPACED_RUN.search(text)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """Kept, since a passage is asked for its stems, its pairs and its words in turn."""
    composed = unicodedata.normalize("NFC", text)
    return tuple((_SPACED_WORD if _is_spaced(composed) else _WORD).findall(composed))


def _symbols(text: str) -> list[str]:
    return [] if text.isascii() else _SYMBOL.findall(text)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _joined(text: str) -> list[str]:
    """Designations in one piece: compounds that hold a digit, so that "A-10" and "A10" are one term."""
    if text.isascii() and not _ASCII_DIGIT.search(text):
        return []
    return [
        fold(re.sub(r"[-–/.]", "", found))[:MAX_TERM]
        for stretch in text.split()
        if not stretch.isalpha()  # a compound has no blank in it, and looking for one in all of a text takes its time
        for found in _COMPOUND.findall(stretch)
        if any(char.isdigit() for char in found) and any(char.isalpha() for char in found)
    ]


def _stemmers(languages: Iterable[str]) -> tuple[str | None, ...]:
    """The stemmers of `languages`; None, which leaves words as they are, where none of them has one."""
    return tuple(sorted({SNOWBALL[code] for code in languages if code in SNOWBALL})) or (None,)


_Made = TypeVar("_Made")


class _Memory(dict[str, _Made], Generic[_Made]):
    """What `make` makes of each word, asked for by the word: in a fifth of the time of a cache of calls."""

    def __init__(self, make: Callable[[str], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _Made:
        if len(self) >= REMEMBERED:
            self.clear()
        made = self[word] = self._make(word)
        return made


@cache
def _stems_in(names: tuple[str | None, ...]) -> _Memory[tuple[str, ...]]:
    """The folded stems of a word, without repeats: one for each language that stems it differently."""
    each = [_stem_in(name) for name in names]
    return _Memory(lambda word: tuple(dict.fromkeys(of_word[word] for of_word in each)))


@cache
def _stem_in(name: str | None) -> _Memory[str]:
    """The folded stem of a word in one language."""
    return _Memory(partial(_stem, name))


def _side_by_side(stems: Sequence[str | None]) -> list[str]:
    """Each two neighbours in one term; no word has a "+", and None keeps its neighbours apart."""
    return [f"{one}+{next_}" for one, next_ in pairwise(stems) if one is not None and next_ is not None]


def _stem(name: str | None, word: str) -> str:
    return fold(_stemmer(name).stemWord(word.lower()) if name else word)


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)
