"""Killed, out of room or at the same time: whatever happens to a build, what served goes on serving."""

from __future__ import annotations

import itertools
import random
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import Query, Settings
from index.generations.data_folder import DataFolder
from index.generations.status import check
from tests.archives import ask, filled, opened, shown, text, write
from tests.builder import Builder, Outcome, Task, started
from tests.here import read_here

KILLS = 56
QUERIES = ("harbour", "lantern gull", '"keeper"')

__all__ = ["read_here"]


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    with started() as running:
        yield running


def task(chosen: Settings, **options: int) -> Task:
    return Task(archive=chosen.archive, data=chosen.data, **options)


def answers(chosen: Settings) -> list[object]:
    with closing(opened(chosen)) as archive:
        return [shown(archive.search(Query(text=query))) for query in QUERIES]


def change(chosen: Settings, number: int) -> None:
    """Gives the next reindex something of everything to do: a document added, one changed and one removed."""
    write(chosen, {f"added-{number}.txt": text(number * 7, f"word{number}"), "note-001.txt": text(1, f"v{number}")})
    (chosen.archive / f"added-{number - 1}.txt").unlink(missing_ok=True)


def chosen_moments(moments: tuple[str, ...]) -> list[int]:
    """Every moment of the swap, the first and the last of each phase, and others by lot: `KILLS` in all."""
    numbered = list(enumerate(moments, 1))
    picked = {number for number, what in numbered if what.startswith("publish")}
    for _, group in itertools.groupby(numbered, key=lambda one: one[1].partition(":")[0]):
        of_phase = [number for number, _ in group]
        picked |= {of_phase[0], of_phase[-1]}
    rest = [number for number, _ in numbered if number not in picked]
    return sorted(picked | set(random.Random(7).sample(rest, min(len(rest), max(0, KILLS - len(picked))))))


@pytest.mark.usefixtures("read_here")
def test_a_build_killed_at_any_moment_leaves_the_serving_generation(tmp_path: Path, builder: Builder) -> None:
    """kill -9 in every phase and between all writes of the swap: answers stay the same, and the next reindex is whole.

    Killed between the rename that publishes and its end, the new generation serves: then its answers are checked.
    """
    chosen = filled(tmp_path)
    assert builder.run(task(chosen)).code == 0
    change(chosen, 1)
    moments = builder.run(task(chosen)).moments
    assert {"begin", "read", "embed", "write", "check", "publish"} <= {one.partition(":")[0] for one in moments}
    killed = 0
    for number in chosen_moments(moments):
        before, serving = answers(chosen), DataFolder(chosen.data).current()
        change(chosen, number + 1)
        outcome = builder.run(task(chosen, kill_at=number))
        if outcome.code != -signal.SIGKILL:  # a build may have a moment less than the one that was counted
            assert outcome.code == 0
            continue
        killed += 1
        if DataFolder(chosen.data).current() == serving:
            assert answers(chosen) == before, moments[number - 1]
        else:
            assert moments[number - 1].startswith("publish"), moments[number - 1]
        assert not any(one.faults for one in check(chosen)), moments[number - 1]
        whole(chosen, builder, number)
    assert killed >= 50


def whole(chosen: Settings, builder: Builder, number: int) -> None:
    """The next reindex succeeds, serves what the archive holds now, and leaves nothing half-done behind."""
    outcome = builder.run(task(chosen))
    assert outcome.code == 0, outcome.error
    assert [hit.document for hit in ask(chosen, f"word{number + 1}", limit=1).hits] == [f"added-{number + 1}.txt"]
    assert ask(chosen, "harbour").generation == DataFolder(chosen.data).current()
    assert list((chosen.data / "building").iterdir()) == []
    assert len(DataFolder(chosen.data).whole()) <= 3


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("room", [0, 300, 2_000, 5_000, 9_000, 20_000, 40_000])
def test_a_full_disk_is_one_line_and_no_loss(tmp_path: Path, builder: Builder, room: int) -> None:
    """No file can grow beyond so many bytes: the reindex says so, the old generation serves, and later it succeeds."""
    chosen = filled(tmp_path, 60)
    assert builder.run(task(chosen)).code == 0
    before = answers(chosen)
    change(chosen, 1)
    outcome: Outcome = builder.run(task(chosen, file_bytes=room))
    assert outcome.code == 1, "a fault of the disk must be a line, not a traceback"
    assert outcome.error is not None
    assert "make room" in outcome.error
    assert answers(chosen) == before
    whole(chosen, builder, 0)
