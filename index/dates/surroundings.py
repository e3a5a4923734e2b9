"""What stands before and after a time in a query: pure. See `index.dates.rules`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from index.dates.chains import Chain
from index.dates.cues import (
    AFTER_EXCLUDES,
    BLOCKING_WORDS,
    CLOSING_MARKS,
    END_WORDS,
    EXCLUDING_PAIRS,
    EXCLUDING_WORDS,
    EXTENDING_WORDS,
    FUNCTION_WORDS,
    HEDGES,
    HEDGING_PAIRS,
    LAST_WORDS,
    LEADS,
    MAX_LEAD,
    MAX_TAIL,
    OPENING_MARKS,
    OUTSIDE,
    PARTIAL_LEADS,
    PAUSES,
    PERIOD_WORDS,
    PIECES,
    SETTING_ASIDE,
    TAILS,
    TURNING_WORDS,
    WORK_WORDS,
    Effect,
    is_event,
    is_negation,
)
from index.dates.negations import is_in_title, negated
from index.dates.tokens import IN_TIMES, OTHER, WEEKDAY_SHORT, QueryWords, Tokens, is_possessive

TIME_WORDS: Final = PARTIAL_LEADS - {"in", "on", "by", "through"}
"""Before a preposition these make another one of it: "since in", "before and after"."""
_OPENINGS: Final = frozenset("MYDOWEIJXZSw")
"""Kinds of tokens that begin one, beside "the"."""
_BOUNDS: Final = frozenset(
    {"before", "after", "until", "till", "since", "prior", "earlier", "later", "no", "up", "not"}
)
"""How leads that set one bound begin."""
_OBJECT_TAILS: Final = ("after", "before", "since", "on", "prior", "beyond")
"""After these a noun would be what the time is after or before."""
_DATES: Final = "MWSwYIJXZEe"
"""Kinds of tokens that are hardly anything but a time."""
_SHORT_DECADE: Final = re.compile(r"'?\d0'?s")
_OF_EVENTS: Final = frozenset({"since", "until", "till", "before", "after", "unlike"})
_PAIRS_OF_EVENTS: Final = frozenset(
    {
        "later than",
        "earlier than",
        "sooner than",
        "up to",
        "prior to",
        "up from",
        "down from",
        "compared with",
        "compared to",
    }
)
_ANYBODY: Final = frozenset({"i", "we", "you", "they"})
"""What they do in a title is no event of that time: "Know Your Harbour Before You Need It in March 2014"."""
_MAX_EVENT: Final = 7
_MAX_PERIOD: Final = 6
_MAX_SUBJECT: Final = 3
_PIECES: Final = frozenset("MWSwQHqfcEO")
_MAX_TURN: Final = 4


class Surroundings(NamedTuple):
    """A query's words and tokens; where the first word is that excludes, whether a time stands shortly after such a
    word, and whether a word tells of a work.
    """

    words: QueryWords
    tokens: Tokens
    exclusion: int
    time_excluded: bool
    of_work: bool

    def ends_at(self, end: int) -> bool:
        """Whether only marks follow."""
        while self.text(end) and self.text(end) in CLOSING_MARKS:
            end += 1
        return end >= len(self.tokens.texts)

    def closes_at(self, end: int) -> bool:
        """Whether the clause ends there."""
        following = self.text(end)
        return following == "" or following in CLOSING_MARKS or following in {"-", "–", "—"}

    def text(self, at: int) -> str:
        """The token there; "" outside."""
        return self.tokens.texts[at] if 0 <= at < len(self.tokens.texts) else ""

    def word(self, at: int) -> str:
        """The whole word, as typed, that the token is part of; "" outside."""
        return self.words[self.tokens.places[at]] if 0 <= at < len(self.tokens.texts) else ""

    def is_whole(self, begin: int, end: int) -> bool:
        """Whether no other part of a word is glued to these tokens: "pre-1969", "2019-nCoV"."""
        places, texts = self.tokens.places, self.tokens.texts
        while begin > 0 and places[begin - 1] == places[begin]:
            begin -= 1
            if texts[begin] not in OPENING_MARKS:
                return False
        while end < len(places) and places[end] == places[end - 1]:
            if texts[end] == "—":  # "in 2016—how" ends there
                return True
            if texts[end] not in CLOSING_MARKS:
                return False
            end += 1
        return True


def surroundings_of(words: QueryWords, tokens: Tokens) -> Surroundings:
    """Looks once for what excludes and for what tells of a work."""
    texts = tokens.texts
    excluding = [
        at
        for at, text in enumerate(texts)
        if text in EXCLUDING_WORDS or (at and f"{texts[at - 1]} {text}" in EXCLUDING_PAIRS)
    ]
    times = any(_names_date(tokens, at + 1) for at in excluding)
    return Surroundings(words, tokens, min(excluding, default=len(texts)), times, not WORK_WORDS.isdisjoint(texts))


def lead(around: Surroundings, begin: int) -> tuple[int, str] | None:
    """The longest lead that ends at `begin`, and where it begins."""
    texts = around.tokens.texts
    for size in range(min(MAX_LEAD, begin), 0, -1):
        words = " ".join(texts[begin - size : begin])
        if words in LEADS:
            return begin - size, words
    return None


def tail(around: Surroundings, end: int) -> tuple[int, Effect] | None:
    """Words such as "or later" from `end` on, and where they end."""
    begin = end + 1 if around.text(end) in PAUSES else end
    for size in range(MAX_TAIL, 0, -1):
        last = begin + size
        words = " ".join(around.tokens.texts[begin:last]) if last <= len(around.tokens.texts) else ""
        if words in TAILS and _is_over(around, last, words):
            return last, TAILS[words]
    return None


def _is_over(around: Surroundings, end: int, words: str) -> bool:
    if around.closes_at(end):
        return True
    return not words.endswith(_OBJECT_TAILS) and around.text(end) in FUNCTION_WORDS


def turned(around: Surroundings, end: int) -> bool:
    """Whether what follows may turn the time's meaning, and is not a tail that is understood."""
    if tail(around, end):
        return False
    at = end + 1 if around.text(end) in PAUSES else end
    first = around.text(at)
    if first in LAST_WORDS and around.closes_at(at + 1):
        return True
    if first in AFTER_EXCLUDES or first == "+" or _goes_to(around, at) or _is_set_against(around, at):
        return True
    if first in {"and", "or", "&", "but", "of", "en", "und", "oder"}:
        following = around.tokens.texts[at + 1 : at + 1 + _MAX_TURN]
        turns = around.text(at + 1) in EXTENDING_WORDS or not TURNING_WORDS.isdisjoint(following)
        return turns and not _leads_on(around, at + 1)
    return first in TURNING_WORDS - FUNCTION_WORDS - {"following"}


def _is_hedged(around: Surroundings, at: int) -> bool:
    """Whether it is left open which time is meant: "in 1969, maybe 1970", "in the past week or two"."""
    kinds, texts, _ = around.tokens
    if around.text(at) == "or":
        return kinds[at + 1 : at + 2] in {*"KDN"} or around.text(at + 1) in HEDGES | {"was", "even"}
    first = around.text(at) in HEDGES or " ".join(texts[at : at + 2]) in HEDGING_PAIRS
    return first or texts[at : at + 3] == ["and", "a", "half"]


def _is_set_against(around: Surroundings, at: int) -> bool:
    """Whether another time is asked for as well: "in 1969 outside March", ", before and after", "and 70s"."""
    kinds, texts, _ = around.tokens
    if texts[at : at + 1] in (["before"], ["after"]):
        return around.text(at + 1) in {"and", "or", "&"}
    if around.text(at - 1) in PAUSES and kinds[at : at + 1] in {*"PM"}:  # "in 2014 (March)"
        return around.closes_at(at + 1) or around.text(at + 1) == "only"
    if any(_SHORT_DECADE.fullmatch(text) for text in texts[at : at + 2]):
        return True
    if _is_hedged(around, at):
        return True
    return around.text(at) in SETTING_ASIDE and _names_date(around.tokens, at + 1)


def _names_date(tokens: Tokens, at: int) -> bool:
    """Whether a time stands there or shortly after."""
    return any(kind in _DATES for kind in tokens.kinds[at : at + _MAX_TURN])


def _goes_to(around: Surroundings, at: int) -> bool:
    """Whether a further end of a range follows that is not understood: "2012 to the end of 2019"."""
    kinds, texts, _ = around.tokens
    if kinds[at : at + 1] not in {"b", "i"} and around.text(at - 1) not in {"-", "–", "—"}:
        return False
    further = range(at, min(at + MAX_LEAD, len(texts)))
    return not _leads_on(around, at) and any(kinds[at] in IN_TIMES or texts[at] in END_WORDS for at in further)


def _leads_on(around: Surroundings, at: int) -> bool:
    """Whether a lead and its time begin there: "since 1990 and before 2000"."""
    texts, kinds = around.tokens.texts, around.tokens.kinds
    sizes = (size for size in range(1, MAX_LEAD + 1) if " ".join(texts[at : at + size]) in LEADS)
    return any(kinds[at + size : at + size + 1] in _OPENINGS for size in sizes)


def excluded(around: Surroundings, begin: int) -> bool:
    """Whether the words before the time ask for other times: "all but", "except for", "outside"."""
    if around.exclusion < begin:
        return True
    at = begin - 1
    while at >= 0 and begin - at <= _MAX_PERIOD and around.text(at) in PERIOD_WORDS:
        at -= 1
    if around.text(at) == "past" and around.text(at - 1) == "this":  # "this past week in March 2016"
        return False
    return around.text(at) in OUTSIDE and around.text(at + 1) not in {"in", "on", "during"}


def governed(around: Surroundings, begin: int) -> bool:
    """Whether a bound before it is of what happened then, not of the time: "since the war in 1945"."""
    for at in range(begin - 1, max(-1, begin - 1 - _MAX_EVENT), -1):
        if around.text(at) in CLOSING_MARKS or around.tokens.kinds[at] in _DATES:
            return False
        if around.text(at) in _OF_EVENTS or _is_bound_of_event(around, at):
            return around.text(at + 1) not in _ANYBODY or not is_in_title(around.words, around.tokens, at, begin)
    return False


def _is_bound_of_event(around: Surroundings, at: int) -> bool:
    """Two words of that kind; "up to 11" is a number and no more."""
    pair = f"{around.text(at)} {around.text(at + 1)}"
    return pair in _PAIRS_OF_EVENTS and not (pair == "up to" and around.tokens.kinds[at + 2 : at + 3] in {*"DNK"})


def blocked(around: Surroundings, begin: int) -> bool:
    """Whether the words before a lead or a time make it no window: "not in", "before and after", "than in"."""
    before, further = around.text(begin - 1), around.text(begin - 2)
    if before in PAUSES:
        return further in TIME_WORDS or (before == "(" and is_negation(further))
    if before in {"and", "but"} and around.text(begin) in _BOUNDS and begin > 1:  # "since 1990 and before 2000"
        return further in PARTIAL_LEADS or further == "to" or further in TURNING_WORDS
    if before == "later" and around.tokens.kinds[begin - 2 : begin - 1] in {*"uUjv"}:  # "six months later in May 2014"
        return negated(around.words, around.tokens, begin)
    return before in BLOCKING_WORDS or before == "/" or negated(around.words, around.tokens, begin)


def names_its_subject(around: Surroundings, chain: Chain, words: str) -> bool:
    """Whether the time is part of the name of what follows: "in the September 11 2001 attacks"."""
    if chain.relative or around.closes_at(chain.end) or (chain.ranging and words in {"from", "between"}):
        return False
    if is_possessive(around.text(chain.end - 1)):
        return True
    subject: list[str] = []
    at = chain.end
    while len(subject) <= _MAX_SUBJECT and not around.closes_at(at) and is_matter(around, at):
        subject.append(around.text(at))
        at += 1
    if any(map(is_event, subject[:2])) or (around.closes_at(at) and any(map(is_event, subject[-1:]))):
        return True
    if chain.form in {"season", "winter", "quarter", "half"}:  # "in the fall 2019 semester"
        return bool(subject) and (around.closes_at(at) or len(subject) == 1)
    if LEADS[words] != "within" and subject and around.closes_at(at):  # "after March 2011 collapse"
        return True
    return chain.in_one_day and words != "dated" and 0 < len(subject) <= _MAX_SUBJECT and around.closes_at(at)


def is_matter(around: Surroundings, at: int) -> bool:
    """Whether the token is a word with a matter of its own."""
    return around.tokens.kinds[at : at + 1] in {OTHER, WEEKDAY_SHORT} and around.text(at) not in FUNCTION_WORDS


def is_piece(around: Surroundings, begin: int) -> bool:
    """Whether a part of the time, or another, is asked for: "the end of last year", "this time last year"."""
    at = begin - 1 - (around.text(begin - 1) == "of")
    return around.text(at) in PIECES or is_possessive(around.text(at)) or around.tokens.kinds[at : at + 1] in _PIECES
