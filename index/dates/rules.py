"""Whether a time in a query is meant as its window, judged from the words around it: pure. See `index.dates.phrases`.

What is before the time ("no later than") and after it ("or later") is read as a whole, and any word there that may
turn the meaning, and is not understood, leaves the time unread.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from index.dates import bare, numbers, surroundings
from index.dates.chains import Chain
from index.dates.cues import (
    COMPARED_WORDS,
    EARLIEST_YEAR,
    HALVING_WORDS,
    LEADING_WORDS,
    LEADS,
    NEARNESS_WORDS,
    SOURCE_WORDS,
    SPAN_WORDS,
    Effect,
)
from index.dates.expressions import part_of
from index.dates.forms import ONE_DAY, SINGLE, count_and_unit, earlier, latest_month
from index.dates.surroundings import Surroundings
from index.dates.tokens import is_possessive

_ONE_DAY: Final = dt.timedelta(days=1)


class Match(NamedTuple):
    """A time stated by tokens `begin` to `end`, and the bounds it sets, at least one of them."""

    begin: int
    end: int
    since: dt.date | None
    until: dt.date | None
    relative: bool


def judge(around: Surroundings, chain: Chain, today: dt.date) -> Match | None:
    """What the query says with this time about its window; None if it may say something else."""
    if chain.form == "ago" and (match := _long_ago(around, chain, today)):
        return match
    chain = _latest(around, chain, today)
    if not _is_plausible(around, chain, today) or surroundings.turned(around, chain.end):
        return None
    tail = surroundings.tail(around, chain.end)
    lead = surroundings.lead(around, chain.begin)
    if tail:
        return _with_tail(around, chain, lead, tail)
    return _with_lead(around, chain, lead) if lead and _fits(around, chain, lead) else _alone(around, chain, lead)


def _with_lead(around: Surroundings, chain: Chain, lead: tuple[int, str]) -> Match | None:
    begin, words = lead
    effect: Effect = "within" if words in {"since", "starting from"} and len(chain.atoms) > 1 else LEADS[words]
    return _match(around, begin, chain.end, chain, effect)


def _alone(around: Surroundings, chain: Chain, lead: tuple[int, str] | None) -> Match | None:
    """A time without a preposition, or "last week" with one that says no more."""
    if lead and (not chain.relative or surroundings.blocked(around, lead[0])):
        return None
    if chain.relative and surroundings.is_piece(around, chain.begin):
        return None
    meant = bare.meant(around, chain)
    return _match(around, meant.begin, meant.end, meant, "within") if meant else None


def within(around: Surroundings, chain: Chain, today: dt.date) -> Match | None:
    """The days of a time that stands alone."""
    if not _is_plausible(around, chain, today):
        return None
    return _match(around, chain.begin, chain.end, chain, "within")


def _match(around: Surroundings, begin: int, end: int, chain: Chain, effect: Effect) -> Match | None:
    days = chain.days
    if effect == "within" and surroundings.governed(around, begin):
        return None
    if days is None or not around.is_whole(begin, end):
        return None
    since = {"within": days.first, "since": days.first, "after": _beside(days.last, 1)}.get(effect)
    until = {"within": days.last, "until": days.last, "before": _beside(days.first, -1)}.get(effect)
    if chain.open_ended:
        until = None
    return Match(begin, end, since, until, chain.relative) if since or until else None


def _latest(around: Surroundings, chain: Chain, today: dt.date) -> Chain:
    """ "since March" at the end: the latest March."""
    kinds, texts, _ = around.tokens
    if chain.form != "part_month" or not around.ends_at(chain.end) or kinds[chain.begin] != "M":
        return chain
    since = chain.begin > 0 and texts[chain.begin - 1] == "since"
    days = latest_month(texts[chain.begin], today) if since else None
    return chain._replace(days=days, atoms=(chain.atoms[0]._replace(form="last_month"),)) if days else chain


def _long_ago(around: Surroundings, chain: Chain, today: dt.date) -> Match | None:
    """ "more than two years ago" ends where "two years ago" is."""
    texts = around.tokens.texts
    pair = " ".join(texts[max(0, chain.begin - 2) : chain.begin])
    size = 2 if pair in {"more than", "at least"} else 1 if texts[chain.begin - 1 : chain.begin] == ["over"] else 0
    begin = chain.begin - size
    if not size or surroundings.excluded(around, begin) or surroundings.blocked(around, begin):
        return None
    if begin and texts[begin - 1] in surroundings.TIME_WORDS | NEARNESS_WORDS:  # "since over", "just over two years"
        return None
    if not around.ends_at(chain.end):
        return None
    try:
        count, unit = count_and_unit(part_of(around.tokens, chain.begin, chain.end))
        return Match(begin, chain.end, None, earlier(today, count, unit), relative=True)
    except (ValueError, OverflowError):  # before the calendar
        return None


def _is_plausible(around: Surroundings, chain: Chain, today: dt.date) -> bool:
    """Whether the time itself, and what it is a part of, allow it to be meant as a time."""
    if chain.days is None or chain.days.first.year < EARLIEST_YEAR or chain.days.first > today:
        return False
    if numbers.is_count_or_title(around, chain) or numbers.is_share(around, chain):
        return False
    return not surroundings.excluded(around, chain.begin)


def _fits(around: Surroundings, chain: Chain, lead: tuple[int, str]) -> bool:
    """Whether these words before the time go with it, and those before them leave it what it is."""
    begin, words = lead
    if surroundings.blocked(around, begin) or surroundings.names_its_subject(around, chain, words):
        return False
    before = around.tokens.texts[begin - 1] if begin else ""
    fits = _WITHIN.get(words.removesuffix(" the month of").removesuffix(" the months of"))
    return fits(chain, before) if fits else _bounds(around, chain, lead)


def _is_qualified(around: Surroundings, chain: Chain, lead: tuple[int, str]) -> bool:
    """Whether what is before the bound, or an 's after it, makes it another one."""
    begin, words = lead
    before = around.text(begin - 1)
    if words.startswith("up ") and before in LEADING_WORDS:
        return True
    if before in SPAN_WORDS or (words in {"before", "after"} and before in NEARNESS_WORDS):
        return True  # "ten years since 2008", "shortly before 1939"
    if around.tokens.kinds[begin - 1 : begin] in {*"Swq"} and words.split()[-1] in {"before", "after", "to"}:
        return True  # "the summer before 2018"
    if words in {"through", "thru"} and (before in HALVING_WORDS or around.tokens.kinds[chain.begin] == "t"):
        return True
    return chain.relative and is_possessive(around.text(chain.end - 1))  # "since last May's vote"


def _bounds(around: Surroundings, chain: Chain, lead: tuple[int, str]) -> bool:
    """Not "the day before X", "halfway through 2019" or "up to 2000"; "Monday" only after "since", at the end."""
    words = lead[1]
    if chain.listed or _is_qualified(around, chain, lead):
        return False
    if (words == "up to" and chain.of_years) or (chain.form == "ago" and words not in _BEFORE_AGO):
        return False
    if chain.form in SINGLE:
        return around.ends_at(chain.end) and (words == "since" or chain.form != "weekday")
    return True


_BEFORE_AGO: Final = frozenset({"since", "until", "till", "before", "after"})


def _in(chain: Chain, _: str) -> bool:
    """ "in the last week", not "in last week"; "in March 2024"."""
    return not chain.relative or chain.form == "back"


def _during(chain: Chain, _: str) -> bool:
    return chain.form not in SINGLE and chain.form != "ago"


def _lately(chain: Chain, _: str) -> bool:
    """ "within" or "over the last three weeks"."""
    return chain.relative and chain.form not in SINGLE and chain.form != "ago"


def _over(chain: Chain, _: str) -> bool:
    """Not "up 40 % over last year"."""
    return chain.form == "back"


def _on(chain: Chain, _: str) -> bool:
    """A single day with its year, or days of one month."""
    return not chain.relative and (chain.atoms[-1].form in ONE_DAY or chain.form == "days")


def _of(chain: Chain, before: str) -> bool:
    """ "the bulletins of March 2024", not "the class of 2024" and not "the end of 2024"."""
    return not chain.of_years and not chain.relative and before in SOURCE_WORDS | {"events"}


def _from(chain: Chain, before: str) -> bool:
    """ "reports from March 2024"; other things "from" a time may have lasted since then."""
    return chain.ranging or before in SOURCE_WORDS


def _between(chain: Chain, before: str) -> bool:
    return chain.ranging and before not in COMPARED_WORDS


_WITHIN: Final = {
    "in": _in,
    "during": _during,
    "throughout": _during,
    "during all of": _during,
    "within": _lately,
    "over": _over,
    "on": _on,
    "dated": _in,
    "of": _of,
    "from": _from,
    "between": _between,
    "in between": _between,
    "back in": _in,
}
_WITH_TAIL: Final = frozenset({"in", "from", "since", "during", "on", "dated"})
"""What may stand before a time with words such as "or later" after it."""


def _with_tail(
    around: Surroundings, chain: Chain, lead: tuple[int, str] | None, tail: tuple[int, Effect]
) -> Match | None:
    """in 2012 or later · from 1969 on · 2019 and earlier."""
    end, effect = tail
    begin, words = lead or (chain.begin, "")
    if chain.relative or surroundings.blocked(around, begin):
        return None
    if (words and words not in _WITH_TAIL) or (words == "since" and effect != "since"):
        return None
    said = around.tokens.texts[chain.end : end]
    if (chain.ranging and "or" in said) or surroundings.tail(around, end) or surroundings.turned(around, end):
        return None  # "or earlier or later"
    loose = list(said) == ["on"]
    if (loose and words != "from") or (not words and not bare.may_begin(around, chain.begin)):
        return None
    return _match(around, begin, end, chain, effect)


def _beside(day: dt.date, step: int) -> dt.date | None:
    try:
        return day + step * _ONE_DAY
    except OverflowError:
        return None
