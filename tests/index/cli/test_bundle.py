"""`dateline bundle` and `dateline check-bundle` as people and scripts use them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import ROOT
from tests.makers.bundles import harbour

Run = Callable[..., int]


@pytest.fixture
def ids(tmp_path: Path, dateline: Run) -> list[str]:
    """The passages of an archive that is indexed."""
    return list(harbour(tmp_path)[1].values())


def test_a_bundle_is_made_and_checked(ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Ids as references print them; both commands say the file's SHA-256, which a check compares."""
    typed = [f"[@dateline-{ids[0]}]", f"passage {ids[1]}", "passage", ids[2].upper()]
    assert dateline("bundle", *typed, "-o", "x.zip") == 0
    made, noted = capsys.readouterr().out.splitlines()
    digest = hashlib.sha256(Path("x.zip").read_bytes()).hexdigest()
    assert made.startswith("x.zip holds 3 citations and 3 documents (0.")
    assert noted == f"SHA-256 {digest}"
    assert dateline("check-bundle", "x.zip", "--sha256", digest) == 0
    whole = capsys.readouterr().out
    assert whole.startswith("x.zip is whole: 3 citations in 12 files, made on ")
    assert whole.endswith(f"SHA-256 {digest}\n")


def test_a_fault_is_a_line_and_exit_code_3(ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A changed document is named; another file than the one that was noted is told; in JSON as in words."""
    assert dateline("bundle", *ids, "-o", "x.zip") == 0
    assert dateline("check-bundle", "x.zip", "--sha256", "0" * 64) == 3
    assert "it is another file" in capsys.readouterr().err
    data = Path("x.zip").read_bytes()
    Path("x.zip").write_bytes(data.replace(b"lantern of the harbour", b"lantern of the jailer!", 1))
    assert dateline("check-bundle", "x.zip") == 3
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        "dateline: documents/001-harbour.txt differs from the checksum before it, or that was changed",
        "dateline: documents/001-harbour.txt was changed: its SHA-256 is not the manifest's",
    ]
    assert shown.out.startswith("x.zip is not as it was made: 2 faults.\nSHA-256 ")
    assert dateline("check-bundle", "x.zip", "--json") == 3
    checked = json.loads(capsys.readouterr().out)
    assert (checked["file"], checked["whole"], len(checked["faults"])) == ("x.zip", False, 2)


def test_json_tells_what_was_put_in(ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Each citation with its state, document and place, and the file's own checksum."""
    assert dateline("bundle", *ids, "-o", "x.zip", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["file"], made["generation"], made["members"]) == ("x.zip", 1, 12)
    assert made["bytes"] == Path("x.zip").stat().st_size
    assert [one["id"] for one in made["citations"]] == ids
    assert (
        made["citations"][0].items()
        >= {
            "state": "unchanged",
            "document": "harbour.txt",
            "file": "documents/001-harbour.txt",
        }.items()
    )
    assert dateline("check-bundle", "x.zip", "--json") == 0
    checked = json.loads(capsys.readouterr().out)
    assert (checked["whole"], checked["sha256"], checked["faults"]) == (True, made["sha256"], [])


def test_nothing_is_written_for_an_unknown_id(
    ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line each, exit code 1, no file."""
    assert dateline("bundle", "00000000", ids[0], "zzzzzzzz", "-o", "x.zip") == 1
    lines = capsys.readouterr().err.splitlines()
    assert ["00000000" in lines[0], "zzzzzzzz" in lines[1], len(lines)] == [True, True, 2]
    assert not Path("x.zip").exists()


def test_a_removed_source_goes_in_and_is_said(
    ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """The quotation is kept, and standard error tells that its document isn't there."""
    Path("archive/gull.html").unlink()
    assert dateline("bundle", *ids, "-o", "x.zip") == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("x.zip holds 3 citations and 2 documents")
    assert shown.err.startswith(f"dateline: {ids[2]} is without its document: removed: ")
    assert dateline("check-bundle", "x.zip") == 0


def test_what_is_there_is_not_overwritten(ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """As for a backup: only with --force, not in the archive or the data folder, and nothing half-written is left."""
    Path("x.zip").write_text("pictures", "utf-8")
    os.mkfifo("pipe")
    for file in ("x.zip", "archive/x.zip", "data/x.zip", "archive", "gone/x.zip", "pipe"):
        assert dateline("bundle", ids[0], "-o", file) == 1
        error = capsys.readouterr().err
        assert error.startswith("dateline: ")
        assert error.count("\n") == 1
    assert Path("x.zip").read_text("utf-8") == "pictures"
    assert dateline("bundle", ids[0], "-o", "x.zip", "--force") == 0
    assert dateline("check-bundle", "x.zip") == 0
    assert sorted(path.name for path in Path().iterdir()) == ["archive", "data", "pipe", "x.zip"]


def test_what_is_no_bundle_and_wrong_usage(ids: list[str], dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """1 for what can't be checked, 2 for options that aren't."""
    assert dateline("check-bundle", "archive/harbour.txt") == 1
    assert dateline("check-bundle", "gone.zip") == 1
    os.mkfifo("pipe")
    assert dateline("check-bundle", "pipe") == 1
    assert capsys.readouterr().err.count("\n") == 3
    assert dateline("check-bundle", "x.zip", "--sha256", "abc") == 2
    assert dateline("bundle", ids[0]) == 2


def test_a_check_needs_neither_archive_nor_what_searches(ids: list[str], dateline: Run, tmp_path: Path) -> None:
    """In a process of its own, in an empty folder: no engine, no model, nothing of the data folder."""
    assert dateline("bundle", *ids, "-o", "x.zip") == 0
    (tmp_path / "empty").mkdir()
    program = (
        "import sys; from index.cli import main; code = main(['check-bundle', '../x.zip']);"
        "assert not {'faiss', 'tantivy', 'torch', 'numpy', 'onnxruntime'} & set(sys.modules); sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "empty",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list((tmp_path / "empty").iterdir()) == []
