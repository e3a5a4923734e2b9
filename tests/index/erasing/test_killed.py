"""Killed at any moment, an erasure is finished by the next reindex, and the record says so."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import faiss
import pytest

from index import DataFile
from tests.index.erasing.test_erasing import LETTER, RARE, WHY, eraser
from tests.makers import traces
from tests.makers.archives import Place, note

KILLS = 24
PATIENCE_S = 300
"""After this a child that hangs ends, and the test fails."""
CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "sqlite3.connect"})


def in_child(work: Callable[[], None], kill_at: int | None) -> tuple[int, int]:
    """Does `work` in a forked process, killed at a moment from 1 on; returns its exit code and how many there were."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def come(event: str, args: tuple[Any, ...]) -> None:
            nonlocal count
            written = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
            if event in CHANGES or written:
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        faiss.omp_set_num_threads(1)  # its threads are the parent's, and not here
        signal.alarm(PATIENCE_S)
        sys.addaudithook(come)
        code = 1
        try:
            work()
            code = 0
        finally:
            os.write(writer, str(count).encode())
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as told:
        count = int(told.read() or 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), count


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A letter that is indexed twice, cited, and in the trash too, where SQLite itself would leave what is deleted."""
    traces.keep(monkeypatch)
    place = Place(tmp_path, {"a.txt": LETTER, **{f"note-{number}.txt": note(number) for number in range(4)}})
    place.index()
    place.write({"copy.txt": LETTER})
    place.index()
    place.first("lantern goat shed")
    token = place.data / DataFile.TRASH / "20241220090500-0123abcd"
    token.mkdir(parents=True)
    (token / "a.txt").write_text(LETTER, "utf-8")
    return place


def copied(place: Place, to: Path) -> Place:
    shutil.copytree(place.archive.parent, to)
    return Place(to)


def erase(place: Place) -> None:
    if not eraser(place).begin("a.txt", WHY).done:
        place.index()


def recorded(place: Place) -> bool:
    file = place.data / DataFile.ERASURES
    if not file.exists():
        return False
    with closing(sqlite3.connect(file)) as database:
        return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = 'erasures'").fetchone()) and bool(
            database.execute("SELECT 1 FROM erasures").fetchone()
        )


def test_it_is_finished_by_the_next_reindex(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """kill -9 at moments of every step: nothing is lost but by the record, and then nothing is left."""
    home = tmp_path_factory.mktemp("killed")
    code, moments = in_child(lambda: erase(copied(place, home / "whole")), None)
    assert code == 0
    chosen = random.Random(7).sample(range(1, moments + 1), min(KILLS, moments))
    unrecorded = 0
    for number in chosen:
        mine = copied(place, home / str(number))
        code, _ = in_child(lambda mine=mine: erase(mine), number)  # type: ignore[misc]
        if code == 0:  # one moment less than was counted
            continue
        assert code == -signal.SIGKILL
        if not recorded(mine):
            unrecorded += 1
            assert mine.file("a.txt").read_text("utf-8") == LETTER
            erase(mine)
        else:
            mine.index()
        assert traces.of_words(mine, RARE, "goat shed") == [], number
        assert eraser(mine).outcome("a.txt").done, number
        assert mine.first("harbour")
    assert unrecorded < len(chosen)


def test_erasing_again_finishes_it_too(place: Place) -> None:
    """The command given again for the same path goes on where the killed one was, under the same record."""
    assert not eraser(place).begin("a.txt", WHY).done
    at = eraser(place).outcome("a.txt").at
    assert eraser(place).look("a.txt").begun
    assert not eraser(place).begin("a.txt", "another reason").done
    place.index()
    done = eraser(place).outcome("a.txt")
    assert (done.done, done.at, done.why) == (True, at, WHY)
    assert traces.of_words(place, RARE) == []


def test_two_processes_erase_it_once(place: Place) -> None:
    """Both are told to at the same moment: there is one record and nothing is left, whoever was refused as second."""
    with ThreadPoolExecutor(2) as pool:
        codes = [code for code, _ in pool.map(lambda _: in_child(lambda: erase(place), None), range(2))]
    assert 0 in codes
    assert eraser(place).outcome("a.txt").done
    with closing(sqlite3.connect(place.data / DataFile.ERASURES)) as database:
        (count,) = database.execute("SELECT count(*) FROM erasures").fetchone()
    assert count == 1
    assert traces.of_words(place, RARE) == []
