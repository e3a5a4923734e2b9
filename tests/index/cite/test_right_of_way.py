"""What is long stands aside while a search runs, and comes to its end all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.cite.citations import Citations
from index.cite.known_files import KnownFiles
from index.cite.right_of_way import ASIDE, MOST_S, WORK_S, RightOfWay
from index.models.answers import Query
from index.models.vectors import Rows
from index.search.archive import Archive
from tests.bot.fakes import Clock
from tests.makers.citations import pier_mill_and_well
from tests.makers.files import SETTINGS, source
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

PATIENCE_S = 60.0


@dataclass
class Waits:
    """Stands for waiting: notes what was to be waited for, and for how long at most; no time passes."""

    bounds: list[float] = field(default_factory=list)
    free: list[bool] = field(default_factory=list)

    def __call__(self, condition: threading.Condition, free: Callable[[], bool], seconds: float) -> bool:
        self.bounds.append(seconds)
        self.free.append(free())
        return self.free[-1]


def test_it_is_stood_aside_in_proportion_to_the_work() -> None:
    """Not after a moment's work, then for a few times as long as was worked, and never for long at a time."""
    clock, waits = Clock(), Waits()
    way = RightOfWay(clock, waits)
    with way.taken():
        for worked in (0.0, WORK_S / 2, WORK_S, 10 * WORK_S, 1000 * WORK_S):
            clock.now += worked
            way.give()
    assert waits.bounds == pytest.approx([1.5 * WORK_S * ASIDE, 10 * WORK_S * ASIDE, MOST_S])
    assert waits.free == [False, False, False]


def test_nothing_is_waited_for_where_nobody_searches() -> None:
    """Before the first search, and after the last of several has ended."""
    clock, waits = Clock(), Waits()
    way = RightOfWay(clock, waits)
    way.give()
    clock.now += 1
    way.give()
    with way.taken(), way.taken():
        clock.now += 1
        way.give()
    clock.now += 1
    way.give()
    assert waits.free == [True, False, True]


def test_whoever_stands_aside_goes_on_when_the_search_ends() -> None:
    """It is woken by that, since no time passes here by itself."""
    clock, aside = Clock(), threading.Event()

    def wait(condition: threading.Condition, free: Callable[[], bool], seconds: float) -> bool:
        aside.set()
        return condition.wait_for(free, PATIENCE_S)

    way = RightOfWay(clock, wait)

    def work() -> None:
        way.give()
        clock.now += WORK_S
        way.give()

    with ThreadPoolExecutor(1) as pool:
        with way.taken():
            working = pool.submit(work)
            assert aside.wait(PATIENCE_S)
            assert not working.done()
        working.result(PATIENCE_S)


def test_looking_at_files_gives_way(tmp_path: Path) -> None:
    """Both where a file is hashed and where it is read."""
    clock, waits = Clock(), Waits()
    known = KnownFiles(SETTINGS, InProcessReaders, right_of_way=RightOfWay(clock, waits))
    file = source(tmp_path, "a.txt", b"Words.")
    for look in (lambda: known.digest(file.absolute, file.absolute.stat()), lambda: known.read(file)) * 2:
        before = len(waits.bounds)
        look()
        clock.now += 1
    assert len(waits.bounds) == before + 1 == 3
    known.close()


def test_a_search_has_it_from_its_beginning_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words are encoded within, and what fails gives it back."""
    happened: list[str] = []
    place, encoder = pier_mill_and_well(tmp_path), HashingEncoder()

    @contextmanager
    def searching(citations: Citations) -> Iterator[None]:
        happened.append("begins")
        try:
            yield
        finally:
            happened.append("ends")

    def encode(texts: Sequence[str]) -> Rows:
        happened.append("encodes")
        raise RuntimeError("no vector")

    monkeypatch.setattr(Citations, "searching", searching)
    monkeypatch.setattr(encoder, "encode_queries", encode)
    opened = closing(Archive.open(place.settings, encoder, readers=InProcessReaders))
    with opened as archive, pytest.raises(RuntimeError, match="no vector"):
        archive.search(Query(text="brass band"))
    assert happened == ["begins", "encodes", "ends"]
