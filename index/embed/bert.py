"""What a model folder's files say, where they describe a plain BERT to the last field.

Anything else is not guessed at: a field that is not known here may be one that changes the vectors.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import PositiveFloat, PositiveInt

from index.embed import bert_tokenizer
from index.embed.bert_tokenizer import read_json, require
from index.models.values import Value

MODULES: Final = (("Transformer", "Pooling"), ("Transformer", "Pooling", "Normalize"))
"""The kinds of modules of sentence-transformers that are known here, in their order."""
LIBRARY: Final = "sentence_transformers."
ADAPTERS: Final = "adapter_config.json"
"""Changes the weights that lie beside it."""

SAME: Final = {"model_type": "bert"}
"""What `config.json` must say."""
PLAIN: Final = {
    "architectures": ["BertModel"],
    "hidden_act": "gelu",
    "position_embedding_type": "absolute",
    "is_decoder": False,
    "add_cross_attention": False,
    "dtype": "float32",
    "torch_dtype": "float32",
}
"""What it must say where it says anything about it."""
NO_MATTER: Final = {
    "_name_or_path",
    "attention_probs_dropout_prob",
    "bos_token_id",
    "classifier_dropout",
    "eos_token_id",
    "gradient_checkpointing",
    "hidden_dropout_prob",
    "initializer_range",
    "pad_token_id",
    "tie_word_embeddings",
    "transformers_version",
    "use_cache",
}
"""What no vector depends on."""

READ_PLAINLY: Final = {
    "do_lower_case": False,
    "transformer_task": "feature-extraction",
    "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
    "module_output_name": "token_embeddings",
}
"""Likewise of `sentence_bert_config.json`."""

WAYS: Final = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
"""How earlier versions switched each way of pooling on, and the ways that are known here by their later names."""
NO_OTHER_WAY: Final = {
    "pooling_mode_max_tokens": False,
    "pooling_mode_mean_sqrt_len_tokens": False,
    "pooling_mode_weightedmean_tokens": False,
    "pooling_mode_lasttoken": False,
    "include_prompt": True,
}


class Shape(Value):
    """The network, in the words of `config.json`."""

    hidden_size: PositiveInt
    intermediate_size: PositiveInt
    num_hidden_layers: PositiveInt
    num_attention_heads: PositiveInt
    max_position_embeddings: PositiveInt
    type_vocab_size: PositiveInt
    vocab_size: PositiveInt
    layer_norm_eps: PositiveFloat


class Pooling(Value):
    """How tokens become one vector, as later versions say it."""

    embedding_dimension: PositiveInt
    pooling_mode: Literal["mean", "cls"]


class Prompts(Value):
    """What stands before documents and queries."""

    document: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Bert:
    """A plain BERT with its pooling, whose vectors are made unit ones."""

    folder: Path
    shape: Shape
    pooling: Literal["mean", "cls"]
    limit: int
    """Tokens read of a text, special ones and the prompt included."""
    prompts: Prompts


def read(folder: Path) -> Bert:
    """What the files in `folder` say; raises `ValueError` and the like where that is anything but a plain BERT."""
    _require_plain_modules(folder)
    shape = _shape(read_json(folder / "config.json"))
    pooling = _pooling(read_json(folder / "1_Pooling" / "config.json"))
    require(pooling.embedding_dimension == shape.hidden_size, "pools vectors of another length")
    limit = _limit(
        read_json(folder / "sentence_bert_config.json"), bert_tokenizer.read(folder, shape.vocab_size), shape
    )
    prompts = _prompts(read_json(folder / "config_sentence_transformers.json"))
    return Bert(folder, shape, pooling.pooling_mode, limit, prompts)


def _require_plain_modules(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    types = [str(module["type"]) for module in modules]
    require(tuple(name.rpartition(".")[2] for name in types) in MODULES, f"is made of {', '.join(types)}")
    require(all(name.startswith(LIBRARY) for name in types), "has modules of its own")
    require([module["path"] for module in modules[:2]] == ["", "1_Pooling"], "keeps its parts elsewhere")
    require(not (folder / ADAPTERS).exists(), "has adapters")


def _shape(told: Mapping[str, Any]) -> Shape:
    require(SAME.items() <= told.items(), "is no BERT")
    shape = Shape.model_validate(_rest(told, PLAIN, {*SAME, *NO_MATTER}))
    require(shape.hidden_size % shape.num_attention_heads == 0, "has heads of different widths")
    return shape


def _pooling(told: Mapping[str, Any]) -> Pooling:
    rest = _rest(told, NO_OTHER_WAY, set(WAYS))
    if "word_embedding_dimension" in rest:
        rest["embedding_dimension"] = rest.pop("word_embedding_dimension")
    if "pooling_mode" not in rest:
        ways = [way for name, way in WAYS.items() if told.get(name)]
        require(len(ways) == 1, "pools in several ways")
        rest["pooling_mode"] = ways[0]
    return Pooling.model_validate(rest)


def _limit(told: Mapping[str, Any], of_tokenizer: int, shape: Shape) -> int:
    """The tokens that are read of a text; `of_tokenizer` is what its files say, where these say nothing."""
    rest = _rest(told, READ_PLAINLY, set())
    limit = int(rest.pop("max_seq_length", None) or min(of_tokenizer, shape.max_position_embeddings))
    require(not rest, f"says {', '.join(rest)}")
    require(0 < limit <= shape.max_position_embeddings, "reads more tokens than it has places for")
    return limit


def _prompts(told: Mapping[str, Any]) -> Prompts:
    plain = {"model_type": "SentenceTransformer", "default_prompt_name": None}
    rest = _rest(told, plain, {"__version__", "similarity_fn_name"})
    prompts = Prompts.model_validate(rest.pop("prompts", {}))
    require(not rest, f"says {', '.join(rest)}")
    return prompts


def _rest(told: Mapping[str, Any], plain: Mapping[str, object], needless: Collection[str]) -> dict[str, Any]:
    """What is told beside what is `plain` and what is needless; raises `ValueError` for what should be plain."""
    for name, value in plain.items():
        require(told.get(name, value) == value, f"says {name}: {told.get(name)}")
    return {name: value for name, value in told.items() if name not in plain and name not in needless}
