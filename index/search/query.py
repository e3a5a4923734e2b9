"""Reads what a person typed: words, "phrases", -exclusions and operators. Pure.

    moon landing "giant leap" -apollo since:1969 until:1972-12 title:"first people" in:moon

An operator is a word of letters, a colon and a value with no blank between them; a value with blanks is quoted. An
unknown operator is an error, never ignored. Text that merely looks like an operator is searched when it is quoted.

Unless operators or options set a window, a time in plain words does ("in March 2024", see `index.dates.phrases`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from index.dates import phrases
from index.dates.typed import read_days
from index.errors import QueryError
from index.models.answers import Query, Reading, Sort
from index.search import sort_words
from index.text.terms import exact

MAX_CHARACTERS = 1000
"""Longer queries are refused: an encoder would read only their beginning, unnoticed."""
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」"}
_OPENING = "".join(_QUOTES)
_TERM = re.compile(
    rf"""
    (?P<minus>(?<!\S)[-−](?=\S))?
    (?:
        (?P<operator>(?<![^\s\-−])[^\W\d_]+):(?=[^\s/:])
      | (?P<spaced>(?<!\S)(?i:since|until|after|before|during)):\s+(?=[{_OPENING}]?\d{{4}})  # a slip worth forgiving
    )?
    (?:(?P<open>[{_OPENING}])|(?P<word>[^\s{_OPENING}]+))
    """,
    re.VERBOSE,
)


class _Term(NamedTuple):
    text: str
    excluded: bool
    operator: str | None
    quoted: bool


def read(query: Query, oldest: dt.date | None = dt.date.min) -> Reading:
    """How `query` is understood; raises `QueryError` that says what to write instead.

    `oldest` is the first day that the archive's documents are dated to, None where none is dated. A time in plain
    words that ends before it can only be what a document is about, and is searched as words.
    """
    typed = query.text
    if len(typed) > MAX_CHARACTERS:
        raise QueryError(
            f"the query is {len(typed):,} characters long; shorten it to {MAX_CHARACTERS:,} or fewer", shown=True
        )
    if not typed.strip():
        raise QueryError("the query is empty; write what to search for", shown=True)
    draft = _Draft()
    for term in _terms(typed):
        draft.take(term)
    draft.narrow("since", query.since)
    draft.narrow("until", query.until)
    draft.take_plain_words(query, oldest)
    return draft.finish(query)


def _terms(typed: str) -> list[_Term]:
    terms: list[_Term] = []
    at = 0
    while match := _TERM.search(typed, at):
        at = match.end()
        text, quoted = match["word"], False
        if match["open"]:
            close = typed.find(_QUOTES[match["open"]], at)
            if close < 0:  # an opening quote that nothing closes is punctuation
                continue
            text, quoted, at = typed[at:close], True, close + 1
        terms.append(_Term(text, bool(match["minus"]), match["operator"] or match["spaced"], quoted))
    return terms


class _Draft:
    """A reading while it is put together."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = [[]]
        """Words typed next to each other: a time in plain words is within a run."""
        self.window_from: str | None = None
        self.passed_over: str | None = None
        self.sort_from: str | None = None
        self.sort: Sort = "relevance"
        self.phrases: list[str] = []
        self.excluded: list[str] = []
        self.titles: list[str] = []
        self.folders: list[str] = []
        self.since: dt.date | None = None
        self.until: dt.date | None = None

    @property
    def words(self) -> list[str]:
        return [word for run in self.runs for word in run if exact(word)]  # some are only punctuation

    def take(self, term: _Term) -> None:
        if not (term.operator or term.excluded or term.quoted):
            self.runs[-1].append(term.text)
            return
        self.runs.append([])
        if term.operator:
            self._take_operator(term)
        elif exact(term.text):
            (self.excluded if term.excluded else self.phrases).append(term.text)

    def take_plain_words(self, query: Query, oldest: dt.date | None) -> None:
        """Takes a window and an order from plain words, where nothing else set them."""
        if self.since is None and self.until is None and oldest is not None:
            today = query.today or dt.datetime.now().astimezone().date()
            self._take_spoken_window(today, oldest)
        if query.sort is None:
            self._take_spoken_order()

    def _take_spoken_window(self, today: dt.date, oldest: dt.date) -> None:
        windows = {at: window for at, run in enumerate(self.runs) if (window := phrases.window(run, today))}
        if len(windows) != 1:
            return
        ((at, (spoken, left)),) = windows.items()
        rest = [*self.runs[:at], left, *self.runs[at + 1 :]]
        if not self._searchable(rest):
            return
        if spoken.until is not None and spoken.until < oldest:  # all documents are later, and can only be about it
            self.passed_over = spoken.phrase
            return
        self.runs, self.window_from = rest, spoken.phrase
        self.since, self.until = spoken.since, spoken.until

    def _take_spoken_order(self) -> None:
        for at in {0, len(self.runs) - 1}:
            if match := sort_words.order(self.runs[at]):
                spoken, self.runs[at] = match
                self.sort, self.sort_from = spoken.sort, spoken.phrase
                return

    def _searchable(self, runs: list[list[str]]) -> bool:
        return bool(self.phrases) or any(exact(word) for run in runs for word in run)

    def narrow(self, bound: str, day: dt.date | None) -> None:
        """Makes the window no wider than `day`."""
        if day is None:
            return
        if bound == "since":
            self.since = max(day, self.since or day)
        else:
            self.until = min(day, self.until or day)

    def finish(self, query: Query) -> Reading:
        if not (self.words or self.phrases):
            raise QueryError(
                f"nothing to search for in {_shortened(query.text)}; write at least one word or number", shown=True
            )
        if self.since and self.until and self.until < self.since:
            raise QueryError(
                f"the window ends ({self.until}) before it begins ({self.since}); swap or drop a date", shown=True
            )
        return Reading(
            words=" ".join(self.words),
            phrases=tuple(self.phrases),
            excluded=tuple(self.excluded),
            titles=tuple(self.titles),
            folders=tuple(self.folders),
            since=self.since,
            until=self.until,
            window_from=self.window_from,
            passed_over=self.passed_over,
            sort=query.sort or self.sort,
            sort_from=self.sort_from,
        )

    def _take_operator(self, term: _Term) -> None:
        name = (term.operator or "").casefold()
        if name not in _OPERATORS:
            known = ", ".join(f"{operator}:" for operator in _OPERATORS)
            raise QueryError(
                f"there is no operator {name}: (there are {known}); quote it to search for the words", shown=True
            )
        if term.excluded:
            raise QueryError(f"{name}: can't be excluded with a minus; leave the minus out", shown=True)
        _OPERATORS[name](self, term.text)


def _shortened(typed: str) -> str:
    return repr(typed if len(typed) <= 40 else typed[:39] + "…")


def _since(draft: _Draft, value: str) -> None:
    draft.narrow("since", read_days(value).first)


def _until(draft: _Draft, value: str) -> None:
    draft.narrow("until", read_days(value).last)


def _after(draft: _Draft, value: str) -> None:
    draft.narrow("since", _next_to(read_days(value).last, 1, value))


def _before(draft: _Draft, value: str) -> None:
    draft.narrow("until", _next_to(read_days(value).first, -1, value))


def _during(draft: _Draft, value: str) -> None:
    _since(draft, value)
    _until(draft, value)


def _title(draft: _Draft, value: str) -> None:
    draft.titles.append(value)


def _in(draft: _Draft, value: str) -> None:
    draft.folders.append(value.strip("/"))


def _next_to(day: dt.date, step: int, value: str) -> dt.date:
    """The day after `day`, or with a `step` of -1 before it."""
    try:
        return day + dt.timedelta(days=step)
    except OverflowError as error:
        raise QueryError(f"there are no days beyond {value}; choose another date", shown=True) from error


_OPERATORS: dict[str, Callable[[_Draft, str], None]] = {
    "since": _since,
    "until": _until,
    "after": _after,
    "before": _before,
    "during": _during,
    "title": _title,
    "in": _in,
}
