"""The searches that a button's id can't hold, by token: on disk, so that buttons outlive the process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import index

_KIND: Final = "compared"
"""Tells these from the others beside which they are kept, which erase all of a person's."""


class KeptSearches:
    """The searches behind the buttons of comparisons. Blocking."""

    def __init__(self, data: Path) -> None:
        self._stored = index.Searches(data)

    def keep(self, person: int, texts: Sequence[str]) -> dict[str, str]:
        """The token of each; none where the data folder can't be written, which the log has."""
        try:
            tokens = self._stored.keep(person, [json.dumps({_KIND: text}) for text in texts]) if texts else []
        except index.DatelineError:
            return {}
        return dict(zip(texts, tokens, strict=True))

    def find(self, token: str) -> str | None:
        """The search that a token stands for; None where it isn't kept, or not any more."""
        found = self._stored.find(token)
        fields: dict[str, Any] = json.loads(found[1]) if found else {}
        return fields.get(_KIND)
