"""The vectors of watched queries, kept with the watches: a model reads each query once, and not at each reindex."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import numpy as np

from index.errors import IndexDataError
from index.models.vectors import Rows
from index.userdata.watches import Watches

log = logging.getLogger(__name__)


class QueryVectors:
    """The vectors that `model` makes of the queries of some watches, of which those that are known are at hand."""

    def __init__(self, watches: Watches, tokens: Iterable[str], model: str, encode: Callable[[str], Rows]) -> None:
        self._watches, self._model, self._encode = watches, model, encode
        kept = watches.vectors(tokens, model)
        self._rows = {text: np.frombuffer(vector, dtype=np.float32) for text, vector in kept.items()}
        self._new: dict[str, tuple[str, bytes]] = {}

    def row(self, token: str, text: str) -> Rows:
        """The unit row of the text of a watch's query."""
        if text not in self._rows:
            self._rows[text] = self._encode(text)
            self._new[token] = text, self._rows[text].astype(np.float32).tobytes()
        return self._rows[text]

    def keep(self) -> None:
        """Keeps what is new; where that can't be written, it is computed again the next time."""
        try:
            if self._new:
                self._watches.keep_vectors(self._new, self._model)
        except IndexDataError as error:
            log.warning("the vectors of watches are not kept: %s", error)
