"""What the bot needs of an archive. `index.Archive` is one; tests bring their own."""

from __future__ import annotations

from typing import Protocol

import index


class Archive(Protocol):
    """Blocking and safe to call from several threads. Faults are `index.DatelineError`."""

    def search(self, query: index.Query) -> index.Answer: ...

    def almanac(self, hidden: frozenset[str] = frozenset()) -> index.Almanac: ...

    def holdings(self, hidden: frozenset[str]) -> index.Holdings: ...

    def status(self) -> index.Status: ...

    def close(self) -> None: ...
