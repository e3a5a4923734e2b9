"""A sentence-transformers model with random weights: all parts of a real one, in a few kilobytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

PROMPTS = {"query": "query: ", "document": "passage: "}
LIMIT = 32

_WORDS = (
    "the moon landing was first walked on by people probe engine orbit",
    "query passage x a b c long short : .",
)


def save(folder: Path, *, pooling: Literal["mean", "cls", "max"] = "mean", prompts: bool = True) -> Path:
    """Writes the model into `folder` and returns it; the same weights each time."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch  # noqa: PLC0415 (seconds to import: only for the tests that need it)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizer  # noqa: PLC0415

    backbone = folder / "backbone"
    backbone.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *" ".join(_WORDS).split()]
    (backbone / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=LIMIT,
        initializer_range=0.5,  # the usual 0.02 makes all texts nearly the same
    )
    BertModel(shape).save_pretrained(backbone)
    BertTokenizer(str(backbone / "vocab.txt"), model_max_length=LIMIT).save_pretrained(backbone)
    transformer = Transformer(str(backbone), max_seq_length=LIMIT)
    model = SentenceTransformer(
        modules=[transformer, Pooling(32, pooling_mode=pooling)], prompts=PROMPTS if prompts else None, device="cpu"
    )
    model.save(str(folder / "model"))
    return folder / "model"
