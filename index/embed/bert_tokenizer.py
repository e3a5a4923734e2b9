"""Whether a model folder's tokenizer is BERT's own.

The library that made it does not take `tokenizer.json` as it is: it makes a tokenizer of the vocabulary and of
`tokenizer_config.json`. Only where the file says the same of itself is it read as the library would read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import PositiveInt

from index.models.values import Value

SPECIAL: Final = {
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}
FRAME: Final = ("[CLS]", "[SEP]")
"""What stands before and after every text."""
PIECES: Final = {
    "type": "WordPiece",
    "unk_token": "[UNK]",
    "continuing_subword_prefix": "##",
    "max_input_chars_per_word": 100,
}
"""How words are cut."""
PLAIN: Final = {"do_basic_tokenize": True, "never_split": None, "backend": "tokenizers", **SPECIAL}
"""What `tokenizer_config.json` must say where it says anything about it."""
CLASSES: Final = ("BertTokenizer", "BertTokenizerFast")
NO_MATTER: Final = {
    "clean_up_tokenization_spaces",
    "is_local",
    "local_files_only",
    "name_or_path",
    "special_tokens_map_file",
    "tokenizer_class",
}
MORE: Final = "added_tokens.json"
"""Adds tokens to those of the other files."""


class Words(Value):
    """What makes the tokenizer beside its vocabulary, in the words of `tokenizer_config.json`."""

    model_max_length: PositiveInt
    do_lower_case: bool = True
    strip_accents: bool | None = None
    tokenize_chinese_chars: bool = True


def read(folder: Path, rows: int) -> int:
    """How many tokens the tokenizer in `folder` says that a model reads; raises `ValueError` where it isn't BERT's own.

    `rows` is how many tokens the model has vectors for.
    """
    words = _words(folder)
    file = read_json(folder / "tokenizer.json")
    model = dict(file["model"])
    ids: dict[str, int] = model.pop("vocab")
    require(model == PIECES, "cuts words in another way")
    require(max(ids.values()) < rows, "has more tokens than vectors for them")
    require(file["normalizer"] == _normalizer(words), "reads characters in another way")
    require(file["pre_tokenizer"] == {"type": "BertPreTokenizer"}, "finds words in another way")
    _require_plain_tokens(file["added_tokens"], ids)
    require(_frame(file["post_processor"]) == [(ids[token], 0) for token in FRAME], "frames texts in another way")
    return words.model_max_length


def _words(folder: Path) -> Words:
    told = read_json(folder / "tokenizer_config.json")
    require(told.get("tokenizer_class") in CLASSES, "has a tokenizer of another kind")
    require(not (folder / MORE).exists(), "has more tokens")
    named = folder / "special_tokens_map.json"
    require(not named.exists() or read_json(named) == SPECIAL, "has other special tokens")
    require(all(told.get(name, value) == value for name, value in PLAIN.items()), "has a tokenizer of another form")
    return Words.model_validate(
        {name: value for name, value in told.items() if name not in PLAIN and name not in NO_MATTER}
    )


def _normalizer(words: Words) -> dict[str, Any]:
    return {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": words.tokenize_chinese_chars,
        "strip_accents": words.strip_accents,
        "lowercase": words.do_lower_case,
    }


def _require_plain_tokens(added: list[dict[str, Any]], ids: Mapping[str, int]) -> None:
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    expected = {token: {"id": ids[token], "content": token, **plain} for token in SPECIAL.values()}
    require({token["content"]: token for token in added} == expected, "has other special tokens")


def _frame(processor: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The ids and types of what stands around a text whose own type is 0."""
    require(processor["type"] == "TemplateProcessing", "frames texts in another way")
    before, text, after = processor["single"]
    require(text == {"Sequence": {"id": "A", "type_id": 0}}, "frames texts in another way")
    known = processor["special_tokens"]
    framing = [part["SpecialToken"] for part in (before, after)]
    return [(number, part["type_id"]) for part in framing for number in known[part["id"]]["ids"]]


def read_json(path: Path) -> dict[str, Any]:
    """What a file of one JSON object says."""
    return dict(json.loads(path.read_text("utf-8")))


def require(holds: bool, otherwise: str) -> None:
    """Raises `ValueError`, whose text is what the model does otherwise."""
    if not holds:
        raise ValueError(f"it {otherwise}")
