"""Models are downloaded where that is allowed, by `dateline index` alone, and nothing else is asked of their hub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.stand_ins import tiny_models
from tests.stand_ins.hub import OWNER, hub
from tests.wire import process
from tests.wire.process import Folders


@pytest.mark.parametrize(
    ("model", "reranker"),
    [("encoder", None), (None, "judge")],
    ids=["the model", "a cross-encoder beside a model on this machine"],
)
def test_an_index_downloads_what_a_search_then_uses(
    fresh: Folders, tmp_path: Path, model: str | None, reranker: str | None
) -> None:
    """The first index asks the hub for the model's files, a search asks for nothing, and the cache is in HF_HOME."""
    models = {"encoder": tiny_models.save(tmp_path / "a"), "judge": tiny_models.save_cross_encoder(tmp_path / "b")}
    with hub(models) as server:
        said = {
            "DATELINE_MODEL": f"{OWNER}/{model}" if model else str(models["encoder"]),
            "DATELINE_RERANK_MODEL": f"{OWNER}/{reranker}" if reranker else None,
            "DATELINE_ALLOW_DOWNLOAD": "true",
        }
        places = {"HF_ENDPOINT": server.address, "HF_HOME": str(tmp_path / "kept"), "WIRE_ENCODER": None}
        run(fresh, {**said, **places}, "index")
        named = model or reranker
        assert f"GET /{OWNER}/{named}/resolve/{'1' * 40}/model.safetensors" in server.asked
        assert [request for request in server.asked if f"/{OWNER}/{named}" not in request] == []
        assert list((tmp_path / "kept" / "hub").glob("**/model.safetensors"))
        server.asked.clear()
        assert "1919" in run(fresh, {**said, **places}, "search", "goats")
        assert server.asked == []


def run(folders: Folders, changes: dict[str, str | None], command: str, *arguments: str) -> str:
    """What a command prints."""
    places = ["--archive", str(folders.archive), "--data", str(folders.data)]
    done = subprocess.run(
        [sys.executable, "-m", "index.cli", command, *arguments, *places],
        env=process.environment(folders, changes),
        cwd=folders.home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
