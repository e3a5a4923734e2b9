"""The rows of the tokens of texts that were asked for last: whoever turns a page or narrows a search asks again."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from index.models.vectors import Rows

ROOM: Final = 8 * 2**20
"""Bytes that are remembered: the sentences of about 30 searches by the default model."""


class TokenMemory:
    """An encoder's `encode_tokens` that computes each text once while it is remembered. Safe to use from many threads.

    The first of the texts is a query, of which nothing outlives its search; the others stand in documents. The rows of
    a text do not depend on those beside it but for the noise of 32 bits. They are shared: nobody may change them.
    """

    def __init__(self, encode_tokens: Callable[[Sequence[str]], list[Rows] | None], room: int = ROOM) -> None:
        self._encode = encode_tokens
        self._left = room
        self._rows: OrderedDict[str, Rows] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> list[Rows] | None:
        known = self._known(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        found = self._encode(missing) if missing else []
        if found is None:
            return None
        new = dict(zip(missing, found, strict=True))
        self._remember({text: new[text] for text in texts[1:] if text in new})
        return [known[text] if text in known else new[text] for text in texts]

    def _known(self, texts: Sequence[str]) -> dict[str, Rows]:
        with self._lock:
            known = {text: self._rows[text] for text in texts if text in self._rows}
            for text in known:
                self._rows.move_to_end(text)
        return known

    def _remember(self, new: dict[str, Rows]) -> None:
        """Keeps what is new, and forgets what was asked for longest ago where there is no room for both."""
        with self._lock:
            for text, rows in new.items():
                if text not in self._rows:
                    rows.setflags(write=False)
                    self._rows[text] = rows
                    self._left -= size(text, rows)
            while self._left < 0:
                self._left += size(*self._rows.popitem(last=False))


def size(text: str, rows: Rows) -> int:
    """The bytes that both take."""
    return sys.getsizeof(text) + rows.nbytes
