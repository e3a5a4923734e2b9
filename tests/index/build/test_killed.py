"""Killed, out of room or at the same time: whatever happens to a build, what served goes on serving."""

from __future__ import annotations

import itertools
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Query
from index.build import merging
from index.build.pruning import KEYS_FILE
from index.data_check import check
from index.embed.cache import KEY_BYTES
from index.generations.data_folder import DataFolder
from tests.index.build.forked_builds import Builder, Outcome, Task, started
from tests.makers.archives import Place, comparable, note, notes

KILLS, KILLS_WHOLE = 56, 28
"""Moments in segments, where a build has the most ways to leave something half-done, and of one written whole."""
QUERIES = ("harbour", "lantern gull", '"keeper"')


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    with started() as running:
        yield running


def task(place: Place, **options: int) -> Task:
    return Task(archive=place.archive, data=place.data, **options)


def answers(place: Place) -> list[object]:
    with place.opened() as archive:
        return [comparable(archive.search(Query(text=query))) for query in QUERIES]


def change(place: Place, number: int) -> None:
    """Gives the next reindex something of everything to do: a document added, one changed and one removed."""
    place.write({f"added-{number}.txt": note(number * 7, f"word{number}"), "note-001.txt": note(1, f"v{number}")})
    place.file(f"added-{number - 1}.txt").unlink(missing_ok=True)


def chosen_moments(moments: tuple[str, ...], kills: int) -> list[int]:
    """Every moment of the swap, the first and the last of each phase, and others by lot: so many in all."""
    numbered = list(enumerate(moments, 1))
    picked = {number for number, what in numbered if what.startswith("publish")}
    for _, group in itertools.groupby(numbered, key=lambda moment: moment[1].partition(":")[0]):
        of_phase = [number for number, _ in group]
        picked |= {of_phase[0], of_phase[-1]}
    rest = [number for number, _ in numbered if number not in picked]
    return sorted(picked | set(random.Random(7).sample(rest, min(len(rest), max(0, kills - len(picked))))))


@pytest.mark.parametrize(
    ("small", "kills"), [(merging.SMALL_ROWS, KILLS_WHOLE), (0, KILLS)], ids=["written whole", "in segments"]
)
def test_a_build_killed_at_any_moment_leaves_the_serving_generation(
    tmp_path: Path, builder: Builder, small: int, kills: int
) -> None:
    """kill -9 in every phase and between all writes of the swap: answers stay the same, and the next reindex is whole.

    Killed between the rename that publishes and its end, the new generation serves: then its answers are checked. In
    segments, every other build merges what the one before added.
    """
    place = notes(tmp_path)
    assert builder.run(task(place, small_rows=small)).code == 0
    change(place, 1)
    moments = builder.run(task(place, small_rows=small)).moments
    assert {"begin", "read", "embed", "write", "check", "publish"} <= {moment.partition(":")[0] for moment in moments}
    killed = 0
    for number in chosen_moments(moments, kills):
        before, serving = answers(place), DataFolder(place.data).current()
        change(place, number + 1)
        outcome = builder.run(task(place, kill_at=number, small_rows=small))
        if outcome.code != -signal.SIGKILL:  # a build may have a moment less than the one that was counted
            assert outcome.code == 0
            continue
        killed += 1
        if DataFolder(place.data).current() == serving:
            assert answers(place) == before, moments[number - 1]
        else:
            assert moments[number - 1].startswith("publish"), moments[number - 1]
        assert not any(checked.faults for checked in check(place.settings)), moments[number - 1]
        whole(place, builder, number, small)
    assert killed >= kills - 6


def whole(place: Place, builder: Builder, number: int, small: int = merging.SMALL_ROWS) -> None:
    """The next reindex succeeds, serves what the archive holds now, and leaves nothing half-done or unused."""
    outcome = builder.run(task(place, small_rows=small))
    assert outcome.code == 0, outcome.error
    assert [hit.document for hit in place.ask(f"word{number + 1}", limit=1).hits] == [f"added-{number + 1}.txt"]
    assert place.ask("harbour").generation == DataFolder(place.data).current()
    assert list((place.data / "building").iterdir()) == []
    assert len(DataFolder(place.data).whole()) <= 3
    assert place.cached() == used(place)


def used(place: Place) -> set[bytes]:
    """The keys of the vectors of every kept generation."""
    data = DataFolder(place.data)
    written = b"".join(file.read_bytes() for number in data.whole() for file in data.folder(number).rglob(KEYS_FILE))
    return {written[begin : begin + KEY_BYTES] for begin in range(0, len(written), KEY_BYTES)}


@pytest.mark.parametrize("room", [0, 300, 2_000, 5_000, 9_000, 20_000, 40_000])
def test_a_full_disk_is_one_line_and_no_loss(tmp_path: Path, builder: Builder, room: int) -> None:
    """No file can grow beyond so many bytes: the reindex says so, the old generation serves, and later it succeeds."""
    place = notes(tmp_path, 60)
    assert builder.run(task(place)).code == 0
    before = answers(place)
    change(place, 1)
    outcome: Outcome = builder.run(task(place, file_bytes=room))
    assert outcome.code == 1, "a fault of the disk must be a line, not a traceback"
    assert outcome.error is not None
    assert "make room" in outcome.error
    assert answers(place) == before
    whole(place, builder, 0)
