"""Texts to vectors without PyTorch: the one home of onnxruntime and tokenizers.

A model exported at index time (see `index.embed.onnx_export`) loads in a fraction of a second and answers a query
several times faster than the framework it came from, with the same vectors.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index import processes
from index.embed.padding import batches
from index.embed.token_rows import own_rows
from index.errors import ModelError
from index.files import checksum, os_reason, write_durably
from index.models.values import Value
from index.models.vectors import Rows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

    Tokenize = Callable[[str], Encoding]

GRAPH_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "encoder.json"
SEAL_FILE = "encoder.sha256"
"""The card's own checksum, since it is in none."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
"""The graph's inputs, of which some models have no last."""
ROWS, TOKENS = "rows", "tokens"
"""The graph's outputs: a unit row a text, and the last layer, a row a token."""

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
    tokens: bool = False
    """Whether the graph gives tokens; those of earlier versions don't."""
    agreement: float
    """The least cosine to the original model's vectors over the sample that was compared."""
    files: dict[str, str]
    """SHA-256 of the graph's and the tokenizer's file, by name."""


class ExportedEncoder:
    """A transformer with its pooling as one ONNX graph. Queries may come from many threads.

    Documents are embedded on as many `cores`; None is all that the process may use.
    """

    engine = "onnxruntime, exported from sentence-transformers"

    def __init__(self, folder: Path, cores: int | None = None) -> None:
        self.card = read_card(folder)
        if fault := fault_of(folder, self.card):
            raise ModelError(f"the exported encoder in {folder} is damaged ({fault}); run: dateline index")
        self.name = self.card.name
        self.revision = self.card.revision
        self.dimensions = self.card.dimensions
        self.room = self.card.room
        self._folder = folder
        self._cores = cores or processes.available_cores()
        self._session = _session(folder / GRAPH_FILE, self.card)
        self._tokenizer = open_tokenizer(folder)
        self._tokenizer.enable_truncation(self.card.limit)

    @cached_property
    def _counter(self) -> Tokenizer:
        """Reads texts whole. Only documents are counted, so that a search does not wait for it."""
        return open_tokenizer(self._folder)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        found = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(tokens) for tokens in found]

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        prompted = [self.card.document_prompt + text for text in texts]
        with ThreadPoolExecutor(self._cores) as pool:
            return self._encode(prompted, pool.map)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        return self._encode([self.card.query_prompt + text for text in texts], map)

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        if not self.card.tokens:
            return None
        # not the fast way, which leaves out where each token stands
        tokens = self._tokenizer.encode_batch([self.card.query_prompt + text for text in texts])
        found: dict[int, Rows] = {}
        for part in batches([len(text) for text in tokens]):
            for number, hidden in zip(part, self._run(tokens, part, TOKENS), strict=True):
                read = tokens[number]
                found[number] = own_rows(hidden, read.special_tokens_mask, read.offsets, self.card.query_prompt)
        return [found[number] for number in range(len(texts))]

    def _encode(self, texts: list[str], mapped: Callable[..., Iterable[Any]]) -> Rows:
        """The rows of `texts`; `mapped` computes several parts at once, or one after another."""
        shares = [texts[first : first + TEXTS_PER_CALL] for first in range(0, len(texts), TEXTS_PER_CALL)]
        tokens = list(chain.from_iterable(mapped(self._tokenizer.encode_batch_fast, shares)))
        parts = list(batches([len(text) for text in tokens]))
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for part, found in zip(parts, mapped(partial(self._run, tokens), parts), strict=True):
            rows[part] = found
        return rows

    def _run(self, tokens: Sequence[Encoding], part: Sequence[int], output: str = ROWS) -> Rows:
        """An output of the graph for the texts numbered in `part`, padded to the longest of them."""
        width = max(len(tokens[number]) for number in part)
        feed = {name: np.zeros((len(part), width), dtype=np.int64) for name in self.card.inputs}
        for place, number in enumerate(part):
            for name, values in feed.items():
                values[place, : len(tokens[number])] = getattr(tokens[number], _FIELDS[name])
        found: Rows = self._session.run([output], feed)[0]
        return found


_FIELDS = dict(zip(INPUTS, ("ids", "attention_mask", "type_ids"), strict=True))


def read_card(folder: Path) -> Card:
    """The card of an exported encoder; raises `ModelError` where it is missing or was altered."""
    try:
        written = (folder / CARD_FILE).read_bytes()
        card = Card.model_validate_json(written)
        seal = (folder / SEAL_FILE).read_text("ascii")
    except OSError as error:
        raise ModelError(
            f"the exported encoder in {folder} can't be read ({os_reason(error)}); run: dateline index"
        ) from error
    except ValueError as error:
        raise ModelError(f"the exported encoder in {folder} is damaged; run: dateline index") from error
    if seal.strip() != _seal(written):
        raise ModelError(f"the exported encoder in {folder} is damaged (its card was altered); run: dateline index")
    return card


def write_card(folder: Path, card: Card) -> None:
    """Writes the card of the files in `folder`, and its seal."""
    written = card.model_dump_json()
    write_durably(folder / SEAL_FILE, _seal(written.encode()) + "\n")
    write_durably(folder / CARD_FILE, written)


def fault_of(folder: Path, card: Card) -> str | None:
    """The first of an encoder's files that is not what was exported, in words; None for a sound one."""
    for name, expected in card.files.items():
        try:
            found = checksum(folder / name)
        except OSError as error:
            return f"{name}: {os_reason(error)}"
        if found != expected:
            return f"{name} has changed since it was written"
    return None


def folder_fault(folder: Path) -> str | None:
    """What is wrong with the exported encoder in `folder`, in words; None for a sound one."""
    try:
        return fault_of(folder, read_card(folder))
    except ModelError as error:
        return str(error)


def is_outdated(folder: Path) -> bool:
    """Whether the exported encoder in `folder` is of an earlier version, whose graph gives no tokens."""
    try:
        return not read_card(folder).tokens
    except ModelError:
        return False


def _seal(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()


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


def open_tokenizer(folder: Path) -> Tokenizer:
    """What makes texts tokens, whole and without padding; raises `ModelError`."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer  # noqa: PLC0415 (only what computes vectors waits for it)

    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    except Exception as error:  # tokenizers raises nothing more particular
        raise ModelError(
            f"the exported encoder in {folder} is damaged ({TOKENIZER_FILE}); run: dateline index"
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
