"""The encoder of a build on other machines: the same numbers, and nothing left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest

from index import settings
from index.cluster import encoders
from index.cluster.embedding import RayEncoder
from index.cluster.encoders import Shipped
from index.errors import ClusterError
from tests.stand_ins import tiny_models
from tests.stand_ins.fake_cluster import FakeCluster
from tests.stand_ins.hashing_encoder import HashingEncoder

TEXTS = [f"the probe number {number} is in orbit" for number in range(600)]


@pytest.mark.parametrize("local", [False, True], ids=["its files", "its folder"])
def test_workers_compute_the_very_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, local: bool) -> None:
    """From the exported encoder itself, which is on a node's disk only while it is loaded; tokens are counted alike."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    asked = settings.load(model=str(tiny_models.save(tmp_path / "tiny")), data=tmp_path / "data")
    cluster = FakeCluster(local=local)
    parts = encoders.shipped(cluster, asked)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    spread = RayEncoder(cluster, parts)
    assert np.array_equal(spread.encode_documents(TEXTS), parts.here.encode_documents(TEXTS))
    assert parts.counter
    counter = parts.counter()
    assert counter.count_tokens(TEXTS) == parts.here.count_tokens(TEXTS)
    assert counter.room == parts.here.room
    assert not list(scratch.iterdir())


def test_a_node_with_another_model_is_told() -> None:
    """Its vectors would be no neighbours of the others."""
    parts = encoders.of_its_kind(HashingEncoder(revision="2"))
    spread = RayEncoder(FakeCluster(), Shipped(HashingEncoder(revision="1"), parts.maker))
    with pytest.raises(ClusterError, match="another version of the model hashing"):
        spread.encode_documents(TEXTS)


def test_where_no_node_has_a_gpu_it_is_told() -> None:
    """No worker waits for one."""
    spread = RayEncoder(FakeCluster(), encoders.of_its_kind(HashingEncoder()), gpus=True)
    with pytest.raises(ClusterError, match="no node of the cluster offers a GPU"):
        spread.encode_documents(TEXTS)


def test_texts_have_their_rows_in_order() -> None:
    """Whichever batch is done first; none have none."""
    here = HashingEncoder()
    spread = RayEncoder(FakeCluster(seed=3), encoders.of_its_kind(HashingEncoder()))
    assert np.array_equal(spread.encode_documents(TEXTS), here.encode_documents(TEXTS))
    assert spread.encode_documents([]).shape == (0, here.dimensions)
    assert np.array_equal(spread.encode_queries(TEXTS[:2]), here.encode_queries(TEXTS[:2]))
