"""`dateline search --batch`: every line gets one line back, whatever is in it."""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from index import Answer, Query
from index.cli.batch import LineError, lines
from tests.makers.archives import MOON, Place
from tests.wire import process
from tests.wire.process import Folders

Run = Callable[..., int]
Batch = Callable[[bytes], tuple[int, list[Any], str]]

GOOD: Final = b'{"id": "good", "text": "landers", "limit": 1}'
UNREADABLE: Final = {
    "not json": b"not json",
    "cut off in its id": b'{"id": "7',
    "a lone value": b"7",
    "a list": b"[]",
    "brackets": b"[" * 200_000,
    "a NUL": b"\0",
    "NULs in it": b'{"id":\0 1, "text": "landers"}',
    "bytes of a picture": bytes(range(128, 256)) * 3,
}
"""Lines of which no id can be told."""
AT_FAULT: Final = {
    "nothing else": b'{"id": %s',
    "a cut off text": b'{"id": %s, "text": "land',
    "no comma": b'{"id": %s "text": "landers"}',
    "a comma too many": b'{"id": %s, "text": "landers",}',
    "brackets in a field": b'{"id": %s, "text": ' + b"[" * 200_000,
    "a raw tab in a string": b'{"id": %s, "text": "a\tb"}',
    "another line's end": b'{"id": %s, "text": "a"} {"id": 2, "text": "b"}',
    "a long day": b'{"id": %s, "text": "landers", "since": "' + b"1969 " * 500 + b'"}',
    "no text": b'{"id": %s}',
    "null text": b'{"id": %s, "text": null}',
    "a number as text": b'{"id": %s, "text": 7}',
    "a list as text": b'{"id": %s, "text": ["landers"]}',
    "empty text": b'{"id": %s, "text": " "}',
    "a long text": b'{"id": %s, "text": "' + b"landers " * 12_000 + b'"}',
    "half a character": b'{"id": %s, "text": "landers \\ud800"}',
    "not UTF-8": b'{"id": %s, "text": "caf\xe9"}',
    "an unknown field": b'{"id": %s, "text": "landers", "colour": 1}',
    "text twice": b'{"id": %s, "text": "landers", "text": "agency"}',
    "limit true": b'{"id": %s, "text": "landers", "limit": true}',
    "limit in quotes": b'{"id": %s, "text": "landers", "limit": "5"}',
    "limit 0": b'{"id": %s, "text": "landers", "limit": 0}',
    "limit 1001": b'{"id": %s, "text": "landers", "limit": 1001}',
    "limit 1.5": b'{"id": %s, "text": "landers", "limit": 1.5}',
    "limit infinite": b'{"id": %s, "text": "landers", "limit": 1e999}',
    "limit NaN": b'{"id": %s, "text": "landers", "limit": NaN}',
    "limit of many digits": b'{"id": %s, "text": "landers", "limit": ' + b"9" * 5000 + b"}",
    "a day that is none": b'{"id": %s, "text": "landers", "since": "the day of the goat"}',
    "a day of another type": b'{"id": %s, "text": "landers", "until": {"year": 1969}}',
    "an order that is none": b'{"id": %s, "text": "landers", "sort": "best"}',
    "an order of another type": b'{"id": %s, "text": "landers", "sort": []}',
    "two megabytes": b'{"id": %s, "text": "' + b"x" * 2_000_000 + b'"}',
    "two megabytes before the id": b'{"text": "' + b"x" * 2_000_000 + b'", "id": %s, "limit": 1}',
}
"""Lines that can't be answered, with the id at its place."""
ANSWERED: Final = {
    "plain": b'{"id": %s, "text": "landers"}',
    "its end CRLF": b'{"id": %s, "text": "landers"}\r',
    "blanks around": b'  {"text": "landers", "id": %s}\t ',
    "U+2028": '{"id": %s, "text": "landers\u2028agency"}'.encode(),
    "U+0085": '{"id": %s, "text": "landers\u0085agency"}'.encode(),
    "escapes": b'{"id": %s, "text": "landers \\u0000 \\ud83d\\ude80"}',
    "all null": b'{"id": %s, "text": "landers", "since": null, "until": null, "limit": null, "sort": null}',
    "a year as a number": b'{"id": %s, "text": "landers", "since": 1958, "limit": 3, "sort": "newest"}',
    "a limit with a point": b'{"id": %s, "text": "landers", "limit": 2.0}',
}
IDS: Final[dict[bytes, Any]] = {
    b'"q7"': "q7",
    b"7": 7,
    b"-12345678901234567890": -12345678901234567890,
    b"1.5": 1.5,
    b"true": True,
    b"false": False,
    b"null": None,
    b'""': "",
    b'"\\ud800"': "\ud800",
    '"łódź 🚀 \u2028"'.encode(): "łódź 🚀 \u2028",
}
"""Ids as they are written, and as they are read."""


@pytest.fixture
def batch(
    tmp_path: Path, dateline: Run, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Batch:
    """Answers a batch from standard input: the exit code, the answers, and what stands on standard error."""
    Place(tmp_path, MOON)

    def run(typed: bytes) -> tuple[int, list[Any], str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8"))
        code = dateline("search", "--batch", "-", "--json")
        out, err = capsysbinary.readouterr()
        assert out.endswith(b"\n") or not out
        return code, [json.loads(line) for line in out.decode("utf-8").split("\n")[:-1]], err.decode("utf-8")

    return run


def test_many_lines_of_every_kind_get_one_line_each(batch: Batch) -> None:
    """Of 600 lines drawn from all kinds each has its answer or its error, in order, under its own id."""
    chance = random.Random(7)
    asked, wanted = [], list[tuple[Any, bool]]()
    for _ in range(600):
        written, read = chance.choice(list(IDS.items()))
        kind = chance.choice(["unreadable", "at fault", "answered", "blank"])
        if kind == "unreadable":
            asked.append(chance.choice(list(UNREADABLE.values())))
            wanted.append((None, False))
        elif kind == "blank":
            asked.append(chance.choice([b"", b" ", b"\r", b"\t"]))
        else:
            asked.append(chance.choice(list((ANSWERED if kind == "answered" else AT_FAULT).values())) % written)
            wanted.append((read, kind == "answered"))
    code, found, err = batch(b"\n".join(asked))
    assert code == 1
    assert [(answer["id"], "hits" in answer, "error" in answer) for answer in found] == [
        (name, answered, not answered) for name, answered in wanted
    ]
    assert [type(answer["id"]) for answer in found] == [type(name) for name, _ in wanted]
    assert len(err.splitlines()) == sum(not answered for _, answered in wanted)


@pytest.mark.parametrize("kind", [*UNREADABLE, *AT_FAULT])
def test_a_line_at_fault_costs_one_line(batch: Batch, kind: str) -> None:
    """The lines before and after are answered, and one line on standard error says which it was."""
    line = UNREADABLE.get(kind) or AT_FAULT[kind] % b'"bad"'
    code, (before, bad, after), err = batch(b"\n".join([GOOD, line, GOOD]))
    assert code == 1
    assert "hits" in before
    assert "hits" in after
    assert set(bad) == {"id", "error"}
    assert bad["id"] == (None if kind in UNREADABLE else "bad")
    assert "bug" not in bad["error"]
    assert len(bad["error"]) < 500
    assert err.startswith("dateline: line 2: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("kind", ANSWERED)
def test_a_line_that_json_allows_is_answered(batch: Batch, kind: str) -> None:
    """Whatever the blanks, the line's end and the separators in its strings."""
    code, (found,), _ = batch(ANSWERED[kind] % b'"good"')
    assert (code, found["id"]) == (0, "good")
    assert "moon/august.txt" in {hit["document"] for hit in found["hits"]}


@pytest.mark.parametrize("written", [b'{"a": 1}', b"[7]", b"[[[[]]]]"])
def test_a_nested_id_is_refused_and_repeated(batch: Batch, written: bytes) -> None:
    """It has an error line that carries it, so that whoever asked finds it again."""
    code, (found,), _ = batch(b'{"id": %s, "text": "landers"}' % written)
    assert (code, found["id"]) == (1, json.loads(written))
    assert "id is nested" in found["error"]


@pytest.mark.parametrize("written", [b"1e999", b"-Infinity", b"NaN", b"9" * 5000])
def test_an_id_that_json_has_no_number_for_is_refused(batch: Batch, written: bytes) -> None:
    """What is printed stays JSON."""
    code, (found,), _ = batch(b'{"id": %s, "text": "landers"}' % written)
    assert (code, found["id"]) == (1, None)
    assert "too large" in found["error"]


def test_an_id_that_is_not_utf_8_is_not_repeated(batch: Batch) -> None:
    """No answer can carry bytes that are no text."""
    code, (found,), _ = batch(b'{"id": "caf\xe9", "text": "landers"}')
    assert (code, found["id"]) == (1, None)
    assert "byte 0xe9 at place 12" in found["error"]


def test_a_mark_of_byte_order_is_no_part_of_the_first_line(batch: Batch) -> None:
    """A file that an editor of Windows saved is read, its lines ending with CRLF."""
    code, found, _ = batch(b"\xef\xbb\xbf" + b"\r\n".join([GOOD, b"", GOOD, b""]))
    assert (code, len(found)) == (0, 2)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_one_error(batch: Batch, encoding: str) -> None:
    """A whole file in UTF-16 has one error that says so, and not one for each scrap of it."""
    code, (found,), err = batch((GOOD.decode() + "\n").encode(encoding) * 3)
    assert (code, found["id"]) == (1, None)
    assert "UTF-16, not UTF-8" in found["error"]
    assert err.count("\n") == 1


@pytest.mark.parametrize("first", [b"\xff\xfe", b"\xfe\xff caf\xe9", b"\0a\0b", b"\xff\xfe{\0"])
def test_bytes_like_the_beginning_of_another_encoding_cost_their_line(batch: Batch, first: bytes) -> None:
    """Lines that are UTF-8 are answered, whatever the first line looks like."""
    code, (bad, *good), _ = batch(b"\n".join([first, GOOD, GOOD]))
    assert (code, bad["id"]) == (1, None)
    assert ["hits" in answer for answer in good] == [True, True]


def test_files_that_were_put_together_are_read(batch: Batch) -> None:
    """Each line that begins with a mark of byte order is a line like the others; the mark alone is none."""
    mark = b"\xef\xbb\xbf"
    code, found, _ = batch(mark + GOOD + b"\n" + mark + GOOD + b"\n" + mark + b"\n")
    assert (code, [answer["id"] for answer in found]) == (0, ["good", "good"])


class _Giant(io.RawIOBase):
    """A line of 100 MB, made while it is read, and one after it."""

    def __init__(self) -> None:
        self._parts = itertools.chain(
            [b'{"id": 9, "text": "'], itertools.repeat(b"x" * 10_000, 10_000), [b'"}\n', GOOD]
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = next(self._parts, b"")
        buffer[: len(part)] = part
        return len(part)


def test_a_giant_line_is_not_kept_in_memory() -> None:
    """It is read to its end and forgotten; what comes after it is the second line."""
    tracemalloc.start()
    try:
        (_, giant), second = lines(io.BufferedReader(_Giant(), 16_384), "it")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "longer than 16,000,000 bytes" in str(giant)
    assert isinstance(giant, LineError)
    assert giant.name == 9
    assert second == (2, GOOD)
    assert most < 80_000_000


def test_each_line_is_one_of_many(batch: Batch) -> None:
    """A last line without an end, or with several, is a line like the others."""
    assert [len(batch(GOOD + b"\n" * ends)[1]) for ends in range(3)] == [1, 1, 1]


def test_a_bug_at_one_line_costs_that_line(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a search runs into, the lines after it are answered."""
    from index.search.archive import Archive  # noqa: PLC0415 (it takes a while to load)

    search, asked = Archive.search, list[str]()

    def fail_at_the_second(archive: Archive, query: Query) -> Answer:
        asked.append(query.text)
        return search(archive, query) if len(asked) != 2 else asked[9]  # type: ignore[return-value]

    monkeypatch.setattr(Archive, "search", fail_at_the_second)
    code, (before, bad, after), _ = batch(b"\n".join([GOOD, GOOD, GOOD]))
    assert (code, bad["id"]) == (1, "good")
    assert "a bug in Dateline (IndexError: list index out of range)" in bad["error"]
    assert "hits" in before
    assert "hits" in after


def test_a_file_gives_the_options_that_lines_leave_out(
    tmp_path: Path, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line's own `limit` wins over the command's."""
    Place(tmp_path, MOON)
    (tmp_path / "queries.jsonl").write_bytes(b'{"text": "Moon"}\n{"text": "Moon", "limit": 2}\n')
    assert dateline("search", "--batch", "queries.jsonl", "--json", "--limit", "1") == 0
    assert [len(json.loads(line)["hits"]) for line in capsys.readouterr().out.splitlines()] == [1, 2]


@pytest.mark.parametrize("name", ["nowhere.jsonl", "caf\udce9.jsonl", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_one_line(
    tmp_path: Path, dateline: Run, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """It names the file, whatever it is called."""
    Place(tmp_path, MOON)
    assert dateline("search", "--batch", name, "--json") == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "can't be read" in err


def _command(tmp_path: Path) -> tuple[list[str], dict[str, str]]:
    place = Place(tmp_path, MOON)
    env = process.environment(Folders(place.archive, place.data, tmp_path))
    command = [sys.executable, "-m", "index.cli", "search", "--batch", "-", "--json"]
    return [*command, "--archive", "archive", "--data", "data"], env


def test_a_batch_is_answered_line_by_line(tmp_path: Path) -> None:
    """A program can write a query, read its answer, and then write the next, errors included."""
    command, env = _command(tmp_path)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for line, name in ((GOOD, "good"), (b"{", None), (b'{"id": 2, "text": "caf\xe9"}', 2), (GOOD, "good")):
            program.stdin.write(line + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == name
        program.stdin.close()
        assert program.wait(60) == 1


def test_the_output_is_utf_8_whatever_the_terminal(tmp_path: Path) -> None:
    """Where the terminal has another encoding, what isn't ASCII is escaped."""
    command, env = _command(tmp_path)
    env |= {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    line = '{"id": "é\u2028", "text": "landers"}'.encode()
    done = subprocess.run(command, env=env, cwd=tmp_path, input=line, capture_output=True, check=True, timeout=120)
    assert json.loads(done.stdout.decode("ascii"))["id"] == "é\u2028"


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    """As with `head`: nothing is said, and it is no fault."""
    command, env = _command(tmp_path)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        command, env=env, cwd=tmp_path, input=(GOOD + b"\n") * 5, stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
