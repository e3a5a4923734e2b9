"""Paragraphs that a reader collects, no more of them than may be read."""

from __future__ import annotations

from collections.abc import Iterable

from index.read.protocol import TOO_MUCH_TEXT, UnreadableError


class Budget:
    """How many characters may still be read of one file; `spend` raises `UnreadableError` for more."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, text: str) -> str:
        """The same text, counted."""
        self._left -= len(text)
        if self._left < 0:
            raise UnreadableError(TOO_MUCH_TEXT)
        return text


class Paragraphs:
    """Paragraphs in order. What is put `after` follows the next one, and what is put `last` all of them.

    Those of a cell are counted where its table is, and what follows them follows the table `around`.
    """

    def __init__(self, budget: Budget, around: Paragraphs | None = None) -> None:
        self._spend = budget.spend if around is None else str
        self._notes: Paragraphs = self if around is None else around._notes
        self._texts: list[str] = []
        self._after: list[str] = []
        self._last: list[str] = []

    def add(self, texts: Iterable[str]) -> None:
        """Paragraphs, then what waits to follow them."""
        self._texts += [self._spend(text) for text in texts if text.strip()]
        self._texts += self._after
        self._after = []

    def after(self, text: str) -> None:
        """A text that was counted when it was collected."""
        self._notes._after.append(text)

    def last(self, text: str) -> None:
        """Likewise."""
        self._notes._last.append(text)

    def text(self) -> str:
        """All of it, with a blank line between paragraphs."""
        self.add(())
        return "\n\n".join(filter(None, map(str.strip, [*self._texts, *self._last])))
