"""What was checked, by the token that a button carries: on disk, so that buttons outlive the process."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import index
from bot.timed_cache import TimedCache
from bot.verify.check import Check, Mentioned, Quoted

_KIND: Final = "check"
"""Tells a check from the searches beside which it is kept."""


class KeptChecks:
    """At most `most` of them in memory, too, for `lifetime` seconds of `clock`. Blocking.

    Where the data folder can't be written, a check is known to this process only.
    """

    def __init__(self, data: Path, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._stored = index.Searches(data)
        self._checks: TimedCache[str, Check] = TimedCache(most, lifetime, clock)

    def keep(self, check: Check) -> str:
        """The token of a check."""
        try:
            (token,) = self._stored.keep(check.asker, [_written(check)])
        except index.DatelineError:  # the log has it
            token = secrets.token_urlsafe(12)
        self._checks[token] = check
        return token

    def find(self, token: str) -> Check | None:
        """The check that a token stands for; None where it isn't kept, or not any more."""
        if (held := self._checks.get(token)) is not None:
            return held
        found = self._stored.find(token)
        return None if found is None else _read(*found)

    def forget(self, person: int) -> None:
        """Erases every check of this person."""
        for token in [token for token, check in self._checks.items() if check.asker == person]:
            self._checks.pop(token, None)
        self._stored.forget(person)

    def expire(self) -> None:
        """Drops what is out of date in memory; what is on disk goes with the searches there."""
        self._checks.expire()


def _written(check: Check) -> str:
    fields = {
        "quotations": [[one.text, list(one.sources), one.where] for one in check.quotations],
        "ids": [[one.id, one.where] for one in check.ids],
        "name": check.name,
        "notes": list(check.notes),
    }
    return json.dumps({_KIND: fields}, ensure_ascii=False)


def _read(asker: int, written: str) -> Check | None:
    fields: Any = json.loads(written).get(_KIND)
    if fields is None:
        return None  # it is a search
    quotations = tuple(Quoted(text, tuple(sources), where) for text, sources, where in fields["quotations"])
    ids = tuple(Mentioned(one, where) for one, where in fields["ids"])
    return Check(asker, quotations, ids, fields["name"], tuple(fields["notes"]))
