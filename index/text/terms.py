"""Text to search terms: pure, deterministic, the same for documents and queries.

There are three views of a text (see `index.text.units`, which splits it). `exact` terms are case- and accent-folded
words in their order, for quoted phrases, exclusions and names typed without their accents; `joined` are the same with
"e-mail" as "email" and "U.S." as "us". `stems` are Snowball stems of the words, for ranking. Scripts written without
spaces between words (Chinese, Japanese, Thai, …) can't be split into words: their exact terms are single characters
and their stems are overlapping pairs, the classic remedy (Nie, Gao, Zhang & Zhou 2000, "On the use of words and
n-grams for Chinese information retrieval"). Korean has blanks, but also endings that stay with the word, so that its
words are terms and their pairs of syllables, too (Lee & Ahn 1996, "Using n-grams for Korean text retrieval").
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, islice, pairwise
from operator import attrgetter
from typing import Generic, TypeVar

import Stemmer

from index.text.folding import MAX_REMEMBERED, fold, without_vowel_points
from index.text.scripts import (
    characters,
    is_hangul,
    is_unspaced,
    stretches,
    stretches_by_block,
    symbols,
    symbols_by_block,
)
from index.text.units import ACRONYM_END, MAX_REMEMBERED_LENGTH, MAX_TERM, of_stretch, of_stretches, views

VERSION = 6
"""Raised when the same text gives different terms, so that an index is rebuilt."""

ENOUGH_TERMS = 150
"""About as many as a passage of 200 tokens has in a language that the encoder knows."""

WORDS_AROUND = 12
"""Words on either side of a compound among which a phrase may hold it in its other spelling."""

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


def exact(text: str) -> list[str]:
    """The folded words of `text` in order; single characters for scripts without spaces, and symbols such as 🚀."""
    return [*chain.from_iterable(map(_apart_of, views(text))), *symbols(text)]


def exact_by_block(text: str) -> Iterator[list[str]]:
    """The same in parts, not all at once: of a document's whole text, however long it is."""
    for block in stretches_by_block(text):
        yield [*chain.from_iterable(map(_apart_of, of_stretches(block)))]
    if not text.isascii():
        yield from symbols_by_block(text)


def joined(text: str) -> list[str]:
    """The words of `text` with every compound, abbreviation and word with signs as one: "email", "us", "c++"."""
    return [*chain.from_iterable(map(_joined_of, views(text))), *symbols(text)]


def other_spellings(text: str) -> list[list[str]]:
    """The stretches of `joined` terms in which it says another thing than `exact`, with the words around them."""
    seen = views(text)
    others = [at for at, view in enumerate(seen) if view.apart != view.joined]
    found: list[list[str]] = []
    end = -WORDS_AROUND - 1
    for at in others:
        if at - WORDS_AROUND > end:
            found.append([])
        first, end = max(at - WORDS_AROUND, end), min(at + WORDS_AROUND + 1, len(seen))
        found[-1].extend(chain.from_iterable(map(_joined_of, seen[max(first, 0) : end])))
    return found


def spellings(phrase: str) -> list[list[str]]:
    """The terms of `phrase` in each of its spellings that say the same; none where it has no words.

    "e-mail" is also "email"; but "AT&T" is not "at t", and "20%" is not any "20".
    """
    strict = any(view.strict for view in views(phrase))
    forms = [joined(phrase)] if strict else [exact(phrase), joined(phrase)]
    return [form for at, form in enumerate(forms) if form and form not in forms[:at]]


def required(phrase: str) -> list[list[list[str]]]:
    """The terms that stand in a row where `phrase` is, in each of its spellings; of a spelling all rows must be there.

    Terms such as "20%" are known only with the words around them, so that a longer phrase is in several rows.
    """
    around = other_spellings(phrase)
    if around and len(views(phrase)) > WORDS_AROUND and any(view.strict for view in views(phrase)):
        return [[exact(phrase), *around]]
    return [[form] for form in spellings(phrase)]


def stems(text: str, languages: Iterable[str]) -> list[str]:
    """Ranking terms of `text`, stemmed in each of `languages` (ISO 639-1; an unknown code leaves words as they are).

    A compound such as "A-10", "e-mail" or "67P/Churyumov" gives its parts and also one term for the whole.
    """
    stems_of = _stretches_in(_stemmers(languages))
    return [*chain.from_iterable(map(stems_of.__getitem__, stretches(text))), *symbols(text)]


def forms(text: str, languages: Iterable[str]) -> list[tuple[str, ...]]:
    """The ranking terms of `text` word by word: those of one word are its stems in the different languages.

    Parts of a compound and the whole are words of their own, and so are an acronym, a pair of characters, and a symbol.
    """
    stemmed = [_stem_in(name) for name in _stemmers(languages)]
    found: dict[tuple[str, ...], None] = {}
    for view in views(text):
        for word in view.ranked:
            terms = tuple(_word_stems(word, stemmed))
            found.update(
                dict.fromkeys(((term,) for term in terms) if is_unspaced(word) or is_hangul(word) else [terms])
            )
        found.update(dict.fromkeys(tuple(dict.fromkeys(stem[word] for stem in stemmed)) for word in view.further))
    found.update(dict.fromkeys((symbol,) for symbol in symbols(text)))
    return list(filter(None, found))


def wholes(text: str, languages: Iterable[str]) -> dict[str, frozenset[str]]:
    """The stems that only compounds of `text` give, as "e" and "mail" of "e-mail", each with those of the whole."""
    stemmed = [_stem_in(name) for name in _stemmers(languages)]
    alone, parts = set[str](), dict[str, frozenset[str]]()
    for view in views(text):
        words = [term for word in view.ranked for term in _word_stems(word, stemmed)]
        whole = frozenset(stem[word] for word in view.further for stem in stemmed if not is_acronym(word))
        if whole and len(view.ranked) > 1:
            parts.update((part, parts.get(part, whole) | whole) for part in words)
        else:
            alone.update(words)
    return {part: whole for part, whole in parts.items() if part not in alone}


def is_acronym(term: str) -> bool:
    """Whether `term` stands for a short acronym, beside its word."""
    return term.endswith(ACRONYM_END)


def is_character(term: str) -> bool:
    """Whether `term` is one character of a script whose stems are pairs."""
    return (is_unspaced(term) or is_hangul(term)) and len(characters(term)) == 1


def lone_characters(text: str) -> frozenset[str]:
    """The stems of `text` that are a character between blanks, of a script whose stems are otherwise pairs.

    Such a one is asked for wherever it stands, and so is found by its `exact` term.
    """
    words = (view.ranked[0] for view in views(text) if len(view.ranked) == 1)
    return frozenset(filter(is_character, words))


def pairs(text: str, languages: Iterable[str]) -> list[str]:
    """Every two adjacent words of `text` as one term, in the stems of each of `languages`.

    Scripts without spaces have no such terms: their stems are pairs already.
    """
    by_language = [
        _adjacent(list(chain.from_iterable(map(_sequence_in(name).__getitem__, stretches(text)))))
        for name in _stemmers(languages)
    ]
    if len(by_language) == 1:
        return by_language[0]
    return [term for terms in zip(*by_language, strict=True) for term in dict.fromkeys(terms)]


def surrounded(passages: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """The terms by which each passage of a document is ranked, given the terms of all its passages.

    A passage of fewer than `ENOUGH_TERMS` is also ranked by its neighbours' terms, its own counting twice: a question
    is answered by a paragraph, and where an encoder makes many tokens of a word a passage is only a sentence or two.
    Passages without terms have none and are no neighbours. No more of a document is held than its passages' neighbours.
    """
    walk = _Walk(passages)
    for own in walk:
        if not own:
            yield []
            continue
        back, on, size = 0, 0, len(own)
        while size < ENOUGH_TERMS and (back < len(walk.past) or walk.comes(on + 1)):
            if walk.comes(on + 1):
                size += len(walk.coming[on])
                on += 1
            if size < ENOUGH_TERMS and back < len(walk.past):
                back += 1
                size += len(walk.past[-back])
        near = [*islice(walk.past, len(walk.past) - back, None), own, *islice(walk.coming, on)]
        around = [term for passage in near for term in passage]
        yield [*around, *own] if back or on else around


class _Walk:
    """Passages one after the other, with those that have terms behind and ahead: `past` and `coming`."""

    def __init__(self, passages: Iterable[Sequence[str]]) -> None:
        self.past: deque[Sequence[str]] = deque(maxlen=ENOUGH_TERMS)
        """No more are neighbours, as each has a term at least."""
        self.coming: deque[Sequence[str]] = deque()
        self._source = iter(passages)
        self._ahead: deque[Sequence[str]] = deque()

    def __iter__(self) -> Iterator[Sequence[str]]:
        while self._ahead or self._fetched():
            own = self._ahead.popleft()
            if own:
                self.coming.popleft()
            yield own
            if own:
                self.past.append(own)

    def comes(self, number: int) -> bool:
        """Whether so many with terms are ahead."""
        while len(self.coming) < number and self._fetched():
            continue
        return len(self.coming) >= number

    def _fetched(self) -> bool:
        """Whether there was one more, which is now among those ahead."""
        for terms in self._source:
            self._ahead.append(terms)
            if terms:
                self.coming.append(terms)
            return True
        return False


def is_searchable(text: str) -> bool:
    """Whether there is a letter, a digit or a picture that can be searched for."""
    return has_words(text) or bool(symbols(text))


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit, so that the text has a meaning to search for."""
    return any(char.isalnum() for char in text)


def _stemmers(languages: Iterable[str]) -> tuple[str | None, ...]:
    """The stemmers of `languages`; None, which leaves words as they are, if no language has a stemmer."""
    return tuple(sorted({SNOWBALL[code] for code in languages if code in SNOWBALL})) or (None,)


_apart_of = attrgetter("apart")
_joined_of = attrgetter("joined")
_Stems = TypeVar("_Stems")


class _StemCache(dict[str, _Stems], Generic[_Stems]):
    """Each word's stems, computed on first access: in a fifth of the time of a cached function."""

    def __init__(self, make: Callable[[str], _Stems]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _Stems:
        stems_of_word = self._make(word)
        if len(word) <= MAX_REMEMBERED_LENGTH:
            if len(self) >= MAX_REMEMBERED:
                self.clear()
            self[word] = stems_of_word
        return stems_of_word


@cache
def _stretches_in(names: tuple[str | None, ...]) -> _StemCache[tuple[str, ...]]:
    """The stems of a stretch of text without blanks in several languages."""
    languages = [_stem_in(name) for name in names]

    def stems_of(stretch: str) -> tuple[str, ...]:
        view = of_stretch(stretch)
        ranked = [term for word in view.ranked for term in _word_stems(word, languages)]
        return (*ranked, *(term for word in view.further for term in dict.fromkeys(stem[word] for stem in languages)))

    return _StemCache(stems_of)


@cache
def _sequence_in(name: str | None) -> _StemCache[tuple[str | None, ...]]:
    """The stems of the words of a stretch in one language, one each; None for a run without spaces."""
    stem_of = _stem_in(name)
    return _StemCache(
        lambda stretch: tuple(
            None if is_unspaced(word) else stem_of[word] or None for word in of_stretch(stretch).ranked
        )
    )


def _word_stems(word: str, languages: Sequence[_StemCache[str]]) -> Sequence[str]:
    if is_unspaced(word):
        return _pairs(word)
    if is_hangul(word):
        return list(dict.fromkeys((fold(word)[:MAX_TERM], *_pairs(word))))
    return [term for term in dict.fromkeys(stem_of[word] for stem_of in languages) if term]


def _pairs(run: str) -> list[str]:
    """Every two adjacent characters of `run`, or its only one."""
    found = characters(run)
    return ["".join(pair) for pair in pairwise(found)] if len(found) > 1 else found


@cache
def _stem_in(name: str | None) -> _StemCache[str]:
    """The folded stem of a word in one language."""
    return _StemCache(partial(_stem, name))


def _adjacent(stems: Sequence[str | None]) -> list[str]:
    """Every two adjacent stems as one term; None separates its neighbours."""
    return [f"{left}+{right}" for left, right in pairwise(stems) if left is not None and right is not None]


def _stem(name: str | None, word: str) -> str:
    return fold(_stemmer(name).stemWord(without_vowel_points(word.lower())) if name else word)


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)
