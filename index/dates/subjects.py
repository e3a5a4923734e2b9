"""Times that tell what a query is about, where a month at its end is the window: pure. See `index.dates.phrases`.

    phones sold in 2013 in February 2014 · better maps since 1986 in August 2014 · the May 2021 call in July 2021

Only what can mean nothing else is taken for one, since people also name two times to ask for both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from index.dates.calendar import Days
from index.dates.chains import Chain
from index.dates.cues import BLOCKING_WORDS, PARTIAL_LEADS, TAILS
from index.dates.rules import Match
from index.dates.surroundings import Surroundings, blocked, is_matter

_CLAUSE_ENDS: Final = frozenset({"?", "!", ":", ")", "]"})
_DASHES: Final = frozenset({"-", "–", "—"})
_SENTENCE_ENDS: Final = frozenset({"?", "!"})
_OPENS: Final = frozenset({"since", "after"})
_CLOSES: Final = frozenset({"until", "till", "by", "to", "before"})
_STARTS: Final = frozenset({"beginning", "starting", "commencing", "ending"})
_ONE: Final = frozenset({"in", "on"})
_MAX_NAME: Final = 3
"""Words at most that a time before them names."""


def of_subject(around: Surroundings, chains: Sequence[Chain], matches: Sequence[Match | None]) -> list[tuple[int, int]]:
    """The tokens, as begin and end, of the times right before the last that are of the subject; empty if none is."""
    asked = matches[-1] if matches else None
    if asked is None or len(chains) < 2 or not _ends_with_month(around, chains[-1], asked):
        return []
    if around.text(asked.begin - 1) in _SENTENCE_ENDS:  # "what did it cost in 1968 and 1969? in July 1970"
        return [_place(around, *one) for one in zip(chains[:-1], matches[:-1], strict=True)]
    chain, match = chains[-2], matches[-2]
    begin, end = _place(around, chain, match)
    if _is_name(around, chain, asked):
        return [(begin, end)]
    between = around.tokens.texts[end : asked.begin]
    apart = any(text not in _CLAUSE_ENDS for text in between) and not _is_headed(around, chain, asked)
    return [] if apart or not _stands_back(around, chain, begin, asked) else [(begin, end)]


def _ends_with_month(around: Surroundings, chain: Chain, match: Match) -> bool:
    return chain.form == "month" and around.text(match.begin) == "in" and around.ends_at(match.end)


def _place(around: Surroundings, chain: Chain, match: Match | None) -> tuple[int, int]:
    """The tokens of a time with the word before it and the words after it that belong to it."""
    if match:
        return match.begin, match.end
    size = next((size for size in (2, 3) if " ".join(around.tokens.texts[chain.end : chain.end + size]) in TAILS), 0)
    return chain.begin - (around.text(chain.begin - 1) in PARTIAL_LEADS), chain.end + size


def _stands_back(around: Surroundings, chain: Chain, begin: int, asked: Match) -> bool:
    """Whether a time is of the subject by what is before it: not "not in 2013", nor "since 2013" of a month in 2012."""
    at = begin - 1 if around.text(begin) in _ONE else chain.begin - 1
    if chain.days and around.text(at) in _OPENS | _CLOSES:
        return _has(around.text(at), chain.days, asked) and not blocked(around, at)
    if chain.partial and around.text(begin - 1) in _STARTS:
        return not blocked(around, begin - 1)
    harmless = {*_ONE, "by"} if chain.partial else _ONE
    return around.text(chain.begin - 1) not in PARTIAL_LEADS - harmless and not blocked(around, begin)


def _has(bound: str, days: Days, asked: Match) -> bool:
    """Whether the month that is asked for is on the side of `days` that is meant: "since 1986 in August 2014"."""
    first, last = asked.since or dt.date.max, asked.until or dt.date.min
    opened = first > days.last if bound == "after" else first >= days.first
    closed = last < days.first if bound == "before" else last <= days.last
    return (opened or bound in _CLOSES) and (closed or bound in _OPENS)


def _is_headed(around: Surroundings, chain: Chain, asked: Match) -> bool:
    """Whether it ends a heading, of which the rest tells: "trends in 2014: charts and maps in December 2014"."""
    mark, following = around.text(chain.end), around.text(chain.end + 1)
    if mark == ":":
        return True
    within = _has("in", chain.days, asked) if chain.days else False
    return (
        within
        and mark in _DASHES
        and around.word(chain.end) == mark
        and following not in BLOCKING_WORDS | PARTIAL_LEADS
    )


def _is_name(around: Surroundings, chain: Chain, asked: Match) -> bool:
    """Whether it is part of a name: "the May 2021 call in July 2021"."""
    named = range(chain.end, asked.begin)
    if chain.days is None or not 0 < len(named) <= _MAX_NAME or not all(is_matter(around, at) for at in named):
        return False
    return around.text(chain.begin - 1) not in PARTIAL_LEADS | {"with"} and not blocked(around, chain.begin)
