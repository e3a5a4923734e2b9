"""The `dateline` command as people and scripts use it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from index import cli
from index.build import process as process_module
from index.embed import load
from tests.makers.archives import Place
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReindexing
from tests.wire import process
from tests.wire.process import Folders

DOCUMENTS = {
    "moon/apollo-11.txt": "date 1969-07-20 First people on the Moon\n\nThe Eagle has landed. They walked.\n",
    "moon/august.txt": "date 2023-08 TWO landers were bound for the Moon. One of them arrived.\n",
    "year.txt": "date 1958 A year of agencies\n\nAn agency for space was founded.\n",
    "orbit.txt": "What an orbit is\n\nAn orbit is a fall that misses the ground.\n",
}

DATE = {
    "type": ["object", "null"],
    "required": ["earliest", "latest", "precision", "origin", "as_written"],
    "additionalProperties": False,
    "properties": {
        "earliest": {"type": "string", "format": "date"},
        "latest": {"type": "string", "format": "date"},
        "precision": {"enum": ["day", "month", "year"]},
        "origin": {"type": "string"},
        "as_written": {"type": "string"},
    },
}
HIT = {
    "type": "object",
    "required": ["rank", "passage", "document", "title", "date", "start", "end", "text", "score", "duplicates"],
    "properties": {
        "rank": {"type": "integer", "minimum": 1},
        "passage": {"type": "string", "minLength": 8, "maxLength": 8},
        **{name: {"type": "string"} for name in ("document", "title", "text")},
        **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
        "date": DATE,
        "score": {"type": "number"},
        "duplicates": {"type": "array", "items": {"type": "string"}},
    },
}
ANSWER = {
    "type": "object",
    "required": ["id", "query", "generation", "hits", "undated_not_shown", "elapsed_ms"],
    "properties": {
        "id": {"type": ["string", "null"]},
        "query": {
            "type": "object",
            "required": ["text", "since", "until"],
            "properties": {
                "text": {"type": "string"},
                "since": {"type": ["string", "null"], "format": "date"},
                "until": {"type": ["string", "null"], "format": "date"},
            },
        },
        "generation": {"type": "integer"},
        "hits": {"type": "array", "items": HIT},
        "undated_not_shown": {"type": "integer"},
        "elapsed_ms": {"type": "number"},
    },
}
"""What scripts rely on; more may be added, nothing be taken away."""

Run = Callable[..., int]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive, a data folder not there yet, and a folder to be in without any settings."""
    Place(tmp_path, DOCUMENTS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(load, "load", lambda settings, *, for_documents: HashingEncoder())
    monkeypatch.setattr(load, "revision", lambda settings: "1")
    monkeypatch.setattr(process_module, "Reindexing", InProcessReindexing)  # the process of its own has its own tests
    return tmp_path


@pytest.fixture
def run(place: Path) -> Run:
    """Runs a command on that archive and returns its exit code."""

    def run(*arguments: str, archive: str = "archive", data: str = "data") -> int:
        try:
            return cli.main([*arguments, "--archive", archive, "--data", data])
        except SystemExit as end:
            return int(end.code or 0)

    return run


def answers(text: str) -> list[dict[str, Any]]:
    """The JSON lines, each in the form that is promised."""
    found = [json.loads(line) for line in text.splitlines()]
    for one in found:
        jsonschema_rs.Draft202012Validator(ANSWER, validate_formats=True).validate(one)
    return found


def test_a_search_of_an_archive_never_indexed_indexes_it_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """The first search answers; what is printed is the passage with its date, document and id."""
    assert run("search", "landers Moon") == 0
    out, _ = capsys.readouterr()
    assert "August 2023" in out
    assert "TWO landers were bound for the Moon. One of them arrived." in out
    assert "moon/august.txt ¶1" in out


def test_a_search_prints_the_json_that_is_promised(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json one line has the answer; a month is its whole span and an undated document's date is null."""
    assert run("search", "landers Moon", "--json", "--limit", "1") == 0
    assert run("search", "orbit fall ground", "--json") == 0
    moon, orbit = answers(capsys.readouterr().out)
    (hit,) = moon["hits"]
    assert hit["document"] == "moon/august.txt"
    assert hit["date"] == {
        "earliest": "2023-08-01",
        "latest": "2023-08-31",
        "precision": "month",
        "origin": "head line",
        "as_written": "2023-08",
    }
    assert DOCUMENTS["moon/august.txt"][hit["start"] : hit["end"]] == hit["text"]
    assert orbit["hits"][0]["date"] is None


def test_options_set_window_order_and_limit(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """`--since` and `--until` include their days, and the window used is told."""
    window = ("--since", "1958", "--until", "July 1969")
    assert run("search", "landed agency", *window, "--sort", "oldest", "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert found["query"] == {"text": "landed agency", "since": "1958-01-01", "until": "1969-07-31"}
    assert [hit["document"] for hit in found["hits"]] == ["year.txt", "moon/apollo-11.txt"]
    assert found["undated_not_shown"] == 1


def test_a_batch_answers_each_line(
    run: Run, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file and standard input give one line each; a line at fault has its `error`, and the others are answered."""
    lines = [
        '{"id": "a", "text": "landers Moon", "limit": 1}',
        "",
        "not json",
        '{"id": 7, "text": "Moon", "since": "the day of the goat"}',
        '{"id": "c", "text": "Moon", "since": "1969", "until": "1969", "sort": null}',
        '{"id": "d", "text": "Moon", "limit": 0}',
        '{"id": "e", "text": "Moon", "colour": 1}',
    ]
    (place / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    assert run("search", "--batch", "queries.jsonl", "--json") == 1
    out, err = capsys.readouterr()
    first, second, third, fourth, fifth, sixth = map(json.loads, out.splitlines())
    assert [hit["document"] for hit in first["hits"]] == ["moon/august.txt"]
    assert "error" in second
    assert (third["id"], "the day of the goat" in third["error"]) == (7, True)
    assert {hit["document"] for hit in fourth["hits"]} == {"moon/apollo-11.txt"}
    assert "limit" in fifth["error"]
    assert "colour" in sixth["error"]
    assert err.count("dateline: line ") == 4
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines[0].encode()), "utf-8"))
    assert run("search", "--batch", "-", "--json") == 0
    assert answers(capsys.readouterr().out)[0]["id"] == "a"


def test_a_batch_is_answered_line_by_line(place: Path) -> None:
    """A program can write a query, read its answer, and then write the next."""
    env = process.environment(Folders(place / "archive", place / "data", place))
    command = [sys.executable, "-m", "index.cli", "search", "--batch", "-", "--json"]
    command += ["--archive", "archive", "--data", "data"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, cwd=place, stdin=pipe, stdout=pipe, text=True) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for word in ("landers", "agency"):
            program.stdin.write(json.dumps({"id": word, "text": word}) + "\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == word
        program.stdin.close()
        assert program.wait(30) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search"], 2, "give a query"),
        (["search", "x", "--batch", "-"], 2, "not both"),
        (["search", "--batch", "-"], 2, "add --json"),
        (["search", "x", "--limit", "0"], 2, "number from 1"),
        (["search", "x", "--sort", "size"], 2, "invalid choice"),
        (["find", "x"], 2, "invalid choice"),
        (["search", ""], 1, "is empty"),
        (["search", "?!"], 1, "nothing to search for"),
        (["search", "x" * 10_000], 1, "shorten it"),
        (["search", "colour:red"], 1, "no operator colour:"),
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


def test_an_archive_that_can_not_be_used_is_one_line(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing folder, a file, and a folder without documents are each named, with what to do."""
    (place / "nothing").mkdir()
    (place / "file").write_text("x", "utf-8")
    for archive, words in (("nowhere", "no archive folder"), ("file", "not a folder"), ("nothing", "no documents")):
        assert run("search", "x", archive=archive) == 1
        err = capsys.readouterr().err
        assert words in err
        assert "Traceback" not in err
    assert run("index", archive="archive", data="archive/index") == 1
    assert "lies inside the archive" in capsys.readouterr().err


def test_a_foreign_data_folder_is_left_alone(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of other things, and a file, are refused as the place of an index; nothing in them is touched."""
    (place / "photos").mkdir()
    (place / "photos" / "cat.jpg").write_bytes(b"cat")
    (place / "file").write_text("x", "utf-8")
    for data, words in (("photos", "other things than an index"), ("file", "is a file")):
        for command in (["search", "x"], ["index"], ["status"]):
            assert run(*command, data=data) == 1
            assert words in capsys.readouterr().err
    assert [path.name for path in (place / "photos").iterdir()] == ["cat.jpg"]


def test_an_index_of_another_model_is_refused(
    run: Run, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names what differs and the command to run, and the index is as it was."""
    assert run("index") == 0
    monkeypatch.setenv("DATELINE_MODEL", "another")
    capsys.readouterr()
    assert run("search", "Moon") == 1
    assert "run: dateline index" in capsys.readouterr().err
    monkeypatch.delenv("DATELINE_MODEL")
    assert run("search", "Moon") == 0


def test_the_index_of_another_archive_is_refused(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Searching with the data folder of another archive says whose it is."""
    assert run("index") == 0
    (place / "other").mkdir()
    (place / "other" / "a.txt").write_text("Another document.", "utf-8")
    capsys.readouterr()
    assert run("search", "Moon", archive="other") == 1
    assert "not of" in capsys.readouterr().err


def test_a_damaged_index_says_what_to_run(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With every file of the only generation cut short a search says how to build it anew, and that works."""
    assert run("index") == 0
    for file in (place / "data" / "generations" / "000001").rglob("*"):
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


def test_evaluate_measures_and_writes_a_run(run: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ranking that puts each judged document first measures 1, one that finds another first less."""
    queries = [
        {"id": "q1", "text": "Eagle landed"},
        {"id": "q2", "text": "Moon", "since": "2023-08", "until": "2023-08"},
    ]
    (place / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    head = "query\tdocument\trelevance\n"
    (place / "good.tsv").write_text(f"{head}q1\tmoon/apollo-11.txt\t1\nq2\tmoon/august.txt\t1\n", "utf-8")
    (place / "bad.tsv").write_text(f"{head}q1\torbit.txt\t1\nq2\tyear.txt\t1\n", "utf-8")
    assert run("evaluate", "queries.jsonl", "good.tsv", "--json", "--run", "out.run") == 0
    assert json.loads(capsys.readouterr().out) == dict.fromkeys(("nDCG@10", "Recall@10", "Recall@100", "MRR"), 1.0)
    first = (place / "out.run").read_text("utf-8").splitlines()[0].split()
    assert (first[:4], len(first)) == (["q1", "Q0", "moon/apollo-11.txt", "1"], 6)
    assert run("evaluate", "queries.jsonl", "bad.tsv", "--json") == 0
    assert json.loads(capsys.readouterr().out)["nDCG@10"] < 1
    (place / "odd.tsv").write_text(f"{head}q1 moon\n", "utf-8")
    assert run("evaluate", "queries.jsonl", "odd.tsv") == 1
    assert "odd.tsv:2" in capsys.readouterr().err


def test_the_bot_without_a_token_is_one_line(place: Path) -> None:
    """`dateline bot` says which variable is missing, and exits with 1."""
    folders = Folders(place / "archive", place / "data", place)
    env = process.environment(folders)
    done = subprocess.run(
        [sys.executable, "-m", "index.cli", "bot"], env=env, cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("dateline: DISCORD_BOT_TOKEN is not set")
    assert len(done.stderr.splitlines()) == 1
