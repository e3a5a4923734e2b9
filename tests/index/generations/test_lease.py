"""Who uses the generation that serves: none is closed under a search, and none stays open for nobody."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from index.errors import ClosedError
from index.generations.lease import Served
from index.generations.opened import Generation
from index.generations.serving import SoundGeneration
from index.models.said import Said

THREADS, SWAPS = 8, 200


class CountingGeneration(Generation):
    """One without files, which counts how often it was closed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def generations(count: int) -> tuple[CountingGeneration, ...]:
    return tuple(CountingGeneration(number) for number in range(1, count + 1))


def sound(generation: Generation, *warnings: Said) -> SoundGeneration:
    return SoundGeneration(generation, generation.number, warnings)


def test_what_is_replaced_is_closed_when_its_last_lease_ends() -> None:
    """Two leases of it, one ended before the swap and one after: it is closed once, and never under a lease."""
    first, second = generations(2)
    served = Served(sound(first))
    with ExitStack() as later:
        with served.lease() as lent:
            assert lent.generation is first
            later.enter_context(served.lease())
            served.replace(sound(second))
            assert served.current.generation is second
        assert first.closed == 0
        with served.lease() as lent:
            assert lent.generation is second
    assert (first.closed, second.closed) == (1, 0)


def test_what_nobody_uses_is_closed_at_once() -> None:
    """A swap between searches leaves no file of the old generation open."""
    first, second = generations(2)
    served = Served(sound(first))
    with served.lease():
        pass
    served.replace(sound(second))
    assert (first.closed, second.closed) == (1, 0)


def test_a_lease_ends_by_a_fault_too() -> None:
    """A search that fails does not keep its generation open."""
    first, second = generations(2)
    served = Served(sound(first))

    def fail() -> None:
        with served.lease():
            served.replace(sound(second))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert first.closed == 1


def test_closing_waits_for_leases_and_lends_no_more() -> None:
    """A lease under way keeps its generation; the next one raises; a late swap leaves nothing open."""
    first, second = generations(2)
    served = Served(sound(first))
    with served.lease():
        served.close()
        assert first.closed == 0
        with pytest.raises(ClosedError, match="the archive is closed"), served.lease():
            pass
    assert first.closed == 1
    served.replace(sound(second))
    served.close()
    assert (first.closed, second.closed) == (1, 1)


def test_a_warning_comes_with_later_leases_until_the_next_swap() -> None:
    """What could not be taken up is said with every answer from what serves instead; what serves next is sound."""
    first, second = generations(2)
    old, new = Said("first", "first, in a chat"), Said("it is damaged", "it is damaged, in a chat")
    served = Served(sound(first, old))
    with served.lease() as before:
        served.warn(new)
        with served.lease() as after:
            assert (before.warnings, after.warnings) == ((old,), (new,))
            assert before.generation is after.generation
    served.replace(sound(second))
    with served.lease() as lent:
        assert lent.warnings == ()
    assert first.closed == 1


def test_no_thread_is_ever_lent_what_is_closed() -> None:
    """Eight threads lease and leave while 200 swaps go on: what is lent is open, and each is closed once."""
    made = generations(SWAPS + 1)
    served = Served(sound(made[0]))
    done, faults = threading.Event(), []

    def use() -> None:
        while not done.is_set():
            with served.lease() as lent:
                assert isinstance(lent.generation, CountingGeneration)
                if lent.generation.closed:
                    faults.append(lent.generation.number)

    threads = [threading.Thread(target=use) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for generation in made[1:]:
        served.replace(sound(generation))
    done.set()
    for thread in threads:
        thread.join()
    served.close()
    assert faults == []
    assert [generation.closed for generation in made] == [1] * len(made)
