"""Words that nobody ever wrote: letters at random, keys struck side by side, letters shuffled, and what can be said."""

from __future__ import annotations

import random
from collections.abc import Iterator

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
CONSONANTS = "bcdfghjklmnpqrstvwxz"
SHUFFLED = (
    "window",
    "captain",
    "history",
    "kitchen",
    "thunder",
    "hospital",
    "language",
    "telescope",
    "gravity",
    "orbit",
)
ONSETS = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "br",
    "gr",
    "kr",
    "pl",
    "sn",
)
VOWELS = ("a", "e", "i", "o", "u", "oo", "ee", "ou")
ENDINGS = ("", "n", "x", "sk", "mp", "ld", "k")
LENGTHS = (4, 5, 6, 7, 8, 10, 12)
EACH = 3


def _words(draw: random.Random) -> Iterator[str]:
    for length in LENGTHS * EACH:
        row = draw.choice(KEYS)
        yield "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=length))
        yield "".join(draw.choices(CONSONANTS, k=length))
        yield "".join(draw.choices(row, k=length))
        yield "".join(row[at % len(row)] for at in range(draw.randrange(len(row)), length + len(row)))[:length]
    for word in SHUFFLED * EACH:
        yield "".join(draw.sample(word, len(word)))
    for syllables in (2, 3, 4) * 10:
        said = "".join(draw.choice(ONSETS) + draw.choice(VOWELS) for _ in range(syllables))
        yield said + draw.choice(ENDINGS)


def _queries() -> Iterator[str]:
    draw = random.Random(17)
    words = list(_words(draw))
    yield from ("zzxqqv", "qwrtpsdf ghjk", "asdf", "asdfasdf", "qwerty", "blorptangle", "xyzzy", "zzz")
    yield from words
    yield from (" ".join(draw.sample(words, count)) for count in (2, 2, 2, 3, 5) * 8)


WORDS = tuple(dict.fromkeys(_queries()))
