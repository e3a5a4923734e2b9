"""Models are downloaded where that is allowed, by `dateline index` alone, and nothing else is asked of their hub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.stand_ins import tiny_models
from tests.stand_ins.hub import OWNER, hub
from tests.wire import process
from tests.wire.process import Folders


def test_an_index_downloads_what_a_search_then_uses(fresh: Folders, tmp_path: Path) -> None:
    """The first index asks the hub for files of the models alone, a search asks for nothing; they lie in HF_HOME."""
    models = {"encoder": tiny_models.save(tmp_path / "a"), "judge": tiny_models.save_cross_encoder(tmp_path / "b")}
    with hub(models) as server:
        seen = {
            "DATELINE_MODEL": f"{OWNER}/encoder",
            "DATELINE_RERANK_MODEL": f"{OWNER}/judge",
            "DATELINE_ALLOW_DOWNLOAD": "true",
            "HF_ENDPOINT": server.address,
            "HF_HOME": str(tmp_path / "kept"),
            "WIRE_ENCODER": None,
        }
        run(fresh, seen, "index")
        assert [request for request in server.asked if f"/{OWNER}/" not in request] == []
        assert len(list((tmp_path / "kept" / "hub").glob("**/model.safetensors"))) == len(models)
        server.asked.clear()
        assert "1919" in run(fresh, seen, "search", "goats")
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
