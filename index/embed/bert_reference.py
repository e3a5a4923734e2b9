"""A plain BERT computed in NumPy, a text at a time: slow and plain, so that a graph can be held against it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from index.embed.bert import Bert
from index.embed.bert_weights import EMBEDDINGS, Weights, layer
from index.embed.token_rows import own_rows
from index.models.vectors import Rows

if TYPE_CHECKING:
    from index.embed.onnx_encoder import Tokenize

if TYPE_CHECKING:
    from index.embed.onnx_encoder import Tokenize

Values = NDArray[np.float32]

_ERF: Final = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
_ERF_AT: Final = 0.3275911
"""Of the error function by Abramowitz and Stegun, 7.1.26: right to 2e-7, and to 5e-7 in numbers of 32 bits."""


def on_one_core() -> AbstractContextManager[object]:
    """NumPy's products as one core's work until the block ends: on a busy machine several wait for each other."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 (only where a graph is written)

    limited: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
    return limited


class BertReference:
    """What an encoder gives, from the weights themselves; `tokenize` cuts a text as the graph's tokenizer does."""

    def __init__(self, bert: Bert, weights: Weights, tokenize: Tokenize) -> None:
        self._bert = bert
        self._weights = weights
        self._tokenize = tokenize
        self._hidden = cache(
            self._last_layer
        )  # the same text is asked for as a document, as a query and for its tokens

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        return np.stack([self._row(self._bert.prompts.document + text) for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        return np.stack([self._row(self._bert.prompts.query + text) for text in texts])

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows]:
        prompt = self._bert.prompts.query
        read = [self._tokenize(prompt + text) for text in texts]
        return [own_rows(self._hidden(tuple(one.ids)), one.special_tokens_mask, one.offsets, prompt) for one in read]

    def _row(self, text: str) -> Values:
        hidden = self._hidden(tuple(self._tokenize(text).ids))
        pooled = hidden.mean(axis=0) if self._bert.pooling == "mean" else hidden[0]
        return np.asarray(pooled / np.linalg.norm(pooled), np.float32)

    def _last_layer(self, ids: Sequence[int]) -> Values:
        """Of one text, a row a token."""
        tables = [self._weights[f"{EMBEDDINGS}{kind}_embeddings.weight"] for kind in ("word", "position", "token_type")]
        rows = self._norm(tables[0][list(ids)] + tables[1][: len(ids)] + tables[2][0], EMBEDDINGS)
        for number in range(self._bert.shape.num_hidden_layers):
            own = layer(number)
            rows = self._norm(rows + self._attention(rows, f"{own}attention."), f"{own}attention.output.")
            inner = _gelu(self._linear(rows, f"{own}intermediate.dense"))
            rows = self._norm(rows + self._linear(inner, f"{own}output.dense"), f"{own}output.")
        return rows

    def _attention(self, rows: Values, own: str) -> Values:
        heads = self._bert.shape.num_attention_heads
        query, key, value = (
            self._linear(rows, f"{own}self.{name}").reshape(len(rows), heads, -1).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        likeness = query @ key.transpose(0, 2, 1) / np.float32(query.shape[-1] ** 0.5)
        shares = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        seen = shares / shares.sum(axis=-1, keepdims=True) @ value
        return self._linear(seen.transpose(1, 0, 2).reshape(rows.shape), f"{own}output.dense")

    def _linear(self, rows: Values, name: str) -> Values:
        found: Values = rows @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return found

    def _norm(self, rows: Values, own: str) -> Values:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        variance = (centred**2).mean(axis=-1, keepdims=True)
        unit = centred / np.sqrt(variance + np.float32(self._bert.shape.layer_norm_eps))
        found: Values = unit * self._weights[f"{own}LayerNorm.weight"] + self._weights[f"{own}LayerNorm.bias"]
        return found


def _gelu(values: Values) -> Values:
    return np.multiply(values, (1 + _erf(values / np.float32(2**0.5))) / 2)


def _erf(values: Values) -> Values:
    size = np.abs(values)
    step = np.divide(1, 1 + _ERF_AT * size)
    total = np.zeros_like(size)
    for factor in reversed(_ERF):
        total = (total + factor) * step
    found: Values = np.copysign(1 - total * np.exp(-(size**2)), values)
    return found
