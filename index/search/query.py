"""Reads what a person typed: words, "phrases", -exclusions and operators. Pure.

    moon landing "giant leap" -apollo since:1969 until:1972-12 title:"first people" in:moon

An operator is its name, a colon and a value; a value with blanks is quoted. What only looks like an operator is
searched as words, and hints say so (`index.search.syntax` tells the parts of a query apart). A query of operators,
or of nothing but a time, asks for all documents that fulfil it, in the order of their dates.

Unless operators or options set a window, a time in plain words does ("in March 2024", see `index.dates.phrases`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from index.dates import phrases
from index.dates.phrases import SpokenWindow
from index.dates.typed import read_days
from index.errors import QueryError
from index.models.answers import MAX_CHARACTERS, Query, Reading, Sort
from index.search import sort_words
from index.search.hints import Hints, shortened
from index.search.syntax import MOST_COMPOSED, Term, terms
from index.text.terms import exact, is_searchable

_BOUND = frozenset("&%‰°€$£¥")
_YEAR = re.compile(r"(?:1\d|20|21)\d\d")


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
    found, hints = terms(typed)
    draft = _Draft(hints)
    for term in found:
        draft.take(term)
    draft.narrow("since", query.since)
    draft.narrow("until", query.until)
    draft.take_plain_words(query, oldest)
    return draft.finish(query)


def check_window(since: dt.date | None, until: dt.date | None) -> None:
    """Raises `QueryError` for a window that has no day."""
    if since and until and until < since:
        raise QueryError(f"the window ends ({until}) before it begins ({since}); swap or drop a date", shown=True)


def _is_word(word: str) -> bool:
    """Whether there is anything to search for in it; some words are only punctuation."""
    return word.isalnum() or is_searchable(word)


def _searched(run: Sequence[str]) -> list[str]:
    """The words of `run`, with signs between blanks that belong to one: "20 %", "AT & T"."""
    around = (run[max(0, at - 1) : at + 2] for at in range(len(run)))
    return [
        word
        for word, near in zip(run, around, strict=True)
        if _is_word(word) or (word in _BOUND and any(map(_is_word, near)))
    ]


def _whole(words: Sequence[str], today: dt.date) -> SpokenWindow | None:
    """The time that `words` state, if they are nothing else; "yesterday" alone may be a title."""
    spoken = phrases.whole(words, today)
    return None if spoken is None or (spoken.relative and len(words) == 1) else spoken


class _Draft:
    """A reading while it is put together."""

    def __init__(self, hints: Hints) -> None:
        self.hints = hints
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
        self.everywhere = False
        """Whether the whole archive was asked for as a folder."""
        self.since: dt.date | None = None
        self.until: dt.date | None = None

    def take(self, term: Term) -> None:
        if term.kind == "word":
            self.runs[-1].append(term.text)
            return
        if self.runs[-1]:
            self.runs.append([])
        if term.kind == "operator":
            _OPERATORS[term.operator](self, term.text)
        elif term.kind != "break" and exact(term.text):
            (self.excluded if term.kind == "excluded" else self.phrases).append(term.text)

    def take_plain_words(self, query: Query, oldest: dt.date | None) -> None:
        """Takes a window and an order from plain words, where nothing else set them; a pasted text tells of times."""
        if len(query.text) > MOST_COMPOSED:
            return
        if self.since is None and self.until is None and oldest is not None:
            today = query.today or dt.datetime.now().astimezone().date()
            if not self._take_whole_window(today, oldest):
                self._take_spoken_window(today, oldest)
        if query.sort is None:
            self._take_spoken_order()

    def _take_whole_window(self, today: dt.date, oldest: dt.date) -> bool:
        """Takes a window from words that are a time and nothing else."""
        runs = [run for run in self.runs if any(map(_is_word, run))]
        if self.phrases or len(runs) != 1:
            return False
        if len(runs[0]) == 1 and _YEAR.fullmatch(runs[0][0]):
            self.hints.note("year", runs[0][0])
        spoken = _whole(runs[0], today)
        return spoken is not None and self._take_window(spoken, oldest, [])

    def _take_spoken_window(self, today: dt.date, oldest: dt.date) -> None:
        windows = {at: window for at, run in enumerate(self.runs) if (window := phrases.window(run, today))}
        if len(windows) != 1:
            return
        ((at, (spoken, left)),) = windows.items()
        rest = [*self.runs[:at], left, *self.runs[at + 1 :]]
        if self.phrases or any(_is_word(word) for run in rest for word in run):
            self._take_window(spoken, oldest, rest)

    def _take_window(self, spoken: SpokenWindow, oldest: dt.date, rest: list[list[str]]) -> bool:
        """Takes a window that leaves `rest`, unless all documents are later: then they can only be about it."""
        if spoken.until is not None and spoken.until < oldest:
            self.passed_over = spoken.phrase
            return False
        self.runs, self.window_from = rest or [[]], spoken.phrase
        self.since, self.until = spoken.since, spoken.until
        return True

    def _take_spoken_order(self) -> None:
        for at in {0, len(self.runs) - 1}:
            if match := sort_words.order(self.runs[at]):
                spoken, self.runs[at] = match
                self.sort, self.sort_from = spoken.sort, spoken.phrase
                return

    def narrow(self, bound: str, day: dt.date | None) -> None:
        """Makes the window no wider than `day`."""
        if day is None:
            return
        if bound == "since":
            self.since = max(day, self.since or day)
        else:
            self.until = min(day, self.until or day)

    def finish(self, query: Query) -> Reading:
        words = [word for run in self.runs for word in _searched(run)]
        check_window(self.since, self.until)
        if not (words or self.phrases):
            self._check_selects(query)
        return Reading(
            words=" ".join(words),
            phrases=tuple(self.phrases),
            excluded=tuple(self.excluded),
            titles=tuple(self.titles),
            folders=tuple(self.folders),
            since=self.since,
            until=self.until,
            window_from=self.window_from,
            passed_over=self.passed_over,
            sort=self.sort if self.sort == "oldest" and query.sort == "relevance" else query.sort or self.sort,
            sort_from=self.sort_from,
            notes=self.hints.lines,
        )

    def _check_selects(self, query: Query) -> None:
        """Orders what operators alone select by date; raises `QueryError` where they select nothing in particular."""
        if not (self.titles or self.folders or self.everywhere or self.since or self.until):
            cure = "beside what it leaves out " if self.excluded else ""
            raise QueryError(
                f"nothing to search for in {shortened(query.text)!r}; {cure}write at least one word or number",
                shown=True,
            )
        self.sort = "oldest"


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
    if "*" in value:
        draft.hints.note("starred", f"title:{value}")
    if exact(value):
        draft.titles.append(value)
    else:
        draft.hints.note("empty", "title")


def _in(draft: _Draft, value: str) -> None:
    """Takes a folder as its parts in the archive, however the path to it was written."""
    parts = [part for part in value.replace("\\", "/").split("/") if part.strip() not in {"", "."}]
    if parts and parts != ["*"]:
        draft.folders.append("/".join(parts))
    elif value.strip():
        draft.everywhere = True
        draft.hints.note("everywhere", value)
    else:
        draft.hints.note("empty", "in")


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
