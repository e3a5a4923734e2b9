"""Times that stand together: one time, the two ends of a range, or neighbours in a list. Pure.

    June through August 2012 · 20-25 July 1969 · March, April 2023 · between 6 June and 25 August 1944 · 2019 to now

A chain is read as a whole or not at all, so that "April - July 1969" is never July 1969.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from index.dates import expressions
from index.dates.calendar import Days, year_days
from index.dates.cues import CLOSING_MARKS
from index.dates.expressions import Atom, atoms_in, part_of
from index.dates.forms import ONE_DAY, YEARS, Part
from index.dates.tokens import OTHER, Tokens

MAX_ATOMS: Final = 13
"""Of a chain that is read: a list of all months, and one more."""

_RANGE_JOINT: Final = re.compile("-|,?i?bb?")
_LIST_JOINT: Final = re.compile(",|,?n|/")
_JOINT: Final = re.compile(f"(?:{_RANGE_JOINT.pattern}|{_LIST_JOINT.pattern})?")
_MAX_JOINT: Final = 4
_VERBS: Final = frozenset({"may", "march", "mar", "fall", "spring"})
_WORDS: Final = frozenset({"part_month", "part_season"})
_DAY_NUMBERS: Final = "DOG"


class Chain(NamedTuple):
    """Times in tokens `begin` to `end`, with what joins each to the next ("" if nothing does), and their days together.

    `days` is None where they are no single stretch of days. `open_ended` is of a range to the present.
    """

    begin: int
    end: int
    atoms: tuple[Atom, ...]
    joints: tuple[str, ...]
    days: Days | None
    open_ended: bool = False

    @property
    def partial(self) -> bool:
        """Whether no part of it is a time by itself."""
        return all(atom.partial for atom in self.atoms)

    @property
    def relative(self) -> bool:
        """Whether its days depend on today's date."""
        return any(atom.relative for atom in self.atoms)

    @property
    def form(self) -> str:
        """The form of its only time; "chain" if it has several."""
        return self.atoms[0].form if len(self.atoms) == 1 else "chain"

    @property
    def of_years(self) -> bool:
        """Whether it is only numbers of years."""
        return all(atom.form in YEARS or atom.form == "number" for atom in self.atoms)

    @property
    def in_one_day(self) -> bool:
        """Whether it is a single day with its year."""
        return self.form in ONE_DAY

    @property
    def listed(self) -> bool:
        """Whether it is a list of neighbours."""
        return len(self.atoms) > 1 and all(_LIST_JOINT.fullmatch(joint) for joint in self.joints)

    @property
    def ranging(self) -> bool:
        """Whether it has two ends of its own, or is a stretch of several units."""
        return len(self.atoms) > 1 or self.form in {"days", "years"}


def chains_in(tokens: Tokens, today: dt.date) -> Iterator[Chain]:
    """Every chain of times, and of parts of times, in order."""
    atoms: list[Atom] = []
    for atom in atoms_in(tokens, today):
        gap = atom.begin - atoms[-1].end if atoms else 0
        if atoms and (gap > _MAX_JOINT or not _are_joined(tokens, atoms, atom)):
            yield _chain(tokens, atoms, today)
            atoms = []
        atoms.append(atom)
    if atoms:
        yield _chain(tokens, atoms, today)


def _are_joined(tokens: Tokens, atoms: Sequence[Atom], atom: Atom) -> bool:
    begin, end = atoms[-1].end, atom.begin
    since = atoms[0].begin > 0 and tokens.texts[atoms[0].begin - 1] in {"since", "after"}
    if since and tokens.texts[begin] in {"until", "till"}:  # a phrase that closes what the other one opens
        return False
    return _JOINT.fullmatch(tokens.kinds, begin, end) is not None


def chain_of(tokens: Tokens, atoms: Sequence[Atom], today: dt.date) -> Chain:
    """The chain of these times, as they stand in the tokens."""
    atoms = [_decade(tokens, atom, today) for atom in atoms] if len(atoms) > 1 else atoms
    joints = tuple(tokens.kinds[first.end : second.begin] for first, second in pairwise(atoms))
    begin, end = atoms[0].begin, atoms[-1].end
    chain = Chain(begin, end, tuple(atoms), joints, None)
    if len(atoms) > MAX_ATOMS or chain.partial:
        return chain
    between = begin > 0 and tokens.texts[begin - 1] == "between"
    if len(atoms) == 2 and _joins_ends(tokens, chain, between=between):
        return _range(tokens, chain, today)
    if chain.form == "two_days":  # "March 3 and 5, 2014"
        near = atoms[0].days is not None and (atoms[0].days.last - atoms[0].days.first).days == 1
        return chain._replace(
            atoms=(atoms[0]._replace(form="days"),),
            days=atoms[0].days if near or (between and "or" not in tokens.texts[begin:end]) else None,
        )
    if len(atoms) == 1:
        return chain._replace(days=None if between and not chain.ranging else atoms[0].days)
    return chain._replace(days=_list(tokens, chain, today))


def _decade(tokens: Tokens, atom: Atom, today: dt.date) -> Atom:
    """Of "the sixties and seventies" also the latter, which alone may be an age."""
    if atom.form != "part_decade":
        return atom
    days = expressions.read(Part("t", ("the",)) + part_of(tokens, atom.begin, atom.end), today)
    return atom._replace(form="decade", days=days)


def _joins_ends(tokens: Tokens, chain: Chain, *, between: bool) -> bool:
    """Whether its two times are the ends of a range: "X to Y", "between X and Y"."""
    if between and chain.joints[0] == "n":
        return tokens.texts[chain.atoms[0].end] != "or"
    return _RANGE_JOINT.fullmatch(chain.joints[0]) is not None


def _chain(tokens: Tokens, atoms: list[Atom], today: dt.date) -> Chain:
    """The chain without numbers and verbs at its ends that belong to other words: "Apollo 11, July 1969"."""
    first, last = 0, len(atoms)
    while first < last - 1 and _is_loose_first(tokens, atoms[first], atoms[first + 1]):
        first += 1
    since = atoms[first].begin
    between = last - first == 2 and atoms[last - 1].form == "now" and tokens.texts[max(0, since - 1)] == "between"
    while not between and last > first + 1 and _is_loose_last(tokens, atoms[last - 2], atoms[last - 1]):
        last -= 1
    return chain_of(tokens, atoms[first:last], today)


def _is_loose_first(tokens: Tokens, atom: Atom, following: Atom) -> bool:
    joint = tokens.kinds[atom.end : following.begin]
    if atom.form != "number" or joint not in {"", ","}:
        return False
    return not joint or tokens.kinds[following.begin] not in _DAY_NUMBERS


def _is_loose_last(tokens: Tokens, before: Atom, atom: Atom) -> bool:
    joint = tokens.kinds[before.end : atom.begin]
    if _RANGE_JOINT.fullmatch(joint) or _is_short_year(tokens, before, atom):
        return False
    if atom.form in {"number", "now"}:
        return True
    verb = not joint and atom.form in _WORDS and tokens.texts[atom.begin] in _VERBS
    return verb and tokens.kinds[atom.end : atom.end + 1] == OTHER and tokens.texts[atom.end] not in CLOSING_MARKS


def _is_short_year(tokens: Tokens, before: Atom, atom: Atom) -> bool:
    """Of "in 1969 and 70" the latter, unless something is counted by it."""
    follows = tokens.kinds[atom.end : atom.end + 1] in {"", ",", "."}
    return before.form == "year" and len(tokens.texts[atom.begin]) == 2 and follows


def _range(tokens: Tokens, chain: Chain, today: dt.date) -> Chain:
    first, last = chain.atoms
    if last.form == "now":
        begin = first.days
        return chain._replace(days=Days(begin.first, max(begin.last, today)) if begin else None, open_ended=True)
    end = last.days or _years_end(tokens, first, last)
    begin = first.days or _completed(tokens, first, last, today)
    if begin is None or end is None or not _follows(begin, end) or "weekday" in {first.form, last.form}:
        return chain
    return chain._replace(days=Days(begin.first, end.last))


def _follows(begin: Days, end: Days) -> bool:
    """Not "July to July 1969", perhaps a year, nor "1969 to July 1969"."""
    return begin != end and begin.first <= end.first and begin.last <= end.last


def _list(tokens: Tokens, chain: Chain, today: dt.date) -> Days | None:
    """The days of neighbours: "March, April and May 2023"; None if there is a gap between any two."""
    last = chain.atoms[-1]
    if "weekday" in {atom.form for atom in chain.atoms}:
        return None
    if last.days is None or not all(_LIST_JOINT.fullmatch(joint) for joint in chain.joints):
        return None
    early = ["P" in tokens.kinds[atom.begin : atom.end] for atom in chain.atoms]
    if early[0] and not all(early):  # "late 2012 or 2013"
        return None
    days = [atom.days or _completed(tokens, atom, last, today) for atom in chain.atoms]
    for before, after in pairwise(days):
        if before is None or after is None or (after.first - before.last).days != 1:
            return None
    return Days(days[0].first, last.days.last) if days[0] else None


def _completed(tokens: Tokens, atom: Atom, last: Atom, today: dt.date) -> Days | None:
    """The days of the part of a time, with what it lacks taken from `last`: its year, or its month and year."""
    part, whole = part_of(tokens, atom.begin, atom.end), part_of(tokens, last.begin, last.end)
    year, month = (Part(kind, (text,)) if (text := whole.text(kind)) else None for kind in "YM")
    if year is None:
        return None
    with_month = [part + month + year] if month else []
    return next((days for end in (part + year, *with_month) if (days := expressions.read(end, today))), None)


def _years_end(tokens: Tokens, first: Atom, last: Atom) -> Days | None:
    """Of "1969 to 72" 1972."""
    if first.form != "year" or last.form != "number" or first.days is None:
        return None
    text = tokens.texts[last.begin]
    year = first.days.first.year
    until = year - year % 100 + int(text) if text.isdecimal() and len(text) == 2 else 0
    return year_days(until) if until > year else None
