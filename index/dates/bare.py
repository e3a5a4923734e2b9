"""Times without a preposition that can hardly be anything but the window: pure. See `index.dates.rules`."""

from __future__ import annotations

import re
from typing import Final

from index.dates.bare_cues import BLURRING_WORDS, BOUNDING_WORDS, MODIFYING_WORDS, NAMING_WORDS, NUMBERED_WORDS
from index.dates.calendar import month_days
from index.dates.chains import Chain
from index.dates.cues import (
    BLOCKING_WORDS,
    FUNCTION_WORDS,
    NEWS_WORDS,
    OPENING_MARKS,
    POSSESSIVES,
)
from index.dates.forms import SINGLE
from index.dates.surroundings import Surroundings, blocked
from index.dates.tokens import is_possessive

_VERBS: Final = frozenset({"may", "march", "mar"})
_UNNUMBERED: Final = re.compile(r"(?:ing|tion|sion|ment|[^siu]s)$")
"""Ends of words that rarely have a number for a name."""
_DATED: Final = frozenset({"month", "day", "days", "iso_day"})
_LEADING: Final = FUNCTION_WORDS | BLOCKING_WORDS
_HALVES: Final = "PFKASwWl"
"""Kinds of tokens that would be part of a time that follows."""
_OPEN: Final = frozenset({"(", "[", ",", ";", ":", "-", "–", "—", ".", "?", "!"})
_MAX_BOUND: Final = 5
_COMPARING: Final = frozenset(
    {
        "above",
        "below",
        "under",
        "beyond",
        "against",
        "behind",
        "twice",
        "double",
        "with",
        "to",
        "by",
        "than",
        "from",
        "between",
        "into",
        "at",
        "least",
        "most",
        "over",
    }
)


def meant(around: Surroundings, chain: Chain) -> Chain | None:
    """The time without a preposition as it is meant; None if it may be no window."""
    if blocked(around, chain.begin):
        return None
    if chain.form == "day" and chain.begin > 0 and around.tokens.kinds[chain.begin] == "D":
        return _without_number(around, chain)
    return chain if _is_meant(around, chain) else None


def _is_meant(around: Surroundings, chain: Chain) -> bool:
    if chain.relative:
        return _is_lately(around, chain)
    if not BOUNDING_WORDS.isdisjoint(around.tokens.texts[max(0, chain.begin - _MAX_BOUND) : chain.begin]):
        return False
    if around.tokens.kinds[chain.begin] in {*"DG"} and around.word(chain.begin - 1).lower() in NUMBERED_WORDS:
        return False
    if chain.form == "iso_day":
        return _may_stand(around, chain)
    if chain.open_ended:
        return around.ends_at(chain.end) and may_begin(around, chain.begin)
    dated = all(atom.form in _DATED or atom.partial for atom in chain.atoms)
    return dated and not chain.partial and _is_named(around, chain)


def _is_named(around: Surroundings, chain: Chain) -> bool:
    """July 1969 at the end of a query; at its beginning a noun that follows would have it for its name."""
    if chain.begin == 0:
        return around.closes_at(chain.end)
    name_like = len(chain.atoms) == 1 and (chain.form == "month" or around.text(chain.begin) in _VERBS)
    fits = may_begin if name_like else _may_follow
    return around.ends_at(chain.end) and fits(around, chain.begin) and not _is_verb(around, chain)


def may_begin(around: Surroundings, begin: int) -> bool:
    """Whether a time there has no word before it that it may belong to: "black September 1970", "for July 2024"."""
    named = around.text(begin - 1) not in _OPEN and _is_name(around, begin - 1)
    return _may_follow(around, begin) and not named


def _may_follow(around: Surroundings, begin: int) -> bool:
    before = around.text(begin - 1)
    if before == "" or before in _OPEN:
        return around.text(begin - 2) not in _LEADING | BLURRING_WORDS and not (
            before == "." and around.text(begin - 2).isdigit()
        )
    if before in _LEADING or before in NAMING_WORDS | MODIFYING_WORDS | BLURRING_WORDS:
        return False
    return before[0].isalnum() and around.tokens.kinds[begin - 1] not in _HALVES


def _is_name(around: Surroundings, at: int) -> bool:
    """ "Orange June 2010", but not "Launches July 2024" at the beginning, nor "NASA July 2024"."""
    word = around.word(at)
    if not word[:1].isupper() or (word.isupper() and len(word) > 1):
        return False
    return not (around.tokens.places[at] == 0 and word.endswith("s") and not word.endswith(("ss", "us")))


def _is_verb(around: Surroundings, chain: Chain) -> bool:
    """may, march: hardly months without a preposition, except with a day ("May 5, 2024") or as one end of a range."""
    kinds, texts, _ = around.tokens
    at = kinds.find("M", chain.begin, chain.end)
    if around.text(chain.begin - 1) in {*OPENING_MARKS}:  # "floods (March 2020)"
        return False
    if at < 0 or texts[at] not in _VERBS or chain.form == "days":
        return False
    if chain.form == "day":
        return texts[at] != "may" and "," not in texts[at : chain.end] and kinds[chain.begin] == "M"
    if around.word(at) == "May" and around.word(at - 1).islower() and not is_possessive(around.text(at - 1)):
        return False
    return len(chain.atoms) == 1 or (at == chain.begin and chain.joints[0] not in {"-", "b"})


def _may_stand(around: Surroundings, chain: Chain) -> bool:
    return (chain.begin == 0 or around.ends_at(chain.end)) and _may_follow(around, chain.begin)


def _without_number(around: Surroundings, chain: Chain) -> Chain | None:
    """ "Apollo 11 July 1969": the month, if the number may be the name's; "moon landing 20 July 1969": the day."""
    month = around.tokens.kinds.find("M", chain.begin)
    if chain.days is None or not (around.ends_at(chain.end) and _may_follow(around, chain.begin)):
        return None
    before = around.word(chain.begin - 1)
    if before.lower() not in NUMBERED_WORDS:
        return chain if before[-1:] in _OPEN or _UNNUMBERED.search(before.lower()) else None
    if around.tokens.texts[month] in _VERBS:
        return None
    return chain._replace(begin=month, days=month_days(chain.days.first.year, chain.days.first.month))


def _is_lately(around: Surroundings, chain: Chain) -> bool:
    """launches last week · what happened yesterday; not "Monday", "his last year" or "the last week"."""
    before, kinds = around.text(chain.begin - 1), around.tokens.kinds[chain.begin : chain.end]
    if before in BLURRING_WORDS or not (before[:1].isalnum() or before in _OPEN | {""}):
        return False
    if is_possessive(around.text(chain.end - 1)):
        return before not in POSSESSIVES | (_COMPARING - {"from"}) and chain.form not in SINGLE
    if before == "this" and kinds[0] == "l":  # "this last week"
        return False
    if not around.ends_at(chain.end) or before in POSSESSIVES | _COMPARING | {"the"}:
        return False
    if chain.form in SINGLE and kinds != "lW":
        return before in NEWS_WORDS and chain.form != "weekday"
    return not kinds.startswith("tl") or len(kinds) > 3
