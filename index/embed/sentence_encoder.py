"""Texts to vectors by sentence-transformers, and what every model of that library needs to be loaded.

The heavy imports (PyTorch takes seconds) happen when a model is loaded, never when this module is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index import offline
from index.embed.token_rows import own_rows
from index.embed.weights import model_folder, revision
from index.errors import ModelError
from index.models.vectors import Rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.settings import Settings

BATCH = 8
"""Passages embedded at once: on a CPU small batches keep the working set in the cache."""
PROBE = "x"
"""A short text whose tokens show what a tokenizer adds around it."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its own prompts and pooling."""

    engine = "sentence-transformers"

    def __init__(self, settings: Settings) -> None:
        folder = model_folder(settings.model)
        self.name = settings.model
        self.model = _load_model(str(folder or settings.model), settings, local=folder is not None)
        self.revision = revision(settings)
        self.dimensions = int(self.model.get_embedding_dimension() or 0)
        self.room = _room(self.model)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        found = self.model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        rows = self.model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        rows = self.model.encode_query(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        if not getattr(self._reader, "is_fast", False):  # the others don't say where a token stands
            return None
        try:
            found = self.model.encode_query(
                list(texts), batch_size=BATCH, output_value="token_embeddings", show_progress_bar=False
            )
        except KeyError:  # a model that has none
            return None
        return [self._own_rows(text, hidden) for text, hidden in zip(texts, found, strict=True)]

    def _own_rows(self, text: str, hidden: Any) -> Rows:
        """What is the text's own of `hidden`, which padding may stand before."""
        prompt = self.model.prompts.get("query") or ""
        read = self._reader(
            prompt + text,
            truncation=True,
            max_length=self.model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        special, spans = read["special_tokens_mask"], read["offset_mapping"]
        return own_rows(hidden.float().cpu().numpy()[len(hidden) - len(special) :], special, spans, prompt)

    @cached_property
    def _reader(self) -> Any:
        """A tokenizer always called in one way: each other way changes it, under the hands of other threads."""
        return deepcopy(self.model.tokenizer)


def _load_model(name: str, settings: Settings, *, local: bool) -> SentenceTransformer:
    """The model, from this machine alone unless the settings allow fetching it."""
    fetch = prepare_libraries(settings, local=local)
    # Seconds to import: only when used.
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    try:
        return SentenceTransformer(
            name,
            device=settings.device,
            revision=settings.revision,
            local_files_only=not fetch,
            trust_remote_code=False,
        )
    except Exception as error:  # whatever a damaged file brings a library to
        raise ModelError(load_fault(name, local=local, fetch=fetch, error=error, setting="model")) from error


def prepare_libraries(settings: Settings, *, local: bool) -> bool:
    """Imports what loads models, quiet and offline; returns whether a model may be fetched from a hub."""
    fetch = settings.allow_download and not local
    # Read when torch is imported: threads that spin while they wait starve a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    offline.keep_torch_from_caching()
    offline.allow_hub(allowed=fetch)  # else no hub is asked, whatever a library would like to check
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging  # noqa: PLC0415 (seconds to import: only when used)

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    return fetch


def load_fault(name: str, *, local: bool, fetch: bool, error: Exception, setting: str) -> str:
    """The line for people where a model can't be loaded; `setting` is what names it."""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if local or fetch:
        return f"the model {name} can't be loaded ({reason}); name another with the setting {setting!r}"
    return (
        f"the model {name!r} is neither a folder nor on this machine; "
        "set allow_download = true and run 'dateline index' to download it once"
    )


def _room(model: SentenceTransformer) -> int:
    """The model's limit, less its special tokens and the prompt it puts before documents."""
    limit = model.max_seq_length or 512
    prompt = model.prompts.get("document") or ""
    framed = model.tokenizer(prompt + PROBE, truncation=False, verbose=False)["input_ids"]
    bare = model.tokenizer(PROBE, add_special_tokens=False, truncation=False)["input_ids"]
    return int(limit) - (len(framed) - len(bare))
