"""Typing errors in a query: pure, given texts that may hold the word that was meant.

A word that no document has need not be a slip. It is taken for one where what must have happened at the keyboard is
likely, and the word that was meant is common among the documents, more than a right word is likely to be just so near
to one of them (Kernighan, Church & Gale 1990, "A spelling correction program based on a noisy channel model"). Words
that a list has are no slips, nor are their forms. Weights are logarithms of odds; figures in tests/bench/README.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from index.text.edits import Edit, Kind, distance, edits
from index.text.folding import fold
from index.text.scripts import is_hangul, is_unspaced
from index.text.units import views
from index.text.word_forms import is_formed

MIN_LETTERS = 5
"""Of a word that is corrected; shorter words are near too many others."""
MIN_LETTERS_FOR_TWO = 9
"""From this length two edits are allowed."""

WEIGHTS: Mapping[Kind, float] = {
    "swapped": 2.5,
    "doubled": 2.0,
    "undoubled": 1.8,
    "beside": 0.7,
    "neighbour": 0.7,
    "missing": 0.3,
    "vowel": 0.3,
    "inserted": -1.2,
    "replaced": -2.5,
}
FIRST_LETTER = -2.5
"""People begin a word as they mean to."""
LAST_LETTERS = -0.8
"""Another ending is rather another form."""
SECOND_EDIT = -3.2
SECOND_RHYTHM = -1.5
"""Where both are letters doubled, not doubled or swapped: fingers out of time."""
PER_DOUBLING = 0.5
"""For each doubling of the passages that have the word that was meant."""
PER_LETTER = 0.3
"""For each letter of it beyond eight, up to twelve: a long word has few neighbours."""
LISTED = 0.8
"""Where a list has the word that was meant, it could have had the one that was typed."""
PER_PIECE, MAX_PIECES, MIN_IN_PIECES = 1.0, 4, 6
"""For each piece more than two, up to so many, in which a model that has the word that was meant reads what was typed;
right words that a list lacks fall into few ("hydro|lysed"), slips into many ("fo|rw|qr|d"). Not of short words, nor of
two edits, by which a right word is near to many, nor of names, which fall into pieces, too."""
MAX_ENDING = 3
MIN_STEM = 4
"""Letters of an ending at most, and of what is before it at least, where two words count as forms of one."""
FORMED = -2.5
"""Where the word that was typed is made of words of the list."""
LISTED_PASSAGES = 16
"""It counts as being in so many passages at least: what is common elsewhere is typed here, too."""
CAPITAL = -0.7
"""Names are typed with a capital, and are often near other words."""
ONLY_SMALL = -1.5
"""A word with a capital, and what was meant hardly ever has one."""
SHOUTED = -1.5
"""Acronyms are near many words."""
SMALL_SHARE = 0.75
ACCENT = -6.0
"""A letter of another script than what was meant, or an accent where the list has that: no finger slips so far."""
ENOUGH = 1.25
"""From this sum a word counts as a slip, in an archive of `PASSAGES`."""
PASSAGES = 150
PER_DOUBLING_OF_PASSAGES = 0.3
"""The more passages, the more words there are for a right word to be near to."""


_RHYTHM = frozenset({"swapped", "doubled", "undoubled"})


class Candidate(NamedTuple):
    """A word that may have been meant; folded."""

    word: str
    passages: int
    """How many passages have it."""
    small: bool
    """Whether it is hardly ever written with a capital."""


def max_edits(word: str) -> int:
    """How many edits may correct a word; 0 if it has other characters than letters or is too short."""
    if not word.isalpha() or len(word) < MIN_LETTERS or is_unspaced(word) or is_hangul(word):
        return 0
    return 2 if len(word) >= MIN_LETTERS_FOR_TWO else 1


def near(word: str, texts: Iterable[str], limit: int) -> dict[str, tuple[int, bool]]:
    """The words of `texts` that are 1 to `limit` edits from `word`: with how many have each, and whether small."""
    folded = fold(word)
    written = [_words_of_length(text, len(folded), limit) for text in texts]
    times = Counter(chain.from_iterable(written))
    small = Counter(term for words in written for term, always in words.items() if always)
    return {
        term: (count, small[term] >= SMALL_SHARE * count)
        for term, count in times.items()
        if 0 < distance(folded, term) <= limit
    }


def meant(
    typed: str, candidates: Iterable[Candidate], passages: int, listed: Callable[[str], bool], pieces: int
) -> str | None:
    """What was meant by `typed`, which no document has; None where that is no slip.

    `passages` is how many there are, `listed` whether a list of words has one, `pieces` in how many words of the list,
    and parts of words, `typed` is read.
    """
    folded = fold(typed)
    if listed(folded):
        return None
    rated = [
        (_odds(folded, found, listed) + _as_typed(typed, found, pieces if listed(found.word) else None), found.word)
        for found in candidates
    ]
    odds, word = max(rated, default=(-math.inf, ""))
    return word if odds >= enough(passages) else None


def other_form(typed: str, words: Iterable[str], listed: Callable[[str], bool]) -> str | None:
    """The one of `words`, commonest first, that is likely another form of `typed`: only its ending differs.

    A word that the list has is none of a language that it does not know.
    """
    folded = fold(typed)
    shared = {word: _shared(folded, word) for word in words if not listed(word)}
    forms = [word for word, length in shared.items() if max(len(folded), len(word)) - length <= MAX_ENDING]
    return max((word for word in forms if shared[word] >= MIN_STEM), key=lambda word: shared[word], default=None)


def cognate(typed: str, words: Sequence[str]) -> str:
    """The one of `words`, commonest first and all as near, that begins and ends most alike: likely the same word."""
    folded = fold(typed)
    return max(words, key=lambda word: _shared(folded, word) + _shared(folded[::-1], word[::-1]))


def enough(passages: int) -> float:
    """The odds from which a word counts as a slip, in an archive of so many passages."""
    return max(0.0, ENOUGH + PER_DOUBLING_OF_PASSAGES * math.log2(max(1, passages) / PASSAGES))


def _shared(left: str, right: str) -> int:
    """How many letters two words begin with alike."""
    return next(
        (at for at, pair in enumerate(zip(left, right, strict=False)) if len({*pair}) > 1), min(len(left), len(right))
    )


def _as_typed(typed: str, candidate: Candidate, pieces: int | None) -> float:
    """What capitals, accents and pieces tell; `pieces` is None where no list has the candidate."""
    listed = pieces is not None
    return (
        _capitals(typed, candidate) + _accents(typed, candidate, listed=listed) + _in_pieces(typed, candidate, pieces)
    )


def _accents(typed: str, candidate: Candidate, *, listed: bool) -> float:
    foreign = not fold(typed).isascii() and candidate.word.isascii()
    return ACCENT if foreign or (not typed.isascii() and listed) else 0.0


def _capitals(typed: str, candidate: Candidate) -> float:
    if typed.isupper():
        return SHOUTED
    return CAPITAL + (ONLY_SMALL if candidate.small else 0.0) if typed[:1].isupper() else 0.0


def _in_pieces(typed: str, candidate: Candidate, pieces: int | None) -> float:
    if pieces is None or len(typed) < MIN_IN_PIECES or typed[:1].isupper():
        return 0.0
    if distance(fold(typed), candidate.word) > 1:
        return 0.0
    return PER_PIECE * max(0, min(pieces, MAX_PIECES) - 2)


def _odds(typed: str, candidate: Candidate, listed: Callable[[str], bool]) -> float:
    made = edits(typed, candidate.word)
    in_time = any(edit.kind not in _RHYTHM for edit in made)
    odds = sum(map(_weight, made)) + (SECOND_EDIT if in_time else SECOND_RHYTHM) * (len(made) - 1)
    if is_formed(typed, listed) and [edit.kind for edit in made] != ["undoubled"]:  # "begining" is no form of "begin"
        odds += FORMED
    known = listed(candidate.word)
    odds += PER_DOUBLING * math.log2(max(LISTED_PASSAGES if known else 1, candidate.passages))
    odds += PER_LETTER * (min(len(candidate.word), 12) - 8)
    if known or is_formed(candidate.word, listed):
        odds += LISTED
    return odds


def _weight(edit: Edit) -> float:
    return WEIGHTS[edit.kind] + (FIRST_LETTER if edit.first else 0.0) + (LAST_LETTERS if edit.last else 0.0)


def _words_of_length(text: str, length: int, limit: int) -> dict[str, bool]:
    """The words of `text`, about as long as `length`, folded, and whether each is always written small."""
    found: dict[str, bool] = {}
    for word in (word for view in views(text) for word in view.ranked if abs(len(word) - length) <= limit + 1):
        term = fold(word)
        if abs(len(term) - length) <= limit:
            found[term] = found.get(term, True) and not word[:1].isupper()
    return found
