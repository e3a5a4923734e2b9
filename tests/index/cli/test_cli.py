"""Every command: bad input, archives and indexes that can not be used, status, evaluation."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers.archives import MOON, Place, note
from tests.wire import process
from tests.wire.process import Folders

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, dateline: Run) -> Run:
    """Runs a command on the documents; returns its exit code."""
    Place(tmp_path, MOON)
    return dateline


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search"], 2, "give a query"),
        (["search", "x", "--batch", "-"], 2, "not both"),
        (["search", "--batch", "-"], 2, "add --json"),
        (["search", "x", "--limit", "0"], 2, "number from 1"),
        (["search", "x", "--sort", "size"], 2, "invalid choice"),
        (["find", "x"], 2, "invalid choice"),
        (["timeline"], 2, "give a query"),
        (["timeline", "x", "--by", "week"], 2, "invalid choice"),
        (["timeline", "x", "--since", "soon"], 1, "write it as YYYY-MM-DD"),
        (["timeline", "moon", "--since", "1900", "--by", "day"], 1, "narrow the window with since and until, or count"),
        (["search", ""], 1, "is empty"),
        (["search", "?!"], 1, "nothing to search for"),
        (["search", "x" * 10_000], 1, "shorten it"),
        (["search", "titel:red"], 1, "write title:red"),
        (["search", "x", "--since", "soon"], 1, "write it as YYYY-MM-DD"),
        (["search", "x", "--since", "2000", "--until", "1999"], 1, "before it begins"),
        (["search", "--batch", "nowhere.jsonl", "--json"], 1, "can't be read"),
        (["evaluate", "nowhere.jsonl", "nowhere.tsv"], 1, "can't be read"),
    ],
)
def test_bad_input_is_one_line_and_an_exit_code(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    """Wrong usage is 2, an input at fault 1; the line says what is wrong, and nothing is printed as data."""
    assert run(*arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert code == 2 or len([line for line in err.splitlines() if line.startswith("dateline: ")]) == 1


def test_an_archive_that_can_not_be_used_is_one_line(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing folder, a file, and a folder without documents are each named, with what to do."""
    (tmp_path / "nothing").mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    for archive, words in (("nowhere", "no archive folder"), ("file", "not a folder"), ("nothing", "no documents")):
        assert run("search", "x", archive=archive) == 1
        err = capsys.readouterr().err
        assert words in err
        assert "Traceback" not in err
    assert run("index", archive="archive", data="archive/index") == 1
    assert "lies inside the archive" in capsys.readouterr().err


def test_a_foreign_data_folder_is_left_alone(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of other things, and a file, are refused as the place of an index; nothing in them is touched."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    (tmp_path / "file").write_text("x", "utf-8")
    for data, words in (("photos", "something other than an index"), ("file", "is a file")):
        for command in (["search", "x"], ["index"], ["status"]):
            assert run(*command, data=data) == 1
            assert words in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_an_index_of_another_model_is_refused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names what differs and the command to run, and the index is as it was."""
    assert run("index") == 0
    monkeypatch.setenv("DATELINE_MODEL", "another")
    capsys.readouterr()
    assert run("search", "Moon") == 1
    assert "run: dateline index" in capsys.readouterr().err
    monkeypatch.delenv("DATELINE_MODEL")
    assert run("search", "Moon") == 0


def test_the_index_of_another_archive_is_refused(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Searching with the data folder of another archive says whose it is."""
    assert run("index") == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("Another document.", "utf-8")
    capsys.readouterr()
    assert run("search", "Moon", archive="other") == 1
    assert "not of" in capsys.readouterr().err


def test_a_damaged_index_says_what_to_run(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With every file of the only generation cut short a search says how to build it anew, and that works."""
    assert run("index") == 0
    for file in (tmp_path / "data" / "generations" / "000001").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:10])
    capsys.readouterr()
    assert run("search", "Moon") == 1
    err = capsys.readouterr().err
    assert "dateline index" in err
    assert "Traceback" not in err
    assert run("index") == 0
    assert run("search", "Moon") == 0


def test_status_tells_what_is_served(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first index it says so; afterwards documents, dates, model and generation."""
    assert run("status") == 1
    assert "no index" in capsys.readouterr().err
    assert run("index") == 0
    capsys.readouterr()
    assert run("status", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["documents"], found["undated"], found["generation"]) == (4, 1, 1)
    assert (found["earliest"], found["latest"]) == ("1958-01-01", "2023-08-31")
    assert run("status") == 0
    assert "4 (1 undated)" in capsys.readouterr().out


def test_evaluate_measures_and_writes_a_run(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ranking that puts each judged document first measures 1, one that finds another first less."""
    queries = [
        {"id": "q1", "text": "Eagle landed"},
        {"id": "q2", "text": "Moon", "since": "2023-08", "until": "2023-08"},
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    head = "query\tdocument\trelevance\n"
    (tmp_path / "good.tsv").write_text(f"{head}q1\tmoon/apollo-11.txt\t1\nq2\tmoon/august.txt\t1\n", "utf-8")
    (tmp_path / "bad.tsv").write_text(f"{head}q1\torbit.txt\t1\nq2\tyear.txt\t1\n", "utf-8")
    assert run("evaluate", "queries.jsonl", "good.tsv", "--json", "--run", "out.run") == 0
    assert json.loads(capsys.readouterr().out) == dict.fromkeys(("nDCG@10", "Recall@10", "Recall@100", "MRR"), 1.0)
    first = (tmp_path / "out.run").read_text("utf-8").splitlines()[0].split()
    assert (first[:4], len(first)) == (["q1", "Q0", "moon/apollo-11.txt", "1"], 6)
    assert run("evaluate", "queries.jsonl", "bad.tsv", "--json") == 0
    assert json.loads(capsys.readouterr().out)["nDCG@10"] < 1
    (tmp_path / "odd.tsv").write_text(f"{head}q1 moon\n", "utf-8")
    assert run("evaluate", "queries.jsonl", "odd.tsv") == 1
    assert "odd.tsv:2" in capsys.readouterr().err


def test_the_bot_without_a_token_is_one_line(tmp_path: Path) -> None:
    """`dateline bot` says which variable is missing, and exits with 1."""
    place = Place(tmp_path, MOON)
    env = process.environment(Folders(place.archive, place.data, tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "index.cli", "bot"], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("dateline: DISCORD_BOT_TOKEN is not set")
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_is_empty_at_once_is_said_and_kept_until_forced(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words with what to do, in JSON with path, reason and number; the exit code is 0, and `--force` removes it."""
    papers = tmp_path / "archive" / "papers"
    Place(tmp_path, {f"papers/{number}.txt": note(number) for number in range(6)})
    assert run("index", "--json") == 0
    for file in papers.iterdir():
        file.unlink()
    capsys.readouterr()
    assert run("index") == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "not looked into 1" in words
    assert (
        "Not looked into (1): papers: keeps its 6 documents as indexed before: the folder is empty; bring its" in words
    )
    assert "or reindex with --force to remove them" in words
    assert run("report", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert [(kept["path"], kept["documents"]) for kept in report["kept"]] == [("papers", 6)]
    assert (report["removed"], report["failed"]) == ([], [])
    assert run("index", "--force", "--json") == 0
    forced = json.loads(capsys.readouterr().out)
    assert (len(forced["removed"]), forced["kept"]) == (6, [])
