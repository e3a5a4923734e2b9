"""Texts to vectors without PyTorch: the one home of onnxruntime and tokenizers.

A model exported at index time (see `index.embed.onnx_export`) loads in a fraction of a second and answers a query
several times faster than the framework it came from, with the same vectors.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index import processes
from index.errors import ModelError
from index.models.values import Value
from index.models.vectors import Rows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

GRAPH_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "encoder.json"

BATCH_TOKENS = 512
"""Tokens, padding included, that one core computes at once: larger batches fall out of its cache."""

TEXTS_PER_CALL = 32
"""Texts that one core tokenizes in one call."""


class Card(Value):
    """What an exported encoder is; written last, so that an export without it is unfinished."""

    name: str
    revision: str
    dimensions: int
    limit: int
    """Tokens read of a text, special ones and the prompt included."""
    room: int
    """Tokens read of a document besides them."""
    document_prompt: str
    query_prompt: str
    inputs: tuple[str, ...]
    agreement: float
    """The least cosine to the original model's vectors over the sample that was compared."""
    size: int
    """Of the graph file, in bytes."""


class ExportedEncoder:
    """A transformer with its pooling as one ONNX graph. Queries may come from many threads."""

    engine = "onnxruntime, exported from sentence-transformers"

    def __init__(self, folder: Path) -> None:
        self.card = read_card(folder)
        self.name = self.card.name
        self.revision = self.card.revision
        self.dimensions = self.card.dimensions
        self.room = self.card.room
        self._folder = folder
        self._session = _session(folder / GRAPH_FILE, self.card)
        self._tokenizer = _tokenizer(folder)
        self._tokenizer.enable_truncation(self.card.limit)

    @cached_property
    def _counter(self) -> Tokenizer:
        """Reads texts whole. Only documents are counted, so that a search does not wait for it."""
        return _tokenizer(self._folder)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        found = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(tokens) for tokens in found]

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        prompted = [self.card.document_prompt + text for text in texts]
        with ThreadPoolExecutor(processes.available_cores()) as pool:
            return self._encode(prompted, pool.map)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        return self._encode([self.card.query_prompt + text for text in texts], map)

    def _encode(self, texts: list[str], mapped: Callable[..., Iterable[Any]]) -> Rows:
        """The rows of `texts`; `mapped` computes several parts at once, or one after another."""
        shares = [texts[first : first + TEXTS_PER_CALL] for first in range(0, len(texts), TEXTS_PER_CALL)]
        tokens = list(chain.from_iterable(mapped(self._tokenizer.encode_batch_fast, shares)))
        parts = list(_batches([len(text) for text in tokens]))
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for part, found in zip(parts, mapped(partial(self._run, tokens), parts), strict=True):
            rows[part] = found
        return rows

    def _run(self, tokens: Sequence[Encoding], part: Sequence[int]) -> Rows:
        """The rows of the texts numbered in `part`, padded to the longest of them."""
        width = max(len(tokens[number]) for number in part)
        feed = {name: np.zeros((len(part), width), dtype=np.int64) for name in self.card.inputs}
        for place, number in enumerate(part):
            for name, values in feed.items():
                values[place, : len(tokens[number])] = getattr(tokens[number], _FIELDS[name])
        rows: Rows = self._session.run(None, feed)[0]
        return rows


_FIELDS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}


def read_card(folder: Path) -> Card:
    """The card of an exported encoder; raises `ModelError` where it is missing or the graph is not the one it names."""
    try:
        card = Card.model_validate_json((folder / CARD_FILE).read_text("utf-8"))
        size = (folder / GRAPH_FILE).stat().st_size
    except (OSError, ValueError) as error:
        raise ModelError(f"the exported encoder in {folder} is damaged; run: dateline index") from error
    if size != card.size:
        raise ModelError(f"the exported encoder in {folder} is incomplete; run: dateline index")
    return card


def fuse(graph: Path, into: Path, *, heads: int, width: int) -> None:
    """Writes `graph` with the operators of each layer joined into the few that onnxruntime computes fastest.

    `heads` and `width` are the transformer's attention heads and hidden size; 0 for unknown. What is not recognised
    stays as it is.
    """
    from onnxruntime.transformers import optimizer  # noqa: PLC0415 (needs onnx, and only an export needs it)

    logging.disable()  # it logs each pattern that it did not find, thousands of them
    try:
        fused = optimizer.optimize_model(str(graph), model_type="bert", num_heads=heads, hidden_size=width, opt_level=0)
        fused.save_model_to_file(str(into))
    finally:
        logging.disable(logging.NOTSET)


def _session(path: Path, card: Card) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415 (only what computes vectors waits for it)

    options = onnxruntime.SessionOptions()
    # A run is one core's work and others go on beside it: sharing one run between cores saves a fifth of its time and
    # costs a third more work, since they wait for each other at every operator.
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own types, each straight from Exception
        raise ModelError(
            f"the exported encoder of {card.name} can't be loaded from {path}; run: dateline index"
        ) from error


def _tokenizer(folder: Path) -> Tokenizer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer  # noqa: PLC0415 (only what computes vectors waits for it)

    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    except Exception as error:  # tokenizers raises plain exceptions
        raise ModelError(f"the exported encoder in {folder} is damaged; run: dateline index") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts in batches of like length, longest first, each of at most `BATCH_TOKENS` padded tokens."""
    order = sorted(range(len(lengths)), key=lambda number: -lengths[number])
    while order:
        count = max(1, BATCH_TOKENS // max(1, lengths[order[0]]))
        yield order[:count]
        order = order[count:]
