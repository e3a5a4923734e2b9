"""When words of a query are meant as a date window: pure.

    what happened in March 2024 · since the summer of 2019 · between 1969 and 1972 · launches last week · latest on X

A wrong window misleads, so only words that can hardly mean anything else are read: a time after a word such as "in"
or "since", or a time that is unlikely to be a title, count or name. A bare year is not read ("1984" is a novel), nor
are "may 2024 be better", "September 11 2001 attacks" (a name), "in 2000 words" or "this week in space". Two times are
not read either, unless they are the two ends of a window, or one is within the other, or the query ends with a month
and the others belong to its subject ("phones sold in 2013 in February 2014", see `index.dates.subjects`). Anything in
quotation marks is ignored.

Reading takes time that grows with the number of words only: each is looked at together with a few around it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.dates import languages, rules, subjects
from index.dates.chains import Chain, chains_in
from index.dates.cues import BLOCKING_WORDS, CLOSING_MARKS, OPENING_MARKS, PARTIAL_LEADS, PIECES
from index.dates.forms import SINGLE
from index.dates.rules import Match
from index.dates.surroundings import Surroundings, is_piece, surroundings_of
from index.dates.tokens import IN_TIMES, QueryWords, tokens_of

MAX_TIMES: Final = 8
"""A query that names more times than these asks for none of them."""
MAX_IN_TIMES: Final = 200
"""Likewise, of figures and names of months, days and seasons."""
MAX_ALONE: Final = 200
"""Characters of a query that is a time alone."""


_SETTING_APART: Final = frozenset({"and", "or", "&", "but", "than", "not", "vs", "versus", "to", "nor", "then"})
"""Words between two times that are both meant."""
_LEADING: Final = BLOCKING_WORDS | PARTIAL_LEADS


class SpokenWindow(NamedTuple):
    """A window read from words: the phrase as typed and the bounds it sets, at least one of them.

    `relative` says whether it depends on today's date ("last week"). `places` are the ranges of words, as begin and
    end, that the phrase takes.
    """

    phrase: str
    since: dt.date | None
    until: dt.date | None
    relative: bool = False
    places: tuple[tuple[int, int], ...] = ()


class _Found(NamedTuple):
    """Words `begin` to `end`, and the bounds they set; `rest` is kept of the last of them.

    A time `of_subject` sets none: it tells what the query is about.
    """

    begin: int
    end: int
    since: dt.date | None
    until: dt.date | None
    relative: bool = False
    rest: str = ""
    of_subject: bool = False

    def has(self, other: _Found) -> bool:
        """Whether all days of another window, which has fewer, are days of this one."""
        if not (self.since and self.until and other.since and other.until):
            return False
        same = (self.since, self.until) == (other.since, other.until)
        return not same and self.since <= other.since and other.until <= self.until


def window(words: QueryWords, today: dt.date) -> tuple[SpokenWindow, list[str]] | None:
    """The window that `words`, as typed, state, and the remaining words; None if they state none."""
    stated = _found(words, today)
    if not stated:
        return None
    if _names_a_time(_without(words, stated), today):  # "since in 1969 March": what is left would be a window too
        return None
    found = _narrower(stated)
    return _spoken(words, found), _without(words, found)


def whole(words: QueryWords, today: dt.date) -> SpokenWindow | None:
    """The window that `words` are, with nothing beside it; None otherwise, and for a year alone: "1984" is a novel."""
    if sum(map(len, words)) > MAX_ALONE:
        return None
    found = _found(words, today)
    if len(found) == 1 and (found[0].begin, found[0].end) == (0, len(words)) and not found[0].rest:
        return _spoken(words, found)
    found = _only(words, today)
    return _spoken(words, found) if found else None


def _only(words: QueryWords, today: dt.date) -> list[_Found]:
    """A time alone: "March 2018", "last week"."""
    around, chains = _read(words, today)
    if len(chains) != 1 or chains[0].days is None or chains[0].form in SINGLE | {"year"}:
        return []
    begin, end = chains[0].begin, chains[0].end
    marks = (*around.tokens.texts[:begin], *around.tokens.texts[end:])
    if any(text not in OPENING_MARKS + CLOSING_MARKS for text in marks):
        return []
    match = rules.within(around, chains[0], today)
    return [_placed(around, match)] if match else []


def _found(words: QueryWords, today: dt.date) -> list[_Found]:
    """What states the window: one phrase, or one that opens it and one that closes it; empty if nothing does."""
    foreign = list(languages.months_in(words))
    if foreign:
        begin, end, days, rest = foreign[0]
        if len(foreign) > 1 or days is None or days.first > today:
            return []
        return [_Found(begin, end, *days, rest=rest)]
    around, chains = _read(words, today)
    if around.time_excluded or sum(not chain.partial for chain in chains) > MAX_TIMES:
        return []
    matches = [rules.judge(around, chain, today) for chain in chains]
    subject = _of_subject(around, chains, matches)
    if subject:
        del chains[-1 - len(subject) : -1], matches[-1 - len(subject) : -1]
    if any(not match and _asks_for(around, chain) for chain, match in zip(chains, matches, strict=True)):
        return []
    found = [_placed(around, match) for match in matches if match]
    if any(languages.turns_english(words, match.begin, match.end) for match in found):
        return []
    return [*subject, *found] if _are_one_window(words, found) else []


def _read(words: QueryWords, today: dt.date) -> tuple[Surroundings, list[Chain]]:
    """The times in the words, none if they are too many to look at, and what is around them."""
    tokens = tokens_of(words)
    too_many = sum(map(tokens.kinds.count, IN_TIMES)) > MAX_IN_TIMES
    return surroundings_of(words, tokens), [] if too_many else list(chains_in(tokens, today))


def _names_a_time(words: QueryWords, today: dt.date) -> bool:
    """Whether words that are left of a query name a further time."""
    if any(languages.months_in(words)):
        return True
    around, chains = _read(words, today)
    return any(rules.judge(around, chain, today) or _asks_for(around, chain) for chain in chains)


def _asks_for(around: Surroundings, chain: Chain) -> bool:
    """Whether a time that is no window may be one all the same, so that no other time can be the window."""
    before = around.text(chain.begin - 1)
    if chain.form == "weekday":
        return before in PARTIAL_LEADS - {"on"}
    if chain.partial:
        return before in PARTIAL_LEADS and any(atom.form != "number" for atom in chain.atoms)
    if before == "of" and around.text(chain.begin - 2) in PIECES:  # "from the start of 1970 until …"
        return True
    if chain.relative and is_piece(around, chain.begin):  # "than at this time last year"
        return True
    return before in _LEADING or not (chain.of_years or chain.relative)


def _of_subject(around: Surroundings, chains: Sequence[Chain], matches: Sequence[Match | None]) -> list[_Found]:
    """The times before the last one that only tell what the query is about."""
    places = around.tokens.places
    return [
        _Found(places[begin], places[end - 1] + 1, None, None, of_subject=True)
        for begin, end in subjects.of_subject(around, chains, matches)
    ]


def _placed(around: Surroundings, match: Match) -> _Found:
    places = around.tokens.places
    return _Found(places[match.begin], places[match.end - 1] + 1, match.since, match.until, match.relative)


def _narrower(found: Sequence[_Found]) -> Sequence[_Found]:
    """The one of two windows whose days are among those of the other: "trends of 2013 in May 2013"; else all."""
    return [match for match in found if not match.of_subject and not any(map(match.has, found))]


def _are_one_window(words: QueryWords, found: Sequence[_Found]) -> bool:
    """Whether they are one window: one phrase, one that opens it and one that closes it, or one within the other."""
    if len(found) == 1:
        return True
    if len(found) != 2:
        return False
    first, last = found
    if first.has(last) or last.has(first):
        return not {word.lower() for word in words[first.end : last.begin]} & _SETTING_APART
    opens = [match.since for match in found if match.since and not match.until]
    closes = [match.until for match in found if match.until and not match.since]
    return len(opens) == len(closes) == 1 and opens[0] <= closes[0]


def _spoken(words: QueryWords, found: Sequence[_Found]) -> SpokenWindow:
    places = tuple((match.begin, match.end) for match in found)
    texts = (" ".join(words[begin:end]) for begin, end in places)
    return SpokenWindow(
        " … ".join(_unmarked(text) for text in texts),
        max((match.since for match in found if match.since), default=None),
        min((match.until for match in found if match.until), default=None),
        any(match.relative for match in found),
        places,
    )


def _unmarked(text: str) -> str:
    """Without the marks around it: "in 2012 (or later)", but "in 2012" of "(in 2012)"."""
    text = text.lstrip(OPENING_MARKS).rstrip(CLOSING_MARKS)
    return text + ")" * (text.count("(") - text.count(")"))


def _without(words: QueryWords, found: Sequence[_Found]) -> list[str]:
    left = list(words)
    for match in reversed(found):
        begin = match.begin
        joined = len(found) > 1 and begin > 0 and left[begin - 1].lower() in {"and", "but"}
        left[begin - joined : match.end] = [match.rest] if match.rest else []
    return left
