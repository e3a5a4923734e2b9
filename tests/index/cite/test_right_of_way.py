"""What is long stands aside while a search runs, and comes to its end all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.cite.citations import Citations
from index.cite.known_files import KnownFiles
from index.cite.right_of_way import ASIDE, DRAWN_S, MOST_S, WORK_S, RightOfWay
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
    """Stands for waiting: time passes at once, unless a search is there to `end` first."""

    clock: Clock
    seconds: float = 0.0
    end: Callable[[], object] = lambda: None

    def __call__(self, condition: threading.Condition, seconds: float) -> None:
        self.clock.now += seconds
        self.seconds += seconds
        self.end()


def aside(way: RightOfWay, waits: Waits, worked: float) -> float:
    """How long it is stood aside after so much work."""
    before = waits.seconds
    waits.clock.now += worked
    way.give()
    return waits.seconds - before


def test_it_is_stood_aside_in_proportion_to_the_work() -> None:
    """Not after a moment's work, then for a few times as long as was worked, and never for long at a time."""
    waits = Waits(Clock())
    way = RightOfWay(waits.clock, waits)
    with way.taken():
        assert aside(way, waits, 1.0) == 0  # the first time it is not known how long it was worked
        assert aside(way, waits, WORK_S / 2) == 0
        assert aside(way, waits, WORK_S) == pytest.approx(1.5 * WORK_S * ASIDE)
        assert aside(way, waits, 10 * WORK_S) == pytest.approx(10 * WORK_S * ASIDE)
        assert aside(way, waits, 1000 * WORK_S) == pytest.approx(MOST_S)


def test_nothing_is_waited_for_where_nobody_searches() -> None:
    """Before the first search, and some moments after the last of several has ended."""
    waits = Waits(Clock())
    way = RightOfWay(waits.clock, waits)
    assert aside(way, waits, 0) == aside(way, waits, 1) == 0
    with way.taken(), way.taken():
        pass
    with way.taken():
        with way.taken():
            pass
        assert aside(way, waits, 1) == pytest.approx(MOST_S)
    assert aside(way, waits, DRAWN_S / 2) == pytest.approx(DRAWN_S)
    assert aside(way, waits, 1) == 0


def test_whoever_stands_aside_goes_on_soon_after_the_search_has_ended() -> None:
    """Not only when its time is over."""
    searching = ExitStack()
    waits = Waits(Clock(), end=searching.close)
    way = RightOfWay(waits.clock, waits)
    way.give()
    searching.enter_context(way.taken())
    assert DRAWN_S < aside(way, waits, 1) <= 3.1 * DRAWN_S < MOST_S


def test_its_end_wakes_whoever_stands_aside() -> None:
    """No time passes by itself here, and none is long enough to be waited out."""
    clock, standing = Clock(), threading.Event()

    def wait(condition: threading.Condition, seconds: float) -> None:
        standing.set()
        assert condition.wait(PATIENCE_S)
        clock.now += 1

    way = RightOfWay(clock, wait)

    def work() -> None:
        way.give()
        clock.now += WORK_S
        way.give()

    with ThreadPoolExecutor(1) as pool:
        with way.taken():
            working = pool.submit(work)
            assert standing.wait(PATIENCE_S)
            assert not working.done()
        working.result(PATIENCE_S)


def test_looking_at_files_gives_way(tmp_path: Path) -> None:
    """Both where a file is hashed and where it is read."""
    waits = Waits(Clock())
    way = RightOfWay(waits.clock, waits)
    file = source(tmp_path, "a.txt", b"Words.")
    with closing(KnownFiles(SETTINGS, InProcessReaders, right_of_way=way)) as known, way.taken():
        way.give()
        for look in (lambda: known.digest(file.place, file.absolute.stat()), lambda: known.read(file)):
            before = waits.seconds
            waits.clock.now += 1
            look()
            assert waits.seconds == pytest.approx(before + MOST_S)


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
