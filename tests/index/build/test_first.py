"""The first index, which of several that start at once one makes; both in a data folder and on a store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest

from index.build import process
from index.build.build import locked
from index.build.first import index_first
from index.embed import load
from index.errors import BusyError, DatelineError, LeaseLostError, StoreUnreachableError
from index.generations import mirror
from index.generations.data_folder import DataFolder
from index.generations.others import OtherBuilder
from index.models.answers import Query
from index.models.reports import Step
from index.settings import Settings
from index.shared.folder import FolderObjects
from tests.makers.archives import MOON, Place
from tests.makers.stores import on_store
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReindexing

Hosts = tuple[Place, Place]


@pytest.fixture(params=["data folder", "store"])
def hosts(tmp_path: Path, request: pytest.FixtureRequest) -> Hosts:
    """Two that have the same archive and index."""
    if request.param == "data folder":
        place = Place(tmp_path, MOON)
        return place, place
    first = on_store(tmp_path / "one", tmp_path / "store", MOON)
    return first, on_store(tmp_path / "two", tmp_path / "store", archive=first.archive)


@pytest.fixture
def reindexing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reindexes run in this process, and encode by hashing."""
    monkeypatch.setattr(load, "load", lambda settings, *, for_documents: HashingEncoder())
    monkeypatch.setattr(load, "revision", lambda settings: "1")
    monkeypatch.setattr(process, "Reindexing", InProcessReindexing)


def unshown(step: Step) -> None:
    """Nobody looks."""


def never(step: Step) -> None:
    raise AssertionError("it was indexed twice")


def build_ended(build: ExitStack) -> Callable[[float], None]:
    """Waiting, until which another's build has ended."""
    return lambda seconds: build.close()


def test_what_another_builds_is_awaited_and_answers(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once who builds, and nothing is indexed here, also where one looked at the store a moment ago."""
    monkeypatch.setattr(mirror, "LOOK_EVERY_S", 1_000.0)
    first, second = hosts
    told: list[str] = []
    build, waited = ExitStack(), list[float]()
    build.enter_context(locked(first.settings))

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            build.close()
            first.index()

    index_first(second.settings, never, told.append, wait=wait)
    (line,) = told
    assert line.startswith("this archive is already being indexed, by ")
    with second.opened() as archive:
        assert archive.search(Query(text="the eagle has landed")).hits


@pytest.mark.usefixtures("reindexing")
def test_a_build_that_ends_with_nothing_is_taken_over(hosts: Hosts) -> None:
    """Whoever waited for it indexes then."""
    first, second = hosts
    with ExitStack() as build:
        build.enter_context(locked(first.settings))
        index_first(second.settings, unshown, list[str]().append, wait=build_ended(build))
    assert DataFolder(second.data).whole() == [1]


@pytest.mark.parametrize("outrun", [BusyError, LeaseLostError])
def test_whose_reindex_finds_another_quicker_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outrun: type[DatelineError]
) -> None:
    """Even where nobody was seen to build before."""
    place = Place(tmp_path, MOON)

    def start(settings: Settings) -> NoReturn:
        raise outrun("another one builds")

    def wait(seconds: float) -> None:
        place.index()

    monkeypatch.setattr(process.Reindexing, "start", start)
    index_first(place.settings, never, list[str]().append, wait=wait)
    assert DataFolder(place.data).whole() == [1]


def test_a_store_that_is_away_for_a_moment_ends_no_wait(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was seen to build is taken to do so; who has seen nobody yet is told."""
    first, second = hosts

    def away(self: FolderObjects, key: str) -> None:
        raise StoreUnreachableError("away")

    if first is second:
        pytest.skip("a data folder isn't away")
    other = OtherBuilder(second.data)
    with locked(first.settings):
        seen = other.name()
        monkeypatch.setattr(FolderObjects, "get", away)
        assert seen is not None
        assert other.name() == seen
        with pytest.raises(StoreUnreachableError):
            OtherBuilder(second.data).name()
        monkeypatch.undo()
