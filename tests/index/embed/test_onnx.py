"""A model is exported once, proved equal to the original, and never seen half-written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from index import settings
from index.build.build import reindex
from index.embed import load, onnx_encoder, onnx_export, onnx_write
from index.embed.onnx_encoder import CARD_FILE, GRAPH_FILE, ExportedEncoder, read_card
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.errors import ModelError
from index.files import checksum
from index.settings import Settings
from tests.makers.archives import notes
from tests.stand_ins import tiny_models
from tests.stand_ins.in_process import InProcessReaders

TEXTS = ("the moon landing", "people first walked on the moon.", "long " * 100, "", "a probe in orbit: engine")
"""Of different lengths, so that a batch is padded; the third is longer than the model reads."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.save(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def original(model: Path, tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(_settings(model, tmp_path_factory.mktemp("data")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "encoders" / "tiny"


def _settings(model: Path, data: Path) -> Settings:
    return settings.load(model=str(model), data=data)


def test_exported_vectors_equal_the_originals(original: SentenceTransformerEncoder, folder: Path) -> None:
    """Short, long, cut and empty texts get the vectors of sentence-transformers, padded together or alone."""
    found = onnx_export.export(original, folder)
    assert found is not None
    for name in ("encode_documents", "encode_queries"):
        rows, expected = (getattr(encoder, name)(TEXTS) for encoder in (found, original))
        assert np.min(np.sum(rows * expected, axis=1)) > onnx_export.AGREEMENT
        alone = np.concatenate([getattr(found, name)([text]) for text in TEXTS])
        assert np.allclose(rows, alone, atol=1e-5)
    assert read_card(folder).agreement >= onnx_export.AGREEMENT


def test_an_export_whose_tokens_disagree_is_not_used(
    original: SentenceTransformerEncoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vectors of texts agree, and that is not enough."""
    tokens = original.encode_tokens(onnx_export.SAMPLE)
    assert tokens is not None
    tokens[0] = tokens[0][::-1]
    monkeypatch.setattr(original, "encode_tokens", lambda texts: tokens)
    assert onnx_export.export(original, folder) is None


def test_the_graph_is_fused(original: SentenceTransformerEncoder, folder: Path) -> None:
    """Each layer's attention is one operator, which is what makes a query fast."""
    import onnx  # noqa: PLC0415 (only this test looks inside)

    onnx_export.export(original, folder)
    operators = [node.op_type for node in onnx.load(str(folder / GRAPH_FILE)).graph.node]
    assert operators.count("Attention") == 2
    assert "Softmax" not in operators


def test_prompts_of_the_model_are_put_before_texts(original: SentenceTransformerEncoder, folder: Path) -> None:
    """A query and a document of the same words differ by the model's own prompts, exported or not."""
    found = onnx_export.export(original, folder)
    assert found is not None
    for text in TEXTS[:2]:
        expected = original.model.encode(
            [tiny_models.PROMPTS["query"] + text, tiny_models.PROMPTS["document"] + text], prompt=""
        )
        unit = expected / np.linalg.norm(expected, axis=1, keepdims=True)
        for encoder in (found, original):
            assert np.allclose(encoder.encode_queries([text])[0], unit[0], atol=1e-4)
            assert np.allclose(encoder.encode_documents([text])[0], unit[1], atol=1e-4)


def test_room_leaves_place_for_the_prompt_and_special_tokens(
    original: SentenceTransformerEncoder, folder: Path
) -> None:
    """A text of `room` tokens is read to its last, and one token more changes nothing."""
    found = onnx_export.export(original, folder)
    assert found is not None
    assert found.room == original.room == tiny_models.LIMIT - 2 - 2  # [CLS], [SEP]; "passage", ":"
    full = ["long"] * (found.room - 1)
    last, other, over = (" ".join([*full, *tail]) for tail in (["moon"], ["orbit"], ["moon", "orbit"]))
    assert found.count_tokens([last, over]) == original.count_tokens([last, over]) == [found.room, found.room + 1]
    rows = found.encode_documents([last, other, over])
    assert not np.allclose(rows[0], rows[1], atol=1e-3)
    assert np.allclose(rows[0], rows[2], atol=1e-6)


def test_first_token_pooling_is_exported(tmp_path: Path) -> None:
    """The other common pooling is kept too."""
    original = SentenceTransformerEncoder(_settings(tiny_models.save(tmp_path / "cls", pooling="cls"), tmp_path))
    found = onnx_export.export(original, tmp_path / "out")
    assert found is not None
    assert np.allclose(found.encode_queries(TEXTS), original.encode_queries(TEXTS), atol=1e-4)


def test_a_model_of_another_kind_is_served_by_sentence_transformers(tmp_path: Path) -> None:
    """What can't be exported faithfully is not exported, leaves nothing behind, and still serves."""
    asked = _settings(tiny_models.save(tmp_path / "max", pooling="max"), tmp_path / "data")
    encoder = load.load(asked, for_documents=True)
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert not load.exported_folder(asked).exists()
    assert load.engine(asked) == load.load(asked, for_documents=False).engine == "sentence-transformers"


def test_an_export_that_disagrees_is_not_used(
    original: SentenceTransformerEncoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing lies where an export is looked for unless it was compared with the original and found to agree."""
    monkeypatch.setattr(onnx_export, "AGREEMENT", 1.1)
    assert onnx_export.export(original, folder) is None
    assert list(folder.parent.iterdir()) == []


def test_an_unfused_graph_serves_where_the_fused_one_does_not(
    original: SentenceTransformerEncoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fusing is a gain, not a condition."""

    def broken(_graph: Path, into: Path, **_shape: int) -> None:
        into.write_bytes(b"no graph")

    monkeypatch.setattr(onnx_encoder, "fuse", broken)
    found = onnx_export.export(original, folder)
    assert found is not None
    assert np.allclose(found.encode_queries(TEXTS), original.encode_queries(TEXTS), atol=1e-4)
    assert {path.name for path in folder.iterdir()} == {
        CARD_FILE,
        GRAPH_FILE,
        onnx_encoder.SEAL_FILE,
        onnx_encoder.TOKENIZER_FILE,
    }


def test_an_interrupted_export_is_never_taken_for_one(
    original: SentenceTransformerEncoder, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before its check has ended, an export is not there, and the next one makes it anew."""
    asked = _settings(model, tmp_path)
    folder = load.exported_folder(asked)

    def killed(texts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(original, "encode_queries", killed)  # with which the export is compared
        with pytest.raises(KeyboardInterrupt):
            onnx_export.export(original, folder)
    assert not folder.exists()
    (folder.parent / "left-by-a-crash.unchecked").mkdir(parents=True)
    assert isinstance(load.load(asked, for_documents=True), ExportedEncoder)
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize("name", [GRAPH_FILE, onnx_encoder.TOKENIZER_FILE, CARD_FILE, onnx_encoder.SEAL_FILE])
def test_a_damaged_export_serves_nobody_and_is_made_again_by_an_index(name: str, model: Path, tmp_path: Path) -> None:
    """One byte of any of its files: the model itself answers, an index of an unchanged archive exports anew."""
    place = notes(tmp_path, 2, model=str(model))
    reindex(place.settings, readers=InProcessReaders)
    file = load.exported_folder(place.settings) / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert isinstance(load.load(place.settings, for_documents=False), SentenceTransformerEncoder)
    found = reindex(place.settings, readers=InProcessReaders)
    assert found.embedded == 0
    assert [note.path for note in found.notes] == ["encoders"]
    assert isinstance(load.load(place.settings, for_documents=False), ExportedEncoder)
    assert reindex(place.settings, readers=InProcessReaders).notes == ()


def test_an_export_without_tokens_serves_until_an_index_makes_it_anew(model: Path, tmp_path: Path) -> None:
    """Searches use an earlier version's export as it is; an index replaces it, and embeds no text again."""
    place = notes(tmp_path, 2, model=str(model))
    reindex(place.settings, readers=InProcessReaders)
    folder = load.exported_folder(place.settings)
    _make_earlier(folder)
    encoder = load.load(place.settings, for_documents=False)
    assert isinstance(encoder, ExportedEncoder)
    assert encoder.encode_tokens(TEXTS) is None
    before = encoder.encode_queries(TEXTS)
    found = reindex(place.settings, readers=InProcessReaders)
    assert (found.embedded, found.notes) == (0, ())
    assert list(folder.parent.iterdir()) == [folder]
    encoder = load.load(place.settings, for_documents=False)
    assert isinstance(encoder, ExportedEncoder)
    assert len(encoder.encode_tokens(TEXTS) or []) == len(TEXTS)
    assert np.allclose(encoder.encode_queries(TEXTS), before, atol=1e-6)


def test_an_export_without_tokens_is_kept_where_no_other_can_be_made(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the model itself has gone or its new export can't be used, what served goes on serving."""
    asked = _settings(model, tmp_path)
    load.load(asked, for_documents=True)
    folder = load.exported_folder(asked)
    _make_earlier(folder)
    card = read_card(folder)

    def gone(settings: Settings) -> SentenceTransformerEncoder:
        raise ModelError("the model is not on this machine")

    monkeypatch.setattr(onnx_write, "AGREEMENT", 1.1)
    with monkeypatch.context() as patched:
        patched.setattr(onnx_export, "AGREEMENT", 1.1)
        assert isinstance(load.load(asked, for_documents=True), SentenceTransformerEncoder)
    with monkeypatch.context() as patched:
        patched.setattr(load, "SentenceTransformerEncoder", gone)
        assert isinstance(load.load(asked, for_documents=True), ExportedEncoder)
    assert read_card(folder) == card
    assert isinstance(load.load(asked, for_documents=False), ExportedEncoder)


def _make_earlier(folder: Path) -> None:
    """Makes an export what an earlier version wrote: a graph of one output, and a card that knows of no other."""
    import onnx  # noqa: PLC0415 (seconds to import: only for the tests that need it)

    graph = onnx.load(str(folder / GRAPH_FILE))
    del graph.graph.output[1:]
    onnx.save(graph, str(folder / GRAPH_FILE))
    card = read_card(folder)
    files = {**card.files, GRAPH_FILE: checksum(folder / GRAPH_FILE)}
    written = card.model_copy(update={"files": files}).model_dump_json(exclude={"tokens"})
    (folder / CARD_FILE).write_text(written, "utf-8")
    (folder / onnx_encoder.SEAL_FILE).write_text(hashlib.sha256(written.encode()).hexdigest() + "\n", "ascii")


def test_a_card_without_its_graph_is_refused(original: SentenceTransformerEncoder, folder: Path) -> None:
    """A missing file is one plain line."""
    onnx_export.export(original, folder)
    (folder / GRAPH_FILE).unlink()
    with pytest.raises(ModelError, match="damaged"):
        ExportedEncoder(folder)
