"""A disk that is full at any write: one plain line, the generation before serves, and with room all goes on.

The data folder is on a small file system of its own, filled so that every time another write is the first to fail.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index import AuditLog, DatelineError, Dossiers
from tests.makers.archives import Place, note, notes
from tests.makers.disks import fill, make_read_only, small_disk

Run = Callable[..., int]

ROOM = (*range(0, 40_960, 4_096), *range(40_960, 400_000, 24_576))
"""Bytes that are left: a page more each time to begin with, where a lock or a write of SQLite's fails first."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system, mounted in the test's folder."""
    with small_disk(tmp_path / "data") as mounted:
        yield mounted


@pytest.fixture
def place(tmp_path: Path, disk: Path, dateline: Run) -> Place:
    """An archive with a generation, and a document that is not in it yet."""
    place = notes(tmp_path, 4)
    assert dateline("index") == 0
    place.write({"more.txt": note(40, "smuggler")})
    return place


def told(run: Run, capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str, list[str]]:
    """A command's exit code, what it printed, and its lines about faults."""
    code = run(*command)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, [line for line in err.splitlines() if line.startswith("dateline: ")]


def found(run: Run, capsys: pytest.CaptureFixture[str], text: str) -> dict[str, Any]:
    """What a search answers."""
    code, out, lines = told(run, capsys, "search", text, "--json", "--limit", "1")
    assert code == 0, lines
    answer: dict[str, Any] = json.loads(out)
    return answer


@pytest.mark.parametrize("left", ROOM)
def test_a_reindex_without_room_is_one_line_and_changes_nothing(
    left: int, disk: Path, place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever write fails: what served goes on serving, and the next reindex with room succeeds."""
    filler = fill(disk, left)
    code, _, lines = told(dateline, capsys, "index")
    if code:
        assert len(lines) == 1, lines
        assert "make room" in lines[0], lines
    assert found(dateline, capsys, "harbour")["generation"] == (1 if code else 2)
    filler.unlink()
    assert told(dateline, capsys, "index")[0] == 0
    assert found(dateline, capsys, "smuggler")["hits"][0]["document"] == "more.txt"
    assert told(dateline, capsys, "check")[0] == 0


@pytest.mark.parametrize("left", ROOM[:12])
def test_what_only_reads_answers_on_a_full_disk(
    left: int, disk: Path, place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Search, cite, documents, status and check answer; that nothing can be entered is a warning."""
    known = found(dateline, capsys, "harbour")["hits"][0]["passage"]
    filler = fill(disk, left)
    found(dateline, capsys, "lantern")
    code, out, _ = told(dateline, capsys, "cite", known, "--json")
    answer: dict[str, Any] = json.loads(out)
    assert (code, answer["outcome"]) == (0, "unchanged")
    for command in ("documents", "status", "check"):
        assert told(dateline, capsys, command)[0] == 0, command
    filler.unlink()
    assert told(dateline, capsys, "search", "lantern", "--json")[2] == []


def test_on_a_read_only_disk_all_that_only_reads_answers(
    disk: Path, place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Search, cite, documents, status, check and dossiers; what would write says that the disk is read-only."""
    known = found(dateline, capsys, "harbour")["hits"][0]["passage"]
    Dossiers(place.data).add(1, 2, known)
    assert dateline("date", "note-001.txt", "1971", "--why", "x") == 0
    make_read_only(disk)
    code, _, lines = told(dateline, capsys, "search", "lantern")
    assert (code, lines) == (0, [])
    assert json.loads(told(dateline, capsys, "cite", known, "--json")[1])["outcome"] == "unchanged"
    for command in ("documents", "status", "check", "report", "date"):
        assert told(dateline, capsys, command)[0] == 0, command
    assert Dossiers(place.data).passages(1, 2) == [known]
    dating = ["date", "note-000.txt", "1971", "--why", "x"]
    for arguments in (["index"], ["rollback"], ["erase", "note-000.txt", "--why", "x", "--yes"], dating):
        code, _, lines = told(dateline, capsys, *arguments)
        assert (code, len(lines)) == (1, 1), (arguments, lines)
    assert "read-only" in told(dateline, capsys, "index")[2][0].lower()
    assert told(dateline, capsys, "backup", str(disk.with_name("backup.zip")))[0] == 0


@pytest.mark.parametrize("left", ROOM[:6])
def test_a_full_disk_loses_no_dossier_and_no_line_of_the_audit_log(left: int, disk: Path, place: Place) -> None:
    """What can't be kept is refused in words; what was kept before is there, and nothing is half written."""
    kept, log = Dossiers(place.data), AuditLog(place.data)
    kept.add(1, 2, "k7f2q9xw")
    log.add({"action": "add"})
    filler = fill(disk, left)
    refused = 0
    for number in range(300):
        try:
            kept.add(1, 2, f"{number:08d}")
            log.add({"action": "remove", "what": "x" * 200})
        except DatelineError:
            refused += 1
            break
    assert refused
    assert kept.passages(1, 2)[0] == "k7f2q9xw"
    filler.unlink()
    kept.add(1, 2, "99999999")
    log.add({"action": "restore"})
    assert kept.passages(1, 2)[-1] == "99999999"
    assert (kept.faults(), log.faults()) == ((), ())
