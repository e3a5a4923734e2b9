"""Whether a number that may be a year is rather a count or part of a name: pure. See `index.dates.rules`."""

from __future__ import annotations

import re
from typing import Final

from index.dates import surroundings
from index.dates.chains import Chain
from index.dates.cues import STREETS, TEMPERED_WORDS, UNIT_WORDS, WITHIN_SPAN, counts, plain
from index.dates.surroundings import Surroundings

_DESIGNATION: Final = re.compile(r"[A-Z]{1,2}\d{1,3}[,;:.?!]*")
"""What makes a name of a year: "2012 DA14"."""
_TO_BE: Final = frozenset({"were", "was", "are", "is", "have", "had"})
_MAX_ADDRESS: Final = 4


def is_count_or_title(around: Surroundings, chain: Chain) -> bool:
    """Whether the number is rather a count ("in 2000 words") or a work's name ("1984, the novel")."""
    following = "" if around.closes_at(chain.end) else plain(around.word(chain.end))
    if chain.relative:
        return following in WITHIN_SPAN
    if chain.open_ended:  # "from 1969 to date of death"
        return following == "of" or surroundings.is_matter(around, chain.end)
    if "e" in around.tokens.kinds[chain.begin : chain.end]:
        return following == "of" or not TEMPERED_WORDS.isdisjoint(around.tokens.texts)
    if not chain.of_years:
        return following in UNIT_WORDS
    if around.of_work or around.text(chain.end) == ":":
        return True
    return following != "" and (counts(following) or _is_number(around, chain))


def _is_number(around: Surroundings, chain: Chain) -> bool:
    """Whether the year counts, or is part of a name: "in 1600 different ways", "in 1923 Elm Street", "in 2012 DA14"."""
    if around.text(chain.end) in {"of", "out"} or _DESIGNATION.fullmatch(around.word(chain.end)):
        return True
    if _is_address(around, chain):
        return True
    return (
        _is_round(around, chain)
        and not surroundings.tail(around, chain.end)
        and (surroundings.is_matter(around, chain.end) or around.text(chain.end) in _TO_BE)
    )


def _is_address(around: Surroundings, chain: Chain) -> bool:
    """Whether the name of a street follows."""
    at = chain.end
    while at < chain.end + _MAX_ADDRESS and surroundings.is_matter(around, at):
        if around.text(at) in STREETS:
            return True
        at += 1
    return False


def is_share(around: Surroundings, chain: Chain) -> bool:
    """Whether it is a share: "one in 2000"."""
    before = around.tokens.kinds[max(0, chain.begin - 2) : chain.begin - 1]
    return (
        chain.form == "year" and around.text(chain.begin - 1) == "in" and before in {*"KD"} and _is_round(around, chain)
    )


def _is_round(around: Surroundings, chain: Chain) -> bool:
    """Whether a number that counts may well have this form."""
    return around.text(chain.end - 1).endswith("00")
