"""Whether a word is an English one, given those of a list: pure.

A list of words is never whole, but most words that it lacks are made of those that it has: "unweighted", "overtly".
"""

from __future__ import annotations

from collections.abc import Callable

MIN_BASE = 3
"""Letters of what an ending is put to."""
MIN_PART = 4
"""Letters of what a beginning is put to, and of each part of a compound."""
_BEGINNINGS = (
    *("un", "re", "in", "im", "dis", "non", "pre", "over", "under", "inter", "co", "out", "up", "sub", "anti", "mis"),
    *("de", "en", "super", "multi", "micro", "trans", "semi", "post", "hyper", "hypo", "intra", "extra"),
)
_ENDINGS = (
    *("s", "es", "ed", "ing", "er", "ers", "or", "ors", "est", "ly", "y", "ish", "al", "ic", "ical", "ally"),
    *("able", "ible", "ness", "less", "ful", "ment", "ments", "ity", "ism", "ist", "ists", "ive"),
    *("ize", "ized", "izing", "ise", "ised", "ising"),
)


def is_formed(word: str, listed: Callable[[str], bool]) -> bool:
    """Whether `word`, in lower case, is made of `listed` words by an ending, a beginning or both, or is two of them."""
    if _has_ending(word, listed):
        return True
    for beginning in _BEGINNINGS:
        rest = word.removeprefix(beginning)
        if len(word) > len(rest) >= MIN_PART and (listed(rest) or _has_ending(rest, listed, MIN_PART)):
            return True
    return any(listed(word[:at]) and listed(word[at:]) for at in range(MIN_PART, len(word) - MIN_PART + 1))


def _has_ending(word: str, listed: Callable[[str], bool], least: int = MIN_BASE) -> bool:
    cuts = ((word.removesuffix(ending), ending) for ending in _ENDINGS if word.endswith(ending))
    return any(len(base) >= least and any(map(listed, _bases(base, ending))) for base, ending in cuts)


def _bases(base: str, ending: str) -> list[str]:
    """What may have stood before an ending: "mak" is of "make", "runn" of "run", "happi" of "happy"."""
    found = [base]
    if ending[0] in "aeiouy":
        found.append(f"{base}e")
    if ending[0] in "aeiouy" and base[-1] == base[-2] and len(base) >= MIN_PART:
        found.append(base[:-1])
    if base.endswith("i"):
        found.append(f"{base[:-1]}y")
    return found
