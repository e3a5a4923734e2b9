"""Text to search terms: pure, deterministic, the same for documents and queries.

There are two views of a text. `exact` terms are case- and accent-folded words in their order, for quoted
phrases, exclusions and names typed without their accents. `stems` are Snowball stems of the same words, for
ranking. Scripts written without spaces between words (Chinese, Japanese, Thai, …) can't be split into words:
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
"""Raised when the same text gives different terms, so that an index is rebuilt."""

MAX_TERM = 64
"""Characters; longer terms are cut: they are noise (base64, long addresses) that would bloat the index."""

ENOUGH_TERMS = 150
"""About as many as a passage of 200 tokens has in a language that the encoder knows."""

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
"""Latin letters that people type as plain letters, though Unicode doesn't decompose them."""

MAX_REMEMBERED = 200_000
"""Words whose stems are kept in memory: natural language repeats the same words over and over."""

_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC")
"""Scripts whose marks people often leave out when typing. In Indic scripts marks are vowels and stay."""


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
    """Ranking terms of `text`, stemmed in each of `languages` (ISO 639-1; an unknown code leaves words as they are).

    A compound such as "A-10", "COVID-19" or "67P/Churyumov" gives its parts and also one term for the whole.
    """
    stems_of = _stems_in(_stemmers(languages))
    if _is_spaced(text):
        terms = [term for word in _words(text) for term in stems_of[word[:MAX_TERM]]]
    else:
        parts = (_pairs(word) if _UNSPACED_RUN.match(word) else stems_of[word[:MAX_TERM]] for word in _words(text))
        terms = list(chain.from_iterable(parts))
    terms.extend(_compounds(text))
    terms.extend(_symbols(text))
    return terms


def pairs(text: str, languages: Iterable[str]) -> list[str]:
    """Every two adjacent words of `text` as one term, in the stems of each of `languages`.

    Scripts without spaces have no such terms: their stems are pairs already.
    """
    names = _stemmers(languages)
    spaced = _is_spaced(text)
    words = [word[:MAX_TERM] if spaced or not _UNSPACED_RUN.match(word) else None for word in _words(text)]
    by_language = []
    for name in names:
        stem_of = _stem_in(name)
        by_language.append(_adjacent([word and stem_of[word] for word in words]))
    if len(by_language) == 1:
        return by_language[0]
    return [term for terms in zip(*by_language, strict=True) for term in dict.fromkeys(terms)]


def surrounded(passages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The terms by which each passage of a document is ranked, given the terms of all its passages.

    A passage of fewer than `ENOUGH_TERMS` is also ranked by its neighbours' terms, its own counting twice: a question
    is answered by a paragraph, and where an encoder makes many tokens of a word a passage is only a sentence or two.
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
    """Whether there is a letter or a digit, so that the text has a meaning to search for."""
    return any(char.isalnum() for char in text)


@lru_cache(maxsize=MAX_REMEMBERED)
def fold(word: str) -> str:
    """`word` without case and without the accents that people leave out: "Łódź" is "lodz", "Straße" is "strasse"."""
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
    """Whether `text` holds no script that is written without spaces."""
    return text.isascii() or not _UNSPACED_RUN.search(text)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """Cached, since a passage's stems, pairs and words are computed one after another."""
    composed = unicodedata.normalize("NFC", text)
    return tuple((_SPACED_WORD if _is_spaced(composed) else _WORD).findall(composed))


def _symbols(text: str) -> list[str]:
    return [] if text.isascii() else _SYMBOL.findall(text)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _compounds(text: str) -> list[str]:
    """Compounds with a digit as one term each, so that "A-10" and "A10" are the same term."""
    if text.isascii() and not _ASCII_DIGIT.search(text):
        return []
    return [
        fold(re.sub(r"[-–/.]", "", compound))[:MAX_TERM]
        for word in text.split()
        if not word.isalpha()  # a compound has no blank in it, and searching the whole text for compounds takes long
        for compound in _COMPOUND.findall(word)
        if any(char.isdigit() for char in compound) and any(char.isalpha() for char in compound)
    ]


def _stemmers(languages: Iterable[str]) -> tuple[str | None, ...]:
    """The stemmers of `languages`; None, which leaves words as they are, if no language has a stemmer."""
    return tuple(sorted({SNOWBALL[code] for code in languages if code in SNOWBALL})) or (None,)


_Stems = TypeVar("_Stems")


class _StemCache(dict[str, _Stems], Generic[_Stems]):
    """Each word's stems, computed on first access: in a fifth of the time of a cached function."""

    def __init__(self, make: Callable[[str], _Stems]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _Stems:
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        stems_of_word = self[word] = self._make(word)
        return stems_of_word


@cache
def _stems_in(names: tuple[str | None, ...]) -> _StemCache[tuple[str, ...]]:
    """The folded stems of a word in several languages, without repeats."""
    languages = [_stem_in(name) for name in names]
    return _StemCache(lambda word: tuple(dict.fromkeys(stem_of[word] for stem_of in languages)))


@cache
def _stem_in(name: str | None) -> _StemCache[str]:
    """The folded stem of a word in one language."""
    return _StemCache(partial(_stem, name))


def _adjacent(stems: Sequence[str | None]) -> list[str]:
    """Every two adjacent stems as one term; no word has a "+", and None separates its neighbours."""
    return [f"{left}+{right}" for left, right in pairwise(stems) if left is not None and right is not None]


def _stem(name: str | None, word: str) -> str:
    return fold(_stemmer(name).stemWord(word.lower()) if name else word)


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)
