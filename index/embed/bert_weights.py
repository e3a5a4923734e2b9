"""The weights of a plain BERT, each by its name and of its shape: the one home of safetensors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embed.bert import Bert, Shape

Weights = Mapping[str, NDArray[np.float32]]
"""By the names of `model.safetensors`; those of a linear layer have a row for each output."""

WEIGHTS_FILE: Final = "model.safetensors"
EMBEDDINGS: Final = "embeddings."
NEEDLESS: Final = {"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}
"""What such files hold besides, and no vector depends on."""


def load(bert: Bert) -> Weights:
    """All weights of `bert`; raises `ValueError` where the file holds others, or others besides."""
    from safetensors.numpy import load_file  # noqa: PLC0415 (only where a graph is written)

    _only_one_file(bert.folder)
    found = {name: rows for name, rows in load_file(bert.folder / WEIGHTS_FILE).items() if name not in NEEDLESS}
    expected = _shapes(bert.shape)
    if {name: rows.shape for name, rows in found.items()} != expected:
        raise ValueError("its weights are not those of its shape")
    if any(rows.dtype != np.float32 for rows in found.values()):
        raise ValueError("its weights have another precision")
    return found


def layer(number: int) -> str:
    """What the names of a layer's weights begin with."""
    return f"encoder.layer.{number}."


def _only_one_file(folder: Path) -> None:
    names = [path.name for path in folder.glob("*.safetensors*")]
    if names != [WEIGHTS_FILE]:
        raise ValueError("its weights are not in one file of safetensors")


def _shapes(shape: Shape) -> dict[str, tuple[int, ...]]:
    """The shape of each weight, by its name."""
    width, inner = shape.hidden_size, shape.intermediate_size
    found: dict[str, tuple[int, ...]] = {
        f"{EMBEDDINGS}word_embeddings.weight": (shape.vocab_size, width),
        f"{EMBEDDINGS}position_embeddings.weight": (shape.max_position_embeddings, width),
        f"{EMBEDDINGS}token_type_embeddings.weight": (shape.type_vocab_size, width),
    } | _norm(EMBEDDINGS, width)
    for number in range(shape.num_hidden_layers):
        own = layer(number)
        for name in ("query", "key", "value"):
            found |= _linear(f"{own}attention.self.{name}", width, width)
        found |= _linear(f"{own}attention.output.dense", width, width) | _norm(f"{own}attention.output.", width)
        found |= _linear(f"{own}intermediate.dense", width, inner)
        found |= _linear(f"{own}output.dense", inner, width) | _norm(f"{own}output.", width)
    return found


def _linear(name: str, width: int, into: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (into, width), f"{name}.bias": (into,)}


def _norm(name: str, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}LayerNorm.weight": (width,), f"{name}LayerNorm.bias": (width,)}
