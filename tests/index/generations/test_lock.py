"""The lock: one process builds at a time, and the others are told which."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from queue import Empty
from typing import Any

import pytest

from index import BusyError
from index.generations import lock
from index.models.data_files import DataFile


def _race(data: Path, barrier: Barrier, lost: Event, results: Any) -> None:
    barrier.wait()
    try:
        with lock.building(data):
            results.put("built")
            lost.wait(60)  # the loser may be slow to run
    except BusyError as error:
        results.put(str(error))
        lost.set()


def test_of_two_processes_one_builds_and_the_other_is_told_by_whom(tmp_path: Path) -> None:
    """They start at the same moment; the loser's line names user, host, process and time of the winner."""
    context = multiprocessing.get_context("spawn")
    barrier, lost, results = context.Barrier(2), context.Event(), context.Queue()
    racers = [context.Process(target=_race, args=(tmp_path, barrier, lost, results)) for _ in range(2)]
    for racer in racers:
        racer.start()
    told = sorted((results.get(timeout=60) for _ in racers), key=len)
    for racer in racers:
        racer.join()
    assert told[0] == "built"
    assert any(f"(process {racer.pid}) since 20" in told[1] for racer in racers)
    with pytest.raises(Empty):
        results.get_nowait()
    assert not lock.held(tmp_path)


def test_what_a_killed_builder_left_misleads_nobody(tmp_path: Path) -> None:
    """The note of a dead process is not taken for the one that holds the lock, nor its lock for held."""
    dead = lock.myself().model_copy(update={"pid": 2**22 - 1})
    (tmp_path / DataFile.LOCK_HOLDER).write_text(dead.model_dump_json(), "utf-8")
    (tmp_path / DataFile.LOCK).touch()
    assert lock.builder(tmp_path) is None
    with lock.building(tmp_path) as me:
        assert lock.builder(tmp_path) == me
    assert lock.builder(tmp_path) is None


def test_the_builder_on_another_machine_is_named_by_its_host(tmp_path: Path) -> None:
    """On a shared disk the host tells where the other process runs; its number means nothing here."""
    with lock.building(tmp_path) as me:
        other = me.model_copy(update={"host": "elsewhere", "pid": 2**22 - 1})
        (tmp_path / DataFile.LOCK_HOLDER).write_text(other.model_dump_json(), "utf-8")
        with pytest.raises(BusyError, match=r"on elsewhere \(process 4194303\) since"), lock.building(tmp_path):
            pass


def test_the_lock_is_held_by_whoever_was_handed_it(tmp_path: Path) -> None:
    """When the one who took it lets go, it stays held as long as another has the handle."""
    with lock.taken(tmp_path) as handle:
        handed = os.dup(handle)
    assert lock.held(tmp_path)
    with pytest.raises(BusyError, match="already being indexed, by another process; wait"), lock.building(tmp_path):
        pass
    os.close(handed)
    assert not lock.held(tmp_path)


@pytest.mark.parametrize("wall", [0, 4_000_000_000])
def test_a_lock_that_a_lost_machine_holds_can_be_got_rid_of(tmp_path: Path, wall: int) -> None:
    """Whoever is refused because of a machine that writes nothing any more is told what to remove if it is gone.

    The times compared are those of the disk; a line that was written in a time still to come is no silence.
    """
    progress = tmp_path / DataFile.PROGRESS
    with lock.building(tmp_path) as me:
        lock.sign(tmp_path, me.model_copy(update={"host": "elsewhere"}))
        progress.touch()
        with pytest.raises(BusyError) as live, lock.building(tmp_path):
            pass
        os.utime(progress, (wall, wall))
        with pytest.raises(BusyError) as silent, lock.building(tmp_path):
            pass
        assert str(live.value).endswith("; wait until it is done")
        advised = f"if elsewhere is down for good, remove {tmp_path / DataFile.LOCK} and try again" in str(silent.value)
        assert advised == (wall == 0)
        lock.sign(tmp_path, me)
        with pytest.raises(BusyError) as here, lock.building(tmp_path):
            pass
        assert "down for good" not in str(here.value)
    assert [entry.name for entry in tmp_path.glob("*.new")] == []
