"""A plain BERT's graph is written from its files alone, equals the model, and is never written of anything else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from index import settings
from index.build.build import reindex
from index.embed import bert, bert_graph, load, onnx_export, onnx_write
from index.embed.bert_weights import Weights
from index.embed.onnx_encoder import GRAPH_FILE, ExportedEncoder, read_card
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.files import checksum
from index.settings import Settings
from tests.makers.archives import notes
from tests.stand_ins import tiny_models
from tests.stand_ins.in_process import InProcessReaders

TEXTS = ("the moon landing", "people first walked on the moon.", "long " * 100, "", "a Probe in órbit: 月 engine", "x")
"""Of different lengths, so that a batch is padded; the third is longer than the model reads."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.save(tmp_path_factory.mktemp("tiny"))


def _settings(model: Path, data: Path) -> Settings:
    return settings.load(model=str(model), data=data)


def _written(asked: Settings) -> ExportedEncoder | None:
    return onnx_write.write(asked, load.exported_folder(asked))


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("prompts", [True, False])
def test_a_written_encoder_equals_sentence_transformers(
    pooling: Literal["mean", "cls"], prompts: bool, tmp_path: Path
) -> None:
    """Vectors of documents, queries and tokens, what is counted and what there is room for."""
    asked = _settings(tiny_models.save(tmp_path / "tiny", pooling=pooling, prompts=prompts), tmp_path / "data")
    found, original = _written(asked), SentenceTransformerEncoder(asked)
    assert found is not None
    for name in ("encode_documents", "encode_queries"):
        rows, expected = (getattr(encoder, name)(TEXTS) for encoder in (found, original))
        assert rows == pytest.approx(expected, abs=1e-5)
    for own, expected in zip(found.encode_tokens(TEXTS) or [], original.encode_tokens(TEXTS) or [], strict=True):
        assert own == pytest.approx(expected, abs=1e-5)
    assert found.count_tokens(TEXTS) == original.count_tokens(TEXTS)
    assert (found.room, found.dimensions) == (original.room, original.dimensions)
    assert (found.name, found.revision) == (original.name, original.revision)


def test_earlier_forms_of_the_files_are_read_too(model: Path, tmp_path: Path) -> None:
    """What earlier versions of sentence-transformers wrote, as most published models are."""
    copy = shutil.copytree(model, tmp_path / "model")
    kinds = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    types = [f"sentence_transformers.models.{kind}" for kind in kinds]
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": name}
        for number, (path, name) in enumerate(zip(paths, types, strict=True))
    ]
    ways = {name: name == "pooling_mode_mean_tokens" for name in (*bert.WAYS, "pooling_mode_max_tokens")}
    (copy / "2_Normalize").mkdir()
    for name, content in (
        ("modules.json", modules),
        ("1_Pooling/config.json", {"word_embedding_dimension": 32, **ways}),
        ("sentence_bert_config.json", {"max_seq_length": 16, "do_lower_case": False}),
        ("config_sentence_transformers.json", {"__version__": {"sentence_transformers": "2.0.0"}}),
    ):
        (copy / name).write_text(json.dumps(content), "utf-8")
    asked = _settings(copy, tmp_path / "data")
    found, original = _written(asked), SentenceTransformerEncoder(asked)
    assert found is not None
    assert found.card.limit == 16
    assert found.encode_documents(TEXTS) == pytest.approx(original.encode_documents(TEXTS), abs=1e-5)
    assert found.room == original.room


CHANGES: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "another function": ("config.json", lambda told: told.update(hidden_act="gelu_new")),
    "places told by distance": ("config.json", lambda told: told.update(position_embedding_type="relative_key")),
    "a field that is not known": ("config.json", lambda told: told.update(scale_of_attention=2)),
    "another network": ("config.json", lambda told: told.update(model_type="roberta")),
    "half precision": ("config.json", lambda told: told.update(dtype="float16")),
    "one layer fewer": ("config.json", lambda told: told.update(num_hidden_layers=1)),
    "heads that do not fit": ("config.json", lambda told: told.update(num_attention_heads=3)),
    "another pooling": ("1_Pooling/config.json", lambda told: told.update(pooling_mode="max")),
    "two poolings": ("1_Pooling/config.json", lambda told: told.update(pooling_mode=["mean", "cls"])),
    "prompts left out": ("1_Pooling/config.json", lambda told: told.update(include_prompt=False)),
    "more than fits": ("sentence_bert_config.json", lambda told: told.update(max_seq_length=64)),
    "queries of a length": ("sentence_bert_config.json", lambda told: told.update(query_length=8)),
    "a prompt for all": ("config_sentence_transformers.json", lambda told: told.update(default_prompt_name="query")),
    "other prompts": ("config_sentence_transformers.json", lambda told: told["prompts"].update(passage="p: ")),
    "shorter vectors": ("config_sentence_transformers.json", lambda told: told.update(truncate_dim=8)),
    "capitals": ("tokenizer_config.json", lambda told: told.update(do_lower_case=False)),
    "accents": ("tokenizer_config.json", lambda told: told.update(strip_accents=False)),
    "padding on the left": ("tokenizer_config.json", lambda told: told.update(padding_side="left")),
    "another tokenizer": ("tokenizer_config.json", lambda told: told.update(tokenizer_class="MPNetTokenizer")),
    "other marks": ("tokenizer_config.json", lambda told: told.update({"cls_token": "<s>"})),
    "another normalizer": ("tokenizer.json", lambda told: told.update(normalizer={"type": "NFC"})),
    "another frame": ("tokenizer.json", lambda told: told["post_processor"]["single"].pop()),
    "longer words": ("tokenizer.json", lambda told: told["model"].update(max_input_chars_per_word=200)),
    "a token more": ("tokenizer.json", lambda told: told["added_tokens"].append(told["added_tokens"][0] | {"id": 9})),
    "a word without a vector": ("tokenizer.json", lambda told: told["model"]["vocab"].update(z=27)),
    "no pooling": ("modules.json", lambda told: told["modules"].pop()),
}
"""What a model may have that is not written: in which file, and how."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_model_that_is_anything_else_is_not_written(change: str, model: Path, tmp_path: Path) -> None:
    """Whatever is not known to the last field is the exporter's, and nothing is left behind."""
    copy = shutil.copytree(model, tmp_path / "model")
    name, edit = CHANGES[change]
    told = json.loads((copy / name).read_text("utf-8"))
    whole = told if isinstance(told, dict) else {"modules": told}
    edit(whole)
    (copy / name).write_text(json.dumps(told), "utf-8")
    asked = _settings(copy, tmp_path / "data")
    assert _written(asked) is None
    assert not (tmp_path / "data" / "encoders").exists()


@pytest.mark.parametrize("name", ["adapter_config.json", "added_tokens.json", "model-2.safetensors"])
def test_a_model_with_more_files_is_not_written(name: str, model: Path, tmp_path: Path) -> None:
    """They change what the others say."""
    copy = shutil.copytree(model, tmp_path / "model")
    (copy / name).write_bytes(b"{}")
    assert _written(_settings(copy, tmp_path / "data")) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda weights: weights | {"encoder.layer.0.adapter.weight": np.ones(3, np.float32)},
        lambda weights: {name: rows for name, rows in weights.items() if "layer.1.output.dense.bias" not in name},
        lambda weights: {name: rows.astype(np.float16) for name, rows in weights.items()},
        lambda weights: {f"bert.{name}": rows for name, rows in weights.items()},
    ],
    ids=["more", "fewer", "half precision", "other names"],
)
def test_other_weights_are_not_written(
    change: Callable[[dict[str, Any]], dict[str, Any]], model: Path, tmp_path: Path
) -> None:
    """Each must be there, of its shape and precision, and none besides."""
    from safetensors.numpy import load_file, save_file  # noqa: PLC0415 (only this test makes such files)

    copy = shutil.copytree(model, tmp_path / "model")
    save_file(change(load_file(copy / "model.safetensors")), copy / "model.safetensors")
    assert _written(_settings(copy, tmp_path / "data")) is None


def test_a_model_that_is_not_written_is_exported(model: Path, tmp_path: Path) -> None:
    """An index has the same encoder as ever then."""
    copy = shutil.copytree(model, tmp_path / "model")
    told = json.loads((copy / "config.json").read_text("utf-8"))
    (copy / "config.json").write_text(json.dumps(told | {"hidden_act": "relu"}), "utf-8")
    asked = _settings(copy, tmp_path / "data")
    found, original = load.load(asked, for_documents=True), SentenceTransformerEncoder(asked)
    assert isinstance(found, ExportedEncoder)
    assert found.encode_documents(TEXTS) == pytest.approx(original.encode_documents(TEXTS), abs=1e-4)


def test_a_graph_that_disagrees_with_its_weights_is_not_used(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is computed in NumPy, too, and nothing lies where an encoder is looked for unless both agree."""
    write = bert_graph.write

    def wrong(model: bert.Bert, weights: Weights, path: Path) -> None:
        name = "encoder.layer.1.output.LayerNorm.bias"
        write(model, {**weights, name: weights[name] + np.float32(0.1)}, path)

    monkeypatch.setattr(bert_graph, "write", wrong)
    asked = _settings(model, tmp_path)
    assert _written(asked) is None
    assert list((tmp_path / "encoders").iterdir()) == []


def test_the_graph_is_fused_but_for_its_norms(model: Path, tmp_path: Path) -> None:
    """Even once ONNX Runtime has optimized it: its own operator for a norm is slower than the single ones."""
    import onnx  # noqa: PLC0415 (only this test looks inside)
    import onnxruntime  # noqa: PLC0415 (likewise)

    asked = _settings(model, tmp_path)
    assert _written(asked) is not None
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    onnxruntime.InferenceSession(
        str(load.exported_folder(asked) / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
    )
    operators = [node.op_type for node in onnx.load(str(tmp_path / "optimized.onnx")).graph.node]
    assert (operators.count("Attention"), operators.count("BiasGelu")) == (2, 2)
    assert [name for name in operators if "Norm" in name] == ["EmbedLayerNormalization"]


def test_an_encoder_that_was_exported_goes_on_serving(model: Path, tmp_path: Path) -> None:
    """Earlier versions exported what is written now: it serves as it is, and its vectors are those of a written one."""
    place = notes(tmp_path, 2, model=str(model))
    folder = load.exported_folder(place.settings)
    exported = onnx_export.export(SentenceTransformerEncoder(place.settings), folder)
    assert exported is not None
    before = checksum(folder / GRAPH_FILE)
    assert reindex(place.settings, readers=InProcessReaders).embedded == 2
    assert checksum(folder / GRAPH_FILE) == before
    rows, tokens = exported.encode_documents(TEXTS), exported.encode_tokens(TEXTS)
    shutil.rmtree(folder)
    written = _written(place.settings)
    assert written is not None
    assert checksum(folder / GRAPH_FILE) != before
    assert written.encode_documents(TEXTS) == pytest.approx(rows, abs=1e-5)
    assert np.vstack(written.encode_tokens(TEXTS) or []) == pytest.approx(np.vstack(tokens or []), abs=1e-5)
    assert reindex(place.settings, readers=InProcessReaders).embedded == 0


def test_what_was_compared_is_on_the_card(model: Path, tmp_path: Path) -> None:
    """As for an exported encoder."""
    asked = _settings(model, tmp_path)
    assert _written(asked) is not None
    assert 1.001 > read_card(load.exported_folder(asked)).agreement >= onnx_write.AGREEMENT
