"""`dateline search` as people and scripts use it."""

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

from tests.makers.archives import MOON, Place
from tests.wire import process
from tests.wire.process import Folders

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
def run(tmp_path: Path, dateline: Run) -> Run:
    """Runs a command on the documents; returns its exit code."""
    Place(tmp_path, MOON)
    return dateline


def answers(text: str) -> list[dict[str, Any]]:
    """The JSON lines, each in the form that is promised."""
    found = [json.loads(line) for line in text.splitlines()]
    for answer in found:
        jsonschema_rs.Draft202012Validator(ANSWER, validate_formats=True).validate(answer)
    return found


def test_a_search_of_an_archive_never_indexed_indexes_it_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """The first search answers; what is printed is the passage with its date, document and id."""
    assert run("search", "landers Moon") == 0
    out, _ = capsys.readouterr()
    assert "August 2023" in out
    assert "TWO landers were bound for the Moon. One of them arrived." in out
    assert "moon/august.txt ¶1" in out


def test_words_hidden_in_tag_characters_are_not_printed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither text nor title nor path brings into a terminal what nobody sees there."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    file = tmp_path / f"archive/co{hidden}mets.txt"
    file.write_text(f"Co{hidden}mets of 1996\n\nA comet{hidden} was seen by everybody.\n", "utf-8")
    for command, *arguments in (("search", "comet seen"), ("documents",)):
        assert run(command, *arguments) == 0
        out, err = capsys.readouterr()
        assert "comets.txt" in out
        assert not set(hidden) & set(out + err)


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
    assert MOON["moon/august.txt"][hit["start"] : hit["end"]] == hit["text"]
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
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
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
    (tmp_path / "queries.jsonl").write_text("\n".join(lines), "utf-8")
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


def test_a_batch_is_answered_line_by_line(tmp_path: Path) -> None:
    """A program can write a query, read its answer, and then write the next."""
    place = Place(tmp_path, MOON)
    env = process.environment(Folders(place.archive, place.data, tmp_path))
    command = [sys.executable, "-m", "index.cli", "search", "--batch", "-", "--json"]
    command += ["--archive", "archive", "--data", "data"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, cwd=tmp_path, stdin=pipe, stdout=pipe, text=True) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for word in ("landers", "agency"):
            program.stdin.write(json.dumps({"id": word, "text": word}) + "\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == word
        program.stdin.close()
        assert program.wait(30) == 0
