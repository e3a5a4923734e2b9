"""The builder's lease."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import BusyError, IndexDataError, LeaseLostError
from index.shared.address import Address
from index.shared.folder import FolderObjects
from index.shared.lease import LEASE, LENGTH_S, Sight, hold

LONG = 3600.0
"""So long a lease that its thread never renews it during a test."""


class FakeClock:
    """Seconds that pass only when one waits; `meanwhile` happens at each wait."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.meanwhile()


def no_claim(fence: int) -> None:
    """Nothing is published."""


@pytest.fixture
def objects(tmp_path: Path) -> FolderObjects:
    """A store in which nothing is yet."""
    return FolderObjects(Address.parse((tmp_path / "store").as_uri()))


def test_one_after_another_has_the_lease_with_growing_fences(objects: FolderObjects) -> None:
    """What is given back is had at once."""
    fences = []
    for _ in range(3):
        with hold(objects, "one", no_claim, length_s=LONG) as lease:
            lease.check()
            fences.append(lease.fence)
    assert fences == [1, 2, 3]


def test_whoever_lives_keeps_the_lease(objects: FolderObjects) -> None:
    """Another host is told at the first renewal that it sees, and by whom."""
    clock = FakeClock()
    with hold(objects, "by host one", no_claim, length_s=LONG) as lease:
        clock.meanwhile = lease.renew
        with (
            pytest.raises(BusyError, match="already being indexed, by host one; wait"),
            hold(objects, "two", no_claim, clock=clock, wait=clock.wait),
        ):
            pass
        lease.check()
    assert clock.now < LENGTH_S / 3


def test_whoever_is_silent_loses_the_lease(objects: FolderObjects) -> None:
    """The other host waits the lease's length by its own clock, and claims what is to be published at once."""
    clock, claimed = FakeClock(), list[int]()
    with (
        hold(objects, "one", claimed.append, length_s=LONG) as first,
        hold(objects, "two", claimed.append, clock=clock, wait=clock.wait) as second,
    ):
        assert clock.now >= LENGTH_S
        assert claimed == [first.fence, second.fence] == [1, 2]
        first.renew()
        with pytest.raises(LeaseLostError):
            first.check()
        second.check()


def test_a_holder_knows_by_its_own_clock_that_the_lease_ran_out(objects: FolderObjects) -> None:
    """Even where it can ask nobody."""
    clock = FakeClock()
    with hold(objects, "one", no_claim, clock=clock, wait=clock.wait, length_s=LONG) as lease:
        clock.now += LONG - 1
        lease.check()
        lease.renew()
        clock.now += LONG - 1
        lease.check()
        clock.now += 1
        with pytest.raises(LeaseLostError):
            lease.check()


def test_who_holds_the_lease_is_seen_without_wanting_it(objects: FolderObjects) -> None:
    """A holder that is silent for the lease's length counts as gone until it is heard of again."""
    clock = FakeClock()
    sight = Sight(objects, clock=clock)
    assert sight.holder() is None
    with hold(objects, "one", no_claim, length_s=LONG) as lease:
        assert sight.holder() == "one"
        clock.wait(LENGTH_S - 1)
        lease.renew()
        assert sight.holder() == "one"
        clock.wait(LENGTH_S)
        assert sight.holder() is None
        lease.renew()
        assert sight.holder() == "one"
    assert sight.holder() is None


def test_of_many_at_once_one_has_the_lease(objects: FolderObjects) -> None:
    """The others are told that it is busy or have it later; no fence is given twice."""
    fences: list[int] = []

    def build() -> None:
        clock = FakeClock()
        while True:
            try:
                with hold(objects, "someone", no_claim, length_s=LONG, clock=clock, wait=lambda _: None) as lease:
                    fences.append(lease.fence)
                    return
            except BusyError:
                continue

    threads = [threading.Thread(target=build) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fences) == list(range(1, 7))


def test_damage_is_told(objects: FolderObjects) -> None:
    """And nothing is built by it."""
    objects.put(LEASE, b"{")
    with pytest.raises(IndexDataError, match="is damaged"), hold(objects, "one", no_claim, length_s=LONG):
        pass
