"""A text's own tokens among those that a model reads: neither special ones nor those of the prompt before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.models.vectors import Rows


def own_rows(hidden: Rows, special: Sequence[int], spans: Sequence[tuple[int, int]], prompt: str) -> Rows:
    """The unit rows of those tokens of `hidden` that stand in the text itself, in order.

    `special` is 1 for what the tokenizer adds, and `spans` is where each token stands in the prompt and the text
    together. What `hidden` has beyond them is padding.
    """
    own = [
        place
        for place, (added, (_, end)) in enumerate(zip(special, spans, strict=True))
        if not added and end > len(prompt)
    ]
    rows = np.asarray(hidden[np.array(own, dtype=np.int64)], dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
