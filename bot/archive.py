"""What the bot needs of an archive. `index.Archive` is one; tests bring their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import index


class Archive(Protocol):
    """Blocking and safe to call from several threads. Faults are `index.DatelineError`."""

    def search(self, query: index.Query, *, shown: bool = True) -> index.Answer: ...

    def cite(
        self, typed: Sequence[str], hidden: frozenset[str] = frozenset()
    ) -> tuple[index.Cited | index.Unknown, ...]: ...

    def context(self, passage: str, hidden: frozenset[str] = frozenset()) -> index.Context: ...

    def facts(self, path: str, hidden: frozenset[str] = frozenset()) -> index.Facts: ...

    def named(self, typed: str, hidden: frozenset[str] = frozenset()) -> tuple[index.Named, ...]: ...

    def original(self, path: str, most_bytes: int) -> bytes | None: ...

    def almanac(self, hidden: frozenset[str] = frozenset()) -> index.Almanac: ...

    def holdings(self, hidden: frozenset[str]) -> index.Holdings: ...

    def status(self) -> index.Status: ...

    def close(self) -> None: ...
