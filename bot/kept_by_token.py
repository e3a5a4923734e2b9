"""What stands behind buttons whose ids can't hold it, by token: on disk, so that buttons outlive the process."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import index

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Form(Generic[Value]):
    """How values of one kind are written as JSON; `kind` tells them from the others beside which they are kept."""

    kind: str
    person: Callable[[Value], int]
    """Whose a value is."""
    written: Callable[[Value], Any]
    read: Callable[[int, Any], Value]


class KeptByToken(Generic[Value]):
    """At most `most` of them in memory, too, for `lifetime` seconds of `clock`. Blocking.

    Where the data folder can't be written, a value is known to this process only.
    """

    def __init__(self, form: Form[Value], data: Path, most: int, lifetime: float, clock: Callable[[], float]) -> None:
        self._form = form
        self._stored = index.Searches(data)
        self._values: index.TimedCache[str, Value] = index.TimedCache(most, lifetime, clock)

    def keep(self, value: Value) -> str:
        """The token of a value, which keeps the one that it had."""
        written = json.dumps({self._form.kind: self._form.written(value)}, ensure_ascii=False)
        try:
            (token,) = self._stored.keep(self._form.person(value), [written])
        except index.DatelineError:  # the log has it
            token = secrets.token_urlsafe(12)
        self._values[token] = value
        return token

    def find(self, token: str) -> Value | None:
        """What a token stands for; None where it isn't kept, not any more, or is of another kind."""
        if (held := self._values.get(token)) is not None:
            return held
        found = self._stored.find(token)
        if found is None:
            return None
        person, fields = found[0], json.loads(found[1])
        return self._form.read(person, fields[self._form.kind]) if self._form.kind in fields else None

    def forget(self, person: int) -> None:
        """Erases every value of this person."""
        for token in [token for token, value in self._values.items() if self._form.person(value) == person]:
            self._values.pop(token, None)
        self._stored.forget(person)

    def expire(self) -> None:
        """Drops what is out of date in memory; what is on disk goes with the searches there."""
        self._values.expire()
