"""Looks that are left out after a fault: twice as many each time, up to so many."""

from __future__ import annotations

MAX_DOUBLINGS = 10


class Rest:
    """How many looks are left out now; `first` after one fault, `longest` after many in a row."""

    def __init__(self, first: int, longest: int) -> None:
        self._first = first
        self._longest = longest
        self._faults = 0
        self._left = 0

    def goes_on(self) -> bool:
        """Whether this look is left out."""
        if self._left == 0:
            return False
        self._left -= 1
        return True

    def after_fault(self) -> None:
        """Leaves out more looks than after the fault before."""
        self._left = min(self._longest, self._first << min(self._faults, MAX_DOUBLINGS))
        self._faults += 1

    def once(self) -> None:
        """Leaves out as many looks as after one fault."""
        self._left = self._first

    def recovered(self) -> None:
        """Says that the last look had no fault."""
        self._faults = 0
