"""A sentence-transformers model with random weights: all parts of a real one, in a few kilobytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from transformers import BertConfig

PROMPTS = {"query": "query: ", "document": "passage: "}
LIMIT = 32

_WORDS = (
    "the moon landing was first walked on by people probe engine orbit",
    "query passage x a b c long short : .",
)


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Writes a cross-encoder with random weights into `folder` and returns it."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch  # noqa: PLC0415 (seconds to import: only for the tests that need it)
    from transformers import BertForSequenceClassification  # noqa: PLC0415

    torch.manual_seed(7)
    shape = _backbone(folder)
    shape.num_labels = labels
    BertForSequenceClassification(shape).save_pretrained(folder)
    return folder


def save(folder: Path, *, pooling: Literal["mean", "cls", "max"] = "mean", prompts: bool = True) -> Path:
    """Writes the model into `folder` and returns it; the same weights each time."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch  # noqa: PLC0415 (seconds to import: only for the tests that need it)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # noqa: PLC0415
    from transformers import BertModel  # noqa: PLC0415

    backbone = folder / "backbone"
    torch.manual_seed(7)
    BertModel(_backbone(backbone)).save_pretrained(backbone)
    transformer = Transformer(str(backbone), max_seq_length=LIMIT)
    model = SentenceTransformer(
        modules=[transformer, Pooling(32, pooling_mode=pooling)], prompts=PROMPTS if prompts else None, device="cpu"
    )
    model.save(str(folder / "model"))
    return folder / "model"


def _backbone(folder: Path) -> BertConfig:
    """The shape of the network; writes its tokenizer into `folder`."""
    from transformers import BertConfig, BertTokenizer  # noqa: PLC0415

    folder.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *" ".join(_WORDS).split()]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=LIMIT).save_pretrained(folder)
    return BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=LIMIT,
        initializer_range=0.5,  # the usual 0.02 makes all texts nearly the same
    )
