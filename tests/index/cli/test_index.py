"""`dateline index`: what it says beforehand, and what it reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.makers.archives import MOON, Place, note
from tests.makers.barred import barred

Run = Callable[..., int]
REPORTED = ("added", "changed", "removed", "moved", "redated", "failed", "undated", "weakly_dated", "documents")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, MOON)


def printed(run: Run, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    """What `dateline index` prints as JSON."""
    assert run("index", "--json", *options) == 0
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_prints_what_the_reindex_then_does(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before there is an index and beside one, in the same fields, with what would be read and what dates it."""
    found = printed(dateline, capsys, "--dry-run")
    assert not place.data.exists()
    done = printed(dateline, capsys)
    assert [found[name] for name in REPORTED] == [done[name] for name in REPORTED]
    assert found["origins"] == {"head line": 3, "undated": 1}
    place.edit("orbit.txt", "misses", "never meets")
    place.write({"blank.txt": " "})
    found, done = printed(dateline, capsys, "--dry-run"), printed(dateline, capsys)
    assert [found[name] for name in REPORTED] == [done[name] for name in REPORTED]
    assert [(read["path"], read["date"]) for read in found["read"]] == [("orbit.txt", None)]


def test_a_dry_run_gives_counts_and_then_lists_that_are_cut(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words: how much of each, then the first twenty of each, and how many more there are."""
    place.write({f"papers/{number}.txt": note(number) for number in range(50)})
    place.write({"blank.txt": " "})
    assert dateline("index", "--dry-run") == 0
    out = capsys.readouterr().out
    assert out.startswith("Nothing was changed. A reindex would read 55 files and have 54 documents (there is no index")
    counts, _, lists = out.partition("Would be read (54):")
    assert "head line" in counts
    assert "53" in counts
    assert "dated by its head line:\n" in lists
    assert "  and 34 more (--json lists all)\n" in lists.partition("Added (54):")[2]
    assert "blank.txt: it has no text; remove it or add its text\n" in lists
    assert len(out.splitlines()) < 70


def test_a_dry_run_says_that_it_would_not_be_published(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where most documents are gone."""
    assert dateline("index") == 0
    place.remove(*list(MOON)[:3])
    capsys.readouterr()
    assert dateline("index", "--dry-run") == 0
    assert "It would not be published: 3 of 4 documents are gone" in " ".join(capsys.readouterr().out.split())


def test_full_reads_every_file(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Be it a reindex or a dry run: a file that can't be opened is told then, though it looks as before."""
    assert dateline("index") == 0
    capsys.readouterr()
    with barred(place.file("orbit.txt")):
        found, done = printed(dateline, capsys, "--full", "--dry-run"), printed(dateline, capsys, "--full")
    assert [kept["path"] for kept in found["kept"]] == [kept["path"] for kept in done["kept"]] == ["orbit.txt"]


def test_a_dry_run_leaves_an_open_data_folder_open(place: Place, dateline: Run) -> None:
    """Permissions are the data folder's too, and only a command that may change it mends them."""
    assert dateline("index") == 0
    place.data.chmod(0o755)
    assert dateline("index", "--dry-run") == 0
    assert place.data.stat().st_mode & 0o777 == 0o755


def test_a_dry_run_takes_no_cluster(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """It reads on this machine, and says so."""
    assert dateline("index", "--dry-run", "--ray", "auto") == 2
    assert "leave --ray out" in capsys.readouterr().err
