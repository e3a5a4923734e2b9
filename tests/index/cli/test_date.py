"""`dateline date` as people and scripts use it, and the list that `documents --undated --csv` gives them to fill."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cli import date_lists
from tests.index.dating.setting import DATED, LETTER, WHY
from tests.makers.archives import Place

Run = Callable[..., int]
ODD = '=cmd|"x",1.txt'
"""A name that a spreadsheet would run, with a separator and a quotation mark in it."""


@pytest.fixture
def place(tmp_path: Path, dateline: Run, capsys: pytest.CaptureFixture[str]) -> Place:
    """Three documents without a date and one with."""
    place = Place(tmp_path, {"letter.txt": LETTER, "ledger.txt": DATED})
    place.write({ODD: LETTER.replace("nine", "ten"), "märz/+1.txt": LETTER.replace("nine", "six")})
    assert dateline("index") == 0
    capsys.readouterr()
    return place


def standing(dateline: Run, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Each date that stands as it was written, by path."""
    capsys.readouterr()
    assert dateline("date", "--list", "--json") == 0
    return {one["path"]: one["date"]["as_written"] for one in json.loads(capsys.readouterr().out)["dates"]}


def faults(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("dateline: ")]


def test_it_dates_and_says_when_that_counts(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each for a date set, set again and taken back; the reindex and the list then have it."""
    later = "it takes effect at the next dateline index.\n"
    assert dateline("date", "letter.txt", "1971-05-03", "--why", WHY) == 0
    assert capsys.readouterr().out == f"letter.txt is dated 3 May 1971, no longer undated; {later}"
    assert dateline("date", "letter.txt", "1971-05-03", "--why", WHY) == 0
    assert capsys.readouterr().out == "letter.txt is dated 3 May 1971 for that reason already.\n"
    assert dateline("date", "ledger.txt", "1920", "--why", WHY) == 0
    before = "no longer 4 March 1921 (dated by its head line)"
    assert capsys.readouterr().out == f"ledger.txt is dated 1920, {before}; {later}"
    assert dateline("date", "ledger.txt", "--undo") == 0
    gone = "The date 1920 of ledger.txt is taken back: what the document says counts"
    assert capsys.readouterr().out == f"{gone}; {later}"
    assert dateline("index", "--json") == 0
    assert json.loads(capsys.readouterr().out)["redated"] == ["letter.txt"]
    assert dateline("search", "nine gulls", "--since", "1971", "--until", "1971") == 0
    assert "dated by a moderator" in capsys.readouterr().out


def test_a_citation_says_who_dated_its_source(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """In words with the reference; nothing of the words has changed."""
    assert dateline("date", "letter.txt", "1971-05-03", "--why", WHY) == 0
    assert dateline("index") == 0
    capsys.readouterr()
    assert dateline("search", "nine gulls", "--limit", "1", "--json") == 0
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert hit["date"]["origin"] == "set by a moderator"
    assert dateline("cite", hit["passage"]) == 0
    assert "3 May 1971 (dated by a moderator)" in capsys.readouterr().out
    assert dateline("cite", hit["passage"], "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "unchanged"


@pytest.mark.parametrize(
    "arguments",
    [
        ("letter.txt",),
        ("letter.txt", "1971"),
        ("--why", WHY),
        ("letter.txt", "--why", WHY),
        ("--undo",),
        ("letter.txt", "1971", "--undo"),
        ("letter.txt", "--undo", "--why", WHY),
        ("letter.txt", "1971", "--why", WHY, "--file", "dates.csv"),
        ("--file", "dates.csv", "--undo"),
        ("letter.txt", "--list"),
    ],
)
def test_wrong_usage(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], arguments: tuple[str]) -> None:
    """What doesn't go together exits with 2 and one line that says what does; nothing is recorded."""
    assert dateline("date", *arguments) == 2
    (line,) = faults(capsys)
    assert "date needs PATH DATE --why TEXT" in line
    assert standing(dateline, capsys) == {}


@pytest.mark.parametrize("arguments", [("letter.txt", "1971-13", "--why", WHY), ("leter.txt", "1971", "--why", WHY)])
def test_faults_are_one_line(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], arguments: tuple[str]
) -> None:
    """A date that is none and a path of no document exit with 1."""
    assert dateline("date", *arguments) == 1
    assert len(faults(capsys)) == 1
    assert standing(dateline, capsys) == {}


def test_json(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Setting, listing and taking back have the fields that the guide names."""
    assert dateline("date", "ledger.txt", "1920", "--why", WHY, "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert {"path", "date", "instead", "why", "who", "at", "already"} <= done.keys()
    assert (done["date"]["latest"], done["instead"]["as_written"], done["already"]) == (
        "1920-12-31",
        "1921-03-04",
        False,
    )
    assert dateline("date", "--json") == 0
    (listed,) = json.loads(capsys.readouterr().out)["dates"]
    assert {name: listed[name] for name in ("path", "why", "who", "at", "date")} == {
        name: done[name] for name in ("path", "why", "who", "at", "date")
    }
    assert (listed["own"]["as_written"], listed["gone"]) == ("1921-03-04", False)
    assert dateline("date", "ledger.txt", "--undo", "--json") == 0
    undone = json.loads(capsys.readouterr().out)
    assert (undone["path"], undone["undone"]["as_written"], undone["date"]) == ("ledger.txt", "1920", None)


def test_the_list_for_people(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A line each: date, path, reason, who and when; nothing where nothing is set."""
    assert dateline("date") == 0
    assert capsys.readouterr().out == ""
    assert dateline("date", "letter.txt", "1971-05", "--why", WHY) == 0
    capsys.readouterr()
    assert dateline("date") == 0
    assert capsys.readouterr().out.startswith(f"1971-05     letter.txt  {WHY} (")


def undated(dateline: Run, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The list of documents without a date."""
    capsys.readouterr()
    assert dateline("documents", "--undated", "--csv") == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


@pytest.mark.parametrize(
    "dialect", ["as it is", "Excel in German", "tabs", "carriage returns", "columns in another order"]
)
def test_the_list_of_undated_documents_is_filled_and_read(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path, dialect: str
) -> None:
    """Whatever a program makes of it, each path is the same again; lines without a date are left alone."""
    rows = undated(dateline, capsys)
    assert [row["path"] for row in rows] == [f"'{ODD}", "letter.txt", "märz/+1.txt"]
    for row, day in zip(rows, ("1971-05-03", "", "1972"), strict=True):
        row.update(date=day, why="“said so”; it, too" if day else "")
    names = list(rows[0])
    assert names[:3] == ["path", "date", "why"]
    separator, start, end = {
        "Excel in German": (";", "\ufeff", "\r\n"),
        "Excel's hint": (";", "\ufeffsep=;\r\n", "\r\n"),
        "tabs": ("\t", "", "\n"),
        "carriage returns": (";", "", "\r"),
    }.get(dialect, (",", "", "\n"))
    names = [*reversed(names)] if dialect == "mixed" else names
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "dates.csv").write_bytes((start + out.getvalue()).encode())
    assert dateline("date", "--file", "dates.csv") == 0
    assert capsys.readouterr().out == "2 dates are set; it takes effect at the next dateline index.\n"
    assert standing(dateline, capsys) == {ODD: "1971-05-03", "märz/+1.txt": "1972"}
    assert dateline("date", "--file", "dates.csv") == 0
    assert capsys.readouterr().out == "0 dates are set; 2 stood so already.\n"
    assert dateline("index") == 0
    assert [row["path"] for row in undated(dateline, capsys)] == ["letter.txt"]


def test_bad_lines_are_named_and_the_others_recorded(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each by its number with the reason, in order; the exit code says that there are some."""
    lines = [
        "path,date,why",
        "letter.txt,1971,the diary",
        "",
        "nothing.txt,1971,the diary",
        "ledger.txt,1920-13,the diary",
        "ledger.txt,,",
        '"=cmd|""x"",1.txt",1973,"two\nlines"',
        "märz/+1.txt,1974,",
        ",1975,the diary",
        "märz/+1.txt,1974,the diary, which is lost",
    ]
    (tmp_path / "dates.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert dateline("date", "--file", "dates.csv", "--json") == 1
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert [(fault["number"], fault["file"]) for fault in told["faults"]] == [
        (number, "dates.csv") for number in (4, 5, 9, 10, 11)
    ]
    for number, part in (
        (4, "no document nothing.txt"),
        (5, "1920-13"),
        (9, "say why"),
        (10, "no path"),
        (11, "more cells"),
    ):
        assert f"dateline: dates.csv:{number}: " in err
        assert part in next(line for line in err.splitlines() if f":{number}: " in line)
    assert [done["path"] for done in told["dated"]] == ["letter.txt", ODD]
    assert standing(dateline, capsys) == {"letter.txt": "1971", ODD: "1973"}


def test_a_reason_for_all(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--why` holds for lines without one, and the list may come from standard input."""
    given_in = io.TextIOWrapper(io.BytesIO(b"Path;Date\nletter.txt;1971\n"))
    monkeypatch.setattr(sys, "stdin", given_in)
    assert dateline("date", "--file", "-", "--why", WHY) == 0
    assert standing(dateline, capsys) == {"letter.txt": "1971"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "must name the columns path, date and why"),
        (b"letter.txt,1971,the diary\n", "must name the columns"),
        (b"path,why\nletter.txt,x\n", "not exactly one date"),
        (b"path,date,date,why\nletter.txt,1971,1972,x\n", "not exactly one date"),
        ("path,date,why\nletter.txt,1971,M\xe4rz\n".encode("latin-1"), ":2 is not UTF-8"),
        ("path,date,why\nletter.txt,1971,x\n".encode("utf-16"), "is not UTF-8"),
        (b'path,date,why\nletter.txt,1971,"x\nledger.txt,1920,y\n', ":2: a quotation mark is not closed"),
        (b"path,date,why\nletter.txt,1971,x\nletter.txt,1972,x\n", ":2: letter.txt is given several dates"),
        (b"path,date,why\nlet\0ter.txt,1971,x\n", ":2: there is no document"),
        (b"path,date,why\n" + b"x" * 2_000_000 + b",1971,x\n", ":2: "),
    ],
)
def test_a_list_that_can_not_be_read(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], data: bytes, reason: str
) -> None:
    """It is named with the line and what is wrong; nothing is recorded."""
    Path("dates.csv").write_bytes(data)
    assert dateline("date", "--file", "dates.csv") == 1
    told = faults(capsys)
    assert told
    assert reason in told[0]
    assert all("dates.csv" in line for line in told)
    assert standing(dateline, capsys) == {}


def test_a_list_that_is_not_there_or_too_large(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, and nothing of it is read."""
    assert dateline("date", "--file", "nowhere.csv") == 1
    assert faults(capsys) == ["dateline: nowhere.csv can't be read (no such file or directory)"]
    monkeypatch.setattr(date_lists, "MAX_BYTES", 10)
    (tmp_path / "dates.csv").write_text("path,date,why\n")
    assert dateline("date", "--file", "dates.csv") == 1
    assert "split it" in faults(capsys)[0]


def test_an_archive_that_is_not_there_is_told_once(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And not for every line of a list."""
    (tmp_path / "dates.csv").write_text("path,date,why\nletter.txt,1971,x\nledger.txt,1972,x\n")
    assert dateline("date", "--file", "dates.csv", archive="nowhere") == 1
    (line,) = faults(capsys)
    assert "there is no archive folder nowhere" in line


def test_csv_goes_with_undated_only(place: Place, dateline: Run) -> None:
    """A list of dated documents would be read back as if a moderator had dated them."""
    for arguments in (["--csv"], ["--csv", "--undated", "--json"], ["--csv", "--failed"]):
        assert dateline("documents", *arguments) == 2


cells = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(
    lambda cell: bool(cell.strip())
)


@given(st.lists(cells, min_size=1, max_size=5))
def test_any_path_is_the_same_when_it_is_read_back(paths: list[str]) -> None:
    """No cell that is written begins a formula, and each is read as it was."""
    written = [date_lists.guarded(path) for path in paths]
    assert not any(cell[0] in "=+-@\t\r" for cell in written)
    assert [date_lists.plain(cell) for cell in written] == paths
