"""A cross-encoder: a query and a passage read together, to a score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from index.embed.sentence_encoder import BATCH, load_fault, prepare_libraries
from index.errors import ModelError

if TYPE_CHECKING:
    from index.settings import Settings


class Reranker:
    """A cross-encoder: reads a query and a passage together, which is slower and finds more than two vectors do.

    Raises `ModelError` where it can't be loaded. May be called from many threads, which wait for each other.
    """

    def __init__(self, name: str, settings: Settings) -> None:
        local = Path(name).is_dir()
        fetch = prepare_libraries(settings, local=local)
        # Seconds to import: only when used.
        from sentence_transformers import CrossEncoder  # noqa: PLC0415

        try:
            self._model = CrossEncoder(
                name,
                device=settings.device,
                local_files_only=not fetch,
                trust_remote_code=False,
            )
        except Exception as error:  # whatever a damaged file brings a library to
            line = load_fault(name, local=local, fetch=fetch, error=error, setting="rerank_model")
            raise ModelError(line) from error
        self._one_at_a_time = Lock()

    def __call__(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers `query`: above 0 and below 1, in the order that the model gives."""
        pairs = [(query, text) for text in texts]
        with self._one_at_a_time:  # each takes all cores
            scores = np.asarray(self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False))
        if scores.shape != (len(texts),):
            raise ModelError("rerank_model does not give one score for each pair; name a cross-encoder that does")
        return [float(0.5 + 0.5 * score / (1 + abs(score))) for score in scores]  # some models give logits, some shares


def load_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that `settings` name, from this machine alone; None where they name none."""
    named = settings.rerank_model
    return Reranker(named, settings.model_copy(update={"allow_download": False})) if named else None


def fetch_reranker(settings: Settings) -> None:
    """Fetches the cross-encoder that `settings` name, where they allow it: a search, which needs it, never does."""
    if settings.rerank_model and settings.allow_download:
        Reranker(settings.rerank_model, settings)
