"""A plain BERT with its pooling as one ONNX graph, written from its weights.

The operators are those that ONNX Runtime computes fastest on a CPU, as its own optimizer would choose them in a graph
of PyTorch's exporter, but for the layers' norms. Texts must be padded on their right.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from index.embed.bert import Bert
from index.embed.bert_weights import EMBEDDINGS, Weights, layer
from index.embed.onnx_encoder import INPUTS, ROWS, TOKENS
from index.embed.onnx_graph import FLOAT, INT32, MICROSOFT, OnnxGraph

LEAST_COUNT: Final = 1e-9
"""By what the sum of a text's tokens is divided at least, and by what a row; both as in sentence-transformers."""
LEAST_LENGTH: Final = 1e-12


def write(bert: Bert, weights: Weights, path: Path) -> None:
    """Writes the graph of `bert`: a unit row a text, and the last layer, a row a token."""
    graph = _BertGraph(bert, weights)
    graph.pool(graph.layers())
    width = bert.shape.hidden_size
    outputs = {ROWS: ("texts", width), TOKENS: ("texts", "tokens", width)}
    graph.nodes.write(path, dict.fromkeys(INPUTS, ("texts", "tokens")), outputs)


class _BertGraph:
    """All methods but `pool` return the name of what they compute."""

    def __init__(self, bert: Bert, weights: Weights) -> None:
        self.nodes = OnnxGraph()
        self._bert = bert
        self._shape = bert.shape
        self._weights = weights

    def layers(self) -> str:
        hidden, ends = self._embedded()
        for number in range(self._shape.num_hidden_layers):
            own = layer(number)
            seen = self._linear(self._attention(hidden, ends, own), f"{own}attention.output.dense")
            hidden = self._norm(seen, hidden, f"{own}attention.output.LayerNorm")
            inner = self._gelu(hidden, f"{own}intermediate.dense")
            hidden = self._norm(self._linear(inner, f"{own}output.dense"), hidden, f"{own}output.LayerNorm")
        return self.nodes.node("Identity", hidden, into=TOKENS)

    def _embedded(self) -> tuple[str, str]:
        """The norm of the sum of what each token, its place and its type stand for; and where each text ends."""
        ids, mask, types = (self.nodes.node("Cast", name, to=INT32) for name in INPUTS)
        names = [f"{EMBEDDINGS}{kind}_embeddings.weight" for kind in ("word", "position", "token_type")]
        names += [f"{EMBEDDINGS}LayerNorm.{part}" for part in ("weight", "bias")]
        given = [ids, types, *(self._weight(name) for name in names), mask]
        outputs = ("embedded", "ends")
        epsilon = self._shape.layer_norm_eps
        self.nodes.nodes_of("EmbedLayerNormalization", given, outputs, MICROSOFT, epsilon=epsilon)
        return outputs

    def _attention(self, hidden: str, ends: str, own: str) -> str:
        names = [f"{own}attention.self.{name}" for name in ("query", "key", "value")]
        rows = np.concatenate([self._weights[f"{name}.weight"].T for name in names], axis=1)
        bias = np.concatenate([self._weights[f"{name}.bias"] for name in names])
        given = [self.nodes.constant(f"{own}weight", rows), self.nodes.constant(f"{own}bias", bias)]
        heads = self._shape.num_attention_heads
        return self.nodes.node("Attention", hidden, *given, ends, domain=MICROSOFT, num_heads=heads)

    def _norm(self, new: str, old: str, name: str) -> str:
        """The sum of both with the mean 0 and the variance 1 in each row, scaled and moved.

        In single operators: ONNX Runtime has one for all this, which adds up a row one number after another. Its
        optimizer would put that one in again, were the squares written as powers.
        """
        node, number = self.nodes.node, self.nodes.number
        total = node("Add", new, old)
        centred = node("Sub", total, node("ReduceMean", total, axes=[-1], keepdims=1))
        squares = node("ReduceSumSquare", centred, axes=[-1], keepdims=1)
        variance = node("Mul", squares, number(1 / self._shape.hidden_size))
        deviation = node("Sqrt", node("Add", variance, number(self._shape.layer_norm_eps)))
        scaled = node("Mul", node("Div", centred, deviation), self._weight(f"{name}.weight"))
        return node("Add", scaled, self._weight(f"{name}.bias"))

    def _linear(self, rows: str, name: str) -> str:
        return self.nodes.node("Add", self._product(rows, name), self._weight(f"{name}.bias"))

    def _gelu(self, rows: str, name: str) -> str:
        """A linear layer, and then GELU itself, not what comes near it by a hyperbolic tangent."""
        return self.nodes.node("BiasGelu", self._product(rows, name), self._weight(f"{name}.bias"), domain=MICROSOFT)

    def _product(self, rows: str, name: str) -> str:
        weight = self._weights[f"{name}.weight"].T
        return self.nodes.node("MatMul", rows, self.nodes.constant(f"{name}.weight", weight))

    def _weight(self, name: str) -> str:
        return self.nodes.constant(name, self._weights[name])

    def pool(self, tokens: str) -> None:
        """One unit row a text, of its tokens' mean or of the first of them."""
        node = self.nodes.node
        pooled = self._mean(tokens) if self._bert.pooling == "mean" else self._first(tokens)
        length = node("ReduceL2", pooled, axes=[1], keepdims=1)
        node("Div", pooled, node("Max", length, self.nodes.number(LEAST_LENGTH)), into=ROWS)

    def _mean(self, tokens: str) -> str:
        node = self.nodes.node
        last, second = (self.nodes.constant(f"axis_{axis}", np.array([axis])) for axis in (2, 1))
        mask = node("Unsqueeze", node("Cast", "attention_mask", to=FLOAT), last)
        total = node("ReduceSum", node("Mul", tokens, mask), second, keepdims=0)
        count = node("ReduceSum", mask, second, keepdims=0)
        return node("Div", total, node("Max", count, self.nodes.number(LEAST_COUNT)))

    def _first(self, tokens: str) -> str:
        return self.nodes.node("Gather", tokens, self.nodes.constant("first", np.array(0)), axis=1)
