"""What is worked out once for all that one search asks about a predicate, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from index.storage.engine import Predicate

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values of predicates, for as long as somebody asks about them; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: WeakKeyDictionary[Predicate, Value] = WeakKeyDictionary()

    def get(self, predicate: Predicate) -> Value | None:
        """The value of a predicate, if it is known."""
        with self._lock:
            return self._values.get(predicate)

    def put(self, predicate: Predicate, value: Value) -> None:
        """Keeps the value of a predicate, in place of an earlier one."""
        with self._lock:
            self._values[predicate] = value

    def made(self, predicate: Predicate, make: Callable[[Predicate], Value]) -> Value:
        """The value of a predicate, made where it isn't known."""
        known = self.get(predicate)
        if known is None:
            known = make(predicate)
            self.put(predicate, known)
        return known
