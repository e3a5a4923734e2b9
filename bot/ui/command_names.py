"""Commands as they are named in messages: a press of such a name begins the command."""

from __future__ import annotations

from collections.abc import Mapping


class CommandNames:
    """The commands' names, and the ids that Discord has given them, once they are known."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def learn(self, ids: Mapping[str, int]) -> None:
        """Takes over the ids of commands and groups, by name."""
        self._ids = dict(ids)

    def mention(self, name: str) -> str:
        """`archive reindex` as a mention, or as what to type while its id is unknown."""
        known = self._ids.get(name.partition(" ")[0])
        return f"/{name}" if known is None else f"</{name}:{known}>"
