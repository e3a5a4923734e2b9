"""Which of the rows that a model gives are a text's own, by themselves and as both encoders give them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import settings
from index.embed import onnx_export
from index.embed.encoder import Encoder
from index.embed.onnx_encoder import ExportedEncoder
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.embed.token_rows import own_rows
from index.models.vectors import Rows
from tests.stand_ins import tiny_models

TEXTS = ("the moon landing", "people first walked on the moon.", "long " * 100, "", "a probe in orbit: engine")
"""Of different lengths, so that a batch is padded; the third is longer than the model reads."""

HIDDEN = np.array([[9, 9], [7, 7], [3, 4], [0, 2], [8, 8], [0, 0]], np.float32)
"""[CLS], a prompt's word, two of the text's, [SEP], padding."""
SPECIAL = (1, 0, 0, 0, 1)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    return _tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def exported(original: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> ExportedEncoder:
    found = onnx_export.export(original, tmp_path_factory.mktemp("encoders") / "tiny")
    assert found is not None
    return found


def _tiny(place: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(settings.load(model=str(tiny_models.save(place)), data=place / "data"))


def test_only_the_texts_own_tokens_have_rows() -> None:
    """Special tokens, the prompt's and padding are left out, and the others are of unit length and in order."""
    rows = own_rows(HIDDEN, SPECIAL, [(0, 0), (0, 6), (7, 11), (12, 16), (0, 0)], "query: ")
    assert rows.dtype == np.float32
    assert rows == pytest.approx(np.array([[0.6, 0.8], [0, 1]]))


def test_a_token_that_begins_with_the_prompts_blank_is_the_texts() -> None:
    """Some tokenizers count the blank before a word to the word."""
    rows = own_rows(HIDDEN, SPECIAL, [(0, 0), (0, 6), (6, 11), (11, 16), (0, 0)], "query: ")
    assert len(rows) == 2


def test_a_text_without_tokens_has_no_row() -> None:
    """The shape says all the same how long a row would be."""
    assert own_rows(HIDDEN, (1, 1), [(0, 0), (0, 0)], "").shape == (0, 2)


def test_a_token_without_a_direction_stays_without() -> None:
    """A row of zeros can't be made a unit row, and is no number that would spoil the others."""
    assert np.array_equal(own_rows(HIDDEN[5:], (0,), [(0, 4)], ""), [[0, 0]])


def test_exported_tokens_equal_the_originals(original: SentenceTransformerEncoder, exported: ExportedEncoder) -> None:
    """Each token of a text has a unit row, the same beside longer texts as alone, up to the model's limit."""
    tokens, expected = exported.encode_tokens(TEXTS), original.encode_tokens(TEXTS)
    assert tokens is not None
    assert expected is not None
    room = tiny_models.LIMIT - 2 - 2  # [CLS], [SEP]; "query", ":"
    assert [rows.shape for rows in tokens] == [(min(count, room), 32) for count in original.count_tokens(TEXTS)]
    for text, rows, others in zip(TEXTS, tokens, expected, strict=True):
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
        assert np.allclose(rows, others, atol=1e-4)
        for encoder in (exported, original):
            assert np.allclose(rows, (encoder.encode_tokens([text]) or [])[0], atol=1e-4)


def test_tokens_are_the_texts_own(original: SentenceTransformerEncoder, exported: ExportedEncoder) -> None:
    """Of what the model reads, what it adds is left out, and so are the words of the prompt that it reads first."""
    read = original.model.encode(tiny_models.PROMPTS["query"] + TEXTS[0], prompt="", output_value="token_embeddings")
    layer = read.numpy()  # [CLS] query : the moon landing [SEP]
    assert len(layer) == 7
    expected = layer[3:6] / np.linalg.norm(layer[3:6], axis=1, keepdims=True)
    for encoder in (exported, original):
        assert np.allclose((encoder.encode_tokens(TEXTS[:1]) or [])[0], expected, atol=1e-4)


def test_many_threads_get_the_tokens_that_one_gets(
    original: SentenceTransformerEncoder, exported: ExportedEncoder
) -> None:
    """Neither encoder minds what other threads ask of it meanwhile."""
    for encoder in (exported, original):
        expected = encoder.encode_tokens(TEXTS)
        assert expected is not None

        def ask(number: int, encoder: Encoder = encoder) -> list[Rows]:
            return encoder.encode_tokens(TEXTS[number % 2 :]) or []

        with ThreadPoolExecutor(4) as pool:
            for number, rows in enumerate(pool.map(ask, range(20))):
                for own, others in zip(rows, expected[number % 2 :], strict=True):
                    assert np.allclose(own, others, atol=1e-4)


def test_a_model_without_tokens_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose last layer is not given, and one whose tokenizer can't say where a token stands."""
    encoder = _tiny(tmp_path)
    assert encoder.encode_tokens(TEXTS) is not None

    def drop(_module: object, _given: object, features: dict[str, object]) -> None:
        del features["token_embeddings"]

    hook = encoder.model[1].register_forward_hook(drop)
    assert encoder.encode_tokens(TEXTS) is None
    hook.remove()
    assert encoder.encode_tokens(TEXTS) is not None
    monkeypatch.setattr(encoder, "_reader", _Placeless())
    assert encoder.encode_tokens(TEXTS) is None


class _Placeless:
    """A tokenizer of the old kind, as far as it is asked."""

    is_fast = False


def test_no_texts_have_no_tokens(original: SentenceTransformerEncoder, exported: ExportedEncoder) -> None:
    """Nothing asked, nothing given, by either encoder."""
    assert exported.encode_tokens([]) == original.encode_tokens([]) == []
